"""The artifact server, with the calls by which GitHub's own client reads, as its trace has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.results_checked import CheckedServer
from tests.results_model import Answer, Artifact, Asked, json_answer, stamp

SERVICE = "/twirp/github.actions.results.api.v1.ArtifactService"


class ToolkitServer(CheckedServer):
    """A ``CheckedServer`` that a job can also read by the runner's protocol."""

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """See ``CheckedServer``."""
        asked = Asked(method, url, {name.lower(): text for name, text in headers.items()}, body)
        calls: Mapping[str, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {
            f"{SERVICE}/ListArtifacts": self._list,
            f"{SERVICE}/GetSignedArtifactURL": self._sign,
        }
        call = calls.get(asked.path)
        if call is None:
            return super().handle(method, url, headers, body)
        run, _ = self.tokens[asked.headers["authorization"].removeprefix("Bearer ")]
        return json_answer(200, call(run, json.loads(body)))

    def _list(self, run: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        name, id_ = fields.get("name_filter"), fields.get("id_filter")
        found = [a for a in self._of(run) if name in {None, a.name} and id_ in {None, str(a.id)}]
        return {"artifacts": [self._told(run, artifact) for artifact in found]}

    def _sign(self, run: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        (artifact,) = (a for a in self._of(run) if a.name == fields["name"])
        return {"signed_url": self.download_url(artifact)}

    def _of(self, run: str) -> Iterator[Artifact]:
        return (a for a in self.artifacts.values() if a.run == self.run_number(run))

    def _told(self, run: str, artifact: Artifact) -> dict[str, Any]:
        _, job = next(ids for ids in self.tokens.values() if ids[0] == run)
        return {
            "workflow_run_backend_id": run,
            "workflow_job_run_backend_id": job,
            "database_id": str(artifact.id),
            "name": artifact.name,
            "size": str(len(artifact.data)),
            "created_at": stamp(artifact.created_at),
            "digest": artifact.digest,
        }
