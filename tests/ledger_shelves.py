"""Shelves with a past: what other runs left there, and a hand that knows what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cv_action.ledger.event import Entry
from cv_action.ledger.memory import Memory
from cv_action.ledger.naming import segment_name, week_of
from cv_action.ledger.reading import read
from cv_action.ledger.segment import pack
from cv_action.ledger.store import Listed, Listing, NotPlaced, Placed, SegmentError
from cv_action.ledger.writing import Desk
from tests.ledger_events import segment
from tests.shelf import Hand, Shelf

PER_PAGE = 100
DOWNLOAD = 2
"""Requests: where it is, and its bytes."""
UPLOAD = 4
"""Requests: to begin, two for the bytes, to end."""


@dataclass
class CountingHand(Hand):
    """A hand that knows what it asked for and what GitHub would count for it."""

    names: list[str | None] = field(default_factory=list)
    fetched: list[int] = field(default_factory=list)
    cost: int = 0
    failing: set[int] = field(default_factory=set)
    """Segments that cannot be had this time."""

    def listed(self, name: str | None) -> Listing:
        listing = super().listed(name)
        self.names.append(name)
        self.cost += 1 if name is None else max(1, -(-len(listing.entries) // PER_PAGE))
        return listing

    def fetch(self, segment: Listed) -> bytes:
        self.fetched.append(segment.id)
        self.cost += DOWNLOAD
        if segment.id in self.failing:
            raise SegmentError("It came in pieces.")
        return super().fetch(segment)

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        self.cost += UPLOAD
        return super().place(name, data)


def put(
    shelf: Shelf,
    *entries: Entry,
    at: datetime,
    slot: int = 0,
    run: int = 0,
    horizon: datetime | None = None,
    absorbed: tuple[int, ...] = (),
) -> int:
    """A segment that another run left at a moment, in a slot of that moment's week."""
    shelf.now = at
    whole = segment(*entries, horizon=horizon or at, absorbed=frozenset(absorbed))
    return shelf.add(run or 1000 + len(shelf.entries), segment_name(week_of(at), slot), pack(whole))


def spoil(shelf: Shelf, *numbers: int) -> None:
    """Damage segments for good."""
    for number in numbers:
        entry, data = shelf.entries[number]
        shelf.entries[number] = entry, data[:-1]


def expire(shelf: Shelf, *numbers: int) -> None:
    """Let the bytes of segments be gone and their entries not."""
    for number in numbers:
        entry, data = shelf.entries[number]
        shelf.entries[number] = replace(entry, expired=True), data


def seen(shelf: Shelf, *, failing: set[int] | None = None) -> tuple[Memory, CountingHand]:
    """What a job reads that comes now, and how."""
    hand = CountingHand(shelf, run=99, failing=failing or set())
    return read(hand, around=shelf.now), hand


def desk(shelf: Shelf, hand: Hand) -> Desk:
    """A hand's desk, at which nobody else gets anything done while it waits."""

    def pause() -> None:
        shelf.now += timedelta(seconds=1)

    return Desk(store=hand, run=hand.run, now=lambda: shelf.now, pause=pause)


def ids(memory: Memory) -> set[str]:
    return {event.id for event in memory.events}
