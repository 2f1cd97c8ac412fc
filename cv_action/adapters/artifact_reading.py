"""The ledger of a repository, to be looked at from outside of its workflows."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from github import Github

from cv_action.adapters.artifact_listing import ArtifactListing
from cv_action.adapters.artifact_refusal import LATER, refused
from cv_action.adapters.http import NoReplyError, Session
from cv_action.adapters.http_message import Reply
from cv_action.ledger.store import Listed, Listing, NotPlaced, Obstacle, Placed, StoreError


@dataclass(frozen=True, slots=True)
class ReadOnlyArtifacts:
    """Lists and fetches by GitHub's API; a ``LedgerStore`` that takes nothing.

    Why: only a job of a workflow can upload an artifact.
    """

    listing: ArtifactListing

    def listed(self, name: str | None) -> Listing:
        """See ``LedgerStore`` and ``ArtifactListing``."""
        return self.listing.listed(name)

    def fetch(self, segment: Listed) -> bytes:
        """See ``LedgerStore`` and ``ArtifactListing``."""
        return self.listing.fetch(segment)

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        """See ``LedgerStore``; only a job can upload."""
        return NotPlaced(
            Obstacle.UNAVAILABLE, f"{name} ({len(data):,} bytes) can only be uploaded by a job"
        )


class _Repository(msgspec.Struct):
    id: int


def repository_number(github: Github, session: Session, repository: str) -> int:
    """The number of a repository (``owner/name``), which a fork does not share.

    Source: https://docs.github.com/rest/repos/repos#get-a-repository

    Raises:
        StoreError: GitHub cannot be asked, refuses, or knows no such repository.
    """

    def exchange() -> Reply:
        status, headers, text = github.requester.requestJson("GET", f"/repos/{repository}")
        return Reply(status=status, headers=headers, body=text.encode())

    try:
        reply = session.insist("GitHub's API", exchange, idempotent=True)
    except NoReplyError as error:
        raise StoreError(f"The repository is out of reach: {error.message}", hint=LATER) from error
    if reply.status != HTTPStatus.OK:
        raise refused(reply)
    try:
        return msgspec.json.decode(reply.body, type=_Repository).id
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreError("GitHub's answer about the repository could not be understood.") from error
