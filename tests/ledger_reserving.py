"""A job that asks for money, with others who act while it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cv_action.ledger.event import Reserved
from cv_action.ledger.memory import Memory
from cv_action.ledger.reading import read
from cv_action.ledger.store import Listing, NotPlaced, Placed
from cv_action.ledger.writing import Desk
from cv_action.quota.budget import Limits
from cv_action.quota.reserving import Granted, Refused, reserve
from tests.ledger_shelves import CountingHand
from tests.shelf import Shelf

LIMITS = Limits(run=Decimal("0.50"), day=Decimal("1.00"), month=Decimal("10.00"))
RUN = 7


def nothing() -> None:
    """Nobody else does anything."""


@dataclass
class WatchedHand(CountingHand):
    """A hand that tells when it has placed something, and to which its own lags like the rest."""

    placed: Callable[[], None] = nothing

    def listed(self, name: str | None) -> Listing:
        listing, now = super().listed(name), self.shelf.now
        shown = (one for one in listing.entries if self.shelf.hidden_until[one.id] <= now)
        return replace(listing, entries=tuple(shown))

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        answer = super().place(name, data)
        self.placed()
        return answer


@dataclass
class Job:
    """A job that has read the ledger, and what others do after its upload and while it waits."""

    shelf: Shelf
    placed: Callable[[], object] = nothing
    paused: Callable[[], object] = nothing
    pauses: int = 0
    hand: CountingHand = field(init=False)
    memory: Memory = field(init=False)

    def __post_init__(self) -> None:
        self.hand = WatchedHand(self.shelf, RUN, placed=self.others)
        self.memory = read(self.hand, around=self.shelf.now)

    def others(self) -> None:
        self.placed()

    def pause(self) -> None:
        self.pauses += 1
        self.paused()

    @property
    def desk(self) -> Desk:
        return Desk(store=self.hand, run=RUN, now=lambda: self.shelf.now, pause=self.pause)

    def asks(self, wanted: Reserved, limits: Limits = LIMITS) -> Granted | Refused:
        return reserve(self.desk, self.memory, wanted, limits)
