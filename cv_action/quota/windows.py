"""The subscription's quota windows, as the server last described them.

The truth is what the server said, with its age; a window that has been reset since is unknown. Only
``status`` closes a window: what is said about overage on an allowed session only means that there
are no credits to buy more with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cv_action.claude.lane import Lane
from cv_action.ledger.event import Called, Entry, WindowSeen
from cv_action.quota.past import past
from cv_action.quota.wording import moment, percent

FIVE_HOUR: Final = "five_hour"
SEVEN_DAY: Final = "seven_day"
REJECTED: Final = "rejected"
OVERAGE: Final = "overage"
"""The window of what was bought on top, which says nothing about the plan's own quota."""
_LENGTHS: Final = {FIVE_HOUR: timedelta(hours=5)}
_WEEK: Final = timedelta(days=7)
_FAMILIES: Final = ("haiku", "sonnet", "opus", "fable", "mythos")


class State(StrEnum):
    """What a window says about the next call."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """It may be tried."""


class Source(StrEnum):
    """Where a window is known from."""

    SEEN = "seen"
    """The server said so."""
    INFERRED = "inferred"
    """It follows from our own calls; others may have used the plan too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One window at a moment.

    ``resets_at`` is what the server said, never later than a window's length after it was said;
    ``until`` is when the observation stops to count. ``utilization`` is a fraction, can be above 1,
    and is None where it was not measured or has been reset since. ``overage`` says that money is
    being spent beyond the plan.
    """

    name: str
    source: Source
    state: State
    seen_at: datetime
    age: timedelta
    until: datetime
    resets_at: datetime | None = None
    utilization: float | None = None
    overage: bool = False

    def concerns(self, model: str) -> bool:
        """Whether the window limits a model: ``seven_day_opus`` says nothing about others."""
        family = self.name.rpartition("_")[2]
        return self.name != OVERAGE and (family not in _FAMILIES or family in model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The share of a window that may be used, so that its owner has the rest for themselves."""

    window: float = 0.8
    week: float = 0.9

    def of(self, window: Window) -> tuple[float, str]:
        """The share of one window, and the name of the input that sets it."""
        if window.name == FIVE_HOUR:
            return self.window, "max_window_utilization"
        return self.week, "max_week_utilization"


@dataclass(frozen=True, slots=True)
class Closure:
    """Why nothing may be asked, and until when."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Windows:
    """All windows that were ever seen, by name, and an inferred one where nothing is known."""

    windows: tuple[Window, ...]

    @property
    def overage(self) -> bool:
        """Whether money is being spent beyond the plan, by what was heard last."""
        seen = [window for window in self.windows if window.source is Source.SEEN]
        newest = max((window.seen_at for window in seen), default=None)
        return any(window.overage for window in seen if window.seen_at == newest)

    def named(self, name: str) -> Window | None:
        """One window."""
        return next((window for window in self.windows if window.name == name), None)

    def closure(self, model: str, room: Room) -> Closure | None:
        """What keeps a model from being asked; the one that lasts longest, if there are several."""
        concerned = (window for window in self.windows if window.concerns(model))
        found = [closure for window in concerned if (closure := _closure(window, room))]
        return max(found, key=lambda closure: (closure.until, closure.reason), default=None)


def windows(events: Iterable[Entry], now: datetime) -> Windows:
    """Every window at a moment, by the latest that was heard of each."""
    entries = tuple(events)
    latest: dict[str, WindowSeen] = {}
    for event in sorted(past(entries, WindowSeen, now=now), key=lambda event: (event.at, event.id)):
        latest[event.window] = event
    seen = {name: _seen(event, now) for name, event in latest.items()}
    inferred = _inferred(entries, seen.get(FIVE_HOUR), now)
    if inferred is not None:
        seen[FIVE_HOUR] = inferred
    return Windows(tuple(seen[name] for name in sorted(seen)))


def length(name: str) -> timedelta:
    """How long a window lasts; one of an unknown name is taken for a week."""
    return _LENGTHS.get(name, _WEEK)


def ends(event: WindowSeen) -> datetime:
    """When an observation stops to count: at the reset, or a window's length after it was made.

    Why the cap: a wrong moment far ahead would close the lane for good.
    """
    latest = event.at + length(event.window)
    return min(event.resets_at or latest, latest)


def same_period(name: str, one: datetime, other: datetime) -> bool:
    """Whether two ends are those of one window, told a little differently.

    Two windows of a name end at least a window's length apart, so half of it tells them apart.
    """
    return abs(one - other) < length(name) / 2


def _seen(event: WindowSeen, now: datetime) -> Window:
    until = ends(event)
    live = now < until
    return Window(
        name=event.window,
        source=Source.SEEN,
        state=_state(event.status) if live else State.UNKNOWN,
        seen_at=event.at,
        age=max(now - event.at, timedelta(0)),
        until=until,
        resets_at=until if event.resets_at is not None else None,
        utilization=event.utilization if live else None,
        overage=event.overage and live,
    )


def _state(status: str) -> State:
    if status == REJECTED:
        return State.CLOSED
    return State.OPEN if status.startswith("allowed") else State.UNKNOWN


def _closure(window: Window, room: Room) -> Closure | None:
    name = window.name.replace("_", "-")
    if window.state is State.CLOSED:
        reason = f"the {name} window is used up until {moment(window.until)}"
        return Closure(window.until, f"{reason} (seen {moment(window.seen_at)})")
    limit, setting = room.of(window)
    if window.utilization is None or window.utilization < limit:
        return None
    used = f"the {name} window is {percent(window.utilization)} used until {moment(window.until)}"
    return Closure(window.until, f"{used}, and at most {percent(limit)} may be ({setting})")


def _inferred(events: Iterable[Entry], seen: Window | None, now: datetime) -> Window | None:
    """The five-hour window that our own calls began, if the server has said nothing about it.

    A window begins with the first message after the last one ended, and lasts five hours.
    Source: the plan's own description of its sessions.
    """
    if seen is not None and now < seen.until:
        return None
    begun = list(_begun(events, seen, now))
    if not begun or now >= begun[-1] + length(FIVE_HOUR):
        return None
    start = begun[-1]
    return Window(
        name=FIVE_HOUR,
        source=Source.INFERRED,
        state=State.UNKNOWN,
        seen_at=start,
        age=max(now - start, timedelta(0)),
        until=start + length(FIVE_HOUR),
        resets_at=start + length(FIVE_HOUR),
    )


def _begun(events: Iterable[Entry], seen: Window | None, now: datetime) -> Iterator[datetime]:
    """The moments at which our own calls began a window, from the first to the last."""
    end = seen.until if seen is not None else None
    calls = past(events, Called, now=now)
    for at in sorted(call.at for call in calls if call.lane is Lane.SUBSCRIPTION):
        if end is None or at >= end:
            yield at
            end = at + length(FIVE_HOUR)
