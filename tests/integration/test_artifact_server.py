"""The server that stands in for GitHub refuses what GitHub refuses."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest

from tests.results_model import Answer
from tests.results_server import ResultsServer

NAME = "cv-ledger-2026-W48-0"
DATA = b"PK\x03\x04 a segment"
TWIRP = "/twirp/github.actions.results.api.v1.ArtifactService"
BLOCK = quote(b64encode(b"0001").decode(), safe="")


@dataclass
class Client:
    """Sends what it is told to, right or wrong."""

    server: ResultsServer = field(default_factory=ResultsServer)

    def __post_init__(self) -> None:
        self.token = self.server.runtime_token(1)

    def call(self, procedure: str, given: dict[str, Any], **headers: str) -> Answer:
        run, job = self.server.tokens[self.token]
        ids = {"workflow_run_backend_id": run, "workflow_job_run_backend_id": job}
        told = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        body = json.dumps({**ids, **given}).encode()
        return self.server.handle("POST", f"{TWIRP}/{procedure}", told | headers, body)

    def created(self) -> str:
        status, _, body = self.call("CreateArtifact", {"name": NAME, "version": 4})
        assert status == 200
        url: str = json.loads(body)["signed_upload_url"]
        return url

    def put(self, url: str, body: bytes, **headers: str) -> Answer:
        told = {"x-ms-version": "2025-11-05", "Content-Length": str(len(body))}
        return self.server.handle("PUT", url, told | headers, body)

    def uploaded(self) -> None:
        url = self.created()
        assert self.put(f"{url}&comp=block&blockid={BLOCK}", DATA)[0] == 201
        assert self.put(f"{url}&comp=blocklist", blocklist(b"0001"))[0] == 201

    def finalize(self, **given: object) -> Answer:
        digest = f"sha256:{hashlib.sha256(DATA).hexdigest()}"
        right = {"name": NAME, "size": str(len(DATA)), "hash": digest}
        return self.call("FinalizeArtifact", {**right, **given})


def blocklist(*ids: bytes) -> bytes:
    latest = "".join(f"<Latest>{b64encode(id_).decode()}</Latest>" for id_ in ids)
    return f'<?xml version="1.0" encoding="utf-8"?><BlockList>{latest}</BlockList>'.encode()


@pytest.fixture
def client() -> Client:
    return Client()


def test_what_is_right_is_taken(client: Client) -> None:
    client.uploaded()
    status, _, body = client.finalize()
    assert (status, json.loads(body)) == (200, {"ok": True, "artifact_id": "1001"})
    assert client.server.artifacts[1001].data == DATA


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"version": 7}, 400),
        ({"version": 7, "mime_type": "zip"}, 400),
        ({"version": 7, "mime_type": "application/zip"}, 200),
        ({"version": 5}, 400),
        ({"version": "4"}, 400),
        ({"name": ""}, 400),
        ({"name": "a/b"}, 400),
        ({"name": "a:b"}, 400),
        ({"retention": 3}, 400),
        ({"expires_at": "tomorrow"}, 400),
        ({"expires_at": 1}, 400),
        ({"workflow_run_backend_id": "1"}, 403),
    ],
)
def test_a_name_is_made_by_the_rules(client: Client, given: dict[str, Any], status: int) -> None:
    assert client.call("CreateArtifact", {"name": NAME, "version": 4, **given})[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Authorization": "Bearer other"}, 401), ({"Content-Type": "text/plain"}, 404)],
)
def test_a_call_has_a_token_and_is_json(
    client: Client, headers: dict[str, str], status: int
) -> None:
    assert client.call("CreateArtifact", {"name": NAME, "version": 4}, **headers)[0] == status


def test_a_name_is_made_once_a_run(client: Client) -> None:
    client.created()
    again = {"name": NAME, "version": 4}
    assert client.call("CreateArtifact", again)[0] == 409
    client.token = client.server.runtime_token(2)
    assert client.call("CreateArtifact", again)[0] == 200


@pytest.mark.parametrize(
    "given", [{"size": "1"}, {"size": 16}, {"hash": "sha256:0"}, {"hash": ""}, {"mime_type": "a/b"}]
)
def test_an_upload_is_closed_with_its_size_and_hash(client: Client, given: dict[str, Any]) -> None:
    client.uploaded()
    assert client.finalize(**given)[0] == 400
    assert client.server.artifacts == {}


def test_what_was_not_uploaded_cannot_be_closed(client: Client) -> None:
    assert client.finalize()[0] == 404
    url = client.created()
    client.put(f"{url}&comp=block&blockid={BLOCK}", DATA)
    assert client.finalize()[0] == 400


@pytest.mark.parametrize(
    ("more", "body", "headers", "status"),
    [
        (f"&comp=block&blockid={BLOCK}", DATA, {}, 201),
        (f"&comp=block&blockid={BLOCK}", DATA, {"Authorization": "Bearer x"}, 400),
        (f"&comp=block&blockid={BLOCK}", DATA, {"Content-Length": "1"}, 400),
        (f"&comp=block&blockid={BLOCK}", b"", {}, 400),
        (f"&sig=wrong&comp=block&blockid={BLOCK}", DATA, {}, 403),
        ("&comp=block&blockid=", DATA, {}, 400),
        ("", DATA, {"x-ms-blob-type": "BlockBlob"}, 400),
        ("&comp=blocklist", blocklist(b"0009"), {}, 400),
        ("&comp=blocklist", b"<BlockList/>", {}, 400),
        ("&comp=blocklist", blocklist(), {}, 201),
    ],
)
def test_a_blob_is_filled_by_the_rules(
    client: Client, more: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert client.put(client.created() + more, body, **headers)[0] == status


def test_blocks_have_ids_of_one_length(client: Client) -> None:
    url = client.created()
    longer = quote(b64encode(b"00000001").decode(), safe="")
    assert client.put(f"{url}&comp=block&blockid={BLOCK}", DATA)[0] == 201
    assert client.put(f"{url}&comp=block&blockid={longer}", DATA)[0] == 400


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        ("/repos/maren/cv/actions/artifacts", "made-up-token", 200),
        ("/repos/maren/cv/actions/artifacts", "another", 401),
        ("/repos/other/cv/actions/artifacts", "made-up-token", 404),
        ("/repos/maren/cv/actions/artifacts/1001/zip", "made-up-token", 302),
        ("/repos/maren/cv/actions/artifacts/1001", "made-up-token", 200),
        ("/repos/maren/cv/actions/artifacts/1002/zip", "made-up-token", 410),
        ("/repos/maren/cv/actions/artifacts/1003/zip", "made-up-token", 404),
        ("/repos/maren/cv/actions/artifacts/1001/tar", "made-up-token", 404),
    ],
)
def test_the_api_shows_what_there_is_to_who_may_see_it(
    client: Client, path: str, token: str, status: int
) -> None:
    client.server.add(NAME, DATA)
    client.server.add(NAME, DATA).expired = True
    headers = {"Authorization": f"token {token}"}
    answer = client.server.handle("GET", f"https://api.example{path}", headers, b"")
    assert answer[0] == status
    assert answer[1]["Date"] == "Mon, 23 Nov 2026 09:00:00 GMT"


def test_a_page_names_the_next(client: Client) -> None:
    for _ in range(3):
        client.server.add(NAME, DATA)
    url = f"https://api.example/repos/maren/cv/actions/artifacts?name={NAME}&per_page=2"
    headers = {"Authorization": "token made-up-token"}
    first, second = (
        client.server.handle("GET", f"{url}&page={page}", headers, b"") for page in (1, 2)
    )
    assert first[1]["Link"].startswith("<https://api.example/repos/maren/cv/actions/artifacts?")
    assert "page=2" in first[1]["Link"]
    assert "Link" not in second[1]
    found = [json.loads(answer[2])["artifacts"] for answer in (first, second)]
    assert [[a["id"] for a in page] for page in found] == [[1003, 1002], [1001]]
