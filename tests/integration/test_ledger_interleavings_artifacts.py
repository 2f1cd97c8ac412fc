"""The same through the artifact adapter: pages in any order, names taken, burnt and lost."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import timedelta

import pytest

from cv_action.ledger.accounts import bookings, total
from cv_action.ledger.reading import read
from tests.jobs import Job, Scheduler, Truth
from tests.ledger_worlds import EDGES, LIMITS, overspent, plan
from tests.results_model import Answer, Step, json_answer
from tests.results_plugs import in_process
from tests.results_server import ResultsServer
from tests.stores import Runner

pytestmark = pytest.mark.no_cover  # counting lines would take longer than the orders do
BLOCKS = range(10)
EACH = 50
REFUSED = json_answer(403, {"code": "permission_denied", "msg": "refused"})
BUSY = json_answer(503, {"code": "unavailable", "msg": "try again"})


class SlowServer(ResultsServer):
    """A server that others can get at before a request arrives and before its answer does."""

    def __init__(self, turn: Callable[[], None]) -> None:
        super().__init__()
        self.turn = turn

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.turn()
        answer = super().handle(method, url, headers, body)
        self.turn()
        return answer


def troubled(draw: random.Random, server: ResultsServer) -> None:
    """Let a few requests go wrong, at any time and for anybody."""
    for _ in range(draw.randint(0, 4)):
        step = draw.choice((Step.CREATE, Step.BLOCK, Step.COMMIT, Step.FINALIZE))
        match draw.choice(("refused", "busy", "lost", "done but busy")):
            case "refused":
                server.plan(step, REFUSED)
            case "busy":
                server.plan(step, BUSY)
            case "lost":
                server.plan(step, None, done=True)
            case _:
                server.plan(step, BUSY, done=True)


def world(seed: int, stack: ExitStack) -> tuple[SlowServer, Truth]:
    draw = random.Random(seed)
    scheduler, truth = Scheduler(seed), Truth()
    server = SlowServer(scheduler.turn)
    server.now = draw.choice(EDGES)
    server.page_limit = draw.choice((1, 2, 100))
    server.scrambled = draw.random() < 0.5
    server.camel = draw.random() < 0.2
    stack.enter_context(in_process(server))
    matrix = draw.choice((0, 0, 0.6))
    jobs = []
    for number in range(draw.randint(2, 6)):
        ours = plan(draw, number, matrix=matrix)
        runner = Runner(server, sleep=lambda _: scheduler.turn())
        store = stack.enter_context(runner.store(ours.run))
        job = Job(
            plan=ours, nonce=f"n{number}", store=store, limits=LIMITS, clock=lambda: server.now,
            truth=truth, turn=scheduler.turn,
        )  # fmt: skip
        jobs.append(job)
        scheduler.add(job.work)
    troubled(draw, server)

    def between() -> None:
        server.now += timedelta(seconds=draw.choice((0, 0, 1, 1, 2, 60)))

    scheduler.run(crash=draw.choice((0, 0.004)), between=between)
    server.faults.clear()
    for job in jobs:
        if draw.random() < 0.5:
            scheduler.add(job.settle_after_crash)
    scheduler.run(crash=0, between=between)
    return server, truth


@pytest.mark.parametrize("block", BLOCKS)
def test_no_order_of_requests_passes_a_limit_or_loses_an_event(block: int) -> None:
    granted = refused = 0
    for seed in range(block * EACH, (block + 1) * EACH):
        with ExitStack() as stack:
            server, truth = world(seed, stack)
            assert overspent(truth) <= 0, seed
            store = stack.enter_context(Runner(server).store(999))
            booked = bookings(read(store, around=server.now).events)
            for at, _ in truth.spent:
                assert total(booked, at.date(), at.date()) >= truth.on_day(at), seed
        granted, refused = granted + truth.granted, refused + len(truth.refused)
    assert granted > EACH / 2
    assert refused > EACH / 5
