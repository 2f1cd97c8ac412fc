"""Three jobs in every order of their four shared steps, with at most one of them dying."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

import pytest
from greenlet import GreenletExit, getcurrent, greenlet

from cv_action.ledger.store import Listing, NotPlaced, Placed
from cv_action.quota.budget import Limits
from tests.jobs import Job, Plan, Truth, light_segments
from tests.shelf import Hand, Shelf

pytestmark = pytest.mark.no_cover  # counting lines would take longer than the orders do
WANTS = (Decimal("0.50"), Decimal("0.40"), Decimal("0.30"))
LIMITS = Limits(run=Decimal("0.50"), day=Decimal("0.90"), month=Decimal("5.00"))
STEPS = 4
"""Upload the reservation, look at the list, spend, upload the end."""
PARTS = 8
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def _nothing() -> None:
    """Do not stop."""


def orders(left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every order in which jobs with so many steps left can take them."""
    if not any(left):
        yield ()
    for job, count in enumerate(left):
        if count:
            rest = (*left[:job], count - 1, *left[job + 1 :])
            yield from ((job, *order) for order in orders(rest))


def everything() -> Iterator[tuple[int, ...]]:
    """Every order without a crash, then with one job dying after 0, 1, 2 or 3 of its steps."""
    whole = (STEPS,) * len(WANTS)
    yield from orders(whole)
    for job in range(len(WANTS)):
        for steps in range(STEPS):
            yield from orders((*whole[:job], steps, *whole[job + 1 :]))


@dataclass
class SteppingHand(Hand):
    """A hand that stops before each upload and before the look that follows it."""

    stop: Callable[[], object] = _nothing
    looked: bool = True

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        self.stop()
        self.looked = False
        return super().place(name, data)

    def listed(self, name: str | None) -> Listing:
        if not self.looked:
            self.looked = True
            self.stop()
        return super().listed(name)


def started(shelf: Shelf, truth: Truth, number: int) -> greenlet:
    """A job that has read the ledger and stands before the first of its shared steps."""
    hub = getcurrent()
    usd = WANTS[number]
    job = Job(
        plan=Plan(wants=usd, calls=(usd,), run=number), nonce=f"n{number}",
        store=SteppingHand(shelf, number, stop=hub.switch), limits=LIMITS,
        clock=lambda: shelf.now, truth=truth, turn=hub.switch,
    )  # fmt: skip
    task = greenlet(job.work)
    task.switch()
    return task


def spent(order: tuple[int, ...]) -> Truth:
    """What is spent when the jobs take their steps in this order; who has none left, dies."""
    shelf, truth = Shelf(now=NOON), Truth()
    tasks = [started(shelf, truth, number) for number in range(len(WANTS))]
    for number in order:
        shelf.now += timedelta(seconds=1)
        if not tasks[number].dead:
            tasks[number].switch()
    for task in tasks:
        if not task.dead:
            task.throw(GreenletExit)
    return truth


@pytest.mark.parametrize("part", range(PARTS))
def test_no_order_and_no_death_passes_the_limit(part: int) -> None:
    count = granted = alone = 0
    with light_segments():
        for order in islice(everything(), part, None, PARTS):
            truth = spent(order)
            assert truth.on_day(NOON) <= LIMITS.day, order
            count, granted = count + 1, granted + truth.granted
            alone += truth.granted == 1
    assert count > 9_000
    assert granted > count
    assert alone > 0


def test_jobs_one_after_the_other_spend_what_the_day_allows() -> None:
    with light_segments():
        truth = spent((0,) * STEPS + (1,) * STEPS + (2,) * STEPS)
    assert truth.on_day(NOON) == Decimal("0.90")
    assert truth.granted == len(WANTS) - 1
