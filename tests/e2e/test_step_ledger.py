"""The action's step keeps its books in artifacts, over loopback, and renders without them too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cv_action.claude.lane import Lane
from cv_action.ledger.accounts import bookings
from cv_action.ledger.codec import write_line
from cv_action.ledger.event import Called, Entry, Reserved, RunFinished, Settled, Writer
from cv_action.ledger.segment import unpack
from tests.results_model import Step, json_answer
from tests.results_plugs import on_loopback
from tests.results_server import ResultsServer
from tests.step_runner import Runner

pytestmark = pytest.mark.loopback
CV = {"basics": {"name": "Maren Solbakken"}}
FORBIDDEN = json_answer(403, {"message": "Resource not accessible by integration"})
DOCUMENTS = 6 + 1
"""With the manifest."""


@pytest.fixture
def server() -> Iterator[ResultsServer]:
    server = ResultsServer()
    with on_loopback(server):
        yield server


@pytest.fixture
def runner(tmp_path: Path, server: ResultsServer) -> Runner:
    return Runner(tmp_path, server, CV)


def newest(server: ResultsServer) -> frozenset[Entry]:
    return unpack(max(server.artifacts.values(), key=lambda artifact: artifact.id).data).events


def test_each_run_leaves_what_it_knows_to_the_next(runner: Runner, server: ResultsServer) -> None:
    assert [runner.job(run) for run in (1, 2)] == [0, 0]
    events = newest(server)
    outcomes = {e.by.run: e.outcome for e in events if isinstance(e, RunFinished)}
    assert outcomes == {1: "rendered", 2: "unchanged"}
    assert {artifact.name for artifact in server.artifacts.values()} == {"cv-ledger-2026-W48-0"}
    assert all(abs(event.at - server.now) < timedelta(minutes=1) for event in events)


def test_no_secret_and_no_word_of_the_cv_is_in_a_segment(
    runner: Runner, server: ResultsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    runner.job()
    printed = capsys.readouterr().out
    masked = [line for line in printed.splitlines() if line.startswith("::add-mask::")]
    told = "\n".join(line for line in printed.splitlines() if line not in masked)
    assert len(masked) >= 3
    lines = b"\n".join(write_line(event) for event in newest(server))
    for secret in (server.token, server.runtime_token(1), "SECRET+SIG", "SECRET%2BSIG"):
        assert secret not in told
        assert secret.encode() not in lines
    assert b"Solbakken" not in lines


def test_without_the_permission_the_cv_is_published_and_the_remedy_told(
    runner: Runner, server: ResultsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.plan(Step.LIST, FORBIDDEN, times=20)
    assert runner.job() == 0
    assert runner.documents == DOCUMENTS
    assert server.artifacts == {}
    printed = capsys.readouterr().out
    assert "actions: read" in printed
    assert "::warning" in printed


def test_without_room_for_artifacts_the_cv_is_published_all_the_same(
    runner: Runner, server: ResultsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    full = json_answer(400, {"code": "x", "msg": "insufficient usage to create artifact"})
    server.plan(Step.CREATE, full, times=20)
    assert runner.job() == 0
    assert runner.documents == DOCUMENTS
    assert "The ledger of this run could not be kept" in capsys.readouterr().out


def test_a_run_that_fails_is_remembered_too(runner: Runner, server: ResultsServer) -> None:
    (runner.workspace / "cv.json").write_text("{")
    assert runner.job() == 1
    (event,) = newest(server)
    assert isinstance(event, RunFinished)
    assert event.outcome == "failed"


def reserved(server: ResultsServer) -> Reserved:
    by = Writer(run=1, attempt=1, job="cv", nonce="n")
    return Reserved(
        id="n-reserved", at=server.now, by=by, usd=Decimal("0.50"),
        until=server.now + timedelta(minutes=30),
    )  # fmt: skip


def called(event: Reserved, usd: str) -> Called:
    return Called(
        id="n-call-1", at=event.at, by=event.by, lane=Lane.API, model="m", usd=Decimal(usd),
        list_usd=Decimal(usd), reservation=event.id,
    )  # fmt: skip


def test_what_a_dead_job_had_spent_is_settled_after_it(
    runner: Runner, server: ResultsServer
) -> None:
    event = reserved(server)
    lines = (event, called(event, "0.30"), called(event, "0.12"))
    runner.journal.write_bytes(b"".join(write_line(line) + b"\n" for line in lines))
    assert runner.after() == 0
    (booked,) = bookings(newest(server))
    assert (booked.usd, booked.open) == (Decimal("0.12"), False)
    assert any(isinstance(event, Settled) for event in newest(server))
    assert not runner.journal.exists()


def test_a_call_without_an_answer_is_settled_at_the_most_that_it_can_have_cost(
    runner: Runner, server: ResultsServer
) -> None:
    event = reserved(server)
    lines = (event, called(event, "0.30"))
    runner.journal.write_bytes(b"".join(write_line(line) + b"\n" for line in lines))
    assert runner.after() == 0
    (booked,) = bookings(newest(server))
    assert (booked.usd, booked.open) == (Decimal("0.30"), False)


def test_after_a_job_that_said_everything_nothing_is_left_to_do(
    runner: Runner, server: ResultsServer
) -> None:
    runner.job()
    before = len(server.asked)
    assert runner.after() == 0
    assert len(server.asked) == before


def test_a_journal_that_cannot_be_settled_is_kept_and_told(
    runner: Runner, server: ResultsServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.plan(Step.LIST, FORBIDDEN, times=20)
    runner.journal.write_bytes(write_line(reserved(server)) + b"\n")
    assert runner.after() == 0
    assert runner.journal.exists()
    assert "::warning" in capsys.readouterr().out


def test_the_time_is_the_servers(runner: Runner, server: ResultsServer) -> None:
    server.now = datetime(2031, 5, 5, 5, tzinfo=UTC)
    runner.job()
    assert {event.at.date() for event in newest(server)} == {server.now.date()}
