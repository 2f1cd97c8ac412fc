"""How long a repository has stood still is asked in one request, in two where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cv_action.adapters.github_activity import Activity, activity
from cv_action.adapters.github_api import GithubApi
from tests.github_clients import client, new_server
from tests.github_model import Access, Step, refusal
from tests.github_server import GithubServer
from tests.results_model import json_answer
from tests.results_plugs import in_process

QUIET = timedelta(days=55)


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({"cv.json": b"{}"}, by="maren")
    return server


@pytest.fixture
def api(server: GithubServer) -> Iterator[GithubApi]:
    with in_process(server), client(server) as api:
        yield api


def seen(server: GithubServer, api: GithubApi, *, after: timedelta = QUIET) -> Activity:
    return activity(api, branch="main", now=server.now + after)


def test_a_branch_that_moves_costs_one_request(server: GithubServer, api: GithubApi) -> None:
    found = seen(server, api, after=timedelta(days=49))
    assert found == Activity(last_commit=server.now)
    assert server.steps() == [Step.BRANCH]


@pytest.mark.parametrize("private", [True, False])
def test_of_a_quiet_branch_it_is_asked_who_sees_it(
    server: GithubServer, api: GithubApi, *, private: bool
) -> None:
    server.private = private
    assert seen(server, api) == Activity(last_commit=server.now, private=private)
    assert server.steps() == [Step.BRANCH, Step.REPOSITORY]


def test_the_newest_commit_counts(server: GithubServer, api: GithubApi) -> None:
    server.now += QUIET
    server.push({"notes.txt": b"still here"})
    assert seen(server, api, after=timedelta()) == Activity(last_commit=server.now)


def test_a_token_that_may_not_look_leaves_everything_unknown(
    server: GithubServer, api: GithubApi
) -> None:
    server.contents = Access.NONE
    assert seen(server, api) == Activity()


@pytest.mark.parametrize("times", [1, 20])
def test_trouble_fails_nothing(server: GithubServer, api: GithubApi, times: int) -> None:
    server.plan(Step.BRANCH, refusal(502, "Bad Gateway"), times=times)
    known = server.now if times == 1 else None
    assert seen(server, api).last_commit == known


def test_a_repository_that_does_not_answer_is_of_unknown_kind(
    server: GithubServer, api: GithubApi
) -> None:
    server.plan(Step.REPOSITORY, None, times=20)
    assert seen(server, api) == Activity(last_commit=server.now)


def test_the_moment_is_in_utc(server: GithubServer, api: GithubApi) -> None:
    last = seen(server, api).last_commit
    assert last
    assert last.tzinfo is UTC


@pytest.mark.parametrize("date", ["2026-11-23T09:00:00", "yesterday", None])
def test_what_is_no_moment_is_unknown(date: str | None) -> None:
    server = GithubServer()
    server.plan(
        Step.BRANCH, json_answer(200, {"commit": {"commit": {"committer": {"date": date}}}})
    )
    with in_process(server), client(server) as api:
        assert activity(api, branch="main", now=datetime(2026, 11, 23, tzinfo=UTC)) == Activity()
