"""The number of requests does not grow with history, and stays small in the worst week."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cv_action.ledger.reading import read
from cv_action.ledger.writing import Written, write
from tests.jobs import light_segments
from tests.ledger_jobs import HOUR, HOURS, MONDAY, cost_now, hourly, spending, weekly
from tests.ledger_shelves import CountingHand, desk
from tests.shelf import Shelf

MOST_WHEN_SPENDING = 28
MOST_OTHERWISE = 16


@pytest.fixture(autouse=True)
def _light() -> Iterator[None]:
    with light_segments():
        yield


def test_a_job_asks_as_often_after_a_thousand_weeks_as_after_one() -> None:
    counts = {runs: weekly(runs) for runs in (1, 100, 1000)}
    assert counts[1] == counts[100] == counts[1000]
    assert counts[1][0] <= MOST_WHEN_SPENDING
    assert counts[1][1] <= MOST_OTHERWISE


def test_the_first_monday_after_an_hourly_week_stays_within_the_bounds() -> None:
    shelf = Shelf()
    for run in range(HOURS):
        shelf.now = MONDAY + run * HOUR
        spending(shelf, run)
    shelf.now = MONDAY + HOURS * HOUR
    assert len(shelf.entries) == 2 * HOURS
    when_spending, otherwise = cost_now(shelf, HOURS)
    assert when_spending <= MOST_WHEN_SPENDING
    assert otherwise <= MOST_OTHERWISE


def test_no_hour_of_two_hourly_weeks_costs_more_than_the_bounds() -> None:
    costs = list(hourly(2))
    assert len(costs) == 2 * HOURS
    assert max(spending for spending, _ in costs) <= MOST_WHEN_SPENDING
    assert max(otherwise for _, otherwise in costs) <= MOST_OTHERWISE


def test_a_job_that_comes_alone_fetches_one_segment() -> None:
    shelf = Shelf()
    for run in range(30):
        shelf.now = MONDAY + run * HOUR
        hand, _ = spending(shelf, run)
        assert len(hand.fetched) == min(run, 1)


def test_an_upload_in_the_next_place_asks_for_nothing_else() -> None:
    shelf = Shelf(now=MONDAY)
    spending(shelf, 1)
    hand = CountingHand(shelf, 1)
    memory = read(hand, around=shelf.now)
    before = hand.cost
    assert isinstance(write(desk(shelf, hand), memory), Written)
    assert hand.cost - before == 4
