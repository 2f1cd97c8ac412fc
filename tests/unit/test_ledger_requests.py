"""The number of requests does not grow with history, and stays small in the worst week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cv_action.ledger.memory import Memory
from cv_action.ledger.reading import read
from cv_action.ledger.writing import Written, write
from cv_action.quota.budget import Limits
from cv_action.quota.reserving import Granted, reserve, settlement
from tests.jobs import light_segments
from tests.ledger_events import alert, reserved
from tests.ledger_shelves import CountingHand, desk
from tests.shelf import Shelf

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
PLENTY = Limits(run=Decimal(1), day=Decimal(100), month=Decimal(1000))
MOST_WHEN_SPENDING = 28
MOST_OTHERWISE = 16


@pytest.fixture(autouse=True)
def _light() -> Iterator[None]:
    with light_segments():
        yield


def spending(shelf: Shelf, run: int) -> tuple[CountingHand, Memory]:
    """A job that loads, reserves, looks and settles."""
    hand = CountingHand(shelf, run)
    memory = read(hand, around=shelf.now)
    wanted = reserved("0.50", name=f"r{run}", at=memory.now)
    outcome = reserve(desk(shelf, hand), memory, wanted, PLENTY)
    assert isinstance(outcome, Granted)
    end = settlement(wanted, [], event_id=f"s{run}", at=shelf.now, by=wanted.by)
    written = write(desk(shelf, hand), outcome.memory.with_events([end]))
    assert isinstance(written, Written)
    return hand, written.memory


def idle(shelf: Shelf, run: int) -> tuple[CountingHand, Memory]:
    """A job that loads and writes down that it ran."""
    hand = CountingHand(shelf, run)
    memory = read(hand, around=shelf.now).with_events([alert(f"a{run}", at=shelf.now)])
    written = write(desk(shelf, hand), memory)
    assert isinstance(written, Written)
    return hand, written.memory


def cost_after(runs: int, every: timedelta, *, now: datetime) -> tuple[int, int]:
    """Requests of a job that spends, and of one that does not, after so many runs."""
    shelf, costs = Shelf(), []
    for job in (spending, idle):
        shelf = Shelf()
        for run in range(runs):
            shelf.now = now - (runs - run) * every
            spending(shelf, run)
        shelf.now = now
        hand, memory = job(shelf, runs)
        assert len(memory.events) >= min(runs, 50)
        costs.append(hand.cost)
    return costs[0], costs[1]


def test_a_job_asks_as_often_after_a_thousand_weeks_as_after_one() -> None:
    midweek = MONDAY + 2 * DAY
    counts = {runs: cost_after(runs, WEEK, now=midweek) for runs in (1, 100, 1000)}
    assert counts[1] == counts[100] == counts[1000]
    assert counts[1][0] <= MOST_WHEN_SPENDING
    assert counts[1][1] <= MOST_OTHERWISE


def test_an_hourly_schedule_in_its_worst_moment_stays_within_the_bounds() -> None:
    shelf = Shelf()
    for run in range(168):
        shelf.now = MONDAY + run * HOUR
        spending(shelf, run)
    for job, most in ((spending, MOST_WHEN_SPENDING), (idle, MOST_OTHERWISE)):
        shelf.now = MONDAY + WEEK
        entries, taken = dict(shelf.entries), set(shelf.taken)
        assert len(entries) == 336
        hand, memory = job(shelf, 168)
        assert len(memory.events) >= 336
        assert hand.cost <= most
        shelf.entries, shelf.taken = entries, taken


def test_no_hour_of_two_hourly_weeks_costs_more_than_the_bounds() -> None:
    shelf, costs = Shelf(), []
    for run in range(2 * 168):
        shelf.now = MONDAY + run * HOUR
        costs.append(spending(shelf, run)[0].cost)
    assert max(costs) <= MOST_WHEN_SPENDING
    assert max(costs[168:]) == max(costs[:170])


def test_a_job_that_comes_alone_fetches_one_segment() -> None:
    shelf = Shelf()
    for run in range(30):
        shelf.now = MONDAY + run * HOUR
        hand, _ = spending(shelf, run)
        assert len(hand.fetched) == min(run, 1)


def test_a_refused_upload_costs_its_own_requests_only() -> None:
    shelf = Shelf(now=MONDAY)
    spending(shelf, 1)
    hand = CountingHand(shelf, 1)
    memory = read(hand, around=shelf.now)
    before = hand.cost
    assert isinstance(write(desk(shelf, hand), memory), Written)
    assert hand.cost - before == 4
