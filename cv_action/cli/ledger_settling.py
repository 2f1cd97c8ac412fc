"""Settling what processes left unsaid that died at this machine."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, assert_never

from cv_action.adapters.clock import ServerClock, wall_clock
from cv_action.adapters.directory_store import DirectoryStore
from cv_action.adapters.journal import Journal
from cv_action.errors import CvActionError
from cv_action.ledger.event import Known, Reserved, Writer
from cv_action.pipeline.books import Bookkeeping
from cv_action.pipeline.settling import journalled, settle
from cv_action.step.books import bookkeeping, new_nonce

_LONGEST_RUN: Final = timedelta(hours=6)
"""After which a process without a reservation is taken for dead: what a job on a runner may last.

Source: https://docs.github.com/actions/reference/limits
"""


class Ending(StrEnum):
    """What became of a journal."""

    SETTLED = "settled"
    RUNNING = "running"
    """Its process may be at work."""
    EMPTY = "empty"
    """It says nothing."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journalled:
    """One journal, what became of it, and how many events it brought or why it did not."""

    journal: str
    ending: Ending
    events: int = 0
    reason: str = ""

    @property
    def sentence(self) -> str:
        """This for a person."""
        match self.ending:
            case Ending.SETTLED:
                said = f"settled, with {self.events:,} events"
            case Ending.RUNNING:
                said = f"left alone: {self.reason}"
            case Ending.EMPTY:
                said = "says nothing"
            case Ending.FAILED:
                said = f"could not be settled: {self.reason}"
            case _:
                assert_never(self.ending)
        return f"{self.journal}: {said}"


def settle_journals(shelf: Path, *, every: bool) -> tuple[Journalled, ...]:
    """Settle the journals beside a ledger; without ``every`` only those whose process has ended.

    One that cannot be settled keeps no other from it.
    """
    journals = sorted(shelf.parent.glob("*.journal"))
    return tuple(_settled(path, shelf, every=every) for path in journals)


def _settled(path: Path, shelf: Path, *, every: bool) -> Journalled:
    try:
        events = journalled(Journal(path))
        if not events:
            return Journalled(journal=path.name, ending=Ending.EMPTY)
        end = _end(events)
        if end > wall_clock() and not every:
            reason = f"its process may spend until {end:%Y-%m-%d %H:%M} UTC; --all settles it now"
            return Journalled(journal=path.name, ending=Ending.RUNNING, reason=reason)
        problems = settle(_books(path, shelf))
    except CvActionError as error:
        return Journalled(journal=path.name, ending=Ending.FAILED, reason=error.message)
    if problems:
        reason = " ".join(problem.text for problem in problems)
        return Journalled(journal=path.name, ending=Ending.FAILED, reason=reason)
    return Journalled(journal=path.name, ending=Ending.SETTLED, events=len(events))


def _end(events: tuple[Known, ...]) -> datetime:
    """When nobody writes into a journal any more."""
    reserved = [event.until for event in events if isinstance(event, Reserved)]
    return max(reserved) if reserved else max(event.at for event in events) + _LONGEST_RUN


def _books(path: Path, shelf: Path) -> Bookkeeping:
    """The books of this process, which takes another's journal for its own."""
    by = Writer(run=secrets.randbelow(10**12), attempt=1, job="settling", nonce=new_nonce())
    store = DirectoryStore(folder=shelf, run=by.run, clock=ServerClock())
    return bookkeeping(store, by, path)
