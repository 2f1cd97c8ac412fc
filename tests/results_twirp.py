"""The service half of the artifact server: names are made and closed here.

It takes what GitHub takes from its own client, and refuses what GitHub refuses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.results_model import Answer, Asked, Step, digest, json_answer

if TYPE_CHECKING:
    from tests.results_server import ResultsServer

IDS: dict[str, type] = {"workflow_run_backend_id": str, "workflow_job_run_backend_id": str}
FIELDS: dict[Step, dict[str, type]] = {
    Step.CREATE: IDS | {"name": str, "version": int, "mime_type": str, "expires_at": str},
    Step.FINALIZE: IDS | {"name": str, "size": str, "hash": str},
}
BAD_NAME = re.compile(r'["<>|*?\r\n\\/:]')
MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")


@dataclass
class Upload:
    """A name that a run has taken; ``artifact`` is 0 until it is finalized."""

    blob: str
    artifact: int = 0


class RefusedError(Exception):
    """The service answers with an error."""

    def __init__(self, status: int, code: str, msg: str) -> None:
        super().__init__(msg)
        self.answer = json_answer(status, {"code": code, "msg": msg})


def twirp(server: ResultsServer, step: Step, asked: Asked) -> Answer:
    """Serve one call."""
    try:
        fields = _fields(server, step, asked)
        calls: Mapping[Step, Callable[..., dict[str, Any]]] = {
            Step.CREATE: _create,
            Step.FINALIZE: _finalize,
        }
        answer = calls[step](server, fields)
    except RefusedError as refused:
        return refused.answer
    return json_answer(200, _camel(answer) if server.camel else answer)


def _fields(server: ResultsServer, step: Step, asked: Asked) -> dict[str, Any]:
    bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
    if bearer not in server.tokens:
        raise RefusedError(401, "unauthenticated", "the token is not valid")
    if asked.headers.get("content-type") != "application/json":
        raise RefusedError(404, "bad_route", "unexpected Content-Type")
    if step not in FIELDS or asked.method != "POST":
        raise RefusedError(404, "bad_route", "no handler for the path")
    fields = json.loads(asked.body)
    for name, value in fields.items():
        if type(value) is not FIELDS[step].get(name):
            raise RefusedError(400, "malformed", f"the field {name} could not be decoded")
    if tuple(fields.get(name) for name in IDS) != server.tokens[bearer]:
        raise RefusedError(403, "permission_denied", "the token is for another job")
    return dict(fields)


def _create(server: ResultsServer, fields: dict[str, Any]) -> dict[str, Any]:
    name = fields.get("name", "")
    if not name or BAD_NAME.search(name):
        raise RefusedError(400, "invalid_argument", "name is not valid")
    if fields.get("version") not in {4, 7}:
        raise RefusedError(400, "invalid_argument", "version is not known")
    if fields["version"] == 7 and not MEDIA.fullmatch(fields.get("mime_type", "")):
        raise RefusedError(
            400,
            "invalid_argument",
            "mime_type a valid mime_type is required for this artifact version",
        )
    if "expires_at" in fields and not TIMESTAMP.fullmatch(fields["expires_at"]):
        raise RefusedError(400, "malformed", "expires_at is no timestamp")
    key = fields["workflow_run_backend_id"], name
    if key in server.uploads:
        raise RefusedError(
            409,
            "already_exists",
            "Conflict: an artifact with this name already exists on the workflow run",
        )
    blob = server.new_blob()
    server.uploads[key] = Upload(blob)
    expires_at = fields.get("expires_at")
    if expires_at:
        server.expiries[blob] = datetime.fromisoformat(expires_at)
    return {"ok": True, "signed_upload_url": server.signed(blob)}


def _finalize(server: ResultsServer, fields: dict[str, Any]) -> dict[str, Any]:
    run = fields["workflow_run_backend_id"]
    upload = server.uploads.get((run, fields.get("name", "")))
    if upload is None:
        raise RefusedError(404, "not_found", "there is no such artifact")
    data = server.blobs[upload.blob].data
    if data is None:
        raise RefusedError(400, "failed_precondition", "nothing was uploaded")
    if fields.get("size") != str(len(data)) or fields.get("hash") != digest(data):
        raise RefusedError(400, "invalid_argument", "size or hash is not that of the upload")
    artifact = server.add(
        fields["name"],
        data,
        run=server.run_number(run),
        late=server.late,
        expires_at=server.expiries.get(upload.blob),
    )
    upload.artifact = artifact.id
    return {"ok": True, "artifact_id": str(artifact.id)}


def _camel(answer: dict[str, Any]) -> dict[str, Any]:
    return {re.sub(r"_(.)", lambda m: m[1].upper(), name): v for name, v in answer.items()}
