"""What a job knows of the ledger, and whether that is enough to spend money on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from cv_action.ledger.event import Entry
from cv_action.ledger.segment import Segment
from cv_action.ledger.store import Listed

KEPT: Final = timedelta(days=400)
"""Age at which events are left behind: a year and a month, for comparing a month with its last."""
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Loss:
    """A segment that is on the shelf and cannot be read, why, and whether that is ``final``."""

    segment: Listed
    reason: str
    _: KW_ONLY
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Everything that a job has read and written.

    ``absorbed`` are ids of segments whose events are here; ``listed`` is what the shelf has shown.
    ``horizon`` is the server's time when the first reading began, ``now`` when the last one ended.
    ``unread`` are segments that were left for the next job because there were too many.
    """

    events: frozenset[Entry] = frozenset()
    absorbed: frozenset[int] = frozenset()
    listed: frozenset[Listed] = frozenset()
    horizon: datetime
    now: datetime
    losses: tuple[Loss, ...] = ()
    unread: tuple[Listed, ...] = ()

    def with_segment(self, segment_id: int, segment: Segment) -> Memory:
        """Memory that has taken in a segment."""
        return replace(
            self,
            events=self.events | segment.events,
            absorbed=self.absorbed | segment.absorbed | {segment_id},
        )

    def with_events(self, events: Iterable[Entry]) -> Memory:
        """Memory of what has just happened as well."""
        return replace(self, events=self.events | frozenset(events))

    @property
    def whole_until(self) -> datetime:
        """The moment up to which everything is here, or given up for ever.

        Why it waits for what could not be read: that is tried again, and as long as money of this
        month may be in it, everybody has to know that it is missing.
        """
        missing = [loss.segment for loss in self.losses if not loss.final or _is_due(loss, self)]
        awaited = (entry.created_at for entry in (*missing, *self.unread))
        return min((self.horizon, *awaited))

    def as_segment(self) -> Segment:
        """What this memory leaves to the next job.

        Why only listed ids: who starts from this segment lists no further back than this job did.
        """
        oldest = self.now - KEPT
        return Segment(
            events=self.events.difference(event for event in self.events if event.at < oldest),
            absorbed=self.absorbed & {entry.id for entry in self.listed},
            horizon=self.whole_until,
        )


def gaps(memory: Memory) -> tuple[str, ...]:
    """Why money must not be spent on this memory; empty when nothing of this month is missing.

    Why: what cannot be read may be spending, and a limit that forgets is none.
    """
    lost = [
        f"segment {loss.segment.id} ({loss.segment.name}) {loss.reason}"
        for loss in memory.losses
        if _is_due(loss, memory)
    ]
    waiting = [f"{len(memory.unread)} segments are still unread"] if memory.unread else []
    return (*lost, *waiting)


def _is_due(loss: Loss, memory: Memory) -> bool:
    """Whether money of the present month may be in a segment that nobody can read."""
    created = loss.segment.created_at
    return _month(memory.now) in (_month(created), _month(created + _A_DAY))


def _month(moment: datetime) -> tuple[int, int]:
    utc = moment.astimezone(UTC)
    return utc.year, utc.month
