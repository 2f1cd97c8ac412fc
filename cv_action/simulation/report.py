"""What a simulation came to, reckoned from the ledger that its runs left."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.accounts import bookings
from cv_action.ledger.codec import in_order
from cv_action.ledger.event import Called, Entry, LaneFailed
from cv_action.quota.budget import Limits
from cv_action.quota.circuits import closed_until
from cv_action.simulation.plan import Plan
from cv_action.simulation.run import Done, Simulated, Told

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts by what became of them, each counted once for every run that asked for it.

    ``kept`` got no answer and stayed as they were; ``waiting`` still do after the last run.
    """

    changed: int
    asked: int
    answered: int
    kept: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """All calls on one lane to one model; ``list_usd`` is the list price of the answers."""

    lane: Lane
    model: str
    calls: int
    unanswered: int
    prompt_tokens: int
    answer_tokens: int
    usd: Decimal
    list_usd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """US dollars spent on a day of UTC."""

    day: date
    usd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """US dollars: the list price of all answers, and what is left of it.

    ``saved`` is ``at_list_price`` less ``spent``. ``subscription`` is the plan's price for the
    simulated days, its month shared out evenly; ``saved_after_subscription`` can be below nothing.
    """

    at_list_price: Decimal
    spent: Decimal
    saved: Decimal
    subscription: Decimal
    saved_after_subscription: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindered:
    """In how many runs something kept a lane from being taken, and when it did first."""

    lane: Lane
    what: str
    runs: int
    first: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A lane failed and was left alone until a moment."""

    at: datetime
    lane: Lane
    failure: Failure
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a simulation tells; ``days`` are those that cost money."""

    start: datetime
    end: datetime
    seed: int
    limits: Limits
    runs: int
    runs_with_changes: int
    facts: Facts
    calls: tuple[Calls, ...]
    days: tuple[Day, ...]
    savings: Savings
    hindered: tuple[Hindered, ...]
    alerts: tuple[Told, ...]
    circuits: tuple[Opened, ...]


def report(simulated: Simulated) -> Report:
    """The whole report."""
    plan, runs = simulated.plan, simulated.runs
    events = in_order(simulated.memory.events)
    calls = tuple(_calls(events))
    days = tuple(_days(events))
    return Report(
        start=plan.start,
        end=plan.end,
        seed=plan.seed,
        limits=plan.limits,
        runs=len(runs),
        runs_with_changes=sum(one.changed > 0 for one in runs),
        facts=_facts(runs),
        calls=calls,
        days=days,
        savings=_savings(plan, calls, sum((day.usd for day in days), Decimal(0))),
        hindered=tuple(_hindered(runs)),
        alerts=tuple(told for one in runs for told in one.told),
        circuits=tuple(_circuits(events)),
    )


def _facts(runs: tuple[Done, ...]) -> Facts:
    asked = sum(one.asked for one in runs)
    answered = sum(one.answered for one in runs)
    return Facts(
        changed=sum(one.changed for one in runs),
        asked=asked,
        answered=answered,
        kept=asked - answered,
        waiting=runs[-1].waiting - runs[-1].answered,
    )


def _calls(events: Iterable[Entry]) -> Iterator[Calls]:
    """In the order of lanes, the most often asked model first."""
    groups: defaultdict[tuple[Lane, str], list[Called]] = defaultdict(list)
    for event in events:
        if isinstance(event, Called):
            groups[event.lane, event.model].append(event)
    lanes = list(Lane)
    for lane, model in sorted(
        groups, key=lambda key: (lanes.index(key[0]), -len(groups[key]), key[1])
    ):
        yield _totals(lane, model, groups[lane, model])


def _totals(lane: Lane, model: str, calls: list[Called]) -> Calls:
    answered = [(call.usage, call.list_usd) for call in calls if call.usage is not None]
    tokens = sum((usage for usage, _ in answered), Usage())
    return Calls(
        lane=lane,
        model=model,
        calls=len(calls),
        unanswered=len(calls) - len(answered),
        prompt_tokens=tokens.prompt,
        answer_tokens=tokens.output,
        usd=sum((call.usd for call in calls), Decimal(0)),
        list_usd=sum((usd for _, usd in answered), Decimal(0)),
    )


def _days(events: Iterable[Entry]) -> Iterator[Day]:
    """Each dollar once: every run settles, so that no booking lasts longer than a day."""
    spent: defaultdict[date, Decimal] = defaultdict(Decimal)
    for booking in bookings(events):
        spent[booking.first] += booking.usd
    yield from (Day(day=day, usd=usd) for day, usd in sorted(spent.items()))


def _savings(plan: Plan, calls: Iterable[Calls], spent: Decimal) -> Savings:
    listed = sum((one.list_usd for one in calls), Decimal(0))
    price = _subscription(plan)
    return Savings(
        at_list_price=listed,
        spent=spent,
        saved=listed - spent,
        subscription=price,
        saved_after_subscription=listed - spent - price,
    )


def _subscription(plan: Plan) -> Decimal:
    """The price of the plan's days, to the cent; a whole month costs what a month does."""
    if plan.subscription is None:
        return Decimal(0)
    months: defaultdict[tuple[int, int], int] = defaultdict(int)
    for number in range(plan.days):
        day = plan.start + timedelta(days=number)
        months[day.year, day.month] += 1
    price = plan.subscription.price_usd
    parts = (price * days / monthrange(*month)[1] for month, days in months.items())
    return sum(parts, Decimal(0)).quantize(_CENT)


def _hindered(runs: Iterable[Done]) -> Iterator[Hindered]:
    """In the order of lanes, the most frequent first."""
    times: defaultdict[tuple[Lane, str], list[datetime]] = defaultdict(list)
    for one in runs:
        for hurdle in one.hurdles:
            times[hurdle.lane, hurdle.what].append(one.at)
    lanes = list(Lane)
    for lane, what in sorted(
        times, key=lambda key: (lanes.index(key[0]), -len(times[key]), key[1])
    ):
        found = times[lane, what]
        yield Hindered(lane=lane, what=what, runs=len(found), first=min(found))


def _circuits(events: Iterable[Entry]) -> Iterator[Opened]:
    for event in events:
        if isinstance(event, LaneFailed):
            until = closed_until(event.failure, at=event.at, named=event.closed_until)
            if until > event.at:
                yield Opened(at=event.at, lane=event.lane, failure=event.failure, until=until)
