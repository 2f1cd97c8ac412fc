"""Which events count at a moment: those that have happened by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, TypeVar

from cv_action.ledger.event import Entry, Event

E = TypeVar("E", bound=Event)

SKEW: Final = timedelta(minutes=10)
"""How far ahead of ours a clock can go that wrote an event."""


def past(events: Iterable[Entry], kind: type[E], *, now: datetime) -> Iterator[E]:
    """The events of one kind up to now, in no particular order.

    Why: an event from a clock that runs years ahead would otherwise be the latest for years.
    """
    latest = now + SKEW
    return (event for event in events if isinstance(event, kind) and event.at <= latest)
