"""Whole runs that may ask for better words: fake lanes, and a real guard, ledger and chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from cv_action.claude.lane import Lane
from cv_action.cv.facts import Fact, facts_of
from cv_action.cv.formats import read_cv
from cv_action.cv.overlay import OverlayEntry, read_overlay
from cv_action.enhance.creativity import Creativity
from cv_action.evidence.statement import evidence_for, statement_of
from cv_action.guard.finding import Decision
from cv_action.guard.verdict import judge
from cv_action.ledger.accounts import Booking, bookings, total
from cv_action.ledger.event import Called, Entry, Event, Writer
from cv_action.ledger.reading import read
from cv_action.ledger.store import LedgerStore, StoreError
from cv_action.ledger.writing import Desk
from cv_action.pipeline.books import Bookkeeping
from cv_action.pipeline.keeping import with_reader
from cv_action.pipeline.ports import Asking, Job, Ports
from cv_action.pipeline.run import run
from cv_action.quota.budget import Limits
from cv_action.quota.defaults import LIMITS, THRESHOLDS
from cv_action.quota.ladder import Policy
from cv_action.quota.prices import list_prices
from cv_action.quota.windows import Room
from cv_action.render.options import Format, RenderOptions
from cv_action.report.run import Mode, RunReport
from tests.asked_cv import BETTER, DOUBTFUL, RUNBOOK, SOURCE
from tests.fakes import MemoryFolder, NumberingTypesetter, RecordedProgress
from tests.lanes import Editor, FakeLane, Step
from tests.shelf import Hand, Shelf

E = TypeVar("E", bound=Event)
POLICY = Policy(model="sonnet", economy_model="haiku", room=Room())
SHOWN = RenderOptions(formats=(Format.TEXT, Format.JSON))


EDITOR = Editor(
    better={**BETTER, RUNBOOK: DOUBTFUL},
    quotes={DOUBTFUL: "Wrote the runbook that the on-call rota"},
)
"""Some words that pass, and some that a reader has to decide about."""


@dataclass
class MemoryJournal:
    """A journal in memory, with ``room`` for so many lines."""

    kept: list[bytes] = field(default_factory=list)
    room: int = 1_000

    def append(self, line: bytes) -> None:
        if len(self.kept) >= self.room:
            raise StoreError("The journal of this run is full.")
        assert b"\n" not in line
        self.kept.append(line)

    def lines(self) -> tuple[bytes, ...]:
        return tuple(self.kept)

    def clear(self) -> None:
        self.kept.clear()


@dataclass
class House:
    """One repository over several runs: its files, its shelf, its lanes and its owner's choices."""

    folder: MemoryFolder = field(default_factory=lambda: MemoryFolder({"cv.json": SOURCE}))
    shelf: Shelf = field(default_factory=Shelf)
    limits: Limits = LIMITS
    policy: Policy = POLICY
    creativity: Creativity = Creativity.BALANCED
    thresholds: tuple[int, ...] = THRESHOLDS
    lanes: dict[Lane, FakeLane] = field(default_factory=dict)
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    store: LedgerStore | None = None
    short: int = 0
    runs: int = 0

    def __post_init__(self) -> None:
        for lane in (Lane.SUBSCRIPTION, Lane.API):
            self.lanes.setdefault(lane, FakeLane(lane, clock=self.wait))

    @property
    def plan(self) -> FakeLane:
        return self.lanes[Lane.SUBSCRIPTION]

    @property
    def api(self) -> FakeLane:
        return self.lanes[Lane.API]

    @property
    def asked(self) -> int:
        """Requests of all runs, on every lane."""
        return sum(len(lane.asked) for lane in self.lanes.values())

    @property
    def now(self) -> datetime:
        return self.shelf.now

    def wait(self, span: timedelta) -> None:
        self.shelf.now += span

    def keeping(self) -> Bookkeeping:
        store = self.store or Hand(self.shelf, run=self.runs)
        return Bookkeeping(
            desk=Desk(
                store=store, run=self.runs, now=lambda: self.now, pause=lambda: self.wait(_PAUSE)
            ),
            by=Writer(run=self.runs, attempt=1, job="cv", nonce=f"n{self.runs}"),
            journal=self.journal,
            elapsed=lambda: self.now - _EPOCH,
            short=self.short,
        )

    def asking(self, *, again: bool = False) -> Asking:
        return Asking(
            policy=self.policy,
            limits=self.limits,
            prices=list_prices(),
            creativity=self.creativity,
            thresholds=self.thresholds,
            again=again,
        )

    def run(self, mode: Mode = Mode.COMPREHENSIVE, *, again: bool = False) -> RunReport:
        """One run, some minutes after the last."""
        self.runs += 1
        self.wait(timedelta(minutes=10))
        ports = Ports(
            files=self.folder,
            publisher=self.folder,
            typesetter=NumberingTypesetter(),
            progress=RecordedProgress(),
            books=self.keeping(),
            lanes=self.lanes,
        )
        return run(Job(mode=mode, options=SHOWN, asking=self.asking(again=again)), ports)

    def only(self, lane: Lane, *steps: Step) -> None:
        """Leave the other lane out, and plan this one's next answers."""
        why = "it is not asked in this test"
        barred = lane is Lane.SUBSCRIPTION
        self.policy = replace(
            self.policy, no_subscription="" if barred else why, no_api=why if barred else ""
        )
        self.lanes[lane].planned += steps

    def events(self) -> frozenset[Entry]:
        """What the next run will read."""
        return read(Hand(self.shelf, run=0), around=self.now).events

    def of(self, kind: type[E]) -> list[E]:
        """The events of a kind, in order."""
        found = [event for event in self.events() if isinstance(event, kind)]
        return sorted(found, key=lambda event: (event.at, event.id))

    def booked(self) -> tuple[Booking, ...]:
        return bookings(self.events())

    def charged(self) -> Decimal:
        """Money that was really spent."""
        return sum((lane.charged(self.now) for lane in self.lanes.values()), Decimal(0))

    def doubted(self) -> Decimal:
        """Money that may have been spent: nobody said that it was not."""
        return sum((lane.doubted(self.now) for lane in self.lanes.values()), Decimal(0))

    def facts(self) -> tuple[Fact, ...]:
        return facts_of(read_cv(self.folder.files["cv.json"]).cv)

    def entries(self) -> dict[str, OverlayEntry]:
        """The overlay by the words that it is about."""
        kept = read_overlay(self.folder.files.get("cv.enhanced.json", _NO_OVERLAY)).entries
        by_id = {fact.id: fact.text for fact in self.facts()}
        return {by_id[entry.fact_id]: entry for entry in kept}

    def published(self) -> str:
        """Everything that was handed back in documents."""
        made = (v for name, v in sorted(self.folder.files.items()) if name.startswith("cv-output/"))
        return b"\n".join(made).decode()


def house_with_a_key(**limits: str) -> House:
    """A house whose owner has no plan."""
    usual = {"run": "0.50", "day": "1.00", "month": "10.00"} | limits
    house = House(limits=Limits(**{name: Decimal(text) for name, text in usual.items()}))
    house.only(Lane.API)
    house.api.otherwise = EDITOR
    return house


def agree(house: House, *, open_money: Decimal = Decimal(0)) -> None:
    """Hold the house to what always has to be true of it.

    The documents are there and say nothing that the guard does not accept; the ledger has each
    dollar that the lanes have charged, none that they did not but where they left it open, and
    every limit holds, but for what a plan billed before anybody knew that it would.
    ``open_money`` is what nobody has measured.
    """
    assert "Torunn Vestby" in house.published()
    assert _unguarded(house.facts(), house.entries().values()) == []
    calls = house.of(Called)
    measured = sum((call.usd for call in calls if call.usage is not None), Decimal(0))
    assert house.charged() <= measured <= house.charged() + house.doubted()
    assert sum((call.usd for call in calls), Decimal(0)) == measured + open_money
    surprises = [call for call in calls if call.usd and not call.reservation]
    assert all(call.lane is Lane.SUBSCRIPTION for call in surprises)
    surprise = sum((call.usd for call in surprises), Decimal(0))
    booked = house.booked()
    assert not any(one.open for one in booked)
    today = house.now.date()
    assert total(booked, today, today) <= house.limits.day + surprise
    assert total(booked, today.replace(day=1), today) <= house.limits.month + surprise


def _unguarded(facts: tuple[Fact, ...], entries: Iterable[OverlayEntry]) -> list[str]:
    statements = tuple(map(statement_of, facts))
    by_id = {fact.id: fact for fact in facts}
    passed = []
    for entry in entries:
        evidence = evidence_for(by_id[entry.fact_id], statements)
        verdict = with_reader(entry, judge(evidence, entry.text), evidence)
        if verdict.decision is not Decision.ACCEPT:
            passed.append(entry.text)
    return passed


_PAUSE = timedelta(seconds=3)
_EPOCH = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
_NO_OVERLAY = b'{"version": 1, "entries": []}'
