"""What the live workflow claims about commits holds for a good run, and fails for any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cv_action.adapters.github_commit import GithubBranch
from cv_action.publish.change import Change, File
from tests.github_clients import Waits, new_server
from tests.github_server import GithubServer
from tests.live_scenes import failing, scene_at, told
from tools.live.commits import committed, nothing, restored
from tools.live.racing import between
from tools.live.scene import Scene

PAGE = "cv-output/cv.html"
SIGNED = "GitHub shows the commit as Verified"


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({"cv.json": b"{}"}, by="maren")
    return server


@pytest.fixture
def scene(server: GithubServer, tmp_path: Path) -> Iterator[Scene]:
    with scene_at(server, tmp_path) as scene:
        yield replace(scene, branch="main", before=server.head())


def publish(scene: Scene, data: bytes = b"<p>new</p>", *, path: str = PAGE) -> Scene:
    """What a run does that commits, and says so."""
    place = scene.workspace / path
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(data)
    change = Change(files=(File(path, data),), message="Update the CV")
    sha = GithubBranch(scene.api, branch="main").publish(change).commit_sha
    return told(scene, commit_sha=sha, changed_files=path)


def test_a_good_commit_holds(scene: Scene) -> None:
    assert failing(committed(publish(scene))) == set()


def test_somebody_elses_commit_is_not_ours(server: GithubServer, scene: Scene) -> None:
    done = publish(scene)
    server.push({"notes.txt": b"mine"}, by="maren")
    assert SIGNED in failing(committed(done))
    assert "the commit is the head of its branch" in failing(committed(done))


def test_a_commit_on_another_head_is_noticed(server: GithubServer, scene: Scene) -> None:
    server.push({"notes.txt": b"mine"}, by="maren")
    assert failing(committed(publish(scene))) == {"it was made on the head that the run saw"}


@pytest.mark.parametrize("changed", ["", "cv-output/other.html", PAGE])
def test_other_bytes_than_were_made_are_noticed(scene: Scene, changed: str) -> None:
    done = told(publish(scene), changed_files=changed)
    (scene.workspace / PAGE).write_bytes(b"<p>other</p>")
    assert failing(committed(done)) == {"every changed file stands there as in the workspace"}


def test_a_run_with_nothing_to_do_holds(scene: Scene) -> None:
    assert failing(nothing(told(scene, outcome="unchanged", calls="0"))) == set()


def test_a_run_that_did_something_is_noticed(server: GithubServer, scene: Scene) -> None:
    server.push({"notes.txt": b"mine"})
    claims = failing(nothing(told(scene, outcome="enhanced", calls="1")))
    assert len(claims) == 3


def back(server: GithubServer, scene: Scene, third: bytes) -> Scene:
    """Two publications with an edit between them, and a third that should be the first."""
    publish(scene, b"first")
    server.push({"cv.json": b"[]"}, by="maren")
    before = publish(scene, b"second").outputs["commit_sha"]
    publish(scene, b"manifest", path="cv-output/.cv-action.json")
    server.branches["main"] = before
    done = publish(scene, third)
    return replace(told(done, outcome="rolled-back"), before=before)


def test_the_publication_before_is_the_one_that_comes_back(
    server: GithubServer, scene: Scene
) -> None:
    assert failing(restored(back(server, scene, b"first"))) == set()


@pytest.mark.parametrize("third", [b"third", b"second"])
def test_another_publication_is_no_way_back(
    server: GithubServer, scene: Scene, third: bytes
) -> None:
    claims = failing(restored(told(back(server, scene, third), outcome="rendered")))
    assert "the documents are those of the publication before" in claims
    assert "the run says that it went back" in claims


def test_two_who_commit_at_once_both_win_or_are_told(server: GithubServer, scene: Scene) -> None:
    def push(path: str) -> str:
        return server.push({path: str(len(server.asked)).encode()})

    assert failing(between(scene, push, pause=Waits())) == set()


def test_a_branch_where_nobody_comes_between_proves_nothing(
    server: GithubServer, scene: Scene
) -> None:
    claims = failing(between(scene, lambda _: server.head(), pause=Waits()))
    assert {"both are there", "a run that would undo it is refused"} <= claims
