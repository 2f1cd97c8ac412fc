"""What a report says is what the ledger says, and what stood in the way has a name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.ledger.accounts import bookings, total
from cv_action.ledger.event import AlertRaised
from cv_action.quota.ladder import BudgetLeft
from cv_action.quota.prices import list_prices
from cv_action.quota.router import route
from cv_action.quota.windows import SEVEN_DAY, windows
from cv_action.simulation.hurdle import DAY, MONTH, RUN, Hurdle, Scene, hurdles
from cv_action.simulation.report import report
from tests.quota_events import seen
from tests.simulated_plans import HUGE, calls_of, events_of, outage, plan, reported, simulated

TIGHT = {"five_hours": 12_000, "week": 60_000, "price_usd": 31}
KNOWN = {
    RUN,
    DAY,
    MONTH,
    "max_window_utilization",
    "max_week_utilization",
    "five_hour used up",
    "seven_day used up",
    "this plan has no subscription",
    *(f"left alone after {failure}" for failure in Failure),
}


def test_its_totals_are_those_of_the_ledgers_own_folds() -> None:
    out = outage("api", "2026-12-05", "2026-12-06", "timeout")
    done = simulated(subscription=TIGHT, outages=[out])
    found, calls = report(done), calls_of(done)
    booked = bookings(done.memory.events)
    assert found.savings.spent == total(booked, date.min, date.max) > 0
    assert {one.day: one.usd for one in found.days} == {
        day: usd
        for n in range(6)
        if (usd := total(booked, day := date(2026, 12, 1) + timedelta(days=n), day))
    }
    assert sum(one.calls for one in found.calls) == len(calls)
    assert sum(one.unanswered for one in found.calls) == sum(c.usage is None for c in calls) > 0
    tokens = [call.usage for call in calls if call.usage]
    assert sum(one.prompt_tokens for one in found.calls) == sum(u.prompt for u in tokens)
    assert sum(one.answer_tokens for one in found.calls) == sum(u.output for u in tokens)
    assert found.savings.at_list_price == sum(c.list_usd for c in calls if c.usage)
    assert len(found.calls) >= 2


def test_its_facts_add_up() -> None:
    found = reported(month_budget_usd="0.30", economy_model="sonnet")
    facts = found.facts
    assert facts.asked == facts.answered + facts.kept
    assert facts.answered > 0 < facts.kept
    assert facts.waiting == 20


@pytest.mark.parametrize(
    ("start", "days", "price"),
    [
        ("2026-12-01", 31, "31.00"),
        ("2026-12-01", 1, "1.00"),
        ("2027-02-01", 28, "31.00"),
        ("2026-12-31", 2, "2.00"),
        ("2026-11-30", 2, "2.03"),
    ],
)
def test_a_subscription_costs_its_price_for_a_whole_month_and_a_share_of_it_for_days(
    start: str, days: int, price: str
) -> None:
    given = {"start": start, "days": days, "schedule": "0 0 * * *", "subscription": TIGHT}
    assert reported(**given).savings.subscription == Decimal(price)


def test_savings_are_told_below_nothing_too() -> None:
    money = reported(subscription=HUGE).savings
    assert money.spent == 0
    assert money.saved == money.at_list_price > 0
    assert money.subscription == Decimal("3.87")
    assert money.saved_after_subscription == money.saved - money.subscription < 0
    alone = reported().savings
    assert alone.saved == alone.subscription == alone.saved_after_subscription == 0


def test_whatever_stood_in_the_way_has_a_name_of_its_own() -> None:
    seen = set()
    for more in (
        {"subscription": TIGHT, "day_budget_usd": "0.06"},
        {"subscription": TIGHT | {"owner_use": {"0-23": 2_000}}, "max_week_utilization": 1},
        {"subscription": TIGHT | {"five_hours": 3_000}},
        {"month_budget_usd": "0.2", "economy_model": "sonnet"},
        {"run_budget_usd": "0.05", "economy_model": "sonnet"},
        {"subscription": HUGE, "outages": [outage("subscription", "2026-12-02", "2026-12-03",
                                                  "credential-refused")]},
    ):  # fmt: skip
        named = {one.what for one in reported(**more).hindered}
        assert named <= KNOWN
        seen |= named
    assert {RUN, DAY, MONTH, "max_window_utilization", "max_week_utilization"} <= seen
    assert {"left alone after credential-refused", "left alone after quota-exhausted"} <= seen


def test_a_limit_is_told_with_its_first_run_and_how_often_it_bit() -> None:
    done = simulated(month_budget_usd="0.30", economy_model="sonnet")
    bit = [run.at for run in done.runs if any(one.what == MONTH for one in run.hurdles)]
    (found,) = [one for one in report(done).hindered if one.what == MONTH]
    assert (found.lane, found.runs, found.first) == (Lane.API, len(bit), bit[0])
    assert found.runs > 10


def test_a_failure_that_says_nothing_about_other_calls_leaves_no_lane_alone() -> None:
    out = outage("api", "2026-12-02", "2026-12-03", "too-large")
    found = reported(outages=[out])
    assert found.facts.kept > 0
    assert found.circuits == ()


def test_a_window_that_was_seen_rejected_is_told_as_used_up() -> None:
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    seen_windows = windows([seen(SEVEN_DAY, at=now, status="rejected", used=1.2)], now)
    given = Scene(
        windows=seen_windows,
        circuits=(),
        periods=(),
        budget_left=BudgetLeft.tightest((), run=Decimal(1)),
        policy=plan(subscription=HUGE, lanes="subscription").policy,
    )
    chosen = route(
        plan().task(1),
        windows=seen_windows,
        circuits=(),
        budget_left=given.budget_left,
        prices=list_prices(),
        policy=given.policy,
        now=now,
    )
    assert hurdles(chosen, given) == {Hurdle(Lane.SUBSCRIPTION, "seven_day used up")}


def test_a_lane_that_was_left_alone_is_told_with_its_end() -> None:
    out = outage("subscription", "2026-12-02", "2026-12-03", "credential-refused")
    opened = reported(subscription=HUGE, outages=[out]).circuits
    assert [(one.lane, one.failure) for one in opened] == [
        (Lane.SUBSCRIPTION, Failure.CREDENTIAL_REFUSED)
    ]
    assert all(one.until - one.at == timedelta(hours=24) for one in opened)


def test_every_alert_that_speaks_is_told_with_its_moment() -> None:
    done = simulated(month_budget_usd="0.40")
    raised = {(event.alert, event.at) for event in events_of(done, AlertRaised)}
    told = report(done).alerts
    assert len(told) >= 2
    assert {(one.alert, one.at) for one in told} <= raised
    assert all("December 2026's $0.40" in one.text for one in told)
    assert isinstance(told[0].at, datetime)
