"""The right to spend: granted only when everything that can be seen leaves room for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger.accounts import bookings, total
from cv_action.ledger.event import Entry, Reserved
from cv_action.ledger.memory import Memory
from cv_action.ledger.reading import MOST_READ
from cv_action.ledger.segment import unpack
from cv_action.ledger.store import StoreError
from cv_action.ledger.writing import PATIENCE, Desk, Written, write
from cv_action.quota.budget import Limits, left
from cv_action.quota.reserving import Granted, Refused, settlement
from tests.jobs import light_segments
from tests.ledger_events import NOW, OURS, STRANGER, called, reserved, settled
from tests.ledger_reserving import Job, nothing
from tests.ledger_shelves import expire, put, seen, spoil
from tests.shelf import Hand, Mishap, Shelf

HOUR = timedelta(hours=1)
CENT = Decimal("0.01")


def theirs(usd: str, name: str = "t") -> Reserved:
    return reserved(usd, name=name, by=STRANGER)


def test_a_reservation_that_fits_is_granted_and_lies_on_the_shelf() -> None:
    shelf = Shelf()
    outcome = Job(shelf).asks(reserved("0.50"))
    assert isinstance(outcome, Granted)
    assert outcome.reserved == reserved("0.50")
    ((_, data),) = shelf.entries.values()
    assert unpack(data).events == {reserved("0.50")} == outcome.memory.events
    assert outcome.memory.absorbed == set(shelf.entries)


def test_what_does_not_fit_from_the_start_is_refused_without_an_upload() -> None:
    shelf = Shelf()
    put(shelf, theirs("0.70"), at=NOW)
    job = Job(shelf)
    before = dict(shelf.entries)
    outcome = job.asks(reserved("0.40"))
    assert outcome == Refused(
        reasons=(
            "0.70 USD of 18 November 2026's 1.00 are spent or reserved, and this run may need 0.40",
        ),
        memory=job.memory,
    )
    assert shelf.entries == before


def test_what_another_reserved_meanwhile_is_seen_in_the_look() -> None:
    shelf = Shelf()
    job = Job(shelf, placed=lambda: put(shelf, theirs("0.60"), at=NOW))
    outcome = job.asks(reserved("0.50"))
    assert isinstance(outcome, Refused)
    assert outcome.reasons == (
        "0.60 USD of 18 November 2026's 1.00 are spent or reserved, and this run may need 0.50",
    )
    assert outcome.reserved == reserved("0.50")
    assert outcome.memory.events == {reserved("0.50"), theirs("0.60")}
    assert len(shelf.entries) == 2


def test_another_reservation_that_leaves_room_hinders_nobody() -> None:
    shelf = Shelf()
    job = Job(shelf, placed=lambda: put(shelf, theirs("0.50"), at=NOW))
    outcome = job.asks(reserved("0.50"))
    assert isinstance(outcome, Granted)
    assert outcome.memory.events == {reserved("0.50"), theirs("0.50")}


def test_a_refused_job_that_says_it_made_no_call_gives_everything_back() -> None:
    shelf = Shelf()
    job = Job(shelf, placed=lambda: put(shelf, theirs("0.60"), at=NOW))
    wanted = reserved("0.50")
    outcome = job.asks(wanted)
    assert isinstance(outcome, Refused)
    job.placed = nothing
    end = settlement(wanted, [], event_id="end", at=NOW, by=OURS)
    assert isinstance(write(job.desk, outcome.memory.with_events([end])), Written)
    booked = bookings(seen(shelf)[0].events)
    assert total(booked, NOW.date(), NOW.date()) == Decimal("0.60")


def lost(shelf: Shelf) -> None:
    expire(shelf, put(shelf, at=NOW))


def damaged(shelf: Shelf) -> None:
    spoil(shelf, put(shelf, at=NOW))


def crowded(shelf: Shelf) -> None:
    for _ in range(MOST_READ + 1):
        put(shelf, at=NOW)


@pytest.mark.parametrize(
    ("gap", "reason"), [(lost, "has expired"), (damaged, "no whole zip"), (crowded, "still unread")]
)
def test_a_gap_in_memory_closes_money_before_the_upload_and_after_it(
    gap: Callable[[Shelf], None], reason: str
) -> None:
    shelf = Shelf()
    gap(shelf)
    known = len(shelf.entries)
    outcome = Job(shelf).asks(reserved("0.01"))
    assert isinstance(outcome, Refused)
    assert reason in outcome.reasons[0]
    assert outcome.reserved is None
    assert len(shelf.entries) == known

    shelf = Shelf()
    outcome = Job(shelf, placed=lambda: gap(shelf)).asks(reserved("0.01"))
    assert isinstance(outcome, Refused)
    assert reason in outcome.reasons[0]
    assert outcome.reserved == reserved("0.01")


def test_an_own_segment_that_is_not_listed_is_waited_for_so_often_and_then_refused() -> None:
    shelf = Shelf(lag=HOUR)
    job = Job(shelf)
    outcome = job.asks(reserved("0.50"))
    assert isinstance(outcome, Refused)
    assert outcome.reasons == (
        "this run's own reservation does not appear in the list of artifacts",
    )
    assert job.pauses == PATIENCE
    assert outcome.reserved == reserved("0.50")
    assert reserved("0.50") in outcome.memory.events


@pytest.mark.parametrize("pauses", range(PATIENCE))
def test_an_own_segment_that_is_listed_late_is_enough(pauses: int) -> None:
    shelf = Shelf(lag=pauses * HOUR)
    shelf.now = NOW.replace(hour=1)
    job = Job(shelf)

    def hour() -> None:
        shelf.now += HOUR

    job.paused = hour
    assert isinstance(job.asks(reserved("0.50")), Granted)
    assert job.pauses == pauses


@pytest.mark.parametrize("mishap", Mishap)
def test_no_upload_is_a_refusal_and_a_second_try_is_not(mishap: Mishap) -> None:
    shelf = Shelf()
    job = Job(shelf)
    job.hand.mishaps = [mishap]
    outcome = job.asks(reserved("0.50"))
    if mishap is Mishap.REFUSED:
        assert outcome == Refused(
            reasons=("the service refused",),
            memory=job.memory.with_events([reserved("0.50")]),
            reserved=reserved("0.50"),
        )
    else:
        assert isinstance(outcome, Granted)
        assert outcome.memory.events == {reserved("0.50")}


def fail_after(shelf: Shelf) -> None:
    shelf.down = shelf.requests >= 0


def test_a_shelf_that_cannot_be_read_any_more_is_an_error_at_every_step() -> None:
    failed, needed = 0, Job(Shelf())
    needed.shelf.requests = 0
    assert isinstance(needed.asks(reserved("0.50")), Granted)
    for step in range(needed.shelf.requests):
        shelf = Shelf()
        job = Job(shelf)
        shelf.requests = -step
        job.hand.turn = partial(fail_after, shelf)
        with pytest.raises(StoreError):
            job.asks(reserved("0.50"))
        failed += 1
    assert failed >= 4


def test_a_night_counts_in_both_days() -> None:
    night = datetime(2026, 11, 18, 23, 50, tzinfo=UTC)
    for spent in (night, night + HOUR):
        shelf = Shelf(now=night)
        put(shelf, called("0.80", at=spent, reservation=""), at=night)
        outcome = Job(shelf).asks(reserved("0.30", at=night))
        assert isinstance(outcome, Refused)
        assert f"0.80 USD of {spent:%-d} November 2026's 1.00" in outcome.reasons[0]


AMOUNTS = st.integers(0, 60).map(lambda cents: f"{CENT * cents:f}")
PASTS = st.lists(st.tuples(AMOUNTS, AMOUNTS, st.booleans()), max_size=4)
LIMIT = st.builds(
    Limits, run=st.just(Decimal("0.50")), day=st.integers(0, 200).map(lambda cents: CENT * cents),
    month=st.integers(0, 200).map(lambda cents: CENT * cents),
)  # fmt: skip


@given(PASTS, LIMIT)
def test_what_is_left_is_exactly_what_is_granted(
    past: list[tuple[str, str, bool]], limits: Limits
) -> None:
    events: list[Entry] = []
    for number, (usd, cost, ended) in enumerate(past):
        name = f"r{number}"
        events += [reserved(usd, name=name), called(cost, name=f"c{number}", reservation=name)]
        events += [settled(1, cost, name=f"s{number}", reservation=name)] if ended else []
    with light_segments():
        outcomes = []
        rest = left(bookings(events), limits, since=NOW, until=NOW + HOUR / 2)
        for wanted in (rest, rest + CENT):
            shelf = Shelf()
            store = Hand(shelf, 1)
            desk = Desk(store=store, run=1, now=lambda: NOW, pause=nothing)
            assert isinstance(
                write(desk, Memory(horizon=NOW, now=NOW).with_events(events)), Written
            )
            outcomes.append(Job(shelf).asks(reserved(f"{wanted:f}", name="mine"), limits))
    assert isinstance(outcomes[0], Granted) or rest == 0
    assert isinstance(outcomes[1], Refused)


def test_a_settlement_says_how_many_calls_there_were_and_what_they_cost() -> None:
    calls = [called("0.10"), called("0.25", name="d"), called("0", name="e")]
    end = settlement(reserved("0.50"), calls, event_id="end", at=NOW + HOUR, by=OURS)
    assert (end.id, end.at, end.by, end.reservation) == ("end", NOW + HOUR, OURS, "r")
    assert (end.calls, end.usd) == (3, Decimal("0.35"))
    assert sum(one.usd for one in bookings([reserved("0.50"), *calls, end])) == Decimal("0.35")
