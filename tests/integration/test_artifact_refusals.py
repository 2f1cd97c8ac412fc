"""Whatever GitHub answers instead of a list or a segment is an error with a way out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cv_action.adapters.artifact_listing import LARGEST
from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.errors import ExitCode
from cv_action.ledger.store import Listed, SegmentError, StoreError
from tests.results_model import Answer, Step, json_answer
from tests.results_plugs import in_process
from tests.results_rest import refusal
from tests.results_server import ResultsServer
from tests.stores import NOW, Runner

NAME = "cv-ledger-2026-W48-0"
DATA = b"PK\x03\x04 a segment"
UNKNOWN = Listed(id=404, name=NAME, created_at=NOW, run=1)
DATE = "Mon, 23 Nov 2026 09:00:00 GMT"
NO_PERMISSION = refusal(403, "Resource not accessible by integration")
SPENT = refusal(
    403, "API rate limit exceeded", X_RateLimit_Remaining="0", X_RateLimit_Reset="1795431600"
)
REFUSALS: list[tuple[Answer, int, str]] = [
    (NO_PERMISSION, 1, "actions: read"),
    (refusal(401, "Bad credentials"), 1, "github_token"),
    (refusal(404, "Not Found"), 1, "repository"),
    (SPENT, 1, "after 2026-11-23 11:00 UTC"),
    (refusal(403, "Sorry", X_RateLimit_Remaining="0"), 1, "in 1 min"),
    (refusal(403, "You have exceeded a secondary rate limit"), 1, "in 1 min"),
    (refusal(403, "wait", Retry_After="601"), 1, "in 11 min"),
    (refusal(403, "wait", Retry_After="60"), 4, "in 1 min"),
    (refusal(429, "Too many requests"), 4, "in 1 min"),
    (refusal(429, "Too many requests", X_RateLimit_Reset="9" * 40), 4, "in 1 min"),
    (refusal(500, "Server Error"), 4, "githubstatus.com"),
    ((502, {}, b"<html>"), 4, "githubstatus.com"),
    (refusal(422, "Validation Failed"), 1, "githubstatus.com"),
    ((403, {}, b"\xff"), 1, "actions: read"),
    ((403, {}, b"[]"), 1, "actions: read"),
]


@pytest.fixture
def server() -> Iterator[ResultsServer]:
    server = ResultsServer()
    with in_process(server):
        yield server


@pytest.fixture
def runner(server: ResultsServer) -> Runner:
    return Runner(server)


@pytest.fixture
def store(runner: Runner) -> Iterator[ArtifactStore]:
    with runner.store() as store:
        yield store


@pytest.mark.parametrize(("answer", "tries", "way_out"), REFUSALS)
def test_a_list_that_is_refused_is_an_error_with_a_way_out(
    server: ResultsServer, store: ArtifactStore, answer: Answer, tries: int, way_out: str
) -> None:
    server.plan(Step.LIST, answer, times=tries)
    with pytest.raises(StoreError) as caught:
        store.listed(NAME)
    assert way_out in caught.value.hint
    assert caught.value.exit_code is ExitCode.FAILED
    assert server.steps() == [Step.LIST] * tries


@pytest.mark.parametrize(("answer", "tries", "way_out"), REFUSALS)
def test_a_segment_that_is_refused_is_an_error_with_a_way_out(
    server: ResultsServer, store: ArtifactStore, answer: Answer, tries: int, way_out: str
) -> None:
    server.plan(Step.ZIP, answer, times=tries)
    kind = SegmentError if answer[0] == 404 else StoreError
    with pytest.raises(kind) as caught:
        store.fetch(UNKNOWN)
    assert kind is SegmentError or way_out in caught.value.hint


def test_the_permission_that_is_missing_is_shown_as_it_is_written(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.plan(Step.LIST, NO_PERMISSION)
    with pytest.raises(StoreError) as caught:
        store.listed(NAME)
    lines = [line.partition("#")[0].rstrip() for line in caught.value.hint.splitlines()]
    assert lines[-3:] == ["permissions:", "  contents: write", "  actions: read"]


def test_a_pause_that_github_asks_for_is_made(
    runner: Runner, server: ResultsServer, store: ArtifactStore
) -> None:
    server.add(NAME, DATA)
    server.plan(Step.LIST, refusal(403, "secondary rate limit", Retry_After="30"))
    server.plan(Step.LIST, refusal(429, "slow down", Retry_After="5"))
    (entry,) = store.listed(NAME).entries
    assert store.fetch(entry) == DATA
    assert runner.slept == [30, 5]


ONE = {"id": 1, "name": NAME, "expired": False, "created_at": "2026-11-23T09:00:00Z"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"total_count": 1}',
        b'{"total_count": "1", "artifacts": []}',
        json_answer(200, {"total_count": 1, "artifacts": [{}]})[2],
        json_answer(200, {"total_count": 1, "artifacts": [ONE | {"id": "1"}]})[2],
        json_answer(200, {"total_count": 1, "artifacts": [ONE | {"created_at": None}]})[2],
        json_answer(200, {"total_count": 1, "artifacts": [ONE | {"created_at": "2026-11-23"}]})[2],
        json_answer(
            200, {"total_count": 1, "artifacts": [ONE | {"created_at": "2026-11-23T09:00:00"}]}
        )[2],
        json_answer(200, {"total_count": 1, "artifacts": [ONE | {"workflow_run": 7}]})[2],
        b'{"total_count": 1, "artifacts": ' + b"[" * 100_000,
    ],
)
def test_a_list_that_is_none_is_an_error(
    server: ResultsServer, store: ArtifactStore, body: bytes
) -> None:
    headers = {"Content-Type": "application/json", "Date": DATE}
    server.plan(Step.LIST, (200, headers, body))
    with pytest.raises(StoreError, match="understood"):
        store.listed(NAME)


def test_a_list_without_a_time_is_an_error(server: ResultsServer, store: ArtifactStore) -> None:
    server.plan(Step.LIST, json_answer(200, {"total_count": 0, "artifacts": []}, Date="today"))
    with pytest.raises(StoreError, match="time"):
        store.listed(NAME)


def test_a_connection_that_dies_is_made_again(server: ResultsServer, store: ArtifactStore) -> None:
    server.add(NAME, DATA)
    for step in (Step.LIST, Step.ZIP, Step.DOWNLOAD):
        server.plan(step, None, times=3)
    (entry,) = store.listed(NAME).entries
    assert store.fetch(entry) == DATA
    assert server.faults == []


@pytest.mark.parametrize("step", [Step.LIST, Step.ZIP])
def test_an_api_that_never_answers_is_an_error(
    server: ResultsServer, store: ArtifactStore, step: Step
) -> None:
    server.plan(step, None, times=4)
    with pytest.raises(StoreError, match="could not be reached"):
        store.listed(NAME) if step is Step.LIST else store.fetch(UNKNOWN)
    assert server.faults == []


@pytest.mark.parametrize(
    ("answer", "tries", "kind"),
    [
        (None, 4, StoreError),
        ((503, {}, b""), 4, StoreError),
        ((403, {}, b""), 1, StoreError),
        ((302, {"Location": "https://elsewhere.example/"}, b""), 1, StoreError),
        ((404, {}, b""), 1, SegmentError),
        ((410, {}, b""), 1, SegmentError),
        ((200, {"Content-Length": "99"}, DATA), 4, SegmentError),
        ((200, {}, b"other"), 1, SegmentError),
        ((200, {}, bytes(LARGEST + 1)), 4, SegmentError),
    ],
)
def test_trouble_with_the_bytes_is_the_segments_or_the_shelfs(
    server: ResultsServer,
    store: ArtifactStore,
    answer: Answer | None,
    tries: int,
    kind: type[StoreError | SegmentError],
) -> None:
    server.add(NAME, DATA)
    (entry,) = store.listed(NAME).entries
    server.plan(Step.DOWNLOAD, answer, times=tries)
    with pytest.raises(kind) as caught:
        store.fetch(entry)
    assert server.faults == []
    assert server.steps().count(Step.DOWNLOAD) == tries
    assert "SECRET" not in caught.value.message


def test_an_answer_without_a_place_is_no_segment(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.plan(Step.ZIP, (302, {}, b""))
    with pytest.raises(StoreError):
        store.fetch(UNKNOWN)


def test_the_token_goes_to_the_api_alone(server: ResultsServer, store: ArtifactStore) -> None:
    server.add(NAME, DATA)
    (entry,) = store.listed(NAME).entries
    store.fetch(entry)
    with_token = {step for step, asked in server.asked if "authorization" in asked.headers}
    assert with_token == {Step.LIST, Step.ZIP}
    assert Step.DOWNLOAD in server.steps()
