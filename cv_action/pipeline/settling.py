"""Settling what a job reserved that ended before it could say what it spent."""

from __future__ import annotations

from cv_action.ledger.codec import CodecError, read_line
from cv_action.ledger.event import Called, Known, Reserved, Settled
from cv_action.ledger.store import StoreError
from cv_action.pipeline.books import Bookkeeping, Journal, close_books, open_books
from cv_action.quota.reserving import settlement
from cv_action.report.problem import Problem


def settle(keeping: Bookkeeping) -> tuple[Problem, ...]:
    """Put what the journal remembers into the ledger; without a journal there is nothing to do.

    Raises:
        StoreError: the journal cannot be read.
    """
    events = journalled(keeping.journal)
    if not events:
        return ()
    books = open_books(keeping)
    left = close_books(keeping, books.memory, (*events, *_ends(keeping, events)))
    return (*books.problems, *left)


def journalled(journal: Journal) -> tuple[Known, ...]:
    """The events in a journal, each as it was last told.

    Why the last: a call stands there with the most that it can cost before it is begun, and with
    what it did cost when its answer has come.

    Raises:
        StoreError: it cannot be read, or holds what is no event.
    """
    try:
        events = tuple(map(read_line, journal.lines()))
    except CodecError as error:
        raise StoreError("The journal of this run cannot be understood.") from error
    return tuple({event.id: event for event in events if isinstance(event, Known)}.values())


def _ends(keeping: Bookkeeping, events: tuple[Known, ...]) -> tuple[Settled, ...]:
    """The end of each reservation that has none."""
    ended = {event.reservation for event in events if isinstance(event, Settled)}
    calls = [event for event in events if isinstance(event, Called)]
    return tuple(
        settlement(
            one,
            [call for call in calls if call.reservation == one.id],
            event_id=f"{one.id}-settled",
            at=keeping.desk.now(),
            by=one.by,
        )
        for one in events
        if isinstance(one, Reserved) and one.id not in ended
    )
