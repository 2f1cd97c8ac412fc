"""GitHub's own artifact client reads what we upload, and we read what it uploads."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cv_action.adapters.artifact_blob import BLOCK
from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.ledger.store import NotPlaced, Obstacle, Placed
from cv_action.publish.change import File
from tests.artifact_shelves import NAME as ARTIFACT
from tests.artifact_shelves import shelf
from tests.peers_node import answer
from tests.results_plugs import on_loopback
from tests.results_toolkit import ToolkitServer
from tests.stores import Runner

pytestmark = pytest.mark.loopback
NAME = "cv-ledger-2026-W48-0"
MEMBER = "events.ndjson.gz"
CONTENTS = {
    "small": b"\x1f\x8b\r\n\x00" + bytes(range(256)),
    "two blocks": hashlib.shake_128(b"nothing that can be packed").digest(BLOCK + 1),
}


@pytest.fixture
def server() -> Iterator[ToolkitServer]:
    server = ToolkitServer()
    with on_loopback(server):
        yield server
    assert server.check.faults == []


@pytest.fixture
def store(server: ToolkitServer) -> Iterator[ArtifactStore]:
    with Runner(server).store() as store:
        yield store


def toolkit(server: ToolkitServer, folder: Path, *words: str) -> dict[str, Any]:
    """What the client says, as a step of the first run."""
    environ = {
        "ACTIONS_RESULTS_URL": server.results_url,
        "ACTIONS_RUNTIME_TOKEN": server.runtime_token(1),
        "GITHUB_WORKSPACE": str(folder),
    }
    told: dict[str, Any] = json.loads(answer("artifact.mjs", *words, environ=environ))
    return told


def zipped(content: bytes) -> bytes:
    """A segment as the ledger makes them: what is in it is packed already."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(MEMBER), content)
    return buffer.getvalue()


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_the_client_finds_and_reads_what_we_upload(
    server: ToolkitServer, store: ArtifactStore, tmp_path: Path, content: bytes
) -> None:
    data = zipped(content)
    placed = store.place(NAME, data)
    assert isinstance(placed, Placed)
    told = toolkit(server, tmp_path, "download", NAME, str(tmp_path / "out"))
    assert told["names"] == [NAME]
    assert (told["id"], told["size"], told["digest"]) == (placed.id, len(data), digest(data))
    assert told["digestMismatch"] is False
    assert {path.name for path in (tmp_path / "out").iterdir()} == {MEMBER}
    assert (tmp_path / "out" / MEMBER).read_bytes() == content


def test_the_client_sees_when_bytes_are_not_what_we_said(
    server: ToolkitServer, store: ArtifactStore, tmp_path: Path
) -> None:
    placed = store.place(NAME, zipped(b"one"))
    assert isinstance(placed, Placed)
    server.artifacts[placed.id].data = zipped(b"two")
    told = toolkit(server, tmp_path, "download", NAME, str(tmp_path / "out"))
    assert told["digestMismatch"] is True


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_we_find_and_read_what_the_client_uploads(
    server: ToolkitServer, store: ArtifactStore, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / MEMBER).write_bytes(content)
    told = toolkit(server, tmp_path, "upload", NAME, str(tmp_path / MEMBER))
    (segment,) = store.listed(NAME).entries
    assert (segment.id, segment.name, segment.run) == (told["id"], NAME, 1)
    data = store.fetch(segment)
    assert (len(data), digest(data)) == (told["size"], f"sha256:{told['digest']}")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == [MEMBER]
        assert archive.read(MEMBER) == content


def test_a_name_that_the_client_used_is_taken_for_us(
    server: ToolkitServer, store: ArtifactStore, tmp_path: Path
) -> None:
    (tmp_path / MEMBER).write_bytes(b"first")
    toolkit(server, tmp_path, "upload", NAME, str(tmp_path / MEMBER))
    again = store.place(NAME, zipped(b"second"))
    assert isinstance(again, NotPlaced)
    assert again.obstacle is Obstacle.TAKEN


HANDED_BACK = (File("out/größe/cv.md", b"# CV\r\n"), File("cv.enhanced.json", b"{}\n" * 9_000))


def test_the_client_lays_out_what_we_hand_back(server: ToolkitServer, tmp_path: Path) -> None:
    with shelf(server) as ours:
        name = ours.save(HANDED_BACK)
    told = toolkit(server, tmp_path, "download", name, str(tmp_path / "out"))
    assert told["digestMismatch"] is False
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {str(path.relative_to(tmp_path / "out")): path.read_bytes() for path in files} == {
        file.path: file.data for file in HANDED_BACK
    }


def test_we_read_what_the_client_hands_back(server: ToolkitServer, tmp_path: Path) -> None:
    overlay = HANDED_BACK[1]
    (tmp_path / overlay.path).write_bytes(overlay.data)
    toolkit(server, tmp_path, "upload", ARTIFACT, str(tmp_path / overlay.path))
    with shelf(server) as ours:
        assert ours.current([overlay.path, "other"]) == {overlay.path: overlay.data}
