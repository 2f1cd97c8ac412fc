"""All runs of a plan, one after the other, in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cv_action.errors import CvActionError
from cv_action.ledger.accounts import Booking
from cv_action.ledger.event import AlertCleared, AlertRaised, RunFinished, Writer
from cv_action.ledger.memory import Memory
from cv_action.ledger.reading import read
from cv_action.ledger.writing import NotWritten, write
from cv_action.quota.alerts import due, gone, money_gauges, window_gauges
from cv_action.quota.prices import PriceTable
from cv_action.quota.windows import windows
from cv_action.simulation.dice import Dice
from cv_action.simulation.hurdle import Hurdle
from cv_action.simulation.job import Job, World
from cv_action.simulation.plan import Plan
from cv_action.simulation.server import Server
from cv_action.simulation.shelf import Clock, Shelf

_MODE: Final = "comprehensive"


class SimulationError(CvActionError):
    """A run could not leave its ledger to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the owner would have been told."""

    at: datetime
    alert: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What one run did.

    Of its facts: how many had changed, waited for an answer, were asked for, and were answered.
    """

    at: datetime
    changed: int
    waiting: int
    asked: int
    answered: int
    hurdles: frozenset[Hurdle]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """All runs, and the ledger that they leave; ``shelf`` is where it lies."""

    plan: Plan
    runs: tuple[Done, ...]
    memory: Memory
    shelf: Shelf


def simulate(plan: Plan, prices: PriceTable) -> Simulated:
    """Every run of a plan; the first asks for all facts, the others for what has changed since.

    Raises:
        SimulationError: a run could not leave its ledger to the next.
    """
    dice, clock = Dice(plan.seed), Clock(plan.start)
    shelf = Shelf(clock)
    world = World(plan=plan, prices=prices, clock=clock, server=Server(plan, dice))
    memory = Memory(horizon=plan.start, now=plan.start)
    booked: tuple[Booking, ...] = ()
    runs: list[Done] = []
    waiting = 0
    for number, at in enumerate(plan.runs, start=1):
        clock.wait_for(at)
        changed = _changed(plan, dice, at) if runs else plan.facts
        waiting = min(plan.facts, waiting + changed)
        first = not runs or runs[-1].at.date() != at.date()
        job = _begun(world, shelf, number, known=None if first else memory)
        job.before = booked
        runs.append(_done(job, at, changed, waiting))
        waiting -= runs[-1].answered
        memory, booked = _left(job, runs[-1]), job.booked()
    return Simulated(plan=plan, runs=tuple(runs), memory=memory, shelf=shelf)


def _changed(plan: Plan, dice: Dice, at: datetime) -> int:
    """How many facts have changed before a run."""
    rate = plan.change_rate
    return dice.within(rate.facts, "facts", at) if dice.share("change", at) < rate.runs else 0


def _begun(world: World, shelf: Shelf, number: int, *, known: Memory | None) -> Job:
    """A run that has read the ledger.

    Why not always afresh: what the shelf holds is what the last run knew, and unpacking it again
    would take most of the time. The first run of a day does it all the same.
    """
    now = world.clock.now
    desk = shelf.desk(number)
    by = Writer(run=number, attempt=1, job="simulated", nonce=f"{now:%Y%m%dT%H%M%S}")
    memory = read(desk.store, around=now, known=known)
    return Job(world=world, desk=desk, by=by, memory=memory)


def _done(job: Job, at: datetime, changed: int, waiting: int) -> Done:
    asked = min(waiting, job.world.plan.facts_per_run or waiting)
    answered = asked if asked and job.ask(asked) else 0
    job.settle()
    return Done(
        at=at,
        changed=changed,
        waiting=waiting,
        asked=asked,
        answered=answered,
        hurdles=frozenset(job.hurdles),
        told=tuple(_told(job)),
    )


def _told(job: Job) -> Iterator[Told]:
    """What the owner is told at the end of a run; what is over is remembered, too."""
    now = job.world.clock.now
    events = job.memory.events
    gauges = (*money_gauges(job.periods()), *window_gauges(windows(events, now)))
    for alert in due(gauges, job.world.plan.alert_thresholds, events):
        job.note(AlertRaised(id=job.new_id(), at=now, by=job.by, alert=alert.key))
        if not alert.silent:
            yield Told(at=now, alert=alert.key, text=alert.text)
    for key in gone(gauges, events):
        job.note(AlertCleared(id=job.new_id(), at=now, by=job.by, alert=key))


def _left(job: Job, done: Done) -> Memory:
    """What the next run can know, with the end of this one."""
    outcome = "enhanced" if done.answered else "rendered" if done.changed else "unchanged"
    now = job.world.clock.now
    job.note(RunFinished(id=job.new_id(), at=now, by=job.by, mode=_MODE, outcome=outcome))
    written = write(job.desk, job.memory)
    if isinstance(written, NotWritten):
        raise SimulationError(f"The run of {done.at:%Y-%m-%d %H:%M} is lost: {written.reason}.")
    return written.memory
