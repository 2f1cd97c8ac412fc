"""An upload goes as GitHub's own client does it, and whatever goes wrong has one meaning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest

from cv_action.adapters.artifact_blob import BLOCK
from cv_action.adapters.artifact_service import ArtifactService
from cv_action.adapters.http import Session
from cv_action.ledger.store import NotPlaced, Obstacle, Placed
from tests.results_model import Answer, Step, json_answer
from tests.results_plugs import in_process
from tests.results_server import ResultsServer
from tests.stores import Runner

NAME = "cv-ledger-2026-W48-0"
DATA = b"PK\x03\x04 a segment"
TRIES = 4


def error(status: int, code: str = "internal", msg: str = "it broke", **headers: str) -> Answer:
    return json_answer(status, {"code": code, "msg": msg}, **headers)


@pytest.fixture
def server() -> Iterator[ResultsServer]:
    server = ResultsServer()
    with in_process(server):
        yield server


def place(server: ResultsServer, data: bytes = DATA, *, run: int = 1) -> Placed | NotPlaced:
    with Runner(server).store(run) as store:
        return store.place(NAME, data)


def names(server: ResultsServer) -> list[str]:
    return [artifact.name for artifact in server.artifacts.values()]


def test_an_upload_is_the_steps_of_githubs_own_client(server: ResultsServer) -> None:
    assert place(server) == Placed(1001)
    assert server.steps() == [Step.CREATE, Step.BLOCK, Step.COMMIT, Step.FINALIZE]
    create, finalize = (json.loads(server.asked[at][1].body) for at in (0, 3))
    ids = {
        "workflow_run_backend_id": "00000000-0000-0000-0000-000000000001",
        "workflow_job_run_backend_id": "00000000-0000-0001-0000-000000000001",
    }
    expiry = {"expires_at": "2026-12-23T09:00:00.000Z"}
    assert create == ids | expiry | {"name": NAME, "version": 4}
    digest = hashlib.sha256(DATA).hexdigest()
    assert finalize == ids | {"name": NAME, "size": str(len(DATA)), "hash": f"sha256:{digest}"}


def test_a_large_segment_goes_in_blocks(server: ResultsServer) -> None:
    place(server, bytes(2 * BLOCK + 1))
    sizes = [len(asked.body) for step, asked in server.asked if step is Step.BLOCK]
    assert sizes == [BLOCK, BLOCK, 1]


def test_the_answers_of_other_implementations_are_understood(server: ResultsServer) -> None:
    server.camel = True
    assert place(server) == Placed(1001)


def test_of_the_services_url_only_the_origin_counts(server: ResultsServer) -> None:
    server.results_url += "/of/nothing?and=more"
    assert place(server) == Placed(1001)


def test_a_retention_of_zero_is_the_repositorys(server: ResultsServer) -> None:
    masked: list[str] = []
    with Session() as session:
        uploads = ArtifactService(
            results_url=server.results_url,
            token=server.runtime_token(1),
            session=session,
            mask=masked.append,
        )
        uploads.upload(NAME, DATA, expires_at=None)
        here = datetime(2026, 12, 1, 1, 0, tzinfo=timezone(timedelta(hours=1)))
        uploads.upload("other", DATA, expires_at=here)
    assert "expires_at" not in json.loads(server.asked[0][1].body)
    assert server.artifacts[1002].expires_at == datetime(2026, 12, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Trouble:
    """An answer that comes instead of a step's, so many times, and what it means."""

    step: Step
    answer: Answer | None
    means: Obstacle | None
    times: int = TRIES
    listed: int = 0
    done: bool = False


LIMITED = error(429, "resource_exhausted", "slow down", Retry_After="2")
FOR_GOOD = [
    Trouble(Step.CREATE, error(409, "already_exists", "exists"), Obstacle.TAKEN, times=1),
    Trouble(Step.CREATE, error(403, "permission_denied", "insufficient usage to create"),
            Obstacle.FULL, times=1),
    Trouble(Step.CREATE, error(429, "resource_exhausted", "insufficient usage"), Obstacle.FULL),
    Trouble(Step.CREATE, error(400, "invalid_argument"), Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, error(401, "unauthenticated"), Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, error(500), Obstacle.UNAVAILABLE),
    Trouble(Step.CREATE, error(429), Obstacle.UNAVAILABLE),
    Trouble(Step.CREATE, error(429, Retry_After="600"), Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, None, Obstacle.UNAVAILABLE),
    Trouble(Step.CREATE, (502, {}, b"<html>bad gateway"), Obstacle.UNAVAILABLE),
    Trouble(Step.CREATE, (200, {}, b"\xff{not json"), Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, (200, {}, b"[]"), Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, json_answer(200, {"ok": True}), Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, json_answer(200, {"ok": False, "signed_upload_url": "https://x/?sig=S"}),
            Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, json_answer(202, {"ok": True, "signed_upload_url": "https://x/?sig=S"}),
            Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.CREATE, json_answer(200, {"ok": True, "signed_upload_url": 7}),
            Obstacle.UNAVAILABLE, times=1),
    Trouble(Step.BLOCK, (403, {"x-ms-error-code": "AuthenticationFailed"}, b""), Obstacle.BURNT,
            times=1),
    Trouble(Step.BLOCK, (200, {}, b""), Obstacle.BURNT, times=1),
    Trouble(Step.BLOCK, (503, {}, b""), Obstacle.BURNT),
    Trouble(Step.BLOCK, None, Obstacle.BURNT),
    Trouble(Step.COMMIT, (400, {"x-ms-error-code": "InvalidBlockList"}, b""), Obstacle.BURNT,
            times=1),
    Trouble(Step.COMMIT, (500, {}, b""), Obstacle.BURNT),
    Trouble(Step.FINALIZE, error(403, "permission_denied"), Obstacle.BURNT, times=1),
    Trouble(Step.FINALIZE, error(403, "permission_denied", "insufficient usage"), Obstacle.FULL,
            times=1),
    Trouble(Step.FINALIZE, error(500), Obstacle.BURNT),
    Trouble(Step.FINALIZE, None, Obstacle.BURNT),
    Trouble(Step.FINALIZE, None, Obstacle.BURNT, done=True, listed=TRIES),
    Trouble(Step.FINALIZE, error(504), Obstacle.BURNT, done=True, listed=TRIES),
    Trouble(Step.FINALIZE, (200, {}, b"thanks"), Obstacle.BURNT, times=1, done=True, listed=1),
    Trouble(Step.FINALIZE, json_answer(200, {"ok": True, "artifact_id": "many"}), Obstacle.BURNT,
            times=1, done=True, listed=1),
]  # fmt: skip
PASSING = [
    Trouble(Step.CREATE, error(500), None, times=3, listed=1),
    Trouble(Step.CREATE, LIMITED, None, times=3, listed=1),
    Trouble(Step.CREATE, None, None, times=3, listed=1),
    Trouble(Step.CREATE, None, Obstacle.TAKEN, times=1, done=True),
    Trouble(Step.BLOCK, error(503), None, times=3, listed=1),
    Trouble(Step.BLOCK, None, None, times=1, listed=1, done=True),
    Trouble(Step.COMMIT, None, None, times=1, listed=1),
    Trouble(Step.FINALIZE, error(503), None, times=2, listed=1),
    Trouble(Step.FINALIZE, LIMITED, None, times=2, listed=1),
    Trouble(Step.FINALIZE, None, None, times=1, listed=2, done=True),
]


@pytest.mark.parametrize("trouble", FOR_GOOD + PASSING, ids=str)
def test_trouble_with_a_step_has_one_meaning(server: ResultsServer, trouble: Trouble) -> None:
    server.plan(trouble.step, trouble.answer, done=trouble.done, times=trouble.times)
    placed = place(server)
    assert (placed.obstacle if isinstance(placed, NotPlaced) else None) is trouble.means
    assert server.faults == []
    assert names(server) == [NAME] * trouble.listed
    if trouble.step in {Step.BLOCK, Step.COMMIT} and trouble.means:
        assert server.steps()[-1] is trouble.step
    if isinstance(placed, NotPlaced):
        assert placed.reason


@pytest.mark.parametrize("trouble", FOR_GOOD, ids=str)
def test_after_trouble_a_name_is_free_only_if_it_was_never_taken(
    server: ResultsServer, trouble: Trouble
) -> None:
    server.plan(trouble.step, trouble.answer, done=trouble.done, times=trouble.times)
    place(server)
    again = place(server)
    taken = isinstance(again, NotPlaced) and again.obstacle is Obstacle.TAKEN
    assert taken is (trouble.step is not Step.CREATE)


def test_a_place_that_is_no_url_leaves_the_name_burnt(server: ResultsServer) -> None:
    answer = json_answer(200, {"ok": True, "signed_upload_url": "https://[x/?sig=SECRET"})
    server.plan(Step.CREATE, answer, done=True)
    placed = place(server)
    assert isinstance(placed, NotPlaced)
    assert placed.obstacle is Obstacle.BURNT
    assert "SECRET" not in placed.reason
