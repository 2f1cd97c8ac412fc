"""A shelf of segments in memory, as slow and forgetful as a test wants it.

Several runs share one ``Shelf``; each has its own ``Hand`` on it, which is the port. Every step
that others can come between calls ``turn`` first, so that a scheduler decides who goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto

from cv_action.ledger.store import (
    Listed,
    Listing,
    NotPlaced,
    Obstacle,
    Placed,
    SegmentError,
    StoreError,
)

START = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


class Mishap(StrEnum):
    """What can go wrong with one upload."""

    BURNT = auto()
    """It fails at its last step, and the name is lost."""
    ANSWER_LOST = auto()
    """It succeeds, and nobody is told."""
    TWICE = auto()
    """Its last step is done twice: two segments of one name."""
    REFUSED = auto()
    """It fails at its first step."""


def _nothing() -> None:
    """Nobody else is there."""


@dataclass
class Shelf:
    """What lies on the shelf, and the server's clock."""

    now: datetime = START
    page: int = 100
    entries: dict[int, tuple[Listed, bytes]] = field(default_factory=dict)
    hidden_until: dict[int, datetime] = field(default_factory=dict)
    taken: set[tuple[int, str]] = field(default_factory=set)
    lag: timedelta = timedelta(0)
    requests: int = 0
    down: bool = False
    overlooked: set[int] = field(default_factory=set)
    """Runs with a segment that a list left out although it was there."""

    def add(self, run: int, name: str, data: bytes) -> int:
        number = len(self.entries) + 1001
        entry = Listed(id=number, name=name, created_at=self.now, run=run)
        self.entries[number] = (entry, data)
        self.hidden_until[number] = self.now + self.lag
        return number

    def visible(self, run: int = 0) -> tuple[Listed, ...]:
        """What a run is shown: everything of its own, and of others what does not lag."""
        shown = []
        for entry, _ in self.entries.values():
            if entry.run == run or self.hidden_until[entry.id] <= self.now:
                shown.append(entry)
            else:
                self.overlooked.add(entry.run)
        return tuple(shown)


@dataclass
class Hand:
    """One run's way to the shelf."""

    shelf: Shelf
    run: int = 1
    turn: Callable[[], None] = _nothing
    mishaps: list[Mishap | None] = field(default_factory=list)

    def listed(self, name: str | None) -> Listing:
        self._request()
        entries = self.shelf.visible(self.run)
        if name is None:
            whole = len(entries) <= self.shelf.page
            return Listing(entries[: self.shelf.page], self._date(), complete=whole)
        return Listing(tuple(e for e in entries if e.name == name), self._date())

    def fetch(self, segment: Listed) -> bytes:
        self._request()
        if segment.id not in self.shelf.entries:
            raise SegmentError("It is not there any more.")
        return self.shelf.entries[segment.id][1]

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        self._request()
        if (self.run, name) in self.shelf.taken:
            return NotPlaced(Obstacle.TAKEN, "the name is taken")
        mishap = self.mishaps.pop(0) if self.mishaps else None
        if mishap is Mishap.REFUSED:
            return NotPlaced(Obstacle.UNAVAILABLE, "the service refused")
        self.shelf.taken.add((self.run, name))
        self.turn()
        if mishap is Mishap.BURNT:
            return NotPlaced(Obstacle.BURNT, "the last step failed")
        number = self.shelf.add(self.run, name, data)
        if mishap is Mishap.TWICE:
            number = self.shelf.add(self.run, name, data)
        self.turn()
        if mishap is Mishap.ANSWER_LOST:
            return NotPlaced(Obstacle.BURNT, "no answer came")
        return Placed(number)

    def _request(self) -> None:
        self.turn()
        self.shelf.requests += 1
        if self.shelf.down:
            raise StoreError("The service does not answer.")

    def _date(self) -> datetime:
        return self.shelf.now.replace(microsecond=0)
