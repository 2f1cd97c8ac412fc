"""What may still be spent, how long that will last, and what a run would do now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

from cv_action.claude.lane import Lane
from cv_action.ledger.accounts import Booking, bookings
from cv_action.ledger.codec import in_order
from cv_action.ledger.event import Called, Entry
from cv_action.ledger.memory import Memory, gaps
from cv_action.quota.alerts import Gauge, due, money_gauges, window_gauges
from cv_action.quota.budget import Limits, Period, periods
from cv_action.quota.circuits import circuits
from cv_action.quota.defaults import ECONOMY_MODEL, MODEL, THRESHOLDS
from cv_action.quota.forecast import (
    Forecast,
    NotEnough,
    month_forecast,
    spent_by_day,
    window_forecast,
)
from cv_action.quota.ladder import BudgetLeft, Policy, Rung, Task, rungs
from cv_action.quota.past import past
from cv_action.quota.prices import PriceTable
from cv_action.quota.router import Route, route
from cv_action.quota.windows import FIVE_HOUR, SEVEN_DAY, Room, Window, Windows, windows

_LATELY: Final = 20
"""Answers that a typical task is measured by."""
EVERYTHING: Final = Policy(model=MODEL, economy_model=ECONOMY_MODEL, room=Room())
"""Every lane with a credential, and the usual choices."""
_ASSUMED: Final = Task(prompt_tokens=8_000, max_output=4_000)
_ALWAYS: Final = "no model is asked: free, and always there"
_FORESEEN: Final = timedelta(days=62)
"""Two months of days are more than a forecast looks back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """How much of a limit is used, and the thresholds in percent that this passes.

    ``told`` are those of them that an alert was raised for.
    """

    subject: str
    period: str
    used: Decimal
    limit: Decimal
    passed: tuple[int, ...]
    told: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """When something runs dry, up to a share of a window or an amount of US dollars.

    ``forecast`` is None where not enough is known, and then ``unknown`` says why.
    """

    subject: str
    limit: Decimal
    forecast: Forecast | None
    unknown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of the ladder: whether a task could be sent there, and why or why not.

    ``worst_case`` is the most US dollars that it can cost there; ``taken`` marks the first rung
    that nothing speaks against.
    """

    lane: Lane
    model: str
    possible: bool
    taken: bool
    reason: str
    worst_case: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaView:
    """Windows, money, thresholds, forecasts and the ladder, at one moment.

    ``task`` is what the ladder was asked for, and ``task_basis`` where its size comes from;
    ``run_limit`` is the most that one run may spend.
    """

    now: datetime
    windows: tuple[Window, ...]
    periods: tuple[Period, ...]
    run_limit: Decimal
    thresholds: tuple[Passed, ...]
    forecasts: tuple[Foreseen, ...]
    task: Task
    task_basis: str
    ladder: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What all parts of the view look at."""

    events: tuple[Entry, ...]
    booked: tuple[Booking, ...]
    windows: Windows
    periods: tuple[Period, ...]
    limits: Limits
    policy: Policy
    prices: PriceTable
    now: datetime


def quota_view(
    memory: Memory, *, limits: Limits, prices: PriceTable, policy: Policy = EVERYTHING
) -> QuotaView:
    """The view of everything that has been read; usually as if every lane had its credential."""
    events = in_order(memory.events)
    booked = bookings(events)
    policy = replace(policy, no_money=(*policy.no_money, *gaps(memory)))
    scene = _Scene(
        events=events,
        booked=booked,
        windows=windows(events, memory.now),
        periods=periods(booked, limits, since=memory.now, until=memory.now),
        limits=limits,
        policy=policy,
        prices=prices,
        now=memory.now,
    )
    task, basis = typical_task(events, memory.now)
    return QuotaView(
        now=memory.now,
        windows=scene.windows.windows,
        periods=scene.periods,
        run_limit=limits.run,
        thresholds=_thresholds(scene),
        forecasts=tuple(_forecasts(scene)),
        task=task,
        task_basis=basis,
        ladder=tuple(_ladder(task, scene)),
    )


def typical_task(events: Iterable[Entry], now: datetime) -> tuple[Task, str]:
    """A task as large as the largest of the last answers, and that in words."""
    calls = sorted(past(events, Called, now=now), key=lambda call: (call.at, call.id), reverse=True)
    used = list(islice((call.usage for call in calls if call.usage is not None), _LATELY))
    if not used:
        return _ASSUMED, "assumed, since no call was ever answered"
    task = Task(
        prompt_tokens=max(usage.prompt for usage in used),
        max_output=max(usage.output for usage in used),
    )
    return task, f"as large as the largest of the last {len(used)} answered calls"


def _thresholds(scene: _Scene) -> tuple[Passed, ...]:
    gauges = (*window_gauges(scene.windows), *money_gauges(scene.periods))
    return tuple(_passed(gauge, scene.events) for gauge in gauges)


def _passed(gauge: Gauge, events: tuple[Entry, ...]) -> Passed:
    passed = tuple(threshold for threshold in THRESHOLDS if gauge.reaches(threshold))
    new = {alert.threshold for alert in due((gauge,), THRESHOLDS, events)}
    return Passed(
        subject=gauge.subject,
        period=gauge.period,
        used=gauge.used,
        limit=gauge.limit,
        passed=passed,
        told=tuple(threshold for threshold in passed if threshold not in new),
    )


def _forecasts(scene: _Scene) -> Iterator[Foreseen]:
    for name in (FIVE_HOUR, SEVEN_DAY):
        window = scene.windows.named(name)
        if window is not None and window.utilization is not None:
            limit, _ = scene.policy.room.of(window)
            told = window_forecast(scene.events, window, limit=limit, now=scene.now)
            yield _foreseen(name, Decimal(repr(limit)), told)
    yield _foreseen("month", scene.limits.month, _month(scene))


def _month(scene: _Scene) -> Forecast | NotEnough:
    """Why from the first event on: a day on which runs cost nothing is known, too."""
    today = scene.now.astimezone(UTC).date()
    first = min((event.at for event in scene.events), default=scene.now).astimezone(UTC).date()
    since = max(min(first, today), today - _FORESEEN)
    spent = spent_by_day(scene.booked, since=since, today=today)
    return month_forecast(spent, budget=scene.limits.month, today=today)


def _foreseen(subject: str, limit: Decimal, told: Forecast | NotEnough) -> Foreseen:
    known = told if isinstance(told, Forecast) else None
    unknown = told.reason if isinstance(told, NotEnough) else ""
    return Foreseen(subject=subject, limit=limit, forecast=known, unknown=unknown)


def _ladder(task: Task, scene: _Scene) -> Iterator[Step]:
    """Every rung, each asked as if it were the only one."""
    taken = False
    for rung in rungs(scene.policy):
        step = _step(task, rung, scene)
        yield replace(step, taken=step.possible and not taken)
        taken = taken or step.possible


def _step(task: Task, rung: Rung, scene: _Scene) -> Step:
    alone = _alone(task, rung, scene)
    possible = alone.lane is rung.lane
    refusal = next((reason for _, reason in alone.refused), "")
    granted = _ALWAYS if rung.lane is Lane.OFFLINE else alone.reason
    return Step(
        lane=rung.lane,
        model=alone.model if possible else scene.prices.aliases.get(rung.model, rung.model),
        possible=possible,
        taken=False,
        reason=granted if possible else refusal,
        worst_case=alone.worst_case,
    )


def _alone(task: Task, rung: Rung, scene: _Scene) -> Route:
    policy = replace(scene.policy, lanes=(rung.lane,), model=rung.model, economy_model=rung.model)
    return route(
        task,
        windows=scene.windows,
        circuits=circuits(scene.events, scene.now),
        budget_left=BudgetLeft.tightest(scene.periods, run=scene.limits.run),
        prices=scene.prices,
        policy=policy,
        now=scene.now,
    )
