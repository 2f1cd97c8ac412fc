"""Which thresholds have newly been passed: each speaks once in a period, and never again.

An alert is named for what it is about, its period and its threshold, such as ``month:2026-11:75``.
The events remember the names, so a run that starts anew does not repeat what another has said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from cv_action.ledger.event import AlertCleared, AlertRaised, Entry
from cv_action.quota.budget import Period
from cv_action.quota.windows import FIVE_HOUR, SEVEN_DAY, Windows, same_period
from cv_action.quota.wording import moment, percent, usd

_DAY: Final = "day"
_MONTH: Final = "month"
_RESET: Final = "%Y-%m-%dT%H:%MZ"
_KEY: Final = re.compile(
    rf"({_DAY}|{_MONTH}|{FIVE_HOUR}|{SEVEN_DAY}):([0-9TZ:-]{{7,20}}):([0-9]{{1,4}})", re.ASCII
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """How much of a limit is used in one period; ``words`` say it to a person.

    ``used`` and ``limit`` are US dollars, or shares of a window. ``ends_at`` is a window's reset,
    which is its period, too.
    """

    subject: str
    period: str
    used: Decimal
    limit: Decimal
    words: str
    ends_at: datetime | None = None

    def reaches(self, threshold: int) -> bool:
        """Whether so many percent of the limit are used; nothing is ever used of no limit."""
        return self.limit > 0 and self.used * 100 >= self.limit * threshold

    def key(self, threshold: int) -> str:
        """The name of an alert."""
        return f"{self.subject}:{self.period}:{threshold}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A threshold that was passed for the first time in its period.

    Every alert is to be remembered as raised; a silent one is not to be spoken of, because a higher
    one is.
    """

    key: str
    threshold: int
    text: str
    silent: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """The name of an alert, taken apart."""

    subject: str
    period: str
    threshold: int


def money_gauges(periods: Iterable[Period]) -> tuple[Gauge, ...]:
    """One gauge for each day and each month of a budget."""
    return tuple(
        Gauge(
            subject=_DAY if one.first == one.last else _MONTH,
            period=f"{one.first:%Y-%m-%d}" if one.first == one.last else f"{one.first:%Y-%m}",
            used=one.spent,
            limit=one.limit,
            words=f"{usd(one.spent)} of {one.name}'s {usd(one.limit)} is spent or set aside",
        )
        for one in periods
    )


def window_gauges(windows: Windows) -> tuple[Gauge, ...]:
    """One gauge for each of the two windows whose use was measured and which still lasts."""
    return tuple(
        Gauge(
            subject=window.name,
            period=window.until.astimezone(UTC).strftime(_RESET),
            used=Decimal(repr(window.utilization)),
            limit=Decimal(1),
            words=f"the {window.name.replace('_', '-')} window is {percent(window.utilization)} "
            f"used until {moment(window.until)}",
            ends_at=window.until,
        )
        for name in (FIVE_HOUR, SEVEN_DAY)
        if (window := windows.named(name)) is not None and window.utilization is not None
    )


def due(
    gauges: Iterable[Gauge], thresholds: Iterable[int], events: Iterable[Entry]
) -> tuple[Alert, ...]:
    """The alerts that are new, from the lowest to the highest of each gauge.

    Of several only the highest speaks, and none that is below one that has been raised before.
    ``thresholds`` are percent of the limit.
    """
    raised = frozenset(event.alert for event in events if isinstance(event, AlertRaised))
    wanted = sorted(set(thresholds))
    return tuple(alert for gauge in gauges for alert in _new(_bound(gauge, raised), wanted, raised))


def gone(gauges: Iterable[Gauge], events: Iterable[Entry]) -> tuple[str, ...]:
    """The alerts of thresholds that were raised and whose cause is gone, by name.

    ``gauges`` are all that there are now: what is none of them has ended. Alerts about anything
    else are left alone.
    """
    standing = _standing(events)
    bound = {(one.subject, one.period): one for one in (_bound(g, standing) for g in gauges)}
    ended = []
    for key in sorted(standing):
        if (named := _named(key)) is None:
            continue
        gauge = bound.get((named.subject, named.period))
        if gauge is None or not gauge.reaches(named.threshold):
            ended.append(key)
    return tuple(ended)


def _new(gauge: Gauge, thresholds: list[int], raised: frozenset[str]) -> Iterator[Alert]:
    new = [
        threshold
        for threshold in thresholds
        if gauge.reaches(threshold) and gauge.key(threshold) not in raised
    ]
    before = max((named.threshold for named in _of(gauge, raised)), default=0)
    for threshold in new:
        yield Alert(
            key=gauge.key(threshold),
            threshold=threshold,
            text=f"{gauge.words}; this alert is set at {threshold} %",
            silent=threshold < max(before, new[-1]),
        )


def _of(gauge: Gauge, raised: frozenset[str]) -> Iterator[_Named]:
    for key in raised:
        named = _named(key)
        if named and (named.subject, named.period) == (gauge.subject, gauge.period):
            yield named


def _bound(gauge: Gauge, raised: frozenset[str]) -> Gauge:
    """A window's gauge with the period under which its alerts were raised before.

    Why: the server may tell the reset of one window a little differently each time.
    """
    if gauge.ends_at is None:
        return gauge
    known = [
        named.period
        for key in raised
        if (named := _named(key)) is not None and named.subject == gauge.subject
        if (ended := _moment(named.period)) is not None
        if same_period(gauge.subject, gauge.ends_at, ended)
    ]
    return replace(gauge, period=min(known, default=gauge.period))


def _moment(period: str) -> datetime | None:
    """A window's reset, as it stands in the name of an alert; None for what is no moment."""
    try:
        return datetime.strptime(period, _RESET).replace(tzinfo=UTC)
    except ValueError:
        return None


def _named(key: str) -> _Named | None:
    """None for what is no alert about a threshold."""
    match = _KEY.fullmatch(key)
    return None if match is None else _Named(match[1], match[2], int(match[3]))


def _standing(events: Iterable[Entry]) -> frozenset[str]:
    """The alerts of which it was last said that they are raised."""
    told = [event for event in events if isinstance(event, AlertRaised | AlertCleared)]
    last = {event.alert: event for event in sorted(told, key=lambda event: (event.at, event.id))}
    return frozenset(key for key, event in last.items() if isinstance(event, AlertRaised))
