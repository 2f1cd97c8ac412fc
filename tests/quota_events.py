"""Events of made-up runs, and strategies for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from hypothesis import strategies as st

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.event import (
    AlertCleared,
    AlertRaised,
    Called,
    Entry,
    LaneFailed,
    WindowSeen,
    Writer,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BY = Writer(run=7, attempt=1, job="cv", nonce="n")
_IDS = count()


def _new() -> str:
    return f"e{next(_IDS)}"


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def ahead(**span: float) -> datetime:
    return NOW + timedelta(**span)


def seen(
    window: str = "five_hour",
    *,
    at: datetime = NOW,
    status: str = "allowed",
    used: float | None = None,
    resets_at: datetime | None = None,
    overage: bool = False,
) -> WindowSeen:
    return WindowSeen(
        id=_new(),
        at=at,
        by=BY,
        window=window,
        status=status,
        resets_at=resets_at,
        utilization=used,
        overage=overage,
    )


def called(lane: Lane = Lane.SUBSCRIPTION, *, at: datetime = NOW, answered: bool = True) -> Called:
    return Called(
        id=_new(),
        at=at,
        by=BY,
        lane=lane,
        model="claude-sonnet-5-5",
        usd=Decimal(0),
        list_usd=Decimal("0.056"),
        usage=Usage(input=8000, output=4000) if answered else None,
    )


def failed(
    lane: Lane, failure: Failure, *, at: datetime = NOW, closed_until: datetime | None = None
) -> LaneFailed:
    return LaneFailed(
        id=_new(), at=at, by=BY, lane=lane, failure=failure, closed_until=closed_until
    )


def raised(alert: str, *, at: datetime = NOW) -> AlertRaised:
    return AlertRaised(id=_new(), at=at, by=BY, alert=alert)


def cleared(alert: str, *, at: datetime = NOW) -> AlertCleared:
    return AlertCleared(id=_new(), at=at, by=BY, alert=alert)


def moments() -> st.SearchStrategy[datetime]:
    """Around now, on few moments, so that some coincide; and some from broken clocks."""
    near = st.integers(-200, 200).map(lambda hours: NOW + timedelta(hours=hours / 4))
    far = st.sampled_from([datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)])
    return st.one_of(near, near, near, far)


def entries() -> st.SearchStrategy[list[Entry]]:
    names = st.sampled_from(["five_hour", "seven_day", "seven_day_opus", "overage", "a_new_one"])
    statuses = st.sampled_from(["allowed", "allowed_warning", "rejected", "a new one"])
    windows = st.builds(
        seen,
        names,
        at=moments(),
        status=statuses,
        used=st.none() | st.floats(0, 2),
        resets_at=st.none() | moments(),
        overage=st.booleans(),
    )
    calls = st.builds(called, st.sampled_from(Lane), at=moments(), answered=st.booleans())
    failures = st.builds(
        failed,
        st.sampled_from(Lane),
        st.sampled_from(Failure),
        at=moments(),
        closed_until=st.none() | moments(),
    )
    return st.lists(st.one_of(windows, calls, failures), max_size=12)
