"""A run reads what stands on its branch now, though its checkout may be from before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_files import BranchFiles
from cv_action.adapters.workspace import Workspace
from cv_action.errors import ConfigurationError
from cv_action.publish.change import File
from cv_action.publish.moved import MovedError
from tests.github_clients import branch, change, new_server
from tests.github_git import LINK
from tests.github_model import Step
from tests.github_server import GithubServer

CV = "data/cv.json"
OVERLAY = "data/cv.enhanced.json"
NEW = File("out/cv.md", b"# CV\n")


class Run:
    """A run with its checkout, from when it was queued."""

    def __init__(self, server: GithubServer, publisher: GithubBranch, folder: Path) -> None:
        self.server = server
        self.publisher = publisher
        self.folder = folder
        for path, data in server.files().items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(data)
        workspace = Workspace(folder, confined=True)
        self.files = BranchFiles(publisher, workspace, base=server.head())

    def publish(self) -> str:
        return self.publisher.publish(change(NEW)).commit_sha


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({CV: b"{}", OVERLAY: b"[]"}, by="maren")
    return server


@pytest.fixture(params=[100_000, 0], ids=["whole", "cut"])
def run(server: GithubServer, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Run]:
    """A run in a small repository, and in one too large to be listed at once."""
    server.most_entries = request.param
    with branch(server) as publisher:
        yield Run(server, publisher, tmp_path)


def test_an_up_to_date_checkout_is_read_as_it_lies_there(run: Run) -> None:
    assert run.files.read(CV) == b"{}"
    assert run.files.present(["cv.md", OVERLAY, CV]) == (OVERLAY, CV)
    assert Step.BLOB not in run.server.steps()
    assert run.publish() == run.server.head()


def test_what_was_committed_since_is_read_from_the_branch(run: Run) -> None:
    run.server.push({CV: b'{"new": 1}'})
    assert run.files.read(CV) == b'{"new": 1}'
    assert run.files.read(f"./{CV}") == b'{"new": 1}'
    assert run.files.read(OVERLAY) == b"[]"
    assert run.publish() == run.server.head()


def test_a_file_that_came_since_is_there(run: Run) -> None:
    run.server.push({"data/photo.png": b"png"})
    assert run.files.present(["data/photo.png"]) == ("data/photo.png",)
    assert run.files.read("data/photo.png") == b"png"


def test_a_file_that_went_since_is_not_there(run: Run) -> None:
    run.server.push({OVERLAY: None})
    assert run.files.present([OVERLAY]) == ()
    with pytest.raises(ConfigurationError, match="no file of main"):
        run.files.read(OVERLAY)
    assert run.publish() == run.server.head()


def test_a_link_that_came_since_is_no_file(run: Run) -> None:
    run.server.commit_on("main", [(OVERLAY, LINK, run.server.objects.blob(b"/etc/passwd"))], "Link")
    assert run.files.present([OVERLAY]) == ()
    with pytest.raises(ConfigurationError):
        run.files.read(OVERLAY)


def test_what_a_step_before_ours_has_made_is_read_as_made(run: Run) -> None:
    (run.folder / "data/export.json").write_bytes(b"fetched")
    (run.folder / CV).write_bytes(b"generated")
    assert run.files.read("data/export.json") == b"fetched"
    assert run.files.read(CV) == b"generated"
    assert run.publish() == run.server.head()


def test_what_a_step_made_of_a_file_that_moved_ends_the_run(run: Run) -> None:
    (run.folder / CV).write_bytes(b"generated from the old one")
    run.server.push({CV: b'{"new": 1}'})
    assert run.files.read(CV) == b"generated from the old one"
    with pytest.raises(MovedError, match=CV):
        run.publish()


@pytest.mark.parametrize("path", [CV, "data/resume.json"])
def test_a_push_after_the_reading_ends_the_run(run: Run, path: str) -> None:
    assert run.files.present([path]) == ((path,) if path == CV else ())
    run.server.push({path: b'{"newer": 1}'})
    with pytest.raises(MovedError, match=f"{path} was changed by noor"):
        run.publish()


def test_a_push_of_what_was_never_read_does_not(run: Run) -> None:
    run.files.read(CV)
    run.server.push({OVERLAY: b"{}"})
    assert run.publish() == run.server.head()


@pytest.mark.parametrize("path", ["../cv.json", "/etc/passwd", ".git/config"])
def test_no_path_leads_out_of_the_workspace(run: Run, path: str) -> None:
    with pytest.raises(ConfigurationError):
        run.files.read(path)
    with pytest.raises(ConfigurationError):
        run.files.present([path])
    assert run.server.steps() == []


def test_a_run_that_changes_nothing_asks_four_times_at_most(run: Run) -> None:
    run.server.most_entries = 100_000
    run.server.push({CV: b'{"new": 1}'})
    run.files.read(CV)
    run.files.present([OVERLAY])
    run.publisher.current([NEW.path, "out/.cv-action.json"])
    assert run.server.steps() == [Step.BRANCH, Step.TREE, Step.TREE, Step.BLOB]
