"""All that the artifacts' store asks of GitHub's API, and all that its stand-in answers, exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.ledger.store import Placed, SegmentError, StoreError
from tests.github_checks import NotAsDescribedError
from tests.results_checked import CheckedServer
from tests.results_model import Step, json_answer
from tests.results_plugs import in_process
from tests.results_rest import refusal
from tests.stores import Runner

NAME = "cv-ledger-2026-W48-0"
LIST = "GET /repos/{owner}/{repo}/actions/artifacts"
DOWNLOAD = "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}"


@pytest.fixture
def server() -> Iterator[CheckedServer]:
    server = CheckedServer()
    with in_process(server):
        yield server


@pytest.fixture
def store(server: CheckedServer) -> Iterator[ArtifactStore]:
    with Runner(server).store() as store:
        yield store


def test_a_segment_is_placed_listed_and_fetched_as_described(
    server: CheckedServer, store: ArtifactStore
) -> None:
    assert isinstance(store.place(NAME, b"PK segment"), Placed)
    (segment,) = store.listed(NAME).entries
    assert store.fetch(segment) == b"PK segment"
    assert store.listed(None).complete
    assert server.check.seen == [LIST, DOWNLOAD, LIST]
    assert server.check.faults == []


def test_a_list_is_read_page_by_page_as_described(
    server: CheckedServer, store: ArtifactStore
) -> None:
    server.page_limit, server.scrambled = 2, True
    ids = {server.add(NAME, b"PK", run=run).id for run in range(1, 6)}
    assert {segment.id for segment in store.listed(NAME).entries} == ids
    assert server.check.seen == [LIST] * 3
    assert server.check.faults == []


def test_every_kind_of_artifact_is_listed_as_described(
    server: CheckedServer, store: ArtifactStore
) -> None:
    server.add(NAME, b"PK").expired = True
    server.add(NAME, b"PK").head_repository_id = 1
    server.add(NAME, b"")
    assert len(store.listed(NAME).entries) == 2
    assert server.check.faults == []


def test_what_is_gone_is_gone_as_described(server: CheckedServer, store: ArtifactStore) -> None:
    server.add(NAME, b"PK").expired = True
    (segment,) = store.listed(NAME).entries
    for each in (segment, replace(segment, id=999_999)):
        with pytest.raises(SegmentError):
            store.fetch(each)
    assert server.check.seen == [LIST, DOWNLOAD, DOWNLOAD]
    assert server.check.faults == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_is_told_as_described(
    server: CheckedServer, store: ArtifactStore, status: int
) -> None:
    server.plan(Step.LIST, refusal(status, "Resource not accessible by integration"))
    with pytest.raises(StoreError):
        store.listed(NAME)
    assert server.check.faults == []


def test_an_answer_that_github_would_not_give_reaches_the_test(
    server: CheckedServer, store: ArtifactStore
) -> None:
    server.plan(Step.LIST, json_answer(200, {"total_count": 0, "artifacts": [], "pages": 1}))
    with pytest.raises(NotAsDescribedError, match="'pages' is not described"):
        store.listed(NAME)
