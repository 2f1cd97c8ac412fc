"""A branch that is not there is begun when that is asked for, and doubt publishes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_files import BranchFiles
from cv_action.adapters.workspace import Workspace
from cv_action.errors import PublishError
from cv_action.publish.change import Change, File, Publication
from tests.github_clients import Waits, change, client, new_server
from tests.github_model import Step
from tests.github_server import GithubServer
from tests.results_model import Answer
from tests.results_plugs import in_process

PAGE = File("index.html", b"<p>")
NEWER = File("index.html", b"<p>newer")
TROUBLE: Answer = (403, {}, b'{"message": "Resource not accessible by integration"}')


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({"cv.json": b"{}", "notes.txt": b"mine"})
    return server


def commit(server: GithubServer, wanted: Change, *, begin: bool = True) -> Publication:
    with in_process(server), client(server) as api:
        branch = GithubBranch(api, branch="gh-pages", begin=begin, pause=Waits())
        branch.current(wanted.paths)
        return branch.publish(wanted)


def test_a_new_branch_has_no_history_and_nothing_else_on_it(server: GithubServer) -> None:
    done = commit(server, change(PAGE))
    assert done.commit_sha == server.head("gh-pages")
    assert server.files("gh-pages") == {PAGE.path: PAGE.data}
    assert list(server.objects.history(done.commit_sha)) == [done.commit_sha]


def test_a_branch_that_was_begun_goes_on(server: GithubServer) -> None:
    first = commit(server, change(PAGE)).commit_sha
    second = commit(server, change(NEWER)).commit_sha
    assert list(server.objects.history(second)) == [second, first]


def test_two_that_begin_the_same_branch_make_one_history(server: GithubServer) -> None:
    other = {"other.txt": b"theirs"}
    server.after[Step.MAKE_TREE] = lambda: server.push(other, branch="gh-pages")
    done = commit(server, change(PAGE))
    assert done.commit_sha == server.head("gh-pages")
    assert server.files("gh-pages").items() >= {PAGE.path: PAGE.data, **other}.items()


def test_unasked_no_branch_is_begun(server: GithubServer) -> None:
    with pytest.raises(PublishError, match="no branch"):
        commit(server, change(PAGE), begin=False)
    assert list(server.branches) == ["main"]


def test_an_empty_repository_cannot_be_begun() -> None:
    with pytest.raises(PublishError, match="is empty"):
        commit(new_server(), change(PAGE))


@pytest.mark.parametrize("step", [Step.BRANCH, Step.TREE])
def test_who_could_not_read_the_branch_reads_the_checkout_and_publishes_nothing(
    server: GithubServer, tmp_path: Path, step: Step
) -> None:
    (tmp_path / "cv.json").write_bytes(b"{}")
    server.plan(step, TROUBLE)
    head = server.head()
    with in_process(server), client(server) as api:
        branch = GithubBranch(api, branch="main", pause=Waits())
        files = BranchFiles(branch, Workspace(tmp_path, confined=True), base=head)
        assert files.present(["cv.json", "cv.md"]) == ("cv.json",)
        assert files.read("cv.json") == b"{}"
        for _ in range(2):
            with pytest.raises(PublishError, match="not accessible"):
                branch.publish(change(PAGE))
        assert server.head() == head
        branch.forget()
        assert branch.publish(change(PAGE)).commit_sha == server.head() != head


def test_an_old_checkout_that_cannot_be_compared_publishes_nothing(
    server: GithubServer, tmp_path: Path
) -> None:
    (tmp_path / "cv.json").write_bytes(b"{}")
    with in_process(server), client(server) as api:
        branch = GithubBranch(api, branch="main", pause=Waits())
        files = BranchFiles(branch, Workspace(tmp_path, confined=True), base="0" * 40)
        assert files.read("cv.json") == b"{}"
        with pytest.raises(PublishError):
            branch.publish(change(PAGE))
