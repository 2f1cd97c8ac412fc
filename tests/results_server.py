"""GitHub's artifacts in memory: the service, the blob store and the API of one repository.

``handle`` is all of it, and pure of any network; ``results_plugs`` lets clients in. What it accepts
and how it answers is what a trace of GitHub's own client shows.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote
from uuid import UUID

from tests.results_blobs import blobs
from tests.results_model import Answer, Artifact, Asked, Blob, Fault, LostAnswerError, Step, digest
from tests.results_rest import rest
from tests.results_twirp import Upload, twirp

RETENTION = timedelta(days=90)


class ResultsServer:
    """One repository's artifacts, with several runs, and whatever a test wants to go wrong.

    ``plan`` makes one request go wrong. ``camel`` answers as other implementations do; ``late``
    keeps new artifacts out of so many listings; ``page_limit`` makes pages small; ``scrambled``
    lists in an odd order; ``arriving`` are made one by one after each page that is read.
    """

    def __init__(self, *, repository: str = "maren/cv", repository_id: int = 4711) -> None:
        self.repository = repository
        self.repository_id = repository_id
        self.owner_type = "User"
        self.is_fork = False
        self.results_url = "https://results.example"
        self.blob_url = "https://blobs.example"
        self.api_url = "https://api.example"
        self.token = "made-up-token"  # noqa: S105  made up
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        self.camel = False
        self.late = 0
        self.page_limit = 100
        self.scrambled = False
        self.arriving: list[tuple[str, bytes]] = []
        self.tokens: dict[str, tuple[str, str]] = {}
        self.uploads: dict[tuple[str, str], Upload] = {}
        self.expiries: dict[str, datetime] = {}
        self.blobs: dict[str, Blob] = {}
        self.artifacts: dict[int, Artifact] = {}
        self.faults: list[Fault] = []
        self.asked: list[tuple[Step, Asked]] = []

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request.

        Raises:
            LostAnswerError: the connection dies, as planned.
        """
        lower = {name.lower(): value for name, value in headers.items()}
        asked = Asked(method, url, lower, body)
        step = _step(asked)
        self.asked.append((step, asked))
        status, told, content = self._faulty(step, asked)
        return status, {"Date": format_datetime(self.now, usegmt=True)} | told, content

    def plan(
        self, step: Step, answer: Answer | None, *, done: bool = False, times: int = 1
    ) -> None:
        """Let the next so many requests of a step end in this answer, or in none."""
        self.faults += [Fault(step=step, answer=answer, done=done)] * times

    def runtime_token(self, run: int) -> str:
        """A token for a job of a run, as the runner gets it; its signature is nobody's."""
        ids = str(UUID(int=run)), str(UUID(int=run + 2**64))
        claims = {"scp": f"Actions.GenericRead:00000000 Actions.Results:{ids[0]}:{ids[1]}"}
        payload = urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        token = f"eyJhbGciOiJub25lIn0.{payload}.c2lnbmF0dXJl"
        self.tokens[token] = ids
        return token

    def run_number(self, backend_id: str) -> int:
        """The number of a run, by which the API knows it."""
        return UUID(backend_id).int

    def add(
        self,
        name: str,
        data: bytes,
        *,
        run: int = 1,
        late: int = 0,
        expires_at: datetime | None = None,
    ) -> Artifact:
        """An artifact of a run of this repository; change it to make it another's."""
        artifact = Artifact(
            id=len(self.artifacts) + 1001,
            name=name,
            run=run,
            data=data,
            digest=digest(data),
            created_at=self.now,
            expires_at=expires_at or self.now + RETENTION,
            repository_id=self.repository_id,
            head_repository_id=self.repository_id,
            late=late,
        )
        self.artifacts[artifact.id] = artifact
        return artifact

    def after_listing(self) -> None:
        """Let the next artifact arrive."""
        if self.arriving:
            self.add(*self.arriving.pop(0))

    def new_blob(self, data: bytes | None = None) -> str:
        """A place in the blob store, with a signature that needs to be percent-encoded."""
        key = f"{len(self.blobs):08}.zip"
        self.blobs[key] = Blob(f"SECRET+SIG/{len(self.blobs)}=", data=data)
        return key

    def signed(self, blob: str) -> str:
        """A blob's URL, which is all that is needed to use it."""
        sig = quote(self.blobs[blob].signature, safe="")
        return f"{self.blob_url}/blob/{blob}?sv=2025-11-05&sig={sig}&se=2026-11-23T12%3A00%3A00Z"

    def download_url(self, artifact: Artifact) -> str:
        """Where an artifact's bytes are, for a minute."""
        return self.signed(self.new_blob(artifact.data))

    def steps(self) -> list[Step]:
        """What was asked for, in order."""
        return [step for step, _ in self.asked]

    def _faulty(self, step: Step, asked: Asked) -> Answer:
        fault = next((fault for fault in self.faults if fault.step is step), None)
        if fault is None:
            return self._answer(step, asked)
        self.faults.remove(fault)
        if fault.done:
            self._answer(step, asked)
        if fault.answer is None:
            raise LostAnswerError
        return fault.answer

    def _answer(self, step: Step, asked: Asked) -> Answer:
        if asked.path.startswith("/twirp/"):
            return twirp(self, step, asked)
        if asked.path.startswith("/blob/"):
            return blobs(self, step, asked)
        return rest(self, step, asked)


def _step(asked: Asked) -> Step:
    last = asked.path.rpartition("/")[2]
    if asked.path.startswith("/twirp/"):
        return Step(last) if last in {Step.CREATE, Step.FINALIZE} else Step.OTHER
    if asked.path.startswith("/blob/"):
        comp = asked.query.get("comp", "")
        names = {("PUT", "block"): Step.BLOCK, ("PUT", "blocklist"): Step.COMMIT}
        return names.get(
            (asked.method, comp), Step.DOWNLOAD if asked.method == "GET" else Step.OTHER
        )
    return {"artifacts": Step.LIST, "zip": Step.ZIP}.get(last, Step.OTHER)
