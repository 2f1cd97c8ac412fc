"""Somebody else commits, or an answer is lost: nothing of theirs is lost, nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cv_action.adapters.github_commit import TRIES, GithubBranch
from cv_action.errors import PublishError
from cv_action.publish.change import File, change_between
from cv_action.publish.moved import MovedError, Movement
from tests.github_clients import Waits, branch, change, new_server
from tests.github_model import Step, refusal
from tests.github_server import GithubServer
from tests.results_model import json_answer

NEW = File("out/index.html", b"<p>new</p>\n")
OLD = File("out/cv.md", b"# old\n")
INPUT = "cv.json"


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({INPUT: b"{}", OLD.path: OLD.data}, by="maren")
    return server


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture(params=["graphql", "objects"])
def publisher(
    server: GithubServer, waits: Waits, request: pytest.FixtureRequest
) -> Iterator[GithubBranch]:
    server.graphql = request.param == "graphql"
    with branch(server, waits=waits) as publisher:
        publisher.saw(INPUT, publisher.start((INPUT,)).tree[INPUT])
        publisher.current((NEW.path, OLD.path))
        yield publisher


def moving(server: GithubServer) -> Step:
    """The step that moves the branch."""
    return Step.GRAPHQL if server.graphql else Step.MOVE_REF


def test_a_push_of_something_else_is_kept_and_built_upon(
    server: GithubServer, publisher: GithubBranch, waits: Waits
) -> None:
    pushed = server.push({"notes.txt": b"mine"})
    publication = publisher.publish(change(NEW))
    assert publication.commit_sha == server.head()
    assert server.files()["notes.txt"] == b"mine"
    assert server.files()[NEW.path] == NEW.data
    commit = server.objects.commit(server.head())
    assert commit
    assert commit.parents[0].decode() == pushed
    assert waits.seconds == [1]


@pytest.mark.parametrize("path", [INPUT, OLD.path, NEW.path])
def test_a_push_of_what_the_run_relies_on_ends_it(
    server: GithubServer, publisher: GithubBranch, path: str
) -> None:
    pushed = server.push({path: b"by hand"})
    with pytest.raises(MovedError, match=f"{path} was changed by noor") as caught:
        publisher.publish(change(NEW))
    assert caught.value.movements == (Movement(path=path, by="noor", commit=pushed),)
    assert "concurrency:" in caught.value.hint
    assert server.head() == pushed


@pytest.mark.parametrize("path", [INPUT, OLD.path])
def test_what_was_taken_away_has_moved_too(
    server: GithubServer, publisher: GithubBranch, path: str
) -> None:
    pushed = server.push({path: None})
    with pytest.raises(MovedError):
        publisher.publish(change(NEW))
    assert server.head() == pushed


def test_many_movements_are_told_by_their_number(
    server: GithubServer, publisher: GithubBranch
) -> None:
    paths = [f"out/{n}.txt" for n in range(5)]
    publisher.current(paths)
    server.push(dict.fromkeys(paths, b"by hand"))
    with pytest.raises(MovedError, match="and 2 more") as caught:
        publisher.publish(change(NEW))
    assert len(caught.value.movements) == 3


def test_who_is_left_out_where_github_does_not_tell(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.push({INPUT: b"[]"})
    refused = refusal(403, "Resource not accessible by integration")
    server.after[Step.HISTORY] = lambda: server.plan(Step.HISTORY, refused)
    with pytest.raises(MovedError, match=r"cv\.json was changed while"):
        publisher.publish(change(NEW))


def test_somebody_unknown_to_github_is_told_by_name(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.push({INPUT: b"[]"}, by="Someone Else\n::error::")
    with pytest.raises(MovedError, match="by Someone Else ::error:: in"):
        publisher.publish(change(NEW))


def test_what_stands_there_already_is_not_committed_again(
    server: GithubServer, publisher: GithubBranch
) -> None:
    twin = server.push({NEW.path: NEW.data}, by="maren")
    server.push({"notes.txt": b"mine"})
    assert publisher.publish(change(NEW)).commit_sha == twin
    assert len(server.messages()) == 3


def test_a_deletion_that_somebody_else_made_is_no_conflict(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.push({OLD.path: None})
    publisher.publish(change(NEW, deletions=(OLD.path,)))
    assert server.files() == {INPUT: b"{}", NEW.path: NEW.data}


@pytest.mark.parametrize("answer", [None, refusal(502, "Bad gateway")])
@pytest.mark.parametrize("times", [1, 4])
def test_a_commit_whose_answer_was_lost_is_made_once(
    server: GithubServer, publisher: GithubBranch, answer: None, times: int
) -> None:
    server.plan(moving(server), answer, done=True, times=times)
    publication = publisher.publish(change(NEW))
    assert publication.commit_sha == server.head()
    assert server.messages() == ["Update the CV", "Edit by hand"]


@pytest.mark.parametrize("answer", [None, refusal(502, "Bad gateway")])
def test_a_request_that_never_arrived_is_made_again(
    server: GithubServer, publisher: GithubBranch, answer: None
) -> None:
    server.plan(moving(server), answer, times=3)
    assert publisher.publish(change(NEW)).commit_sha == server.head()
    assert server.messages() == ["Update the CV", "Edit by hand"]


@pytest.mark.parametrize("answer", [None, refusal(502, "Bad gateway")])
def test_a_github_that_stays_silent_is_an_error(
    server: GithubServer, publisher: GithubBranch, answer: None
) -> None:
    head = server.head()
    server.plan(moving(server), answer, times=4)
    with pytest.raises(PublishError):
        publisher.publish(change(NEW))
    assert server.head() == head


def test_a_lost_commit_under_somebody_elses_is_found(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.after[moving(server)] = lambda: server.push({"notes.txt": b"mine"})
    server.plan(moving(server), None, done=True)
    publication = publisher.publish(change(NEW))
    assert publication.commit_sha == server.objects.history(server.head())[1]
    assert server.messages() == ["Edit by hand", "Update the CV", "Edit by hand"]


def test_a_lost_commit_that_somebody_has_edited_since_is_found(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.after[moving(server)] = lambda: server.push({NEW.path: b"by hand"})
    server.plan(moving(server), None, done=True)
    publication = publisher.publish(change(NEW, message="Update\n\nBecause."))
    assert publication.commit_sha == server.objects.history(server.head())[1]
    assert server.files()[NEW.path] == b"by hand"


def test_a_branch_that_never_stands_still_is_given_up(
    server: GithubServer, publisher: GithubBranch, waits: Waits
) -> None:
    def push() -> None:
        server.push({"notes.txt": str(len(server.asked)).encode()})
        server.after[Step.BRANCH] = push

    push()
    with pytest.raises(PublishError, match="moves faster"):
        publisher.publish(change(NEW))
    assert len(waits.seconds) == TRIES


@pytest.mark.parametrize(
    "message",
    [
        "Ref refs/heads/main is at 0123 but expected 4567",
        "A path was requested for deletion which does not exist as of commit oid `0123`",
    ],
)
def test_every_way_of_saying_stale_is_understood(
    server: GithubServer, publisher: GithubBranch, message: str
) -> None:
    errors = [{"type": "UNPROCESSABLE", "path": ["createCommitOnBranch"], "message": message}]
    told = {"data": {"createCommitOnBranch": None}, "errors": errors}
    server.graphql = True
    server.plan(Step.GRAPHQL, json_answer(200, told))
    assert publisher.publish(change(NEW)).commit_sha == server.head()


def test_a_commit_that_is_not_what_was_wanted_is_an_error(
    server: GithubServer, publisher: GithubBranch
) -> None:
    odd = server.objects.tree(None, [(NEW.path, 0o100644, server.objects.blob(b"other"))])
    server.after[moving(server)] = lambda: server.plan(
        Step.TREE, json_answer(200, {"sha": odd, "tree": [], "truncated": False})
    )
    with pytest.raises(PublishError, match="is not what was to be published"):
        publisher.publish(change(NEW))


def test_what_was_not_to_be_touched_is_compared_too(
    server: GithubServer, publisher: GithubBranch
) -> None:
    objects = server.objects
    entry = {"mode": "100644", "type": "blob"}
    shown = [
        {**entry, "path": NEW.path, "sha": objects.blob(NEW.data)},
        {**entry, "path": OLD.path, "sha": objects.blob(OLD.data)},
        {**entry, "path": INPUT, "sha": objects.blob(b"overwritten")},
    ]
    told = json_answer(200, {"sha": "0" * 40, "tree": shown, "truncated": False})
    server.after[moving(server)] = lambda: server.plan(Step.TREE, told)
    with pytest.raises(PublishError, match=f"{INPUT} and 0 more"):
        publisher.publish(change(NEW))


def test_the_second_of_two_runs_with_the_same_result_makes_no_commit(server: GithubServer) -> None:
    with branch(server) as one, branch(server) as other:
        for each in (one, other):
            assert change_between([NEW], each.current([NEW.path]), message="")
        first = one.publish(change(NEW)).commit_sha
        assert other.publish(change(NEW)).commit_sha == first
    assert len(server.messages()) == 2
