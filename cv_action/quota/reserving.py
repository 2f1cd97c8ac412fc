"""Reserve, look, spend, settle: how limits hold between jobs that know nothing of each other.

A job writes down the most that it may spend, looks at the shelf again, and goes on only if it sees
its own reservation there and everything that it sees fits the limits. Of any two jobs the one that
looks last sees both, so no order of events passes a limit. Two that refuse each other have spent
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from cv_action.ledger.accounts import bookings
from cv_action.ledger.event import Called, Reserved, Settled, Writer
from cv_action.ledger.memory import Memory, gaps
from cv_action.ledger.reading import read
from cv_action.ledger.writing import PATIENCE, Desk, NotWritten, write
from cv_action.quota.budget import Limits, shortfalls


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """The reservation holds: at most its amount may be spent until its end."""

    reserved: Reserved
    memory: Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No money may be spent, and why. ``reserved`` lies on the shelf if it is there."""

    reasons: tuple[str, ...]
    memory: Memory
    reserved: Reserved | None = None


def reserve(desk: Desk, memory: Memory, wanted: Reserved, limits: Limits) -> Granted | Refused:
    """Ask for the right to spend.

    Raises:
        StoreError: the shelf cannot be read any more.
    """
    before = memory.with_events([wanted])
    if reasons := _reasons(before, wanted, limits):
        return Refused(reasons=reasons, memory=memory)
    written = write(desk, before)
    if isinstance(written, NotWritten):
        return Refused(reasons=(written.reason,), memory=before, reserved=wanted)
    after = _look(desk, written.memory, written.id)
    if after is None:
        reason = "this run's own reservation does not appear in the list of artifacts"
        return Refused(reasons=(reason,), memory=written.memory, reserved=wanted)
    if reasons := _reasons(after, wanted, limits):
        return Refused(reasons=reasons, memory=after, reserved=wanted)
    return Granted(reserved=wanted, memory=after)


def _look(desk: Desk, memory: Memory, own: int) -> Memory | None:
    """What lies on the shelf now, as soon as the own segment is to be seen there."""
    others = frozenset(entry for entry in memory.listed if entry.id != own)
    before = replace(memory, listed=others)
    for _ in range(PATIENCE):
        seen = read(desk.store, around=desk.now(), known=before)
        if any(entry.id == own for entry in seen.listed):
            return seen
        desk.pause()
    return None


def _reasons(memory: Memory, wanted: Reserved, limits: Limits) -> tuple[str, ...]:
    return gaps(memory) or shortfalls(bookings(memory.events), wanted, limits)


def settlement(
    reserved: Reserved, calls: Iterable[Called], *, event_id: str, at: datetime, by: Writer
) -> Settled:
    """The end of a reservation: what its calls came to. Only the job that reserved can say so."""
    costs = [call.usd for call in calls]
    return Settled(
        id=event_id,
        at=at,
        by=by,
        reservation=reserved.id,
        calls=len(costs),
        usd=sum(costs, Decimal(0)),
    )
