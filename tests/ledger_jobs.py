"""Jobs one after the other, each with all that it asks of the shelf."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cv_action.ledger.memory import Memory
from cv_action.ledger.reading import read
from cv_action.ledger.writing import Written, write
from cv_action.quota.budget import Limits
from cv_action.quota.reserving import Granted, reserve, settlement
from tests.ledger_events import alert, reserved
from tests.ledger_shelves import CountingHand, desk
from tests.shelf import Shelf

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
PLENTY = Limits(run=Decimal(1), day=Decimal(100), month=Decimal(1000))
HOURS = 168
"""Runs of an hourly schedule in a week."""

Done = tuple[CountingHand, Memory]
Cost = tuple[int, int]
"""Requests of a job that spends, and of one that does not."""


def spending(shelf: Shelf, run: int) -> Done:
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


def idle(shelf: Shelf, run: int) -> Done:
    """A job that loads and writes down that it ran."""
    hand = CountingHand(shelf, run)
    memory = read(hand, around=shelf.now).with_events([alert(f"a{run}", at=shelf.now)])
    written = write(desk(shelf, hand), memory)
    assert isinstance(written, Written)
    return hand, written.memory


def cost_now(shelf: Shelf, run: int) -> Cost:
    """What either job would cost that comes now; afterwards neither has come."""
    now, entries, taken = shelf.now, dict(shelf.entries), set(shelf.taken)
    costs = []
    for job in (spending, idle):
        hand, memory = job(shelf, run)
        assert len(memory.events) > min(run, 50)
        costs.append(hand.cost)
        shelf.now, shelf.entries, shelf.taken = now, dict(entries), set(taken)
    return costs[0], costs[1]


def weekly(runs: int) -> Cost:
    """What a job costs on a Wednesday after so many runs, one in each week."""
    shelf = Shelf()
    midweek = MONDAY + 2 * DAY
    for run in range(runs):
        shelf.now = midweek - (runs - run) * WEEK
        spending(shelf, run)
    shelf.now = midweek
    return cost_now(shelf, runs)


def hourly(weeks: int) -> Iterator[Cost]:
    """What a job costs in each hour of some weeks, each of which has its run."""
    shelf = Shelf()
    for run in range(weeks * HOURS):
        shelf.now = MONDAY + run * HOUR
        yield cost_now(shelf, run)
        spending(shelf, run)
