"""What a simulated month does: the promises that hold whatever its plan says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from cv_action.claude.lane import Lane
from cv_action.ledger.accounts import bookings, total
from cv_action.ledger.event import AlertCleared, AlertRaised, Called, Reserved, RunFinished, Settled
from cv_action.ledger.reading import read
from cv_action.simulation.hurdle import DAY, MONTH, Hurdle
from tests.simulated_plans import HUGE, START, calls_of, events_of, outage, plan, simulated, spent


def lanes(calls: list[Called]) -> Counter[Lane]:
    return Counter(call.lane for call in calls)


def test_without_a_subscription_every_call_is_paid_for() -> None:
    done = simulated()
    assert lanes(calls_of(done)) == {Lane.API: 48}
    assert spent(done) == sum(call.list_usd for call in calls_of(done)) > 0


def test_with_a_huge_subscription_everything_goes_there_and_costs_nothing() -> None:
    done = simulated(subscription=HUGE)
    assert lanes(calls_of(done)) == {Lane.SUBSCRIPTION: 48}
    assert spent(done) == 0
    assert not events_of(done, Reserved)


def test_when_the_month_is_used_up_no_model_is_asked_and_facts_stay_as_they_were() -> None:
    done = simulated(month_budget_usd="0.30", economy_model="sonnet")
    answered = [one.answered > 0 for one in done.runs]
    assert answered == sorted(answered, reverse=True)
    assert answered[0]
    assert not answered[-1]
    assert Decimal("0.2") < spent(done) <= Decimal("0.30")
    assert done.runs[-1].hurdles >= {Hurdle(Lane.API, MONTH)}
    assert done.runs[-1].waiting == 20


@pytest.mark.parametrize("limit", ["0", "0.01", "0.05", "0.08"])
def test_a_day_never_costs_more_than_its_limit(limit: str) -> None:
    done = simulated(day_budget_usd=limit)
    booked = bookings(done.memory.events)
    days = [START.date() + timedelta(days=n) for n in range(6)]
    costs = [total(booked, day, day) for day in days]
    assert all(cost <= Decimal(limit) for cost in costs)
    assert any(Hurdle(Lane.API, DAY) in one.hurdles for one in done.runs)
    assert any(costs) == (limit != "0")


def test_every_reservation_is_settled_for_exactly_its_calls() -> None:
    done = simulated(outages=[outage("api", "2026-12-02", "2026-12-03", "timeout")])
    reserved, settled = events_of(done, Reserved), events_of(done, Settled)
    assert len(reserved) == len(settled) >= 40
    assert not [one for one in bookings(done.memory.events) if one.open]
    worth = {one.id: one.usd for one in reserved}
    assert all(one.usd <= worth[one.reservation] for one in settled)


def test_an_outage_sends_calls_to_the_next_lane_and_back_when_it_is_over() -> None:
    out = outage("subscription", "2026-12-03", "2026-12-04", "overloaded")
    done = simulated(subscription=HUGE, outages=[out])
    by_day = {
        day: lanes([call for call in calls_of(done) if call.at.day == day]) for day in range(1, 7)
    }
    assert by_day[3] == {Lane.API: 8}
    assert [by_day[day] for day in (1, 2, 4, 5, 6)] == [{Lane.SUBSCRIPTION: 8}] * 5


def test_each_threshold_speaks_once_in_its_period() -> None:
    done = simulated(month_budget_usd="0.40", day_budget_usd="0.12", alert_thresholds=[30, 10, 80])
    raised = [event.alert for event in events_of(done, AlertRaised)]
    assert len(raised) > 5
    assert len(raised) == len(set(raised))
    assert [key for key in raised if key.startswith("month:")] == [
        f"month:2026-12:{threshold}" for threshold in (10, 30, 80)
    ]
    told = [one.alert for run in done.runs for one in run.told]
    assert len(told) == len(set(told)) > 3
    assert set(told) <= set(raised)
    cleared = [event.alert for event in events_of(done, AlertCleared)]
    assert set(cleared) == {key for key in raised if key.startswith("day:")} - {raised[-1]}


def test_of_thresholds_that_are_passed_at_once_only_the_highest_speaks() -> None:
    done = simulated(month_budget_usd=1, alert_thresholds=[1, 2, 99])
    assert [event.alert[-1] for event in events_of(done, AlertRaised)] == ["1", "2"]
    assert [one.alert[-1] for run in done.runs for one in run.told] == ["2"]


@pytest.mark.parametrize("more", [{}, {"subscription": {"five_hours": 20_000, "week": 30_000}}])
def test_twice_as_many_runs_do_not_cost_less(more: dict[str, object]) -> None:
    single = simulated(schedule="0 */6 * * *", **more)
    double = simulated(schedule="0 */3 * * *", **more)
    assert len(double.runs) == 2 * len(single.runs)
    assert spent(double) >= spent(single) > 0


def test_another_seed_is_another_month_and_the_same_seed_the_same() -> None:
    assert simulated(seed=1).memory.events == simulated(seed=1).memory.events
    assert simulated(seed=1).memory.events != simulated(seed=2).memory.events


def test_a_reader_of_the_shelf_finds_all_that_the_last_run_knew() -> None:
    done = simulated(days=3)
    store = done.shelf.desk(999).store
    found = read(store, around=done.shelf.clock.now)
    assert found.events == done.memory.events
    assert not found.losses
    assert len(found.events) > 80


def test_every_run_ends_and_says_how() -> None:
    done = simulated(
        change_rate={"runs": 0.5, "facts": 2}, month_budget_usd="0.16", economy_model="sonnet"
    )
    ends = events_of(done, RunFinished)
    assert [one.at for one in done.runs] == list(plan().runs)
    assert len(ends) == len(done.runs)
    assert {end.outcome for end in ends} == {"enhanced", "rendered", "unchanged"}


def test_the_first_run_asks_for_every_fact_and_the_others_for_what_waits() -> None:
    done = simulated(facts_per_run=6, change_rate={"runs": 0, "facts": 0})
    assert [one.asked for one in done.runs[:5]] == [6, 6, 6, 2, 0]
    assert len(calls_of(done)) == 4


def test_time_only_moves_forward_and_a_run_begins_when_it_is_due() -> None:
    done = simulated(outages=[outage("api", "2026-12-02", "2026-12-05", "timeout")])
    moments = sorted(event.at for event in done.memory.events)
    assert moments[0] >= START
    assert all(a < b for a, b in pairwise(one.at for one in done.runs))
    assert moments[-1] < datetime(2026, 12, 7, tzinfo=UTC)
