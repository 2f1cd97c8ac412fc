"""What holds for every route, whatever has happened."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cv_action.claude.lane import Lane
from cv_action.ledger.event import Entry
from cv_action.quota.circuits import circuits
from cv_action.quota.ladder import BudgetLeft, Policy, Rung, Task, rungs
from cv_action.quota.prices import list_prices
from cv_action.quota.router import route
from cv_action.quota.windows import Room, windows
from tests.quota_events import NOW, entries

PRICES = list_prices()


def left(usd: Decimal) -> BudgetLeft:
    return BudgetLeft(usd=usd, limit=Decimal(1), period="today's")


MONEY = st.decimals(-1, 2, places=4)
POLICIES = st.builds(
    Policy,
    model=st.sampled_from(["sonnet", "opus", "claude-haiku-4-5", "no such model"]),
    economy_model=st.sampled_from(["haiku", "no such model"]),
    room=st.builds(Room, window=st.floats(0, 1), week=st.floats(0, 1)),
    lanes=st.lists(st.sampled_from(Lane), max_size=4).map(tuple),
    allow_overage=st.booleans(),
    no_subscription=st.sampled_from(["", "another's event"]),
    no_api=st.sampled_from(["", "no key"]),
    no_money=st.sampled_from([(), ("the books are lost",)]),
)
TASKS = st.builds(
    Task,
    prompt_tokens=st.integers(0, 300_000),
    max_output=st.integers(0, 200_000),
    calls=st.integers(1, 5),
)
AT = st.timedeltas(timedelta(0), timedelta(days=30)).map(lambda span: NOW + span)


@given(st.data())
def test_a_route_is_always_found_and_never_leads_where_it_may_not(data: st.DataObject) -> None:
    events, policy, task = data.draw(entries()), data.draw(POLICIES), data.draw(TASKS)
    budget, now = left(data.draw(MONEY)), data.draw(AT)
    seen_now, failed_now = windows(events, now), circuits(events, now)
    found = route(
        task,
        windows=seen_now,
        circuits=failed_now,
        budget_left=budget,
        prices=PRICES,
        policy=policy,
        now=now,
    )
    assert found.reason
    assert all(reason for _, reason in found.refused)
    assert found.worst_case <= max(budget.usd, Decimal(0))
    if found.lane is Lane.OFFLINE:
        return
    assert found.lane in policy.lanes
    assert found.model in PRICES.models
    assert not any(one.lane is found.lane and one.closed(now) for one in failed_now)
    if found.lane is Lane.API:
        assert not policy.no_api
        assert not policy.no_money
        return
    assert not policy.no_subscription
    assert policy.allow_overage or not seen_now.overage
    assert seen_now.overage or seen_now.closure(found.model, policy.room) is None


@given(entries(), TASKS, MONEY, MONEY)
def test_more_money_never_leads_further_down(
    events: list[Entry], task: Task, one: Decimal, two: Decimal
) -> None:
    policy = Policy(model="sonnet", economy_model="haiku", room=Room(), lanes=(Lane.API,))
    ladder = [Rung(rung.lane, rung.model and PRICES.resolve(rung.model)) for rung in rungs(policy)]
    found = [
        route(
            task,
            windows=windows(events, NOW),
            circuits=circuits(events, NOW),
            budget_left=left(usd),
            prices=PRICES,
            policy=policy,
            now=NOW,
        )
        for usd in sorted((one, two))
    ]
    less, more = (ladder.index(Rung(one.lane, one.model)) for one in found)
    assert more <= less
