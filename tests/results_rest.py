"""The REST half of the artifact server: what a repository has, and where its bytes are.

Source: https://docs.github.com/rest/actions/artifacts
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.results_model import Answer, Artifact, Asked, Step, json_answer, stamp

if TYPE_CHECKING:
    from tests.results_server import ResultsServer

DOCUMENTATION = "https://docs.github.com/rest/actions/artifacts"


def rest(server: ResultsServer, step: Step, asked: Asked) -> Answer:
    """Serve one request to the API."""
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    if scheme.lower() not in {"token", "bearer"} or token != server.token:
        return refusal(401, "Bad credentials")
    if asked.path == f"/repos/{server.repository}":
        return json_answer(200, _repository(server))
    base = f"/repos/{server.repository}/actions/artifacts"
    rest_of_path = asked.path.removeprefix(base)
    if asked.method != "GET" or rest_of_path == asked.path:
        return refusal(404, "Not Found")
    if step is Step.LIST:
        return _listing(server, asked)
    return _one(server, *rest_of_path.strip("/").split("/"))


def _repository(server: ResultsServer) -> dict[str, Any]:
    owner = server.repository.partition("/")[0]
    return {
        "id": server.repository_id,
        "full_name": server.repository,
        "owner": {"login": owner, "type": server.owner_type},
        "fork": server.is_fork,
    }


def refusal(status: int, message: str, **headers: str) -> Answer:
    body = {"message": message, "documentation_url": DOCUMENTATION, "status": str(status)}
    return json_answer(status, body, **headers)


def _listing(server: ResultsServer, asked: Asked) -> Answer:
    size = min(int(asked.query.get("per_page", 30)), 100, server.page_limit)
    number = int(asked.query.get("page", 1))
    found = _found(server, asked.query.get("name"))
    page = found[(number - 1) * size : number * size]
    links = {"Link": _next(server, asked, number)} if number * size < len(found) else {}
    body = {"total_count": len(found), "artifacts": [_as_json(server, a) for a in page]}
    server.after_listing()
    return json_answer(200, body, **links)


def _found(server: ResultsServer, name: str | None) -> list[Artifact]:
    """The newest first, as GitHub does it mostly, or in another order that stays the same."""
    found = []
    for artifact in sorted(server.artifacts.values(), key=lambda a: a.id, reverse=True):
        if artifact.late:
            artifact.late -= 1
        elif name is None or artifact.name == name:
            found.append(artifact)
    if server.scrambled:
        random.Random(len(found)).shuffle(found)
    return found


def _next(server: ResultsServer, asked: Asked, number: int) -> str:
    query = urlencode(asked.query | {"page": number + 1})
    return f'<{server.api_url}{asked.path}?{query}>; rel="next"'


def _one(server: ResultsServer, id_: str, *rest_of_path: str) -> Answer:
    artifact = server.artifacts.get(int(id_)) if id_.isdigit() else None
    if artifact is None:
        return refusal(404, "Not Found")
    match rest_of_path:
        case ():
            return json_answer(200, _as_json(server, artifact))
        case ("zip",) if artifact.expired:
            return refusal(410, "Artifact has expired")
        case ("zip",):
            return 302, {"Location": server.download_url(artifact)}, b""
        case _:
            return refusal(404, "Not Found")


def _as_json(server: ResultsServer, artifact: Artifact) -> dict[str, Any]:
    url = f"{server.api_url}/repos/{server.repository}/actions/artifacts/{artifact.id}"
    return {
        "id": artifact.id,
        "node_id": f"A_{artifact.id}",
        "name": artifact.name,
        "size_in_bytes": len(artifact.data),
        "url": url,
        "archive_download_url": f"{url}/zip",
        "expired": artifact.expired,
        "created_at": stamp(artifact.created_at),
        "expires_at": stamp(artifact.expires_at),
        "updated_at": stamp(artifact.created_at),
        "digest": artifact.digest,
        "workflow_run": {
            "id": artifact.run,
            "repository_id": artifact.repository_id,
            "head_repository_id": artifact.head_repository_id,
            "head_branch": "main",
            "head_sha": f"{artifact.run:040x}",
        },
    }
