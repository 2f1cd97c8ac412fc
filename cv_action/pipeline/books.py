"""The books of one run: opened before anything is asked, closed whatever became of it.

A ledger that cannot be read or written closes the lanes that cost money and nothing else: the CV is
rendered and published all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from cv_action.ledger.event import Known, RunFinished, Writer
from cv_action.ledger.memory import Memory, gaps
from cv_action.ledger.reading import read
from cv_action.ledger.store import StoreError
from cv_action.ledger.writing import Desk, NotWritten, write
from cv_action.pipeline.stages import Stages
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import Outcome


class Journal(Protocol):
    """What this job has done so far, kept where a crash of the process does not reach."""

    def append(self, line: bytes) -> None:
        """Add a line; it is safe when this returns."""
        ...

    def lines(self) -> tuple[bytes, ...]:
        """Every whole line."""
        ...

    def clear(self) -> None:
        """Forget everything."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookkeeping:
    """Where the books lie and who writes in them.

    ``elapsed`` is the time since some moment, by a clock that nobody sets. ``short`` is for how
    many days segments are kept, where that is less than a month, and 0 elsewhere.
    """

    desk: Desk
    by: Writer
    journal: Journal
    elapsed: Callable[[], timedelta]
    short: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The ledger as one run has it; without ``memory`` it could not be read.

    ``closed`` are the reasons why no money may be spent.
    """

    memory: Memory | None = None
    closed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_books(keeping: Bookkeeping | None) -> Books:
    """Read the ledger; trouble with it is a reason, not an error."""
    if keeping is None:
        return Books(closed=("no ledger is kept here",))
    try:
        memory = read(keeping.desk.store, around=keeping.desk.now())
    except StoreError as error:
        return Books(closed=(error.message,), problems=(_trouble(error),))
    return Books(memory=memory, closed=(*gaps(memory), *_too_short(keeping.short)))


def has_left_words(books: Books) -> bool:
    """Whether the last run that the ledger knows of may have found words and kept them to itself.

    Why not always: to look for them costs requests, and mostly there are none.
    """
    events = books.memory.events if books.memory else frozenset()
    ends = [event for event in events if isinstance(event, RunFinished)]
    last = max(ends, key=lambda end: (end.at, end.id), default=None)
    return last is not None and last.outcome in {Outcome.FAILED, Outcome.PREVIEWED}


def close_books(
    keeping: Bookkeeping | None, memory: Memory | None, events: Iterable[Known]
) -> tuple[Problem, ...]:
    """Leave what happened to the next run, and say what kept it from being left.

    Why nothing is written by who could not read: it would pass for everything there is to know.
    """
    if keeping is None or memory is None:
        return ()
    try:
        written = write(keeping.desk, memory.with_events(events))
        if not isinstance(written, NotWritten):
            keeping.journal.clear()
            return ()
    except StoreError as error:
        return (_trouble(error),)
    message = f"The ledger of this run could not be kept: {written.reason}"
    return (Problem(message, severity=Severity.WARNING),)


def end_books(
    keeping: Bookkeeping | None,
    memory: Memory | None,
    told: Iterable[Known],
    *,
    mode: str,
    outcome: str,
    stages: Stages,
) -> tuple[Problem, ...]:
    """Write down what happened in a run and how it ended, and leave it to the next."""
    if keeping is None:
        return ()
    end = RunFinished(
        id=f"{keeping.by.nonce}-finished",
        at=keeping.desk.now(),
        by=keeping.by,
        mode=mode,
        outcome=outcome,
        stages=dict(stages.took),
    )
    return close_books(keeping, memory, [*told, end])


def _trouble(error: StoreError) -> Problem:
    message = f"{error.message} Lanes that cost money stay closed. {error.hint}".strip()
    return Problem(message, severity=Severity.WARNING)


def _too_short(days: int) -> tuple[str, ...]:
    if not days:
        return ()
    return (f"artifacts are kept for {days} days here, which is less than a month of spending",)
