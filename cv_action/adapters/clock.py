"""The server's time, kept going between its answers by a clock that nobody can set."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cv_action.ledger.store import LedgerStore, Listed, Listing, NotPlaced, Placed


def wall_clock() -> datetime:
    """What this machine believes the time to be, in UTC."""
    return datetime.now(UTC)


class ServerClock:
    """Begins with this machine's time, and takes the server's as soon as it is heard.

    Why: limits are kept by the day and the month, and a runner's clock can be set to any.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] = wall_clock,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ticks = ticks
        self._heard = wall()
        self._at = ticks()

    def __call__(self) -> datetime:
        """The time in UTC."""
        return self._heard + timedelta(seconds=self._ticks() - self._at)

    def hear(self, now: datetime) -> None:
        """Take the time from an answer of the server."""
        self._heard, self._at = now, self._ticks()


@dataclass(frozen=True, slots=True)
class ClockedStore:
    """A shelf whose answers set the clock."""

    store: LedgerStore
    clock: ServerClock

    def listed(self, name: str | None) -> Listing:
        """See ``LedgerStore``."""
        listing = self.store.listed(name)
        self.clock.hear(listing.now)
        return listing

    def fetch(self, segment: Listed) -> bytes:
        """See ``LedgerStore``."""
        return self.store.fetch(segment)

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        """See ``LedgerStore``."""
        return self.store.place(name, data)
