"""Putting a segment on the shelf, where everybody finds it.

Nothing that lies there is replaced or deleted: a name that is taken or burnt is left behind for the
next slot. A reader stops at two empty slots, so no slot is used above two that nobody can see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from cv_action.ledger.memory import Memory
from cv_action.ledger.naming import SLOTS, segment_name, week_of
from cv_action.ledger.reading import EMPTY_SLOTS
from cv_action.ledger.segment import Segment, UnreadableError, pack
from cv_action.ledger.store import LedgerStore, Listed, NotPlaced, Obstacle, Placed

PATIENCE: Final = 5
"""Times that a job waits for parallel jobs of its run to finish their uploads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who writes, what time it is, and how it can wait.

    ``now`` follows the server's clock, not the runner's; ``pause`` lets others finish. ``pack``
    takes the place of packing for a shelf that is no more than simulated.
    """

    store: LedgerStore
    run: int
    now: Callable[[], datetime]
    pause: Callable[[], None]
    pack: Callable[[Segment], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The memory lies on the shelf as the segment with this id."""

    id: int
    memory: Memory


@dataclass(frozen=True, slots=True)
class NotWritten:
    """The memory lies nowhere but here, and why."""

    reason: str


def write(desk: Desk, memory: Memory) -> Written | NotWritten:
    """Leave everything that is known to the next job.

    Raises:
        StoreError: the shelf cannot be read.
    """
    try:
        data = (desk.pack or pack)(memory.as_segment())
    except UnreadableError as error:
        return NotWritten(f"what is known cannot be made a segment: {error}")
    return _placed(desk, memory, data)


def _placed(desk: Desk, memory: Memory, data: bytes) -> Written | NotWritten:
    """Memory as a segment in the first slot of this week that its run can have."""
    now = desk.now()
    week = week_of(now)
    used = {entry.name for entry in memory.listed if entry.run == desk.run}
    for slot in range(SLOTS):
        name = segment_name(week, slot)
        if name in used:
            continue
        if not _is_found(desk, memory, week, slot):
            return NotWritten("parallel jobs of this run are in the middle of their uploads")
        answer = desk.store.place(name, data)
        match answer:
            case Placed():
                entry = Listed(id=answer.id, name=name, created_at=now, run=desk.run)
                return Written(answer.id, _with_own(memory, entry))
            case NotPlaced(obstacle=Obstacle.TAKEN | Obstacle.BURNT):
                continue
            case NotPlaced():
                return NotWritten(answer.reason)
    return NotWritten(f"this run has used all {SLOTS} places of this week")


def _with_own(memory: Memory, entry: Listed) -> Memory:
    return replace(memory, absorbed=memory.absorbed | {entry.id}, listed=memory.listed | {entry})


def _is_found(desk: Desk, memory: Memory, week: date, slot: int) -> bool:
    """Whether a reader who walks up the slots comes as far as this one."""
    below = [segment_name(week, lower) for lower in range(slot - EMPTY_SLOTS, slot)]
    if slot < EMPTY_SLOTS or any(entry.name in below for entry in memory.listed):
        return True
    for _ in range(PATIENCE):
        if any(desk.store.listed(name).entries for name in below):
            return True
        desk.pause()
    return False
