"""What the live workflow claims about artifacts holds for a good shelf, and fails for any other."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github_clients import Waits
from tests.live_scenes import RUN, failing, scene_at, told
from tests.results_model import Step
from tests.results_rest import refusal
from tests.results_server import ResultsServer
from tools.live.artifacts import handed_over, kept
from tools.live.finding import Finding
from tools.live.scene import Scene

PAGE = "cv-output/cv.html"


@pytest.fixture
def server() -> ResultsServer:
    server = ResultsServer()
    server.add("cv-ledger-2026-W47-0", b"of an earlier run", run=RUN - 1)
    return server


@pytest.fixture
def scene(server: ResultsServer, tmp_path: Path) -> Iterator[Scene]:
    with scene_at(server, tmp_path) as scene:
        yield scene


def packed(path: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(path, data)
    return buffer.getvalue()


def look(scene: Scene) -> Iterator[Finding]:
    return kept(scene, pause=Waits())


def test_a_good_shelf_holds(server: ResultsServer, scene: Scene) -> None:
    for slot in range(2):
        server.add(f"cv-ledger-2026-W48-{slot}", b"segment", run=RUN)
    assert failing(look(scene)) == set()


def test_an_empty_shelf_proves_nothing(scene: Scene) -> None:
    assert {"the service takes the ledger's artifacts", "each is read back whole"} <= failing(
        look(scene)
    )


def test_a_list_that_lags_is_noticed(server: ResultsServer, scene: Scene) -> None:
    server.add("cv-ledger-2026-W48-0", b"segment", run=RUN)
    server.add("cv-ledger-2026-W48-1", b"segment", run=RUN, late=1)
    assert failing(look(scene)) == {"the list does not lag"}


def test_an_artifact_that_cannot_be_read_is_noticed(server: ResultsServer, scene: Scene) -> None:
    server.add("cv-ledger-2026-W48-0", b"segment", run=RUN)
    server.plan(Step.ZIP, refusal(410, "Gone"))
    assert failing(look(scene)) == {"each is read back whole"}


@pytest.mark.parametrize(
    ("name", "path", "data", "run", "holds"),
    [
        ("cv", PAGE, b"<p>new</p>", RUN, True),
        ("cv", PAGE, b"<p>old</p>", RUN, False),
        ("cv", "cv.html", b"<p>new</p>", RUN, False),
        ("cv", PAGE, b"<p>new</p>", RUN - 1, False),
        ("cv-ledger-2026-W48-0", PAGE, b"<p>new</p>", RUN, False),
    ],
)
def test_the_documents_have_to_be_in_an_artifact_of_this_run(
    server: ResultsServer,
    scene: Scene,
    *,
    name: str,
    path: str,
    data: bytes,
    run: int,
    holds: bool,
) -> None:
    (scene.workspace / PAGE).parent.mkdir()
    (scene.workspace / PAGE).write_bytes(b"<p>new</p>")
    server.add(name, packed(path, data), run=run)
    assert (failing(handed_over(told(scene, changed_files=PAGE))) == set()) is holds


def test_a_run_without_documents_hands_nothing_over(server: ResultsServer, scene: Scene) -> None:
    server.add("cv", packed(PAGE, b"<p>new</p>"), run=RUN)
    assert failing(handed_over(scene))
