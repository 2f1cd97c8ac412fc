"""Which artifacts a repository has, and their bytes, by GitHub's REST API.

Source: https://docs.github.com/rest/actions/artifacts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Final

import msgspec
from github import Auth, Github

from cv_action.adapters.artifact_blob import signatures
from cv_action.adapters.artifact_refusal import LATER, refused
from cv_action.adapters.http import BrokenReplyError, NoReplyError, Session
from cv_action.adapters.http_message import MEBIBYTE, Reply, Request
from cv_action.ledger.store import Listed, Listing, SegmentError, StoreError

LARGEST: Final = 64 * MEBIBYTE
"""Bytes of a segment; more is no segment of ours."""
READINGS: Final = 5
"""How often a list is read that changes while it is read."""
_PER_PAGE: Final = 100
"""The most that GitHub gives in one answer."""
_MOST_PAGES: Final = 50
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def github_client(*, token: str, api_url: str) -> Github:
    """A client of GitHub's API that never repeats a request by itself; ``Session`` does that.

    Why it never pauses either: a run asks some twenty times, one after the other, where GitHub
    begins to mind at several hundred a minute; and it says so when it does, which is heeded.
    """
    return Github(
        auth=Auth.Token(token) if token else None,
        base_url=api_url,
        per_page=_PER_PAGE,
        timeout=15,
        retry=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
        user_agent="cv-action",
    )


class _Run(msgspec.Struct):
    id: int = 0
    repository_id: int = 0
    head_repository_id: int = 0


class _Artifact(msgspec.Struct):
    id: int
    name: str
    expired: bool
    created_at: Annotated[datetime, msgspec.Meta(tz=True)]
    digest: str | None = None
    workflow_run: _Run | None = None


class _Artifacts(msgspec.Struct):
    total_count: int
    artifacts: list[_Artifact]


@dataclass(frozen=True, slots=True)
class _Page:
    artifacts: tuple[_Artifact, ...]
    total: int
    now: datetime


class ArtifactListing:
    """The artifacts of one repository, made by workflows of its own.

    ``repository`` is its name (``owner/name``), ``repository_id`` its number, which a fork does
    not share. ``mask`` hears of each signature before it is used, so that no log shows it.
    """

    def __init__(
        self,
        github: Github,
        *,
        repository: str,
        repository_id: int,
        session: Session,
        mask: Callable[[str], None],
    ) -> None:
        self._github = github
        self._path = f"/repos/{repository}/actions/artifacts"
        self._repository_id = repository_id
        self._session = session
        self._mask = mask
        self._digests: dict[int, str] = {}

    def listed(self, name: str | None) -> Listing:
        """All artifacts of exactly this name; without a name, the first page of all there are.

        GitHub promises no order, and a list can move while its pages are read. So it is read again
        until as many were seen as GitHub counts. Artifacts of a fork's runs stand in the list too,
        under any name they like: they are left out.

        Raises:
            StoreError: GitHub refuses, or the list never stood still.
        """
        if name is None:
            page = self._page(None, 1)
            listing = self._listing(page.artifacts, page.now)
            return Listing(listing.entries, page.now, complete=page.total <= len(page.artifacts))
        for _ in range(READINGS):
            pages = tuple(self._pages(name))
            found = {artifact.id: artifact for page in pages for artifact in page.artifacts}
            if len(found) == pages[-1].total:
                named = [artifact for artifact in found.values() if artifact.name == name]
                return self._listing(named, pages[0].now)
        raise StoreError(
            f"GitHub's list of artifacts was not whole in any of {READINGS} readings.",
            hint="Run the workflow again when fewer others are running.",
        )

    def fetch(self, segment: Listed) -> bytes:
        """The bytes of an artifact as they were uploaded.

        GitHub answers with a signed URL of the blob store, which is asked without our token. The
        bytes are held against the digest that GitHub has listed.

        Raises:
            SegmentError: the artifact is not there any more, or its bytes are not what they were.
            StoreError: GitHub or the blob store cannot be asked.
        """
        reply = self._ask(f"{self._path}/{segment.id}/zip")
        if reply.status in _GONE:
            raise SegmentError(f"Artifact {segment.id} has expired or was deleted.")
        location = reply.headers.get("location", "")
        if reply.status != HTTPStatus.FOUND or not location:
            raise refused(reply)
        data = self._download(segment, location)
        digest = self._digests.get(segment.id)
        if digest is not None and digest != _digest(data):
            raise SegmentError(f"Artifact {segment.id} came with other bytes than were uploaded.")
        return data

    def _download(self, segment: Listed, url: str) -> bytes:
        for signature in signatures(url):
            self._mask(signature)
        request = Request(method="GET", url=url, idempotent=True, largest=LARGEST)
        try:
            reply = self._session.send(request)
        except BrokenReplyError as error:
            raise SegmentError(f"Artifact {segment.id} came in pieces: {error.message}") from error
        except NoReplyError as error:
            raise StoreError(f"An artifact is out of reach: {error.message}", hint=LATER) from error
        if reply.status in _GONE:
            raise SegmentError(f"The bytes of artifact {segment.id} are gone.")
        if reply.status != HTTPStatus.OK:
            raise StoreError(f"The blob store answered {reply.status}.", hint=LATER)
        return reply.body

    def _pages(self, name: str) -> Iterator[_Page]:
        seen: set[int] = set()
        for number in range(1, _MOST_PAGES + 1):
            page = self._page(name, number)
            yield page
            before = len(seen)
            seen.update(artifact.id for artifact in page.artifacts)
            if len(seen) in {before, page.total}:
                return

    def _page(self, name: str | None, number: int) -> _Page:
        asked = {"per_page": _PER_PAGE, "page": number} | ({} if name is None else {"name": name})
        reply = self._ask(self._path, asked)
        if reply.status != HTTPStatus.OK:
            raise refused(reply)
        try:
            answer = msgspec.json.decode(reply.body, type=_Artifacts)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise StoreError("GitHub's list of artifacts could not be understood.") from error
        if reply.date is None:
            raise StoreError("GitHub did not say what time it is.")
        return _Page(tuple(answer.artifacts), answer.total_count, reply.date)

    def _listing(self, artifacts: Iterable[_Artifact], now: datetime) -> Listing:
        trusted = [artifact for artifact in artifacts if self._is_ours(artifact.workflow_run)]
        self._digests |= {a.id: a.digest for a in trusted if a.digest and _is_sha256(a.digest)}
        return Listing(tuple(_entry(artifact) for artifact in trusted), now)

    def _is_ours(self, run: _Run | None) -> bool:
        return run is not None and (
            run.repository_id == run.head_repository_id == self._repository_id
        )

    def _ask(self, path: str, parameters: dict[str, str | int] | None = None) -> Reply:
        def exchange() -> Reply:
            status, headers, text = self._github.requester.requestJson("GET", path, parameters)
            return Reply(status=status, headers=headers, body=text.encode())

        try:
            return self._session.insist("GitHub's API", exchange, idempotent=True)
        except NoReplyError as error:
            raise StoreError(
                f"The artifacts are out of reach: {error.message}", hint=LATER
            ) from error


def _entry(artifact: _Artifact) -> Listed:
    return Listed(
        id=artifact.id,
        name=artifact.name,
        created_at=artifact.created_at.astimezone(UTC),
        run=artifact.workflow_run.id if artifact.workflow_run else 0,
        expired=artifact.expired,
    )


def _is_sha256(digest: str) -> bool:
    return digest.startswith("sha256:")


def _digest(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"
