"""When a budget or a window runs dry, how sure that is, and what it is based on.

A forecast says "not enough is known" rather than guess, and gives a span of time rather than a
moment alone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final

from cv_action.ledger.accounts import Booking, total
from cv_action.ledger.event import Entry, WindowSeen
from cv_action.quota.past import past
from cv_action.quota.windows import Window, ends, same_period

_DAY: Final = timedelta(days=1)
_DAYS: Final = 28
"""Whole weeks, so that each day of the week weighs the same."""
_FEWEST: Final = 3
_APART: Final = timedelta(minutes=10)
"""Use is told in whole percents, and over a shorter time that says nothing of its pace."""
_T: Final = (
    *(3078, 1886, 1638, 1533, 1476, 1440, 1415, 1397, 1383, 1372, 1363, 1356, 1350, 1345),
    *(1341, 1337, 1333, 1330, 1328, 1325, 1323, 1321, 1319, 1318, 1316, 1315, 1314),
)
"""What Student's t stays below in nine cases of ten, in thousandths, by degrees of freedom from 1
to 27. Source: its distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """When something runs dry; None is not before ``ends_at``, when it begins afresh.

    ``observations`` and ``basis`` say what it was reckoned from, and how.
    """

    likely: datetime | None
    earliest: datetime | None
    latest: datetime | None
    ends_at: datetime
    observations: int
    basis: str


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Nothing can be said yet, and why."""

    reason: str


def spent_by_day(booked: Iterable[Booking], *, since: date, today: date) -> dict[date, Decimal]:
    """What was or may have been spent, in US dollars, for every day from one to another (UTC)."""
    money = tuple(booked)
    days = (since + _DAY * n for n in range((today - since).days + 1))
    return {day: total(money, day, day) for day in days}


def month_forecast(
    spent: Mapping[date, Decimal], *, budget: Decimal, today: date
) -> Forecast | NotEnough:
    """When the month's budget is spent.

    ``spent`` are US dollars by day; a day between the first of them and today that is not among
    them cost nothing. What the days to come will cost is foretold from up to 28 days before today,
    as if each were drawn from the same normal distribution: their number times the mean, give or
    take Student's t, so that eight cases in ten lie between ``earliest`` and ``latest``. Today
    counts as a day to come, but as no less than what it has cost already.
    """
    known = min((day for day in spent if day < today), default=today)
    first = max(known, today - _DAY * _DAYS)
    days = [spent.get(first + _DAY * n, Decimal(0)) for n in range((today - first).days)]
    if len(days) < _FEWEST:
        return NotEnough(f"the spend of {len(days)} whole days is known, and {_FEWEST} are needed")
    begin = today.replace(day=1)
    so_far = sum((usd for day, usd in spent.items() if begin <= day < today), Decimal(0))
    now = so_far + spent.get(today, Decimal(0))

    def dry(margin: int) -> datetime | None:
        for n in range(1, _days_left(today) + 1):
            if max(now, so_far + _foretold(days, n, margin)) >= budget:
                return _midnight(today + _DAY * (n - 1))
        return None

    return Forecast(
        likely=dry(0),
        earliest=dry(1),
        latest=dry(-1),
        ends_at=_midnight(today + _DAY * _days_left(today)),
        observations=len(days),
        basis=f"from what {len(days)} days cost; if the days to come are like them, it happens "
        "between the earliest and the latest day in eight cases of ten",
    )


def window_forecast(
    events: Iterable[Entry], window: Window, *, limit: float, now: datetime
) -> Forecast | NotEnough:
    """When a window is used up to a limit, which is a fraction of it.

    Reckoned from all observations of this window that lie ten minutes apart: the likely moment goes
    by the pace from the first to the last of them, the earliest and the latest by the fastest and
    the slowest pace between two.
    """
    points = _points(events, window, now)
    if len(points) < _FEWEST:
        return NotEnough(
            f"{len(points)} measurements of this window lie ten minutes apart, "
            f"and {_FEWEST} are needed"
        )
    paces = [_pace(one, other) for one, other in pairwise(points)]
    dry = _reaching(points[-1], limit, window.until)
    return Forecast(
        likely=dry(_pace(points[0], points[-1])),
        earliest=dry(max(paces)),
        latest=dry(min(paces)),
        ends_at=window.until,
        observations=len(points),
        basis=f"from {len(points)} measurements in {_span(points[-1][0] - points[0][0])}; "
        "earliest and latest go by the fastest and the slowest pace between two of them",
    )


def _foretold(days: list[Decimal], ahead: int, margin: int) -> Decimal:
    """What so many days will cost: their mean, and the margin of its error above or below it."""
    with localcontext(prec=40):
        count = len(days)
        mean = sum(days, Decimal(0)) / count
        variance = sum(((day - mean) ** 2 for day in days), Decimal(0)) / (count - 1)
        error = (variance * (ahead + Decimal(ahead * ahead) / count)).sqrt()
        return ahead * mean + margin * _T[count - 2] * error / 1000


def _days_left(today: date) -> int:
    """Days until the month ends, today included."""
    return monthrange(today.year, today.month)[1] - today.day + 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def _points(events: Iterable[Entry], window: Window, now: datetime) -> list[tuple[datetime, float]]:
    """When a window was measured, and how much of it was used: from the first to the last."""
    kept: list[tuple[datetime, float]] = []
    told = sorted(past(events, WindowSeen, now=now), key=lambda event: (event.at, event.id))
    for event in reversed(told):
        if event.window != window.name or event.utilization is None:
            continue
        apart = not kept or kept[0][0] - event.at >= _APART
        if apart and same_period(window.name, ends(event), window.until):
            kept.insert(0, (event.at, event.utilization))
    return kept


def _pace(one: tuple[datetime, float], other: tuple[datetime, float]) -> float:
    """The share that is used in a second, never less than nothing."""
    return max(0.0, other[1] - one[1]) / (other[0] - one[0]).total_seconds()


def _reaching(
    last: tuple[datetime, float], limit: float, end: datetime
) -> Callable[[float], datetime | None]:
    """When the limit is reached at a pace, if it is before the end."""
    at, used = last

    def moment(pace: float) -> datetime | None:
        missing = max(0.0, limit - used)
        if missing > pace * (end - at).total_seconds():
            return None
        return at + timedelta(seconds=missing / pace) if missing else at

    return moment


def _span(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60} min"
