"""The view of the quota says what windows, budget, forecast and router say, rung by rung."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import structs

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.event import Entry
from cv_action.ledger.memory import Loss, Memory
from cv_action.ledger.store import Listed
from cv_action.pipeline.quota_view import QuotaView, quota_view, typical_task
from cv_action.quota.budget import Limits
from cv_action.quota.circuits import circuits
from cv_action.quota.defaults import ECONOMY_MODEL, LIMITS, MODEL
from cv_action.quota.ladder import BudgetLeft, Policy, Task
from cv_action.quota.prices import list_prices
from cv_action.quota.router import route
from cv_action.quota.windows import Room, windows
from tests.ledger_events import reserved
from tests.ledger_history import HAIKU, NOW, SONNET, history
from tests.quota_events import called, failed, raised, seen

ENTRY = Listed(id=1, name="cv-ledger-2026-W48-0", created_at=NOW, run=1)


def view_of(
    events: Iterable[Entry], *, limits: Limits = LIMITS, losses: tuple[Loss, ...] = ()
) -> QuotaView:
    memory = Memory(events=frozenset(events), horizon=NOW, now=NOW, losses=losses)
    return quota_view(memory, limits=limits, prices=list_prices())


def test_with_nothing_known_everything_may_be_tried_in_the_owners_order() -> None:
    view = view_of([])
    assert [(one.lane, one.model) for one in view.ladder] == [
        (Lane.SUBSCRIPTION, SONNET),
        (Lane.SUBSCRIPTION, HAIKU),
        (Lane.API, SONNET),
        (Lane.API, HAIKU),
        (Lane.OFFLINE, ""),
    ]
    assert all(one.possible for one in view.ladder)
    assert [one.taken for one in view.ladder] == [True, False, False, False, False]
    assert "assumed" in view.task_basis
    assert view.windows == ()


def test_the_rung_that_is_taken_is_the_one_that_the_router_takes() -> None:
    stories: list[list[Entry]] = [
        [],
        list(history()),
        [seen(status="rejected", at=NOW, resets_at=NOW + timedelta(hours=1))],
        [failed(Lane.SUBSCRIPTION, Failure.CREDENTIAL_REFUSED, at=NOW), reserved("0.99", at=NOW)],
        [seen(used=0.9, at=NOW), reserved("1.00", at=NOW)],
    ]
    for events in stories:
        view = view_of(events)
        expected = route(
            view.task,
            windows=windows(events, NOW),
            circuits=circuits(events, NOW),
            budget_left=BudgetLeft.tightest(view.periods, run=LIMITS.run),
            prices=list_prices(),
            policy=Policy(model=MODEL, economy_model=ECONOMY_MODEL, room=Room()),
            now=NOW,
        )
        (taken,) = (one for one in view.ladder if one.taken)
        assert (taken.lane, taken.model) == (expected.lane, expected.model)


def test_every_rung_that_is_not_possible_says_why() -> None:
    view = view_of([seen(used=0.9, at=NOW), reserved("1.00", at=NOW)])
    refused = [one for one in view.ladder if not one.possible]
    assert [one.lane for one in refused] == [Lane.SUBSCRIPTION] * 2 + [Lane.API] * 2
    assert all("max_window_utilization" in one.reason for one in refused[:2])
    assert all("$0.00" in one.reason for one in refused[2:])
    assert view.ladder[-1].taken


def test_money_that_may_not_be_spent_closes_the_lanes_that_cost_some() -> None:
    view = view_of([], losses=(Loss(ENTRY, "is gone", final=True),))
    for one in view.ladder:
        assert one.possible is (one.lane is not Lane.API)
        assert one.possible or "is gone" in one.reason


def test_periods_are_today_and_this_month_with_what_is_reserved() -> None:
    day, month = view_of(history()).periods
    assert (day.name, day.spent, day.left) == ("23 November 2026", Decimal("0.50"), Decimal("0.50"))
    assert (month.name, month.spent) == ("November 2026", Decimal("1.2496"))


def test_thresholds_are_told_with_the_alerts_that_there_were() -> None:
    by_subject = {one.subject: one for one in view_of(history()).thresholds}
    assert set(by_subject) == {"five_hour", "seven_day", "day", "month"}
    assert (by_subject["day"].passed, by_subject["day"].told) == ((50,), (50,))
    assert (by_subject["seven_day"].passed, by_subject["seven_day"].told) == ((50, 75), ())
    assert by_subject["month"].passed == ()
    story = [*history(), raised("seven_day:2026-11-25T17:07Z:75", at=NOW)]
    told = {one.subject: one.told for one in view_of(story).thresholds}
    assert told["seven_day"] == (75,)


def test_a_month_is_foretold_from_the_first_event_on() -> None:
    *_, month = view_of(history()).forecasts
    assert month.subject == "month"
    assert month.forecast is not None
    assert month.forecast.observations == 20
    *_, unknown = view_of([]).forecasts
    assert (unknown.forecast, "0 whole days" in unknown.unknown) == (None, True)


def test_a_window_is_foretold_up_to_the_share_that_may_be_used() -> None:
    five, seven, _ = view_of(history()).forecasts
    assert (five.subject, five.limit) == ("five_hour", Decimal("0.8"))
    assert (seven.subject, seven.limit) == ("seven_day", Decimal("0.9"))
    assert five.forecast is not None
    assert five.forecast.likely is not None
    assert NOW < five.forecast.likely < NOW + timedelta(hours=2)
    (once, _) = view_of([seen(used=0.5, at=NOW)]).forecasts
    assert "3 are needed" in once.unknown


def test_a_typical_task_is_as_large_as_the_last_answers() -> None:
    def answer(at: datetime, tokens: int) -> Entry:
        usage = Usage(input=tokens, cache_read=5, output=tokens // 2)
        return called_with(usage, at)

    many = [answer(NOW - timedelta(hours=hours), 100 + hours) for hours in range(20)]
    old = answer(NOW - timedelta(days=9), 90_000)
    lost = called(at=NOW, answered=False)
    task, basis = typical_task([*many, old, lost], NOW)
    assert task == Task(prompt_tokens=124, max_output=59)
    assert "last 20" in basis


def called_with(usage: Usage, at: datetime) -> Entry:
    return structs.replace(called(at=at), usage=usage)


def test_limits_are_those_that_were_given() -> None:
    view = view_of([], limits=replace(LIMITS, run=Decimal("0.01"), day=Decimal(3)))
    assert (view.run_limit, view.periods[0].limit) == (Decimal("0.01"), Decimal(3))
    steps = {(one.lane, one.model): one.possible for one in view.ladder}
    assert steps[Lane.API, SONNET] is False
    assert steps[Lane.API, HAIKU] is True
