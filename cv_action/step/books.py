"""The books of a run, wherever its shelf is; at a terminal, that is a folder."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from cv_action.adapters.clock import ClockedStore, ServerClock
from cv_action.adapters.directory_store import DirectoryStore
from cv_action.adapters.journal import Journal
from cv_action.ledger.event import Writer
from cv_action.ledger.store import LedgerStore
from cv_action.ledger.writing import Desk
from cv_action.pipeline.books import Bookkeeping

FOLDER: Final = ".cv-action"
"""What belongs to the program and not to the CV, in the owner's folder; never committed."""
PAUSE: Final = 3.0
"""Seconds that a job waits for others of its run: an upload takes about two."""
A_MONTH: Final = 31
"""Days that segments must be kept, so that no month forgets its beginning."""


def folder_books(folder: Path) -> Bookkeeping:
    """The books of a run at a terminal, where every process is a run of its own.

    They lie below the folder of the program, in ``ledger``, beside the journal.
    """
    run, nonce = secrets.randbelow(10**12), new_nonce()
    by = Writer(run=run, attempt=1, job="terminal", nonce=nonce)
    store = DirectoryStore(folder=folder / "ledger", run=run, clock=ServerClock())
    return bookkeeping(store, by, folder / f"{nonce}.journal")


def new_nonce() -> str:
    """What tells a job from all others."""
    return secrets.token_hex(8)


def bookkeeping(
    store: LedgerStore, by: Writer, journal: Path, *, days: int = A_MONTH
) -> Bookkeeping:
    """The books on a shelf that keeps segments for some days."""
    clock = ServerClock()
    desk = Desk(
        store=ClockedStore(store, clock), run=by.run, now=clock, pause=lambda: time.sleep(PAUSE)
    )
    return Bookkeeping(
        desk=desk,
        by=by,
        journal=Journal(journal),
        elapsed=_elapsed,
        short=days if days < A_MONTH else 0,
    )


def _elapsed() -> timedelta:
    return timedelta(seconds=time.monotonic())
