"""What a branch has had before: the same of a fake, of git, and of GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.adapters.git import GitCheckout
from cv_action.adapters.github_past import GithubPast
from cv_action.adapters.workspace import Workspace
from cv_action.errors import PublishError
from cv_action.publish.history import REACH
from tests.checkouts import WHO, git
from tests.github_clients import branch, new_server
from tests.github_git import LINK
from tests.pasts import WORLDS, World, world

NAME = "out/.cv-action.json"
PAGE = "out/index.html"


@pytest.fixture(params=WORLDS)
def past(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with world(request.param, tmp_path) as one:
        yield one


def test_commits_that_moved_a_path_are_told_newest_first(past: World) -> None:
    first = past.push({NAME: b"1"})
    past.push({PAGE: b"page"})
    second = past.push({NAME: b"2", PAGE: b"2"})
    gone = past.push({NAME: None})
    assert list(past.look().history.touching(NAME)) == [gone, second, first]


def test_a_path_that_never_was_has_no_past(past: World) -> None:
    past.push({PAGE: b"page"})
    assert list(past.look().history.touching(NAME)) == []


def test_what_another_branch_has_is_no_past_of_this_one(past: World) -> None:
    ours = past.push({NAME: b"1"})
    past.push({NAME: b"2"}, branch="side")
    past.push({PAGE: b"page"})
    assert list(past.look().history.touching(NAME)) == [ours]


def test_a_history_is_followed_so_far_and_no_further(past: World) -> None:
    made = [past.push({NAME: b"%d" % number}) for number in range(REACH + 2)]
    assert list(past.look().history.touching(NAME)) == made[:1:-1]


def test_a_commit_gives_the_files_that_it_had(past: World) -> None:
    first = past.push({NAME: b"1", PAGE: b"one\r\n\xff"})
    second = past.push({NAME: b"2", PAGE: None})
    history = past.look().history
    assert history.at(first, (NAME, PAGE, "out/other")) == {NAME: b"1", PAGE: b"one\r\n\xff"}
    assert history.at(second, (NAME, PAGE)) == {NAME: b"2"}
    assert history.at(first, (PAGE,)) == {PAGE: b"one\r\n\xff"}
    assert history.at(first, ("out",)) == {}


@pytest.mark.parametrize(
    ("path", "other"),
    [("o[ab]/x", "oa/x"), ("o*/x", "ob/x"), (":a", "a"), ("ümlaut ' x/y", "z"), ("-x", "x")],
)
def test_a_path_is_never_a_pattern(past: World, path: str, other: str) -> None:
    past.push({other: b"other"})
    made = past.push({path: b"this"})
    past.push({other: b"again"})
    history = past.look().history
    assert list(history.touching(path)) == [made]
    assert history.at(made, (path,)) == {path: b"this"}


def test_a_link_is_no_file_at_github() -> None:
    server = new_server()
    server.push({PAGE: b"page"})
    blob = server.objects.blob(b"elsewhere")
    made = server.commit_on("main", [(NAME, LINK, blob)], "A link")
    with branch(server) as one:
        assert GithubPast(one).at(made, (NAME, PAGE)) == {PAGE: b"page"}


def test_a_link_is_no_file_of_a_checkout(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "link").symlink_to("elsewhere")
    git(tmp_path, "add", "link")
    git(tmp_path, "commit", "-q", "-m", "A link")
    checkout = GitCheckout(Workspace(tmp_path, confined=False), WHO)
    (made,) = checkout.touching("link")
    assert checkout.at(made, ("link",)) == {}


def test_a_checkout_without_a_commit_has_no_past(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert GitCheckout(Workspace(tmp_path, confined=False), WHO).touching(NAME) == ()


def test_a_folder_below_the_checkout_names_its_paths_from_there(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    inner = tmp_path / "mine"
    inner.mkdir()
    (inner / "cv.md").write_bytes(b"# CV")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    checkout = GitCheckout(Workspace(inner, confined=False), WHO)
    (made,) = checkout.touching("cv.md")
    assert checkout.at(made, ("cv.md",)) == {"cv.md": b"# CV"}


def test_what_was_pushed_after_the_first_look_is_no_past() -> None:
    server = new_server()
    first = server.push({NAME: b"1"})
    with branch(server) as one:
        one.current([NAME])
        server.push({NAME: b"2"})
        assert list(GithubPast(one).touching(NAME)) == [first]


@pytest.mark.parametrize("most", [0, 1, 4])
def test_the_past_of_a_repository_of_any_size_can_be_read(most: int) -> None:
    server = new_server()
    made = server.push({NAME: b"1", PAGE: b"page"} | {f"other/{n}.txt": b"" for n in range(5)})
    server.most_entries = most
    with branch(server) as one:
        past = GithubPast(one)
        assert past.at(made, (NAME,)) == {NAME: b"1"}
        assert past.at(made, (PAGE, "other/1.txt")) == {PAGE: b"page", "other/1.txt": b""}


def test_a_past_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    checkout = GitCheckout(Workspace(tmp_path, confined=False), WHO)
    with pytest.raises(PublishError):
        checkout.at("0" * 40, (NAME,))
