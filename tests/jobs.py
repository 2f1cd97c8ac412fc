"""Jobs that spend, taking turns as a scheduler says, and the truth about what they spent."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from unittest import mock

from greenlet import GreenletExit, getcurrent, greenlet

from cv_action.claude.lane import Lane
from cv_action.ledger import reading, writing
from cv_action.ledger.event import Called, Reserved, Writer
from cv_action.ledger.memory import Memory
from cv_action.ledger.reading import read
from cv_action.ledger.segment import Segment
from cv_action.ledger.store import LedgerStore
from cv_action.ledger.writing import Desk, Written, write
from cv_action.quota.budget import Limits
from cv_action.quota.reserving import Granted, reserve, settlement

SPAN = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one job does: what it reserves, what its calls cost, and how wrong its clock is."""

    wants: Decimal
    calls: tuple[Decimal, ...]
    run: int
    attempt: int = 1
    leg: str = "cv"
    skew: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        assert sum(self.calls) <= self.wants


@dataclass
class Truth:
    """What really happened, whoever remembers it."""

    spent: list[tuple[datetime, Decimal]] = field(default_factory=list)
    refused: list[tuple[str, ...]] = field(default_factory=list)
    granted: int = 0
    settled: int = 0

    def on_day(self, moment: datetime) -> Decimal:
        days = (usd for at, usd in self.spent if at.date() == moment.date())
        return sum(days, Decimal(0))

    def in_month(self, moment: datetime) -> Decimal:
        month = (moment.year, moment.month)
        return sum((usd for at, usd in self.spent if (at.year, at.month) == month), Decimal(0))


@dataclass
class Job:
    """One job: load, reserve, look, spend, settle. ``journal`` outlives it."""

    plan: Plan
    nonce: str
    store: LedgerStore
    limits: Limits
    clock: Callable[[], datetime]
    truth: Truth
    turn: Callable[[], None]
    journal: list[Called] = field(default_factory=list)
    reserved: Reserved | None = None
    settled: bool = False

    @property
    def by(self) -> Writer:
        plan = self.plan
        return Writer(run=plan.run, attempt=plan.attempt, job=plan.leg, nonce=self.nonce)

    @property
    def desk(self) -> Desk:
        return Desk(store=self.store, run=self.plan.run, now=self.clock, pause=self.turn)

    def work(self) -> None:
        memory = read(self.store, around=self.clock() + self.plan.skew)
        wanted = Reserved(
            id=f"{self.nonce}-0", at=memory.now, by=self.by, usd=self.plan.wants,
            until=memory.now + SPAN,
        )  # fmt: skip
        self.reserved = wanted
        outcome = reserve(self.desk, memory, wanted, self.limits)
        if isinstance(outcome, Granted):
            self.truth.granted += 1
            self.spend(wanted)
        else:
            self.truth.refused.append(outcome.reasons)
        self.settle(outcome.memory)

    def spend(self, wanted: Reserved) -> None:
        for number, usd in enumerate(self.plan.calls, start=1):
            self.turn()
            now = self.clock()
            if now > wanted.until:
                return
            call = Called(
                id=f"{self.nonce}-{number}", at=now, by=self.by, lane=Lane.API, model="m",
                usd=usd, list_usd=usd, reservation=wanted.id,
            )  # fmt: skip
            self.journal.append(call)
            self.truth.spent.append((now, usd))

    def settle(self, memory: Memory) -> None:
        assert self.reserved
        end = settlement(
            self.reserved, self.journal, event_id=f"{self.nonce}-end", at=self.clock(), by=self.by
        )
        written = write(self.desk, memory.with_events([*self.journal, end]))
        self.settled = isinstance(written, Written)
        self.truth.settled += self.settled

    def settle_after_crash(self) -> None:
        """What the post-entrypoint does with the journal that a dead job left."""
        if self.reserved and not self.settled:
            self.settle(read(self.store, around=self.clock()))


class Crash(GreenletExit):
    """The runner is gone."""


class Scheduler:
    """Lets one job go on at a time, in an order drawn by a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.hub = getcurrent()
        self.waiting: list[greenlet] = []

    def turn(self) -> None:
        """Let somebody else go on; outside any job, nothing."""
        if getcurrent() is not self.hub:
            self.hub.switch()

    def add(self, work: Callable[[], None]) -> None:
        self.waiting.append(greenlet(work, parent=self.hub))

    def run(self, *, crash: float, between: Callable[[], None]) -> int:
        """Run everything to its end; the number of turns, which is bounded."""
        turns = 0
        while self.waiting:
            turns += 1
            assert turns < 20_000, "somebody waits for ever"
            between()
            one = self.random.choice(self.waiting)
            if one.gr_frame is not None and self.random.random() < crash:
                one.throw(Crash)
            else:
                one.switch()
            if one.dead:
                self.waiting.remove(one)
        return turns


@contextmanager
def light_segments() -> Iterator[None]:
    """Segments that are remembered instead of packed: their bytes have tests of their own."""
    known: dict[bytes, Segment] = {}

    def pack(segment: Segment) -> bytes:
        data = str(len(known)).encode()
        known[data] = segment
        return data

    with (
        mock.patch.object(writing, "pack", pack),
        mock.patch.object(reading, "unpack", known.__getitem__),
    ):
        yield
