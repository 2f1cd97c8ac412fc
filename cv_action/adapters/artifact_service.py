"""Uploading an artifact, by the protocol of the runner's own artifact actions.

Three steps: the service makes a name and gives a signed URL, the blob store takes the bytes, the
service closes the artifact, and only then is it listed. GitHub documents no protocol; the source of
each rule is what its published client (``@actions/artifact``) sends and how the service is reported
to answer.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import msgspec

from cv_action.adapters.artifact_blob import put_blob, signatures
from cv_action.adapters.http import NoReplyError, Session
from cv_action.adapters.http_message import Reply, Request
from cv_action.ledger.store import NotPlaced, Obstacle, Placed, StoreError

_SERVICE: Final = "twirp/github.actions.results.api.v1.ArtifactService"
_FORMAT: Final = 4
"""The form of artifact for which no type of media is asked; newer ones are for single files."""
_SCOPE: Final = "Actions.Results"
_NO_ROOM: Final = "insufficient usage"
"""Stands in the message, whatever the status, when the account's storage is used up."""
_TOLD: Final = 200


@dataclass(frozen=True, slots=True)
class Job:
    """What the service calls the run and the job; these are not the ids that GitHub's API knows."""

    run: str
    job: str


def job_of(token: str) -> Job:
    """The run and the job that a runtime token is for.

    They stand in its claim ``scp``, among other scopes, as ``Actions.Results:<run>:<job>``. The
    signature is for the service to check.

    Raises:
        StoreError: it is no such token.
    """
    for scope in _scopes(token):
        match scope.split(":"):
            case [name, run, job] if name == _SCOPE and run and job:
                return Job(run, job)
    raise StoreError(
        "The runner gave no token for artifacts.",
        hint="Artifacts need a job of GitHub Actions; a step with `run:` is not given the token.",
    )


class _Claims(msgspec.Struct):
    scp: str = ""


def _scopes(token: str) -> list[str]:
    payload = [*token.split("."), "", ""][1]
    try:
        claims = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return msgspec.json.decode(claims, type=_Claims).scp.split()
    except (ValueError, msgspec.MsgspecError):
        return []


class _RefusedError(StoreError):
    """A call of the service that gave nothing; ``status`` is 0 where no answer came."""

    def __init__(self, message: str, *, status: int = 0, full: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.full = full

    def before_creation(self) -> NotPlaced:
        """What it means while the name may still be free."""
        if self.full:
            return NotPlaced(Obstacle.FULL, self.message)
        taken = self.status == HTTPStatus.CONFLICT
        return NotPlaced(Obstacle.TAKEN if taken else Obstacle.UNAVAILABLE, self.message)

    def after_creation(self) -> NotPlaced:
        """What it means when the name is gone."""
        return NotPlaced(Obstacle.FULL if self.full else Obstacle.BURNT, self.message)


class ArtifactService:
    """Uploads artifacts of the job that the token is for.

    ``results_url`` and ``token`` are the runner's ``ACTIONS_RESULTS_URL`` and
    ``ACTIONS_RUNTIME_TOKEN``. ``mask`` hears of each signature before it is used, so that no log
    shows it.

    Raises:
        StoreError: the token is for no job.
    """

    def __init__(
        self, *, results_url: str, token: str, session: Session, mask: Callable[[str], None]
    ) -> None:
        origin = urlsplit(results_url)
        self._url = f"{origin.scheme}://{origin.netloc}/{_SERVICE}"
        self._token = token
        self._session = session
        self._mask = mask
        self._job = job_of(token)

    def upload(self, name: str, data: bytes, *, expires_at: datetime | None) -> Placed | NotPlaced:
        """Upload a zip under a name that this run has not used; ``None`` keeps it for the default.

        A name is taken from the first step on, and nothing gives it back: what fails later leaves
        it ``BURNT``. The last step may have been done though no answer came, and is then done
        twice, which can make two artifacts of one name with the same bytes.
        """
        try:
            url = self._create(name, expires_at)
        except _RefusedError as refusal:
            return refusal.before_creation()
        for signature in signatures(url):
            self._mask(signature)
        try:
            put_blob(self._session, url, data)
            return Placed(self._finalize(name, data))
        except _RefusedError as refusal:
            return refusal.after_creation()
        except StoreError as error:
            return NotPlaced(Obstacle.BURNT, error.message)

    def _create(self, name: str, expires_at: datetime | None) -> str:
        expiry = {"expires_at": _timestamp(expires_at)} if expires_at else {}
        fields = {"name": name, "version": _FORMAT, **expiry}
        url = self._call("CreateArtifact", fields).get("signeduploadurl")
        if isinstance(url, str) and "?" in url:
            return url
        raise _RefusedError("The artifact service named no place to upload to.")

    def _finalize(self, name: str, data: bytes) -> int:
        digest = f"sha256:{sha256(data).hexdigest()}"
        fields = {"name": name, "size": str(len(data)), "hash": digest}
        number = str(self._call("FinalizeArtifact", fields).get("artifactid"))
        if number.isascii() and number.isdigit():
            return int(number)
        raise _RefusedError("The artifact service gave the artifact no number.")

    def _call(self, procedure: str, fields: Mapping[str, object]) -> Mapping[str, object]:
        ids = {
            "workflow_run_backend_id": self._job.run,
            "workflow_job_run_backend_id": self._job.job,
        }
        request = Request(
            method="POST",
            url=f"{self._url}/{procedure}",
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
            },
            body=msgspec.json.encode({**ids, **fields}),
            idempotent=True,
        )
        try:
            reply = self._session.send(request)
        except NoReplyError as error:
            raise _RefusedError(error.message) from error
        return self._granted(procedure, reply)

    def _granted(self, procedure: str, reply: Reply) -> Mapping[str, object]:
        answer = _fields(reply.body)
        if reply.status == HTTPStatus.OK and answer.get("ok") is True:
            return answer
        said = " ".join(str(answer.get("msg", "")).split())
        secret = self._token in said or "sig=" in said
        raise _RefusedError(
            f"{procedure} was refused: {reply.status} {'' if secret else said[:_TOLD]}".rstrip(),
            status=reply.status,
            full=_NO_ROOM in said,
        )


def _fields(body: bytes) -> Mapping[str, object]:
    """An answer's fields by names without case and underscores.

    Why: GitHub answers ``signed_upload_url``, other implementations ``signedUploadUrl``.
    """
    try:
        answer = msgspec.json.decode(body, type=dict[str, object])
    except msgspec.MsgspecError:
        return {}
    return {key.replace("_", "").lower(): value for key, value in answer.items()}


def _timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
