"""What the owner's limits leave of a day and a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from cv_action.ledger.accounts import Booking, total
from cv_action.ledger.event import Reserved

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that may be spent, in USD: by one job, in a day and in a calendar month of UTC."""

    run: Decimal
    day: Decimal
    month: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A day or a calendar month, what was or may have been spent in it, and its limit."""

    name: str
    first: date
    last: date
    spent: Decimal
    limit: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be spent, never less than nothing."""
        return max(self.limit - self.spent, Decimal(0))


def periods(
    booked: Iterable[Booking], limits: Limits, *, since: datetime, until: datetime
) -> tuple[Period, ...]:
    """Every day and every month that a span of time touches, the shortest first."""
    money = tuple(booked)
    first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date()
    spans = [
        *((f"{day:%-d %B %Y}", day, day, limits.day) for day in _days(first, last)),
        *((f"{month:%B %Y}", month, _end(month), limits.month) for month in _months(first, last)),
    ]
    return tuple(
        Period(name=name, first=a, last=b, spent=total(money, a, b), limit=limit)
        for name, a, b, limit in spans
    )


def left(booked: Iterable[Booking], limits: Limits, *, since: datetime, until: datetime) -> Decimal:
    """What a job may reserve for a span of time: the least that any limit leaves."""
    rest = (one.left for one in periods(booked, limits, since=since, until=until))
    return min(limits.run, *rest)


def shortfalls(booked: Iterable[Booking], wanted: Reserved, limits: Limits) -> tuple[str, ...]:
    """Each limit that a reservation passes, in words.

    ``booked`` has the reservation in it, beside everything else.
    """
    over = [
        f"{one.spent - wanted.usd:f} USD of {one.name}'s {one.limit:f} are spent or reserved, and "
        f"this run may need {wanted.usd:f}"
        for one in periods(booked, limits, since=wanted.at, until=wanted.until)
        if one.spent > one.limit
    ]
    if wanted.usd > limits.run:
        over.insert(0, f"this run may need {wanted.usd:f} USD and its limit is {limits.run:f}")
    return tuple(over)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _end(month) + _DAY


def _end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
