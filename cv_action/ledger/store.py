"""Where segments lie: the port, its values and what can go wrong there.

A store is a shelf of immutable files with names that can repeat: two runs may use the same name,
one run may not use it twice. Reading and writing the ledger by the rules of ``reading`` and
``writing`` needs nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from cv_action.errors import CvActionError


class StoreError(CvActionError):
    """The shelf cannot be read: no permission, no network, no room."""


class SegmentError(CvActionError):
    """One segment is listed but cannot be had: expired, deleted, or cut off on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One segment on the shelf. ``run`` is the run that put it there."""

    id: int
    name: str
    created_at: datetime
    run: int
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Segments in no particular order, and the server's time of the answer.

    Segments that cannot be trusted (another repository's, a fork's) are not in it. It is
    ``complete`` unless the whole shelf was asked for and is more than one answer holds.
    """

    entries: tuple[Listed, ...]
    now: datetime
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment lies on the shelf under this id."""

    id: int


class Obstacle(StrEnum):
    """Why a segment could not be put on the shelf."""

    TAKEN = "taken"
    """This run has used the name, or another job of it is using it."""
    BURNT = "burnt"
    """The upload failed in a way that leaves the name unusable for this run."""
    FULL = "full"
    """There is no room for artifacts left."""
    UNAVAILABLE = "unavailable"
    """The service did not answer, or refused."""


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A segment does not lie on the shelf, or at least nobody will find it there by its name."""

    obstacle: Obstacle
    reason: str


class LedgerStore(Protocol):
    """A shelf of segments."""

    def listed(self, name: str | None) -> Listing:
        """All segments of exactly this name; without a name, one answer's worth of the whole shelf.

        Raises:
            StoreError: the shelf cannot be listed.
        """
        ...

    def fetch(self, segment: Listed) -> bytes:
        """A segment's bytes.

        Raises:
            SegmentError: it is not to be had any more, or came in pieces.
            StoreError: the shelf cannot be read at all.
        """
        ...

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        """Put a new segment on the shelf; nothing that lies there is ever replaced."""
        ...
