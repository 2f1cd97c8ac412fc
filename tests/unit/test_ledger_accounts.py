"""What events say was spent: to the cent, on its day, and never less than it was."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cv_action.ledger.accounts import Booking, bookings, total
from cv_action.ledger.event import Called, Entry, Reserved, Settled, Writer
from tests.ledger_events import NOW, OURS, STRANGER, alert, called, reserved, settled

TODAY = date(2026, 11, 18)
AUCKLAND, HONOLULU = timezone(timedelta(hours=13)), timezone(timedelta(hours=-10))


def booked(*events: Entry) -> Counter[Booking]:
    return Counter(bookings(events))


def money(
    usd: str, first: date = TODAY, last: date | None = None, *, free: bool = False
) -> Booking:
    return Booking(first=first, last=last or first, usd=Decimal(usd), open=not free)


def spent(usd: str, day: date = TODAY) -> Booking:
    return money(usd, day, free=True)


def test_nothing_is_booked_for_events_without_money() -> None:
    assert bookings([]) == ()
    assert bookings([alert("a"), called("0", reservation=""), reserved("0"), settled(3, "1")]) == ()


def test_a_reservation_is_open_in_full_until_it_is_settled() -> None:
    assert booked(reserved("0.50")) == Counter([money("0.50")])
    assert booked(reserved("0.50"), called("0.10")) == Counter([money("0.50")])
    assert booked(reserved("0.50"), settled(0, "0")) == Counter()


def test_a_settled_reservation_is_what_its_calls_cost() -> None:
    found = booked(
        reserved("0.50"), called("0.10"), called("0.05", name="d"), settled(2, "0.15")
    )  # fmt: skip
    assert found == Counter([spent("0.10"), spent("0.05")])


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(settled(2, "0.14"), id="a cent too little"),
        pytest.param(settled(2, "0.16"), id="a cent too much"),
        pytest.param(settled(1, "0.15"), id="a call too few"),
        pytest.param(settled(3, "0.15"), id="a call too many"),
        pytest.param(settled(2, "0.15", reservation="another"), id="another reservation"),
        pytest.param(settled(2, "0.15", by=STRANGER), id="a stranger"),
    ],
)
def test_a_settlement_that_does_not_fit_releases_nothing(wrong: Settled) -> None:
    calls = called("0.10"), called("0.05", name="d")
    assert booked(reserved("0.50"), *calls, wrong) == Counter([money("0.50")])
    right = settled(2, "0.15", name="right")
    assert booked(reserved("0.50"), *calls, wrong, right) == Counter([spent("0.10"), spent("0.05")])


@pytest.mark.parametrize(
    "other",
    [replace(OURS, run=8), replace(OURS, attempt=2), replace(OURS, job="x"), STRANGER],
)
def test_a_stranger_is_whoever_differs_in_anything(other: Writer) -> None:
    assert booked(reserved("0.50"), settled(0, "0", by=other)) == Counter([money("0.50")])


def test_a_call_of_a_stranger_is_their_own_money() -> None:
    theirs = called("0.20", name="t", by=STRANGER)
    assert booked(reserved("0.50"), theirs) == Counter([money("0.50"), spent("0.20")])
    ours = called("0.10")
    assert booked(reserved("0.50"), ours, theirs, settled(1, "0.10")) == Counter(
        [spent("0.10"), spent("0.20")]
    )


def test_money_that_nobody_reserved_counts_on_its_day() -> None:
    assert booked(called("0.10", reservation="")) == Counter([spent("0.10")])
    assert booked(called("0.10", reservation="gone")) == Counter([spent("0.10")])
    assert booked(called("0.10", reservation=""), settled(1, "0.10")) == Counter([spent("0.10")])


def test_a_job_that_spent_more_than_it_reserved_is_booked_with_what_it_spent() -> None:
    assert booked(reserved("0.50"), called("0.70")) == Counter([money("0.70")])


def test_two_reservations_of_one_job_are_two() -> None:
    found = booked(
        reserved("0.50"), reserved("0.30", name="r2"),
        called("0.10"), called("0.20", name="d", reservation="r2"), settled(1, "0.10"),
    )  # fmt: skip
    assert found == Counter([spent("0.10"), money("0.30")])


def test_an_event_that_came_twice_is_one() -> None:
    events: list[Entry] = [reserved("0.50"), called("0.10"), settled(1, "0.10")]
    assert bookings({*events, *events}) == (spent("0.10"),)


def test_an_open_reservation_counts_in_every_day_and_month_that_it_touches() -> None:
    late = datetime(2026, 11, 30, 23, 50, tzinfo=UTC)
    (one,) = bookings([reserved("0.50", at=late)])
    assert one == money("0.50", date(2026, 11, 30), date(2026, 12, 1))
    assert total([one], date(2026, 11, 30), date(2026, 11, 30)) == Decimal("0.50")
    assert total([one], date(2026, 12, 1), date(2026, 12, 1)) == Decimal("0.50")
    assert total([one], date(2026, 11, 1), date(2026, 11, 30)) == Decimal("0.50")
    assert total([one], date(2026, 12, 1), date(2026, 12, 31)) == Decimal("0.50")
    assert total([one], date(2026, 11, 1), date(2026, 11, 29)) == 0
    assert total([one], date(2026, 12, 2), date(2026, 12, 31)) == 0


def test_a_settled_call_counts_on_its_own_day_only() -> None:
    late = datetime(2026, 11, 30, 23, 50, tzinfo=UTC)
    after = called("0.10", at=late + timedelta(minutes=20))
    found = booked(reserved("0.50", at=late), after, settled(1, "0.10"))
    assert found == Counter([spent("0.10", date(2026, 12, 1))])


def test_a_call_outside_of_its_reservation_counts_on_its_day_too() -> None:
    late = datetime(2026, 11, 30, 23, 20, tzinfo=UTC)
    after = called("0.10", at=late + timedelta(hours=1))
    before = called("0.10", name="d", at=late - timedelta(days=1))
    assert booked(reserved("0.50", at=late), after) == Counter(
        [money("0.50", date(2026, 11, 30), date(2026, 12, 1))]
    )
    assert booked(reserved("0.50", at=late), before) == Counter(
        [money("0.50", date(2026, 11, 29), date(2026, 11, 30))]
    )


@pytest.mark.parametrize("zone", [AUCKLAND, HONOLULU])
def test_days_are_days_of_utc_whatever_the_zone_of_the_moment(zone: timezone) -> None:
    for hour in (0, 12, 23):
        moment = datetime(2026, 11, 18, hour, 30, tzinfo=UTC)
        there = moment.astimezone(zone)
        assert booked(called("0.10", at=there)) == Counter([spent("0.10")])
        assert booked(reserved("0.50", at=there, until=there)) == Counter([money("0.50")])


DAYS = st.integers(0, 5).map(lambda number: NOW + timedelta(hours=12 * number))
CENTS = st.integers(0, 60).map(lambda cents: f"{Decimal(cents) / 100:f}")
JOBS = st.sampled_from([OURS, STRANGER])
NAMES = st.sampled_from(["r", "q", ""])


@st.composite
def accounts(draw: st.DrawFn) -> frozenset[Entry]:
    """Events of two jobs in a few days, most of which fit together."""
    events: list[Entry] = []
    for number in range(draw(st.integers(0, 3))):
        at = draw(DAYS)
        until = at + timedelta(hours=draw(st.sampled_from([0, 1, 30])))
        name = draw(st.sampled_from(["r", "q"]))
        events.append(reserved(draw(CENTS), name=name, at=at, until=until, by=draw(JOBS)))
        calls = [
            called(
                draw(CENTS), name=f"c{number}{n}", at=draw(DAYS), by=draw(JOBS),
                reservation=draw(NAMES),
            )
            for n in range(draw(st.integers(0, 3)))
        ]  # fmt: skip
        wrong = draw(st.sampled_from([0, 0, 0, 1]))
        cost = sum((call.usd for call in calls), Decimal(0))
        end = settled(len(calls) + wrong, f"{cost:f}", name=f"s{number}", by=draw(JOBS))
        events += [*calls, *([end] if draw(st.booleans()) else [])]
    return frozenset(events)


@given(accounts(), st.integers(0, 5), st.integers(0, 5))
def test_no_span_of_days_is_booked_with_less_than_was_spent_in_it(
    events: frozenset[Entry], one: int, other: int
) -> None:
    first, last = TODAY + timedelta(days=min(one, other)), TODAY + timedelta(days=max(one, other))
    calls = [event for event in events if isinstance(event, Called)]
    really = sum((call.usd for call in calls if first <= call.at.date() <= last), Decimal(0))
    assert total(bookings(events), first, last) >= really


@given(accounts())
def test_a_reservation_that_nobody_settled_is_booked_in_full(events: frozenset[Entry]) -> None:
    unsettled = {event for event in events if not isinstance(event, Settled)}
    wanted = sum((event.usd for event in events if isinstance(event, Reserved)), Decimal(0))
    assert sum(one.usd for one in bookings(unsettled) if one.open) >= wanted


@given(accounts(), accounts())
def test_more_calls_and_reservations_never_make_it_less(
    events: frozenset[Entry], more: frozenset[Entry]
) -> None:
    before = [event for event in events if not isinstance(event, Settled)]
    after = {*before, *(event for event in more if not isinstance(event, Settled))}
    span = TODAY, TODAY + timedelta(days=9)
    assert total(bookings(after), *span) >= total(bookings(before), *span)
