"""The money of one run: reserved before it is spent, written down as it is, settled at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Final

from cv_action.claude.lane import Lane
from cv_action.claude.reply import Answered, Failed, Spent
from cv_action.claude.usage import Usage
from cv_action.ledger.accounts import bookings
from cv_action.ledger.codec import write_line
from cv_action.ledger.event import LARGEST, Called, Entry, Known, Reserved, Settled
from cv_action.ledger.memory import Memory
from cv_action.ledger.store import StoreError
from cv_action.pipeline.books import Bookkeeping
from cv_action.pipeline.hearing import LONGEST_WORD, heard
from cv_action.quota.budget import Limits, periods
from cv_action.quota.ladder import BudgetLeft
from cv_action.quota.prices import PriceTable
from cv_action.quota.reserving import Granted, reserve, settlement
from cv_action.quota.router import Route
from cv_action.quota.wording import usd

SPAN: Final = timedelta(minutes=30)
"""For so long a reservation may be spent; more than any run of ours asks."""
LONGEST_CALL: Final = timedelta(minutes=10)
"""No call that costs money is begun with less of that time left."""


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
    def _call(self) -> str:
        """The id of the present call."""
        return f"{self.keeping.by.nonce}-call-{self.calls}"

    @property
    def left(self) -> BudgetLeft:
        """What may still be spent: of the reservation, or before there is one, of the limits."""
        if self.granted and self.reserved:
            whole = self.reserved.usd
            rest = whole - self._spent_of_reservation()
            return BudgetLeft(usd=rest, limit=whole, period="the reserved")
        now = self.keeping.desk.now()
        found = periods(bookings(self.known), self.limits, since=now, until=now + SPAN)
        return BudgetLeft.tightest(found, run=self.limits.run)

    def may_spend(self, most: Decimal, *, whole: Decimal) -> bool:
        """Whether a call may be made that costs ``most``, and ``whole`` with what may follow it."""
        if self.reserved is None and not self.closed:
            self._reserve(max(most, whole))
        if self.granted and (why := self._objection(most)):
            self._close(why)
        return self.granted

    def begin(self, route: Route, most: Decimal) -> bool:
        """Write down that a call is about to be made, and the most that it can cost.

        What cannot be written down must not be made.
        """
        self.calls += 1
        if not route.worst_case:
            return True
        return self._journalled(self._called(route, _Cost(route.model, None, most), paid=True))

    def end(self, route: Route, most: Decimal, answer: Answered | Failed) -> tuple[Called, ...]:
        """Write down what a call came to; where nobody says, the most that it can have cost.

        Why overage counts at once: it is money that was spent before anybody could reserve it.
        """
        over = any(sighting.overage for sighting in answer.seen)
        paid = route.lane is Lane.API or over or (route.worst_case > 0 and not answer.seen)
        costs = self._costs(route.model, most, answer)
        found = tuple(
            self._called(route, cost, paid=paid, part=part) for part, cost in enumerate(costs)
        )
        at, by = self.keeping.desk.now(), self.keeping.by
        self.events += [*heard(route.lane, answer, call=self._call, at=at, by=by), *found]
        nothing = self._called(route, _Cost(route.model, None, Decimal(0)), paid=paid)
        for event in found or (nothing,):
            self._journalled(event)
        return found

    def settle(self) -> None:
        """End the reservation, if there is one that has no end: no more calls will come."""
        if self.reserved is None or any(isinstance(event, Settled) for event in self.events):
            return
        calls = [event for event in self.events if isinstance(event, Called)]
        settled = settlement(
            self.reserved,
            [call for call in calls if call.reservation == self.reserved.id],
            event_id=f"{self.reserved.id}-settled",
            at=self.keeping.desk.now(),
            by=self.keeping.by,
        )
        self.events.append(settled)
        self._journalled(settled)

    def _reserve(self, most: Decimal) -> None:
        if self.memory is None:
            self._close("the ledger could not be read")
            return
        now, by = self.keeping.desk.now(), self.keeping.by
        wanted = Reserved(id=f"{by.nonce}-reserved", at=now, by=by, usd=most, until=now + SPAN)
        if not self._journalled(wanted):
            return
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

    @property
    def _reservation(self) -> str:
        """The id of the reservation that may be spent."""
        return self.reserved.id if self.granted and self.reserved else ""

    def _objection(self, most: Decimal) -> str:
        """What speaks against a call that costs so much, of this run's own reservation."""
        if self.reserved and self.keeping.desk.now() + LONGEST_CALL > self.reserved.until:
            return "the time of this run's reservation is over"
        left = self.left.usd
        return f"a call may cost up to {usd(most)}, and {usd(left)} is left" if most > left else ""

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
        return tuple(self._cost(model, most, spent) for spent in answer.spent)

    def _cost(self, asked: str, most: Decimal, spent: Spent) -> _Cost:
        """Why an absurd count is none: it would keep the whole ledger from being written."""
        now = self.keeping.desk.now()
        priced = spent.model if self.prices.knows(spent.model, now) else asked
        cost = self.prices.cost(priced, spent.usage, now)
        return (
            _Cost(spent.model, spent.usage, cost)
            if cost <= LARGEST
            else _Cost(spent.model, None, most)
        )

    def _called(self, route: Route, cost: _Cost, *, paid: bool, part: int = 0) -> Called:
        """Why not every call is of the reservation: what was to be free had no share in it."""
        suffix = f"-{part}" if part else ""
        return Called(
            id=f"{self._call}{suffix}",
            at=self.keeping.desk.now(),
            by=self.keeping.by,
            lane=route.lane,
            model=cost.model[:LONGEST_WORD],
            usage=cost.usage,
            usd=cost.list_usd if paid else Decimal(0),
            list_usd=cost.list_usd,
            reservation=self._reservation if route.worst_case else "",
        )

    def _journalled(self, event: Known) -> bool:
        """Whether an event is kept where a crash does not reach, if money hangs on it."""
        if isinstance(event, Called) and not event.reservation:
            return True
        try:
            self.keeping.journal.append(write_line(event))
        except StoreError as error:
            self._close(error.message)
            return False
        return True
