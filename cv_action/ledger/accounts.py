"""What events say was spent, and what may still be spent by jobs that have not said.

A reservation is open until its own job says what its calls cost, and says it consistently. Until
then it counts in full, in every day that it touches: a job that died may have spent all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from cv_action.ledger.event import Called, Entry, Reserved, Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Money in a span of days (UTC, both included). ``open`` is money that may have been spent."""

    first: date
    last: date
    usd: Decimal
    open: bool = False


def bookings(events: Iterable[Entry]) -> tuple[Booking, ...]:
    """All money in the events, each dollar once."""
    entries = tuple(events)
    reserved = [event for event in entries if isinstance(event, Reserved)]
    owners = {(event.id, event.by) for event in reserved}
    calls: dict[object, list[Called]] = defaultdict(list)
    settled: dict[object, list[Settled]] = defaultdict(list)
    unreserved: list[Called] = []
    for event in entries:
        match event:
            case Called() if (event.reservation, event.by) in owners:
                calls[event.reservation, event.by].append(event)
            case Called():
                unreserved.append(event)
            case Settled():
                settled[event.reservation, event.by].append(event)
            case _:
                continue
    found = [_booked(call) for call in unreserved]
    for reservation in reserved:
        key = (reservation.id, reservation.by)
        found += _reservation(reservation, calls[key], settled[key])
    return tuple(booking for booking in found if booking.usd)


def _reservation(reserved: Reserved, calls: list[Called], settled: list[Settled]) -> list[Booking]:
    """What one reservation comes to."""
    spent = sum((call.usd for call in calls), Decimal(0))
    if any(one.calls == len(calls) and one.usd == spent for one in settled):
        return [_booked(call) for call in calls]
    days = [_day(moment) for moment in (reserved.at, reserved.until, *(call.at for call in calls))]
    return [Booking(first=min(days), last=max(days), usd=max(reserved.usd, spent), open=True)]


def _booked(call: Called) -> Booking:
    day = _day(call.at)
    return Booking(first=day, last=day, usd=call.usd)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def total(booked: Iterable[Booking], first: date, last: date) -> Decimal:
    """Money that was or may have been spent in a span of days, both included."""
    touching = (one.usd for one in booked if one.first <= last and first <= one.last)
    return sum(touching, Decimal(0))
