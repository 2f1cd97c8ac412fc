"""Events of made-up jobs for the ledger's own tests, and strategies for all that there are."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.event import (
    LARGEST,
    AlertCleared,
    AlertRaised,
    Called,
    Entry,
    Held,
    Known,
    LaneFailed,
    Published,
    Reserved,
    RunFinished,
    Settled,
    WindowSeen,
    Writer,
)
from cv_action.ledger.segment import Segment

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
OURS = Writer(run=7, attempt=1, job="cv", nonce="ours")
STRANGER = Writer(run=7, attempt=1, job="cv", nonce="stranger")


def reserved(
    usd: str = "0.50",
    *,
    name: str = "r",
    at: datetime = NOW,
    until: datetime | None = None,
    by: Writer = OURS,
) -> Reserved:
    end = at + timedelta(minutes=30) if until is None else until
    return Reserved(id=name, at=at, by=by, usd=Decimal(usd), until=end)


def called(
    usd: str,
    *,
    name: str = "c",
    at: datetime = NOW,
    by: Writer = OURS,
    reservation: str = "r",
) -> Called:
    return Called(
        id=name, at=at, by=by, lane=Lane.API, model="m", usd=Decimal(usd), list_usd=Decimal(usd),
        reservation=reservation,
    )  # fmt: skip


def settled(
    calls: int, usd: str, *, name: str = "s", by: Writer = OURS, reservation: str = "r"
) -> Settled:
    return Settled(id=name, at=NOW, by=by, reservation=reservation, calls=calls, usd=Decimal(usd))


def alert(name: str, *, at: datetime = NOW) -> AlertRaised:
    """An event that says nothing about money, for what only has to be there."""
    return AlertRaised(id=name, at=at, by=OURS, alert=name)


ZONES = st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=11.5))])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=ZONES)  # noqa: DTZ001  Hypothesis adds the zone
WORDS = st.text(max_size=200).filter(lambda text: text.isprintable()) | st.text(max_size=12)
COUNTS = st.integers(0, 10**12)
AMOUNTS = st.decimals(0, LARGEST, places=15) | st.decimals(0, 2, places=2)
WRITERS = st.builds(Writer, run=COUNTS, attempt=COUNTS, job=WORDS, nonce=WORDS)
USAGES = st.builds(
    Usage, input=COUNTS, output=COUNTS, cache_read=COUNTS, cache_write_5m=COUNTS,
    cache_write_1h=COUNTS,
)  # fmt: skip
SHA256 = st.binary(min_size=32, max_size=32).map(bytes.hex)
COMMITS = SHA256 | st.binary(min_size=20, max_size=20).map(bytes.hex)
_HEAD = {"id": WORDS, "at": MOMENTS, "by": WRITERS}


@st.composite
def reservations(draw: st.DrawFn) -> Reserved:
    at = draw(MOMENTS)
    until = at + draw(st.timedeltas(timedelta(0), timedelta(days=40)))
    return Reserved(id=draw(WORDS), at=at, by=draw(WRITERS), usd=draw(AMOUNTS), until=until)


def known() -> st.SearchStrategy[Known]:
    """Every kind of event that this program writes, with everything that it can say."""
    return st.one_of(
        reservations(),
        st.builds(
            Called, **_HEAD, lane=st.sampled_from(Lane), model=WORDS, usd=AMOUNTS,
            list_usd=AMOUNTS, usage=st.none() | USAGES, reservation=WORDS,
        ),
        st.builds(Settled, **_HEAD, reservation=WORDS, calls=COUNTS, usd=AMOUNTS),
        st.builds(
            WindowSeen, **_HEAD, window=WORDS, status=WORDS, resets_at=st.none() | MOMENTS,
            utilization=st.none() | st.floats(0, 1000), overage=st.booleans(),
        ),
        st.builds(
            LaneFailed, **_HEAD, lane=st.sampled_from(Lane), failure=st.sampled_from(Failure),
            closed_until=st.none() | MOMENTS,
        ),
        st.builds(AlertRaised, **_HEAD, alert=WORDS),
        st.builds(AlertCleared, **_HEAD, alert=WORDS),
        st.builds(
            Published, **_HEAD, commit=st.none() | COMMITS, pull_request=COUNTS, more=COUNTS,
            files=st.dictionaries(WORDS, SHA256, max_size=5),
        ),
        st.builds(Held, **_HEAD, commit=COMMITS, inputs=SHA256),
        st.builds(
            RunFinished, **_HEAD, mode=WORDS, outcome=WORDS,
            stages=st.dictionaries(WORDS, COUNTS, max_size=5),
        ),
    )  # fmt: skip


@st.composite
def foreign_lines(draw: st.DrawFn) -> bytes:
    """Events of a kind or a version that is not written yet, in anybody's way of writing JSON."""
    later = {"kind": "reserved", "v": draw(st.integers(2, 99))}
    other = {"kind": draw(WORDS.map(lambda word: f"x{word}"[:200])), "v": draw(st.integers(1, 9))}
    head = {"id": draw(WORDS), "at": draw(MOMENTS).isoformat()} | draw(
        st.sampled_from([later, other])
    )
    rest = draw(st.dictionaries(st.text().map(lambda key: f"y{key}"), st.integers() | st.text()))
    items = draw(st.permutations(list((head | rest).items())))
    spaced = draw(st.sampled_from([(",", ":"), (" , ", ": ")]))
    ascii_only = draw(st.booleans())
    text = json.dumps(dict(items), separators=spaced, ensure_ascii=ascii_only)
    before, after = draw(st.sampled_from([("", ""), (" ", "\t"), ("\t", "  ")]))
    return f"{before}{text}{after}".encode("utf-8", "replace")


def segment(
    *entries: Entry, horizon: datetime = NOW, absorbed: frozenset[int] = frozenset()
) -> Segment:
    return Segment(events=frozenset(entries), absorbed=absorbed, horizon=horizon)
