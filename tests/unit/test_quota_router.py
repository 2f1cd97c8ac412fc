"""Which lane and model take a task, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.ledger.event import Entry
from cv_action.quota.budget import Period
from cv_action.quota.circuits import circuits
from cv_action.quota.ladder import BudgetLeft, Policy, Rung, Task, rungs
from cv_action.quota.prices import list_prices
from cv_action.quota.router import Route, route
from cv_action.quota.windows import Room, windows
from tests.quota_events import NOW, ago, ahead, failed, seen

TASK = Task(prompt_tokens=8000, max_output=4000)
SONNET, HAIKU = "claude-sonnet-5-5", "claude-haiku-5-5"
POLICY = Policy(model="sonnet", economy_model="haiku", room=Room())
API = replace(POLICY, lanes=(Lane.API, Lane.OFFLINE))
ENOUGH = BudgetLeft(usd=Decimal(1), limit=Decimal(1), period="today's")
PRICES = list_prices()


def left(usd: str) -> BudgetLeft:
    return replace(ENOUGH, usd=Decimal(usd))


def routed(
    *events: Entry, policy: Policy = POLICY, budget: BudgetLeft = ENOUGH, task: Task = TASK
) -> Route:
    return route(
        task,
        windows=windows(events, NOW),
        circuits=circuits(events, NOW),
        budget_left=budget,
        prices=PRICES,
        policy=policy,
        now=NOW,
    )


def place(found: Route) -> tuple[Lane, str]:
    return found.lane, found.model


def test_the_plan_comes_first_and_costs_nothing() -> None:
    found = routed(seen(used=0.42, resets_at=ahead(hours=1)))
    assert place(found) == (Lane.SUBSCRIPTION, SONNET)
    assert found.worst_case == 0
    assert found.refused == ()
    assert found.reason == (
        "claude-sonnet-5-5 answers within the plan, "
        "and 42 % of its five hours was used when last seen"
    )


def test_without_an_observation_the_plan_may_be_tried() -> None:
    found = routed()
    assert found.lane is Lane.SUBSCRIPTION
    assert "how much of its five hours is used is not known" in found.reason


def test_a_used_up_plan_gives_way_to_the_key_with_its_reason() -> None:
    found = routed(seen(status="rejected", resets_at=ahead(hours=2)))
    assert place(found) == (Lane.API, SONNET)
    assert found.worst_case == Decimal("0.072")
    assert found.reason == (
        "the call to claude-sonnet-5-5 may cost up to $0.072, and $1.00 of today's $1.00 is left"
    )
    ((lane, reason),) = found.refused
    assert lane is Lane.SUBSCRIPTION
    assert reason.startswith("the five-hour window is used up until 2026-11-23 14:00 UTC")


def test_the_order_is_the_owner_s() -> None:
    assert routed(policy=replace(POLICY, lanes=(Lane.API, Lane.SUBSCRIPTION))).lane is Lane.API
    assert routed(policy=replace(POLICY, lanes=(Lane.SUBSCRIPTION,))).lane is Lane.SUBSCRIPTION


@pytest.mark.parametrize("lanes", [(Lane.OFFLINE,), (), (Lane.OFFLINE, Lane.API)])
def test_an_owner_can_do_without_any_model(lanes: tuple[Lane, ...]) -> None:
    found = routed(policy=replace(POLICY, lanes=lanes))
    assert place(found) == (Lane.OFFLINE, "")
    assert found.reason == "no model is asked, as `lanes` wants it"


def test_another_s_event_never_uses_the_plan() -> None:
    reason = "the pull request is from a fork"
    found = routed(policy=replace(POLICY, no_subscription=reason))
    assert found.lane is Lane.API
    assert found.refused == ((Lane.SUBSCRIPTION, reason),)


def test_without_a_key_there_is_no_api() -> None:
    found = routed(policy=replace(API, no_api="no anthropic_api_key is given"))
    assert found.lane is Lane.OFFLINE
    assert found.reason == "no model is asked (api: no anthropic_api_key is given)"


def test_the_economy_model_is_asked_before_the_next_lane() -> None:
    found = routed(seen("seven_day_sonnet", status="rejected"))
    assert place(found) == (Lane.SUBSCRIPTION, HAIKU)
    assert [lane for lane, _ in found.refused] == [Lane.SUBSCRIPTION]


def test_the_economy_model_is_asked_where_money_is_short() -> None:
    found = routed(policy=API, budget=left("0.04"))
    assert place(found) == (Lane.API, HAIKU)
    assert found.worst_case == Decimal("0.0036")
    ((lane, reason),) = found.refused
    assert lane is Lane.API
    assert reason == (
        "the call to claude-sonnet-5-5 may cost up to $0.072 and $0.04 of today's $1.00 is left"
    )


def test_the_whole_worst_case_must_fit_to_the_last_digit() -> None:
    assert routed(policy=API, budget=left("0.072")).model == SONNET
    assert routed(policy=API, budget=left("0.071999999")).model == HAIKU
    assert routed(policy=API, budget=left("0.0036")).model == HAIKU
    assert routed(policy=API, budget=left("0.0035")).lane is Lane.OFFLINE


def test_every_call_of_a_task_is_counted() -> None:
    found = routed(policy=API, budget=left("0.22"), task=replace(TASK, calls=3))
    assert found.worst_case == Decimal("0.216")
    assert "the 3 calls to claude-sonnet-5-5 may cost up to $0.216" in found.reason


def test_without_money_the_cv_is_published_all_the_same() -> None:
    found = routed(policy=API, budget=left("0"))
    assert place(found) == (Lane.OFFLINE, "")
    assert "may cost up to $0.072" in found.reason
    assert "may cost up to $0.0036" in found.reason
    assert not found.probe
    assert found.worst_case == 0


def test_a_ledger_that_cannot_be_trusted_closes_what_costs_money() -> None:
    reason = "a segment of this month has expired"
    policy = replace(POLICY, no_money=(reason,))
    assert routed(policy=policy).lane is Lane.SUBSCRIPTION
    found = routed(policy=replace(policy, lanes=(Lane.API,)))
    assert found.lane is Lane.OFFLINE
    assert found.refused == ((Lane.API, reason),)


def test_a_failed_lane_is_left_alone_and_then_tried_once() -> None:
    closed = failed(Lane.SUBSCRIPTION, Failure.CREDENTIAL_REFUSED, at=ago(hours=1))
    assert routed(closed).lane is Lane.API
    assert "its credential was refused" in routed(closed).refused[0][1]
    half_open = failed(Lane.SUBSCRIPTION, Failure.CREDENTIAL_REFUSED, at=ago(days=2))
    found = routed(half_open)
    assert found.lane is Lane.SUBSCRIPTION
    assert found.probe
    assert "one call tries it first" in found.reason
    assert not routed().probe


def test_money_beyond_the_plan_is_not_spent_unless_it_is_allowed() -> None:
    spending = seen(status="rejected", resets_at=ahead(hours=1), overage=True)
    found = routed(spending)
    assert found.lane is Lane.API
    assert "allow_overage forbids" in found.refused[0][1]


def test_money_beyond_the_plan_is_counted_like_any_other() -> None:
    spending = seen(status="rejected", resets_at=ahead(hours=1), overage=True)
    policy = replace(POLICY, allow_overage=True)
    found = routed(spending, policy=policy)
    assert place(found) == (Lane.SUBSCRIPTION, SONNET)
    assert found.worst_case == Decimal("0.072")
    assert routed(spending, policy=policy, budget=left("0.01")).model == HAIKU
    assert routed(spending, policy=policy, budget=left("0")).lane is Lane.OFFLINE
    assert routed(spending, policy=replace(policy, no_money=("no",))).lane is Lane.OFFLINE


def test_an_allowed_overage_opens_no_window_that_is_used_up() -> None:
    policy = replace(POLICY, allow_overage=True)
    assert routed(seen(status="rejected"), policy=policy).lane is Lane.API


def test_a_model_without_a_price_is_never_asked() -> None:
    found = routed(policy=replace(POLICY, model="claude-sonnet-9", economy_model="nothing"))
    assert found.lane is Lane.OFFLINE
    assert [reason for _, reason in found.refused] == [
        "no price is known for the model 'claude-sonnet-9'",
        "no price is known for the model 'nothing'",
    ] * 2


def test_an_unknown_model_gives_way_to_the_economy_model() -> None:
    assert routed(policy=replace(POLICY, model="claude-sonnet-9")).model == HAIKU


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (Task(prompt_tokens=10, max_output=64_001), "answers with at most 64,000 tokens"),
        (Task(prompt_tokens=190_000, max_output=10_001), "takes at most 200,000 tokens"),
    ],
)
def test_a_model_that_is_too_small_is_not_asked(task: Task, reason: str) -> None:
    policy = replace(POLICY, model="claude-haiku-4-5")
    found = routed(policy=policy, task=task)
    assert found.model == HAIKU
    assert reason in found.refused[0][1]


@pytest.mark.parametrize(
    "task",
    [Task(prompt_tokens=10, max_output=64_000), Task(prompt_tokens=190_000, max_output=10_000)],
)
def test_a_model_that_is_just_large_enough_is_asked(task: Task) -> None:
    policy = replace(POLICY, model="claude-haiku-4-5")
    assert routed(policy=policy, task=task).model == "claude-haiku-4-5"


def test_the_limit_that_leaves_least_is_the_one_that_is_told() -> None:
    day = Period(
        name="23 November 2026",
        first=date(2026, 11, 23),
        last=date(2026, 11, 23),
        spent=Decimal("0.96"),
        limit=Decimal(1),
    )
    month = replace(day, name="November 2026", spent=Decimal(2), limit=Decimal(10))
    found = BudgetLeft.tightest([day, month], run=Decimal("0.50"))
    assert found == BudgetLeft(usd=Decimal("0.04"), limit=Decimal(1), period="23 November 2026's")
    assert BudgetLeft.tightest([month], run=Decimal("0.50")).period == "this run's"


def test_the_ladder_has_each_model_once_in_each_lane() -> None:
    assert list(rungs(POLICY)) == [
        Rung(Lane.SUBSCRIPTION, "sonnet"),
        Rung(Lane.SUBSCRIPTION, "haiku"),
        Rung(Lane.API, "sonnet"),
        Rung(Lane.API, "haiku"),
        Rung(Lane.OFFLINE),
    ]
    assert len(list(rungs(replace(POLICY, economy_model="sonnet")))) == 3
