"""Weeks of made-up runs: calls, windows, failures, alerts, a job that died, and a later version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.event import (
    AlertCleared,
    AlertRaised,
    Called,
    Carried,
    Entry,
    Held,
    LaneFailed,
    Published,
    Reserved,
    RunFinished,
    Settled,
    WindowSeen,
    Writer,
)
from cv_action.ledger.segment import Segment, pack

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
FUTURE = (
    b'{"kind":"pardoned","id":"later-1","at":"2026-11-20T08:00:00Z","v":7,"by":{"run":1},'
    b'"whom":"the run of \xc3\x85se"}'
)
SONNET, HAIKU = "claude-sonnet-5-5", "claude-haiku-5-5"


@dataclass
class History:
    """What runs leave behind, one after the other."""

    now: datetime = NOW
    events: list[Entry] = field(default_factory=list)

    def by(self, run: int) -> Writer:
        return Writer(run=9_000_000_000 + run, attempt=1, job="cv", nonce=f"n{run}")

    def finished(self, run: int, at: datetime, outcome: str, **stages: int) -> None:
        self.events.append(
            RunFinished(
                id=f"r{run}-finished", at=at, by=self.by(run), mode="activity-only",
                outcome=outcome, stages=stages or {"Read the CV": 40, "Render": 2100},
            )
        )  # fmt: skip

    def called(
        self, run: int, at: datetime, lane: Lane, model: str, usd: str = "0", *, paid: str = ""
    ) -> Called:
        call = Called(
            id=f"r{run}-{len(self.events)}", at=at, by=self.by(run), lane=lane, model=model,
            usd=Decimal(usd), list_usd=Decimal(usd if paid else "0.0561"), reservation=paid,
            usage=Usage(input=2110, output=3120, cache_read=5900, cache_write_1h=400),
        )  # fmt: skip
        self.events.append(call)
        return call

    def paid(self, run: int, at: datetime, usd: str, *, settled: bool = True) -> None:
        """A run by key that spends what it says; one that died has said nothing."""
        wanted = Reserved(
            id=f"r{run}-reserved", at=at, by=self.by(run), usd=Decimal("0.50"),
            until=at + timedelta(minutes=30),
        )  # fmt: skip
        self.events.append(wanted)
        if settled:
            call = self.called(run, at, Lane.API, HAIKU, usd, paid=wanted.id)
            self.events.append(
                Settled(
                    id=f"r{run}-settled", at=at, by=self.by(run), reservation=wanted.id,
                    calls=1, usd=call.usd,
                )
            )  # fmt: skip

    def published(self, run: int, at: datetime) -> None:
        self.events.append(
            Published(
                id=f"r{run}-published", at=at, by=self.by(run), commit=commit_of(run),
                files={"cv-output/cv.pdf": f"{run:064x}", "cv-output/cv.md": f"{run:064x}"},
            )
        )  # fmt: skip

    def went_back(self, run: int, at: datetime) -> None:
        """A run in which its owner went back two publications."""
        self.events.append(
            Held(
                id=f"r{run}-held", at=at, by=self.by(run), commit=commit_of(run - 4),
                inputs=f"{run:064x}",
            )
        )  # fmt: skip

    def seen(self, run: int, at: datetime, window: str, used: float, resets: datetime) -> None:
        self.events.append(
            WindowSeen(
                id=f"r{run}-{window}", at=at, by=self.by(run), window=window, utilization=used,
                status="allowed_warning" if used > 0.75 else "allowed", resets_at=resets,
            )
        )  # fmt: skip


def commit_of(run: int) -> str:
    """The commit that a run has made."""
    return f"{run + 160:x}" * 20


def history(now: datetime = NOW) -> frozenset[Entry]:
    """Three weeks until ``now``: a run by plan each morning, and some by key."""
    story = History(now)
    reset = now + timedelta(hours=1, minutes=55)
    week = now + timedelta(days=2, hours=3)
    for run in range(21):
        at = now - timedelta(days=20 - run, hours=1, minutes=run * 2)
        story.called(run, at, Lane.SUBSCRIPTION, SONNET)
        if run % 5 == 2:
            story.paid(run, at + timedelta(minutes=1), "0.1874")
        story.finished(run, at + timedelta(minutes=3), ("rendered", "unchanged")[run % 2])
        if run % 2 == 0:
            story.published(run, at + timedelta(minutes=3))
    story.went_back(20, now - timedelta(hours=1))
    for number, used in enumerate((0.31, 0.44, 0.52, 0.62)):
        at = now - timedelta(minutes=12 + 40 * (3 - number))
        story.seen(30 + number, at, "five_hour", used, reset)
        story.seen(30 + number, at, "seven_day", 0.70 + used / 10, week)
    story.seen(29, now - timedelta(days=3), "seven_day_opus", 0.2, now - timedelta(days=1))
    story.paid(40, now - timedelta(minutes=25), "0", settled=False)
    story.finished(41, now - timedelta(minutes=12), "failed")
    story.events += _troubles(story)
    return frozenset(story.events)


def _troubles(story: History) -> Iterator[Entry]:
    now, by = story.now, story.by(50)
    yield LaneFailed(
        id="f1", at=now - timedelta(days=9), by=by, lane=Lane.SUBSCRIPTION, failure=Failure.TIMEOUT
    )
    yield LaneFailed(
        id="f2", at=now - timedelta(hours=2), by=by, lane=Lane.API, failure=Failure.CREDIT_EXHAUSTED
    )
    yield AlertRaised(id="a1", at=now - timedelta(days=6), by=by, alert="seven_day_use")
    yield AlertCleared(id="a2", at=now - timedelta(days=5), by=by, alert="seven_day_use")
    yield AlertRaised(
        id="a3", at=now - timedelta(minutes=20), by=by, alert=f"day:{now:%Y-%m-%d}:50"
    )
    at = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    yield Carried(id="later-1", at=at, raw=FUTURE)


def segment(
    events: frozenset[Entry], *, horizon: datetime = NOW, absorbed: frozenset[int] = frozenset()
) -> bytes:
    """A segment as a run uploads it."""
    return pack(Segment(events=events, absorbed=absorbed, horizon=horizon))
