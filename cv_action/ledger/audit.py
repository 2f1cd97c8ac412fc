"""What every segment on the shelf is worth, whether or not a run would read it.

A segment that cannot be read costs nothing as long as another one holds what was in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from cv_action.ledger.event import Entry
from cv_action.ledger.memory import KEPT, Loss, Memory, gaps
from cv_action.ledger.reading import LAG, every_segment, opened, read
from cv_action.ledger.segment import Segment
from cv_action.ledger.store import LedgerStore, Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one segment is worth.

    ``events`` is None where it cannot be read, and then ``wrong`` says why. ``beyond_newest`` are
    events that the newest readable segment does not hold, ``overlooked`` those that no run would
    read. ``absorbed`` says that a readable segment has taken it in; ``lost`` that it held, or
    holds, what is nowhere else.
    """

    segment: Listed
    events: int | None = None
    beyond_newest: int = 0
    overlooked: int = 0
    wrong: str = ""
    absorbed: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Every segment, the newest first; ``closed`` are a run's reasons to spend no money.

    ``newest`` is the id of the newest readable segment, ``whole`` whether it holds everything that
    the others do, and ``lost`` whether anything is nowhere any more.
    """

    now: datetime
    findings: tuple[Finding, ...]
    newest: int | None
    whole: bool
    lost: bool
    closed: tuple[str, ...]


def audit(store: LedgerStore, *, around: datetime) -> Audit:
    """Read everything that is listed.

    Raises:
        StoreError: the shelf cannot be read.
    """
    memory = read(store, around=around)
    oldest = memory.now - KEPT
    search = _Search(store, memory)
    entries = every_segment(store, now=memory.now, since=oldest)
    found = search.through(entries, oldest)
    findings = tuple(search.judged(one) for one in found)
    return Audit(
        now=memory.now,
        findings=findings,
        newest=search.newest,
        whole=not any(one.beyond_newest for one in findings),
        lost=any(one.lost for one in findings),
        closed=gaps(memory),
    )


class _Search:
    """One walk along the shelf; of all segments only the newest one's events are kept."""

    def __init__(self, store: LedgerStore, memory: Memory) -> None:
        self._store = store
        self._read = memory.events
        self._waiting = frozenset(memory.unread)
        self._held: frozenset[Entry] = frozenset()
        self._absorbed: set[int] = set()
        self._horizon: datetime | None = None
        self.newest: int | None = None

    def through(self, entries: Iterable[Listed], oldest: datetime) -> tuple[Finding, ...]:
        """Open one segment after the other."""
        return tuple(self._finding(entry, oldest) for entry in entries)

    def judged(self, finding: Finding) -> Finding:
        """A finding with what all the others say about it."""
        segment = finding.segment
        absorbed = segment.id in self._absorbed
        ended = segment.expired and self._horizon and segment.created_at < self._horizon - LAG
        gone = bool(finding.wrong) and not absorbed and not ended
        return replace(finding, absorbed=absorbed, lost=gone or finding.overlooked > 0)

    def _finding(self, entry: Listed, oldest: datetime) -> Finding:
        if entry.expired:
            return Finding(segment=entry, wrong="has expired")
        content = opened(self._store, entry)
        if isinstance(content, Loss):
            return Finding(segment=entry, wrong=content.reason)
        if self.newest is None:
            self._begin(entry, content)
        self._absorbed |= content.absorbed
        kept = frozenset(event for event in content.events if event.at >= oldest)
        return Finding(
            segment=entry,
            events=len(content.events),
            beyond_newest=len(kept - self._held),
            overlooked=0 if entry in self._waiting else len(kept - self._read),
        )

    def _begin(self, entry: Listed, newest: Segment) -> None:
        self.newest, self._held, self._horizon = entry.id, newest.events, newest.horizon
