"""The clock and the shelf of a simulated server."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cv_action.ledger.event import Entry
from cv_action.ledger.segment import Segment, pack
from cv_action.ledger.store import Listed, Listing, NotPlaced, Obstacle, Placed
from cv_action.ledger.writing import Desk

_PAUSE: Final = timedelta(seconds=3)


@dataclass(slots=True)
class Clock:
    """The server's time, which passes when somebody says so."""

    now: datetime

    def pass_by(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span

    def wait_for(self, moment: datetime) -> None:
        """Let time pass until a moment, if it has not come yet."""
        self.now = max(self.now, moment)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A segment as what it adds to the one before it."""

    added: frozenset[Entry]
    absorbed: frozenset[int]
    horizon: datetime


@dataclass(slots=True)
class Shelf:
    """Everything that runs uploaded one after the other; ids count from 1.

    A segment is packed when somebody fetches it: most are never read, because the next one holds
    the same events and more. For the same reason each is kept as what it adds.
    """

    clock: Clock
    kept: list[_Kept] = field(default_factory=list)
    names: defaultdict[str, list[Listed]] = field(default_factory=lambda: defaultdict(list))
    newest: frozenset[Entry] = frozenset()
    waiting: dict[bytes, Segment] = field(default_factory=dict)

    def desk(self, run: int) -> Desk:
        """A run's way to the shelf."""
        return Desk(
            store=_Hand(self, run),
            run=run,
            now=lambda: self.clock.now,
            pause=lambda: self.clock.pass_by(_PAUSE),
            pack=self.wait,
        )

    def wait(self, segment: Segment) -> bytes:
        """What stands for a segment until somebody fetches it."""
        ticket = str(len(self.kept)).encode()
        self.waiting = {ticket: segment}
        return ticket

    def add(self, entry: Listed, data: bytes) -> None:
        """Keep a segment.

        Raises:
            ValueError: it does not hold what the one before it does.
        """
        segment = self.waiting.pop(data)
        if not self.newest <= segment.events:
            raise ValueError("a run forgot what the run before it knew")
        self.kept.append(_Kept(segment.events - self.newest, segment.absorbed, segment.horizon))
        self.newest = segment.events
        self.names[entry.name].append(entry)

    def packed(self, number: int) -> bytes:
        """A segment's bytes, by its id."""
        last = self.kept[number - 1]
        events = frozenset[Entry]().union(*(one.added for one in self.kept[:number]))
        return pack(Segment(events=events, absorbed=last.absorbed, horizon=last.horizon))


@dataclass(frozen=True, slots=True)
class _Hand:
    """The port of one run; see ``LedgerStore``."""

    shelf: Shelf
    run: int

    def listed(self, name: str | None) -> Listing:
        """Everything is listed as soon as it is there."""
        names = self.shelf.names
        found = names.get(name, ()) if name else (e for some in names.values() for e in some)
        return Listing(tuple(found), self.shelf.clock.now)

    def fetch(self, segment: Listed) -> bytes:
        """Nothing expires within a simulation."""
        return self.shelf.packed(segment.id)

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        """A run can use each name once."""
        if any(entry.run == self.run for entry in self.shelf.names.get(name, ())):
            return NotPlaced(Obstacle.TAKEN, "the name is taken")
        number = len(self.shelf.kept) + 1
        now = self.shelf.clock.now
        self.shelf.add(Listed(id=number, name=name, created_at=now, run=self.run), data)
        return Placed(number)
