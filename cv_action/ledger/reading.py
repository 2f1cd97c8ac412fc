"""Reading the ledger: which segments are asked for, and in which order.

The newest segment says what it has absorbed and when it looked. What lies on the shelf since then
and is not in it is read too, and that is everything: the number of requests does not grow with
history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from cv_action.ledger.memory import Loss, Memory
from cv_action.ledger.naming import (
    SLOTS,
    is_segment_name,
    segment_name,
    week_of,
    week_prefix,
    weeks_back,
)
from cv_action.ledger.segment import Segment, UnreadableError, unpack
from cv_action.ledger.store import LedgerStore, Listed, SegmentError

LAG: Final = timedelta(days=1)
"""For so long a segment may be missing from the list without being overlooked for ever."""
OLDEST: Final = timedelta(days=90)
"""How far back anybody looks: the longest that GitHub keeps a public artifact."""
UNDERWAY: Final = timedelta(hours=1)
"""For so long an upload can go on under the name of the week in which it began, as its URL does."""
AHEAD: Final = timedelta(minutes=1)
"""How far a writer's clock may be ahead of the time in an answer, which has whole seconds only."""
MOST_READ: Final = 64
"""Segments that one job reads; the rest is left to the next, which starts from this one's."""
EMPTY_SLOTS: Final = 2
"""Slots without a segment after which a week has no more: one of them may be a failed upload."""
WEEKS_BY_NAME: Final = 2
"""Empty weeks after which the whole shelf is asked for: a ledger of rare runs is a short list."""


@dataclass(slots=True)
class _Walk:
    """The shelf as one reading sees it; each name and each segment is asked for once."""

    store: LedgerStore
    now: datetime
    names: dict[str, tuple[Listed, ...]] = field(default_factory=dict)
    weeks: dict[date, frozenset[Listed]] = field(default_factory=dict)
    segments: dict[int, Segment | Loss] = field(default_factory=dict)
    left: int = MOST_READ

    def name(self, name: str) -> tuple[Listed, ...]:
        """The segments of a name."""
        if name not in self.names:
            listing = self.store.listed(name)
            self.now = listing.now
            self.names[name] = listing.entries
        return self.names[name]

    def week(self, week: date) -> frozenset[Listed]:
        """A week's segments: slots upwards, until two in a row are empty."""
        if week not in self.weeks:
            self.weeks[week] = frozenset(self._slots(week))
        return self.weeks[week]

    def _slots(self, week: date) -> Iterator[Listed]:
        empty = 0
        for slot in range(SLOTS):
            found = self.name(segment_name(week, slot))
            yield from found
            empty = 0 if found else empty + 1
            if empty == EMPTY_SLOTS:
                return

    def whole_shelf(self, weeks: Iterable[date]) -> None:
        """Take every week at once, if one answer holds the whole shelf."""
        listing = self.store.listed(None)
        if listing.complete:
            for week in weeks:
                ours = week_prefix(week)
                self.weeks[week] = frozenset(e for e in listing.entries if e.name.startswith(ours))

    def since(self, oldest: date) -> list[Listed]:
        """The segments from a week up to now, the newest first."""
        weeks = weeks_back(week_of(self.now + AHEAD), oldest)
        return newest_first(entry for week in weeks for entry in self.week(week))

    def oldest(self, horizon: datetime) -> date:
        """The week from which on a segment can lie that somebody did not see at a moment."""
        seen = max(min(horizon, self.now), self.now - OLDEST)
        return week_of(seen - LAG)

    def segment(self, entry: Listed) -> Segment | Loss | None:
        """A segment, or what is wrong with it; nothing when enough have been read."""
        if entry.id in self.segments:
            return self.segments[entry.id]
        if entry.expired:
            return Loss(entry, "has expired", final=True)
        if self.left == 0:
            return None
        self.left -= 1
        self.segments[entry.id] = opened(self.store, entry)
        return self.segments[entry.id]


def read(store: LedgerStore, *, around: datetime, known: Memory | None = None) -> Memory:
    """What the ledger says now; what is known already has only what came since added to it.

    ``around`` is any clock's idea of the time; the server's own replaces it with its first answer.

    Raises:
        StoreError: the shelf cannot be read.
    """
    walk = _Walk(store, now=around)
    walk.name(segment_name(week_of(around), 0))
    if known is not None:
        return _taken_in(walk, walk.since(week_of(known.horizon - UNDERWAY)), known)
    nothing = Memory(horizon=walk.now, now=walk.now)
    return _taken_in(walk, walk.since(_week_of_newest(walk)), nothing)


def opened(store: LedgerStore, entry: Listed) -> Segment | Loss:
    """A segment, or what is wrong with it.

    Raises:
        StoreError: the shelf cannot be read.
    """
    try:
        return unpack(store.fetch(entry))
    except SegmentError as error:
        return Loss(entry, f"cannot be had: {error.message}", final=False)
    except UnreadableError as error:
        return Loss(entry, f"cannot be read: {error}", final=True)


def every_segment(store: LedgerStore, *, now: datetime, since: datetime) -> list[Listed]:
    """All segments that are listed, the newest first, whether anybody would read them or not.

    Where one answer does not hold the whole shelf, they are asked for by name, week by week.

    Raises:
        StoreError: the shelf cannot be listed.
    """
    listing = store.listed(None)
    if listing.complete:
        return newest_first(entry for entry in listing.entries if is_segment_name(entry.name))
    return _Walk(store, now=now).since(week_of(since))


def newest_first(entries: Iterable[Listed]) -> list[Listed]:
    """Segments by when they were made; the server's own order is none."""
    return sorted(entries, key=lambda entry: (entry.created_at, entry.id), reverse=True)


def _week_of_newest(walk: _Walk) -> date:
    """The week from which on the newest readable segment has not seen everything."""
    weeks = tuple(weeks_back(week_of(walk.now), week_of(walk.now - OLDEST)))
    for count, week in enumerate(weeks):
        if count == WEEKS_BY_NAME and not any(walk.weeks.values()):
            walk.whole_shelf(weeks)
        for entry in newest_first(walk.week(week)):
            segment = walk.segment(entry)
            if isinstance(segment, Segment):
                return walk.oldest(segment.horizon)
    return weeks[-1]


def _taken_in(walk: _Walk, entries: Sequence[Listed], memory: Memory) -> Memory:
    """Memory with everything that is listed and not in it, the newest first.

    Why the newest first: it has absorbed most of the others, which are then not asked for.
    """
    losses = {loss.segment.id: loss for loss in memory.losses}
    unread = {entry.id: entry for entry in memory.unread}
    for entry in entries:
        if entry.id in memory.absorbed:
            continue
        match walk.segment(entry):
            case Segment() as segment:
                memory = memory.with_segment(entry.id, segment)
            case Loss() as loss:
                losses[entry.id] = loss
            case None:
                unread[entry.id] = entry
    done = memory.absorbed | losses.keys()
    return replace(
        memory,
        listed=memory.listed | frozenset(entries),
        now=walk.now,
        losses=tuple(losses[one] for one in losses if one not in memory.absorbed),
        unread=tuple(unread[one] for one in unread if one not in done),
    )
