"""One run of a simulation: what it asks for, where that goes, and what it costs.

Everything that decides is the program's own; only the server and the time are made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Final

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.ledger.accounts import Booking, bookings
from cv_action.ledger.event import Called, Known, LaneFailed, Reserved, Writer
from cv_action.ledger.memory import Memory
from cv_action.ledger.writing import Desk
from cv_action.quota.budget import Period, periods
from cv_action.quota.circuits import CONSEQUENCES, Reaction, circuits
from cv_action.quota.ladder import BudgetLeft, Policy
from cv_action.quota.prices import PriceTable
from cv_action.quota.reserving import Granted, reserve, settlement
from cv_action.quota.router import Route, route
from cv_action.quota.windows import REJECTED, windows
from cv_action.simulation.entries import Sent, entries
from cv_action.simulation.hurdle import Hurdle, Scene, hurdles
from cv_action.simulation.plan import Plan
from cv_action.simulation.server import Reply, Server, Told
from cv_action.simulation.shelf import Clock

SPAN: Final = timedelta(minutes=30)
"""How long a reservation holds: longer than any run."""
_CALL: Final = timedelta(seconds=20)
"""How long a call takes, answered or not; no limit depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What all runs share."""

    plan: Plan
    prices: PriceTable
    clock: Clock
    server: Server


@dataclass(slots=True, kw_only=True)
class Job:
    """A run in the middle of its work; ``memory`` holds what it did, too.

    ``before`` is the money of all runs before this one. Why: they are settled, so that their
    events need not be gone through again.
    """

    world: World
    desk: Desk
    by: Writer
    memory: Memory
    before: tuple[Booking, ...] = ()
    own: list[Known] = field(default_factory=list)
    hurdles: set[Hurdle] = field(default_factory=set)
    reserved: Reserved | None = None
    paid: list[Called] = field(default_factory=list)
    ids: count[int] = field(default_factory=count)

    def ask(self, facts: int) -> bool:
        """Ask about so many facts, lane by lane; whether there was an answer."""
        policy: Policy | None = self.world.plan.policy
        while policy is not None:
            chosen = self._routed(facts, policy)
            if chosen.lane is Lane.OFFLINE:
                return False
            if reasons := self._refused(chosen):
                policy = replace(policy, no_money=reasons)
                continue
            failure = self._sent(chosen, facts)
            if failure is None:
                return True
            policy = self._after(failure, chosen, policy)
        return False

    def settle(self) -> None:
        """Say what the reservation came to, if there is one."""
        if self.reserved is not None:
            at = self.world.clock.now
            end = settlement(self.reserved, self.paid, event_id=self.new_id(), at=at, by=self.by)
            self.note(end)

    def note(self, *events: Known) -> None:
        """Remember what happened."""
        self.own += events
        self.memory = self.memory.with_events(events)

    def booked(self) -> tuple[Booking, ...]:
        """All money up to now."""
        return (*self.before, *bookings(self.own))

    def new_id(self) -> str:
        """An id that no other event has."""
        return f"{self.by.nonce}-{next(self.ids)}"

    def periods(self, span: timedelta = timedelta(0)) -> tuple[Period, ...]:
        """The days and months that a span of time from now on touches."""
        now = self.world.clock.now
        return periods(self.booked(), self.world.plan.limits, since=now, until=now + span)

    def _routed(self, facts: int, policy: Policy) -> Route:
        now = self.world.clock.now
        touched = self.periods(SPAN)
        scene = Scene(
            windows=windows(self.memory.events, now),
            circuits=circuits(self.memory.events, now),
            periods=touched,
            budget_left=self._left(touched),
            policy=policy,
        )
        chosen = route(
            self.world.plan.task(facts),
            windows=scene.windows,
            circuits=scene.circuits,
            budget_left=scene.budget_left,
            prices=self.world.prices,
            policy=policy,
            now=now,
        )
        self.hurdles |= hurdles(chosen, scene)
        return chosen

    def _left(self, touched: tuple[Period, ...]) -> BudgetLeft:
        """What may be spent; of a reservation that holds, what is left of it."""
        if self.reserved is None:
            return BudgetLeft.tightest(touched, run=self.world.plan.limits.run)
        spent = sum((call.usd for call in self.paid), Decimal(0))
        return BudgetLeft.tightest((), run=self.reserved.usd - spent)

    def _refused(self, chosen: Route) -> tuple[str, ...]:
        """Reserve what a route may cost, once in a run; the reasons against it, if any."""
        if not chosen.worst_case or self.reserved is not None:
            return ()
        now = self.world.clock.now
        wanted = Reserved(
            id=self.new_id(), at=now, by=self.by, usd=chosen.worst_case, until=now + SPAN
        )
        answer = reserve(self.desk, self.memory, wanted, self.world.plan.limits)
        self.memory, self.reserved = answer.memory, answer.reserved
        self.own += [wanted] if answer.reserved else []
        return () if isinstance(answer, Granted) else answer.reasons

    def _sent(self, chosen: Route, facts: int) -> Failure | None:
        """Send a task, again where that can help; how it failed in the end, if it did."""
        reply = self._reply(chosen, facts, 0)
        for attempt in range(1, self.world.plan.tries):
            if reply.failure is None or not _passes(reply.failure):
                break
            reply = self._reply(chosen, facts, attempt)
        if reply.failure is not None:
            self._fail(chosen.lane, reply.failure, reply.told)
        return reply.failure

    def _reply(self, chosen: Route, facts: int, attempt: int) -> Reply:
        world = self.world
        reply = world.server.answer(chosen.lane, facts, world.clock.now, self.by.nonce, attempt)
        world.clock.pass_by(_CALL)
        sent = Sent(
            lane=chosen.lane,
            model=chosen.model,
            task=world.plan.task(facts),
            at=world.clock.now,
            reservation=self.reserved.id if self.reserved and chosen.worst_case else "",
        )
        found = tuple(entries(sent, reply, world.prices, by=self.by, new_id=self.new_id))
        self.paid += [one for one in found if isinstance(one, Called) and one.reservation]
        self.note(*found)
        return reply

    def _fail(self, lane: Lane, failure: Failure, told: tuple[Told, ...]) -> None:
        """Remember a failure; a plan that is used up, until all of it is there again."""
        ends = [one.resets_at for one in told if one.status == REJECTED]
        self.note(
            LaneFailed(
                id=self.new_id(),
                at=self.world.clock.now,
                by=self.by,
                lane=lane,
                failure=failure,
                closed_until=max(ends, default=None),
            )
        )

    def _after(self, failure: Failure, chosen: Route, policy: Policy) -> Policy | None:
        """What may be tried next; None where the original is to be kept."""
        behind = policy.lanes[policy.lanes.index(chosen.lane) + 1 :]
        economy = self.world.prices.resolve(policy.economy_model)
        match CONSEQUENCES[failure].reaction:
            case Reaction.KEEP_ORIGINAL:
                return None
            case Reaction.ECONOMY_MODEL if chosen.model != economy:
                return replace(policy, model=policy.economy_model)
            case _:
                return replace(policy, lanes=behind)


def _passes(failure: Failure) -> bool:
    """Whether asking again can help."""
    return CONSEQUENCES[failure].reaction is Reaction.RETRY
