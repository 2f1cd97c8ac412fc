"""Limits of GitHub's are waited for as it says, and answers that make no sense are errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cv_action.adapters.github_commit import GithubBranch
from cv_action.errors import PublishError
from cv_action.publish.change import File
from tests.github_clients import Waits, branch, change, new_server
from tests.github_model import Step, limited, refusal
from tests.github_server import GithubServer
from tests.results_model import json_answer

NEW = File("out/index.html", b"<p>new</p>\n")
PDF = File("out/cv.pdf", b"%PDF\0\xff")


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({"cv.json": b"{}"}, by="maren")
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
        yield publisher


def refused(publisher: GithubBranch, *files: File) -> PublishError:
    """The error of a change that GitHub does not take."""
    with pytest.raises(PublishError) as caught:
        publisher.publish(change(*files or (NEW, PDF)))
    return caught.value


@pytest.mark.parametrize("step", [Step.BRANCH, Step.TREE, Step.GRAPHQL])
@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize(("asked", "waited"), [(7, 7), (None, 60)])
def test_a_limit_is_waited_for_as_github_says(
    server: GithubServer,
    waits: Waits,
    *,
    step: Step,
    status: int,
    asked: int | None,
    waited: int,
) -> None:
    server.plan(step, limited(retry_after=asked, status=status))
    with branch(server, waits=waits) as publisher:
        publisher.publish(change(NEW))
    assert waits.seconds == [waited]
    assert server.files()[NEW.path] == NEW.data


def test_a_limit_without_a_remainder_is_waited_for_until_its_reset(
    server: GithubServer, waits: Waits
) -> None:
    reset = str(int(server.now.timestamp()) + 30)
    told = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": reset}
    server.plan(Step.BRANCH, refusal(403, "API rate limit exceeded", **told))
    with branch(server, waits=waits) as publisher:
        publisher.publish(change(NEW))
    assert waits.seconds == [30]


def test_a_limit_that_graphql_tells_as_an_error_is_one(server: GithubServer, waits: Waits) -> None:
    errors = [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]
    server.plan(Step.GRAPHQL, json_answer(200, {"data": None, "errors": errors}, retry_after="9"))
    with branch(server, waits=waits) as publisher:
        publisher.publish(change(NEW))
    assert waits.seconds == [9]


def test_a_limit_of_an_hour_is_not_waited_for(server: GithubServer, waits: Waits) -> None:
    server.plan(Step.BRANCH, limited(retry_after=3600))
    with branch(server, waits=waits) as publisher:
        error = refused(publisher)
    assert waits.seconds == []
    assert error.hint == "Try again in 60 min."


def test_a_limit_that_never_ends_is_given_up(server: GithubServer, waits: Waits) -> None:
    server.plan(Step.GRAPHQL, limited(retry_after=60), times=9)
    with branch(server, waits=waits) as publisher:
        error = refused(publisher)
    assert waits.seconds == [60, 60, 60]
    assert "enough requests" in error.message


def test_a_moved_branch_that_cannot_be_moved_is_told(server: GithubServer) -> None:
    server.graphql = False
    server.plan(Step.MOVE_REF, refusal(422, "odd"))
    with branch(server) as publisher:
        assert "GitHub answered 422: odd." in refused(publisher).message


def test_a_github_out_of_reach_is_told(server: GithubServer) -> None:
    server.plan(Step.TREE, None, times=4)
    with branch(server) as publisher:
        assert "is out of reach" in refused(publisher).message


def test_a_folder_that_github_does_not_list_whole_is_told(server: GithubServer) -> None:
    server.plan(Step.TREE, json_answer(200, {"sha": "0", "tree": [], "truncated": True}), times=2)
    with branch(server) as publisher:
        assert "more than GitHub lists" in refused(publisher).message


@pytest.mark.parametrize("message", ["", "boom\n::error::x\x1b[2J", "x" * 5000])
def test_foreign_words_are_quoted_in_one_short_line(
    server: GithubServer, publisher: GithubBranch, message: str
) -> None:
    server.plan(Step.BRANCH, refusal(400, message))
    error = refused(publisher)
    assert error.message.isprintable()
    assert len(error.message) < 300


def test_a_reset_far_away_is_told_by_its_moment(server: GithubServer) -> None:
    reset = str(int(server.now.timestamp()) + 3600)
    told = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": reset}
    server.plan(Step.BRANCH, refusal(403, "API rate limit exceeded", **told))
    with branch(server) as publisher:
        assert refused(publisher).hint == "Try again in 60 min."


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        (Step.BRANCH, (200, {}, b"<html>")),
        (Step.BRANCH, (200, {}, b"{}")),
        (Step.BRANCH, (200, {}, b"[" * 100_000)),
        (Step.TREE, (200, {}, b"null")),
        (Step.TREE, json_answer(200, {"tree": [{"path": "a", "mode": "x"}], "truncated": False})),
        (Step.GRAPHQL, json_answer(200, {"data": {"createCommitOnBranch": None}})),
        (Step.GRAPHQL, json_answer(200, {"data": {"createCommitOnBranch": {"commit": None}}})),
        (Step.GRAPHQL, (200, {}, b"[" * 100_000)),
    ],
)
def test_an_answer_that_makes_no_sense_is_an_error(
    step: Step, answer: tuple[int, dict[str, str], bytes]
) -> None:
    server = GithubServer()
    server.push({"cv.json": b"{}"})
    server.plan(step, answer)
    with branch(server) as publisher:
        assert "could not be understood" in refused(publisher).message


def test_other_bytes_than_named_are_an_error(server: GithubServer, publisher: GithubBranch) -> None:
    current = publisher.current(["cv.json"])
    for content in ("e30K", "!", "e"):
        told = {"content": content, "encoding": "base64", "url": "https://api.example/b"}
        named = {"sha": "0" * 40, "size": 1, "node_id": "B"}
        server.plan(Step.BLOB, json_answer(200, told | named))
        with pytest.raises(PublishError, match="other bytes"):
            current["cv.json"]
