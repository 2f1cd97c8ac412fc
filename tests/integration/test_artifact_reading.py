"""A repository's ledger can be read from outside, and nothing can be put into it from there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from github import Github

from cv_action.adapters.artifact_listing import ArtifactListing, github_client
from cv_action.adapters.artifact_reading import ReadOnlyArtifacts, repository_number
from cv_action.adapters.http import Session
from cv_action.ledger.store import NotPlaced, Obstacle, StoreError
from tests.results_model import Answer, Step, json_answer
from tests.results_plugs import in_process
from tests.results_rest import refusal
from tests.results_server import ResultsServer

NAME = "cv-ledger-2026-W48-0"


@pytest.fixture
def server() -> Iterator[ResultsServer]:
    server = ResultsServer()
    with in_process(server):
        yield server


@contextmanager
def asked(server: ResultsServer) -> Iterator[tuple[Github, Session]]:
    client = github_client(token=server.token, api_url=server.api_url)
    with closing(client) as github, Session(sleep=lambda _: None) as session:
        yield github, session


def test_a_repository_says_its_number(server: ResultsServer) -> None:
    with asked(server) as (github, session):
        assert repository_number(github, session, server.repository) == server.repository_id


@pytest.mark.parametrize(
    ("answer", "way_out"),
    [
        (refusal(401, "Bad credentials"), "GITHUB_TOKEN"),
        (refusal(403, "Resource not accessible by personal access token"), "actions: read"),
        (refusal(404, "Not Found"), "belongs to this repository"),
        (refusal(500, "Server Error"), "githubstatus.com"),
        (json_answer(200, {"full_name": "maren/cv"}), ""),
        ((200, {}, b"\xff"), ""),
    ],
)
def test_a_number_that_is_not_told_is_an_error_with_a_way_out(
    server: ResultsServer, answer: Answer, way_out: str
) -> None:
    server.plan(Step.OTHER, answer, times=4)
    with asked(server) as (github, session), pytest.raises(StoreError) as caught:
        repository_number(github, session, server.repository)
    assert way_out in caught.value.hint
    assert server.token not in f"{caught.value.message} {caught.value.hint}"


def test_a_connection_that_dies_is_an_error(server: ResultsServer) -> None:
    server.plan(Step.OTHER, None, times=4)
    with asked(server) as (github, session), pytest.raises(StoreError, match="out of reach"):
        repository_number(github, session, server.repository)


def test_segments_are_listed_and_fetched_and_none_is_placed(server: ResultsServer) -> None:
    server.add(NAME, b"PK a segment")
    with asked(server) as (github, session):
        store = ReadOnlyArtifacts(
            ArtifactListing(
                github,
                repository=server.repository,
                repository_id=server.repository_id,
                session=session,
                mask=lambda _: None,
            )
        )
        (entry,) = store.listed(NAME).entries
        assert store.fetch(entry) == b"PK a segment"
        before = len(server.asked)
        answer = store.place(NAME, b"PK another")
    assert isinstance(answer, NotPlaced)
    assert answer.obstacle is Obstacle.UNAVAILABLE
    assert len(server.asked) == before
