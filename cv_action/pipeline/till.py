"""The money of one run: reserved before it is spent, written down as it is, settled at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Final

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Answered, Failed, Sighting
from cv_action.claude.usage import Usage
from cv_action.ledger.accounts import bookings
from cv_action.ledger.codec import write_line
from cv_action.ledger.event import Called, Entry, Known, LaneFailed, Reserved, WindowSeen
from cv_action.ledger.memory import Memory
from cv_action.ledger.store import StoreError
from cv_action.pipeline.books import Bookkeeping
from cv_action.quota.budget import Limits, periods
from cv_action.quota.circuits import closed_until
from cv_action.quota.ladder import BudgetLeft
from cv_action.quota.prices import PriceTable
from cv_action.quota.reserving import Granted, reserve, settlement
from cv_action.quota.windows import OVERAGE, REJECTED

SPAN: Final = timedelta(minutes=30)
"""For so long a reservation may be spent; more than any run of ours asks."""
LONGEST_CALL: Final = timedelta(minutes=10)
"""No call that costs money is begun with less of that time left."""


_LONGEST_WORD: Final = 200


@dataclass(frozen=True, slots=True)
class _Cost:
    """What one model used in a call, if that is known, and what that costs at list price."""

    model: str
    usage: Usage | None
    list_usd: Decimal


@dataclass(slots=True, kw_only=True)
class Till:
    """Knows what happened in this run and before it; everything that costs money passes here.

    ``closed`` are the reasons why no money may be spent, and grow when a reservation is refused.
    """

    keeping: Bookkeeping
    memory: Memory | None
    closed: tuple[str, ...]
    limits: Limits
    prices: PriceTable
    events: list[Known] = field(default_factory=list)
    reserved: Reserved | None = None
    granted: bool = False
    calls: int = 0

    @property
    def known(self) -> frozenset[Entry]:
        """Everything that is known to have happened, this run included."""
        return (self.memory.events if self.memory else frozenset()) | frozenset(self.events)

    @property
    def left(self) -> BudgetLeft:
        """What may still be spent: of the reservation, or before there is one, of the limits."""
        if self.granted and self.reserved:
            whole = self.reserved.usd
            rest = whole - self._spent_of_reservation()
            return BudgetLeft(usd=rest, limit=whole, period="this run's reservation's")
        now = self.keeping.desk.now()
        found = periods(bookings(self.known), self.limits, since=now, until=now + SPAN)
        return BudgetLeft.tightest(found, run=self.limits.run)

    def may_spend(self, most: Decimal) -> bool:
        """Whether money may be spent, at most this much in the rest of the run."""
        now = self.keeping.desk.now()
        if self.reserved is None and not self.closed:
            self._reserve(most)
        elif self.granted and self.reserved and now + LONGEST_CALL > self.reserved.until:
            self._close("the time of this run's reservation is over")
        elif self.granted and most > self.left.usd:
            self._close("what this run has reserved is used up")
        return self.granted

    def begin(self, lane: Lane, model: str, most: Decimal) -> None:
        """Write down that a call is about to be made, and the most that it can cost."""
        self.calls += 1
        if self.granted:
            self._journal(self._called(lane, _Cost(model, None, most), paid=True))

    def end(
        self, lane: Lane, model: str, most: Decimal, answer: Answered | Failed
    ) -> tuple[Called, ...]:
        """Write down what a call came to; where nobody says, the most that it can have cost.

        Why overage counts at once: it is money that was spent before anybody could reserve it.
        """
        paid = lane is Lane.API or any(sighting.overage for sighting in answer.seen)
        costs = self._costs(model, most, answer)
        found = tuple(
            self._called(lane, cost, paid=paid, part=part) for part, cost in enumerate(costs)
        )
        nothing = self._called(lane, _Cost(model, None, Decimal(0)), paid=paid)
        for event in found or (nothing,):
            self._journal(event)
        self.events += [*self._seen(answer.seen), *found]
        if isinstance(answer, Failed) and not _says_window(answer):
            self.events.append(self._failed(lane, answer))
        return found

    def settle(self) -> tuple[Known, ...]:
        """Everything that this run has to tell the ledger, the end of its reservation included."""
        if self.reserved is None:
            return tuple(self.events)
        calls = [event for event in self.events if isinstance(event, Called)]
        settled = settlement(
            self.reserved,
            [call for call in calls if call.reservation == self.reserved.id],
            event_id=f"{self.reserved.id}-settled",
            at=self.keeping.desk.now(),
            by=self.keeping.by,
        )
        self._journal(settled)
        return (*self.events, settled)

    def _reserve(self, most: Decimal) -> None:
        if self.memory is None:
            self._close("the ledger could not be read")
            return
        now, by = self.keeping.desk.now(), self.keeping.by
        wanted = Reserved(id=f"{by.nonce}-reserved", at=now, by=by, usd=most, until=now + SPAN)
        self._journal(wanted)
        before = self.memory.with_events(self.events)
        try:
            outcome = reserve(self.keeping.desk, before, wanted, self.limits)
        except StoreError as error:
            self.memory, self.reserved = before.with_events([wanted]), wanted
            self._close(error.message)
            return
        self.memory, self.reserved = outcome.memory, outcome.reserved
        self.granted = isinstance(outcome, Granted)
        if not isinstance(outcome, Granted):
            self._close(*outcome.reasons)

    def _close(self, *reasons: str) -> None:
        self.granted = False
        self.closed = (*self.closed, *reasons)

    def _spent_of_reservation(self) -> Decimal:
        own = self.reserved.id if self.reserved else ""
        calls = (event for event in self.events if isinstance(event, Called))
        return sum((call.usd for call in calls if call.reservation == own), Decimal(0))

    def _costs(self, model: str, most: Decimal, answer: Answered | Failed) -> tuple[_Cost, ...]:
        """What each model used; one that has no price of its own counts as the one asked for."""
        if isinstance(answer, Failed) and not answer.measured:
            return (_Cost(model, None, most),)
        now = self.keeping.desk.now()
        return tuple(
            _Cost(
                spent.model,
                spent.usage,
                self.prices.cost(
                    spent.model if self.prices.knows(spent.model, now) else model, spent.usage, now
                ),
            )
            for spent in answer.spent
        )

    def _called(self, lane: Lane, cost: _Cost, *, paid: bool, part: int = 0) -> Called:
        suffix = f"-{part}" if part else ""
        return Called(
            id=f"{self.keeping.by.nonce}-call-{self.calls}{suffix}",
            at=self.keeping.desk.now(),
            by=self.keeping.by,
            lane=lane,
            model=cost.model[:_LONGEST_WORD],
            usage=cost.usage,
            usd=cost.list_usd if paid else Decimal(0),
            list_usd=cost.list_usd,
            reservation=self.reserved.id if self.granted and self.reserved else "",
        )

    def _seen(self, seen: Iterable[Sighting]) -> list[WindowSeen]:
        """Why one moment for all: what was heard together is judged together."""
        at = self.keeping.desk.now()
        return [
            WindowSeen(
                id=f"{self.keeping.by.nonce}-seen-{self.calls}-{number}",
                at=at,
                by=self.keeping.by,
                window=one.window[:_LONGEST_WORD],
                status=one.status[:_LONGEST_WORD],
                resets_at=one.resets_at,
                utilization=one.utilization,
                overage=one.overage,
            )
            for number, one in enumerate(seen)
        ]

    def _failed(self, lane: Lane, answer: Failed) -> LaneFailed:
        now = self.keeping.desk.now()
        named = answer.resets_at or (now + answer.retry_after if answer.retry_after else None)
        return LaneFailed(
            id=f"{self.keeping.by.nonce}-failed-{self.calls}",
            at=now,
            by=self.keeping.by,
            lane=lane,
            failure=answer.failure,
            closed_until=closed_until(answer.failure, at=now, named=named),
        )

    def _journal(self, event: Known) -> None:
        """Keep an event where a crash does not reach; only what money hangs on needs that."""
        if self.reserved is not None or isinstance(event, Reserved):
            self.keeping.journal.append(write_line(event))


def _says_window(answer: Failed) -> bool:
    """Whether a window tells it already, which may concern one family of models only."""
    shut = (one.window != OVERAGE for one in answer.seen if one.status == REJECTED)
    return answer.failure is Failure.QUOTA_EXHAUSTED and any(shut)
