"""The ledger as its owner wants to see it: folds over the events, each a value of plain numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from operator import attrgetter, itemgetter

import msgspec

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.accounts import Booking, bookings
from cv_action.ledger.codec import in_order
from cv_action.ledger.event import (
    AlertCleared,
    AlertRaised,
    Called,
    Carried,
    Entry,
    LaneFailed,
    RunFinished,
)
from cv_action.ledger.memory import KEPT, Memory, gaps
from cv_action.pipeline.ledger_publications import PublicationSeen, publications
from cv_action.quota.circuits import circuits
from cv_action.quota.windows import Window, windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """US dollars of a day (``2026-11-23``) or month (``2026-11``) in UTC.

    ``open`` is what jobs have reserved that have not said what they spent; a reservation that
    touches two periods counts in both.
    """

    period: str
    settled: Decimal
    open: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """All calls on one lane to one model.

    ``unanswered`` are those whose answer never came; they count with the most that they can have
    cost. ``tokens`` are those of the answers, by what they are billed as; ``list_usd`` is what the
    calls cost at list price, ``usd`` the money that they did cost.
    """

    lane: Lane
    model: str
    calls: int
    unanswered: int
    tokens: Mapping[str, int]
    usd: Decimal
    list_usd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run that came to its end; ``stages`` are milliseconds by name."""

    at: datetime
    mode: str
    outcome: str
    stages: Mapping[str, int]
    run: int
    attempt: int
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """One way in which a lane failed; it is closed for it until ``closed_until``, None if not."""

    lane: Lane
    failure: Failure
    times: int
    last_at: datetime
    closed_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted:
    """An alert, when it was last raised, and when that was cleared."""

    alert: str
    raised_at: datetime
    cleared_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """Everything that a ledger tells its owner; what has a moment or a period is newest first.

    ``carried`` counts events of kinds and versions that this program does not know; ``closed`` are
    the reasons why a run would spend no money.
    """

    now: datetime
    segments: int
    events: int
    carried: int
    first_at: datetime | None
    last_at: datetime | None
    closed: tuple[str, ...]
    months: tuple[Spent, ...]
    days: tuple[Spent, ...]
    calls: tuple[Calls, ...]
    runs: tuple[Run, ...]
    publications: tuple[PublicationSeen, ...]
    windows: tuple[Window, ...]
    failures: tuple[Failed, ...]
    alerts: tuple[Alerted, ...]


def ledger_view(memory: Memory) -> LedgerView:
    """The view of everything that has been read."""
    events = in_order(memory.events)
    booked = bookings(events)
    today = memory.now.astimezone(UTC).date()
    return LedgerView(
        now=memory.now,
        segments=len(memory.listed),
        events=len(events),
        carried=sum(isinstance(event, Carried) for event in events),
        first_at=events[0].at if events else None,
        last_at=events[-1].at if events else None,
        closed=gaps(memory),
        months=_spent(booked, "%Y-%m", today=today),
        days=_spent(booked, "%Y-%m-%d", today=today),
        calls=_calls(events),
        runs=tuple(_run(one) for one in reversed(events) if isinstance(one, RunFinished)),
        publications=publications(events),
        windows=windows(events, memory.now).windows,
        failures=_failures(events, memory.now),
        alerts=_alerts(events),
    )


def _spent(booked: Iterable[Booking], period: str, *, today: date) -> tuple[Spent, ...]:
    """Money by day or month; a reservation without end is followed no further than today."""
    settled: defaultdict[str, Decimal] = defaultdict(Decimal)
    still_open: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in booked:
        for name in {f"{day:{period}}" for day in _days(one, today)}:
            (still_open if one.open else settled)[name] += one.usd
    return tuple(
        Spent(period=name, settled=settled[name], open=still_open[name])
        for name in sorted({*settled, *still_open}, reverse=True)
    )


def _days(booking: Booking, today: date) -> Iterator[date]:
    first = max(booking.first, today - KEPT)
    count = (min(booking.last, today) - first).days + 1
    return (first + timedelta(days=n) for n in range(count))


def _calls(events: Iterable[Entry]) -> tuple[Calls, ...]:
    """All calls, the lane and the model that cost most at list price first."""
    groups: defaultdict[tuple[Lane, str], list[Called]] = defaultdict(list)
    for event in events:
        if isinstance(event, Called):
            groups[event.lane, event.model].append(event)
    found = [_totals(lane, model, calls) for (lane, model), calls in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.list_usd, one.lane, one.model)))


def _totals(lane: Lane, model: str, calls: list[Called]) -> Calls:
    answers = [call.usage for call in calls if call.usage is not None]
    return Calls(
        lane=lane,
        model=model,
        calls=len(calls),
        unanswered=len(calls) - len(answers),
        tokens=msgspec.structs.asdict(sum(answers, Usage())),
        usd=sum((call.usd for call in calls), Decimal(0)),
        list_usd=sum((call.list_usd for call in calls), Decimal(0)),
    )


def _run(event: RunFinished) -> Run:
    return Run(
        at=event.at,
        mode=event.mode,
        outcome=event.outcome,
        stages=event.stages,
        run=event.by.run,
        attempt=event.by.attempt,
        job=event.by.job,
    )


def _failures(events: tuple[Entry, ...], now: datetime) -> tuple[Failed, ...]:
    """Each way in which a lane failed, the latest first."""
    closed = {
        (circuit.lane, circuit.failure): circuit.until
        for circuit in circuits(events, now)
        if circuit.closed(now)
    }
    times = Counter((one.lane, one.failure) for one in events if isinstance(one, LaneFailed))
    last = {(one.lane, one.failure): one.at for one in events if isinstance(one, LaneFailed)}
    return tuple(
        Failed(
            lane=lane,
            failure=failure,
            times=times[lane, failure],
            last_at=at,
            closed_until=closed.get((lane, failure)),
        )
        for (lane, failure), at in sorted(last.items(), key=itemgetter(1), reverse=True)
    )


def _alerts(events: Iterable[Entry]) -> tuple[Alerted, ...]:
    """Each alert as it was last told, the latest first."""
    told: dict[str, Alerted] = {}
    for event in events:
        match event:
            case AlertRaised():
                told[event.alert] = Alerted(alert=event.alert, raised_at=event.at, cleared_at=None)
            case AlertCleared() if event.alert in told:
                told[event.alert] = replace(told[event.alert], cleared_at=event.at)
            case _:
                continue
    return tuple(sorted(told.values(), key=attrgetter("raised_at", "alert"), reverse=True))
