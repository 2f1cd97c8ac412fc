"""What limits leave: exactly what is then granted, to the cent, with the reason in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cv_action.ledger.accounts import Booking, bookings
from cv_action.ledger.event import Entry
from cv_action.quota.budget import Limits, Period, left, periods, shortfalls
from tests.ledger_events import NOW, alert, called, reserved

TODAY = NOW.date()
CENT = Decimal("0.01")
LIMITS = Limits(run=Decimal("0.50"), day=Decimal("1.00"), month=Decimal("10.00"))
SOON = NOW + timedelta(minutes=30)
NEW_YEAR = datetime(2026, 12, 31, 23, 50, tzinfo=UTC)


def spent(usd: str | Decimal, first: date = TODAY, last: date | None = None) -> Booking:
    return Booking(first=first, last=last or first, usd=Decimal(usd))


def rest(*booked: Booking, limits: Limits = LIMITS, since: datetime = NOW) -> Decimal:
    return left(booked, limits, since=since, until=since + timedelta(minutes=30))


def reasons(usd: str, *booked: Booking, limits: Limits = LIMITS) -> tuple[str, ...]:
    """Why a reservation does not fit beside what is booked."""
    wanted = reserved(usd)
    return shortfalls((*booked, *bookings([wanted])), wanted, limits)


def test_nothing_spent_leaves_the_limit_of_a_run() -> None:
    assert rest() == Decimal("0.50")


def test_the_least_limit_counts() -> None:
    assert rest(spent("0.40")) == Decimal("0.50")
    assert rest(spent("0.70")) == Decimal("0.30")
    yesterday = NOW.date() - timedelta(days=1)
    assert rest(spent("0.90", yesterday)) == Decimal("0.50")
    assert rest(spent("9.80", yesterday)) == Decimal("0.20")
    assert rest(spent("9.95", yesterday), spent("0.04")) == Decimal("0.01")


def test_nothing_is_left_of_a_limit_that_is_passed() -> None:
    assert rest(spent("1.00")) == 0
    assert rest(spent("7.00")) == 0
    assert rest(limits=Limits(run=Decimal(0), day=Decimal(1), month=Decimal(1))) == 0


def test_another_month_does_not_count() -> None:
    assert rest(spent("99", date(2026, 10, 31)), spent("99", date(2026, 12, 1))) == LIMITS.run


def test_a_span_over_midnight_needs_room_in_both_days_and_months() -> None:
    found = periods([], LIMITS, since=NEW_YEAR, until=NEW_YEAR + timedelta(minutes=30))
    assert [(one.name, one.first, one.last, one.limit) for one in found] == [
        ("31 December 2026", date(2026, 12, 31), date(2026, 12, 31), LIMITS.day),
        ("1 January 2027", date(2027, 1, 1), date(2027, 1, 1), LIMITS.day),
        ("December 2026", date(2026, 12, 1), date(2026, 12, 31), LIMITS.month),
        ("January 2027", date(2027, 1, 1), date(2027, 1, 31), LIMITS.month),
    ]
    for full, usd in ((date(2027, 1, 1), "0.95"), (date(2026, 12, 31), "0.95")):
        assert rest(spent(usd, full), since=NEW_YEAR) == Decimal("0.05")
    for full in (date(2026, 12, 1), date(2027, 1, 31)):
        assert rest(spent("9.99", full), since=NEW_YEAR) == Decimal("0.01")


@pytest.mark.parametrize(
    ("month", "last"),
    [(date(2026, 2, 1), 28), (date(2028, 2, 1), 29), (date(2026, 4, 1), 30)],
)
def test_a_month_has_the_days_that_it_has(month: date, last: int) -> None:
    since = datetime(month.year, month.month, last, 12, tzinfo=UTC)
    (day, whole) = periods([], LIMITS, since=since, until=since)
    assert (day.first, day.last) == (since.date(), since.date())
    assert (whole.first, whole.last) == (month, month.replace(day=last))


def test_the_days_of_a_span_are_those_of_utc() -> None:
    there = timezone(timedelta(hours=13))
    since = datetime(2026, 11, 18, 20, tzinfo=UTC).astimezone(there)
    names = [one.name for one in periods([], LIMITS, since=since, until=since)]
    assert names == ["18 November 2026", "November 2026"]


def test_every_month_of_a_long_span_is_there_once() -> None:
    found = periods([], LIMITS, since=NOW, until=NOW + timedelta(days=60))
    months = [one.name for one in found if one.limit == LIMITS.month]
    assert months == ["November 2026", "December 2026", "January 2027"]
    assert len(found) == 61 + len(months)


def test_a_period_knows_what_was_spent_in_it_and_what_is_left() -> None:
    period = periods([spent("0.30"), spent("0.12")], LIMITS, since=NOW, until=SOON)[0]
    assert (period.spent, period.left) == (Decimal("0.42"), Decimal("0.58"))
    over = Period(name="x", first=NOW.date(), last=NOW.date(), spent=Decimal(2), limit=Decimal(1))
    assert over.left == 0


def test_a_reservation_fits_to_the_cent() -> None:
    assert reasons("0.50", spent("0.50")) == ()
    assert reasons("0.50") == ()
    assert reasons("0.51", limits=Limits(run=Decimal("0.51"), day=CENT * 51, month=CENT * 51)) == ()
    assert len(reasons("0.50", spent("0.51"))) == 1
    assert len(reasons("0.51")) == 1


def test_each_limit_that_is_passed_has_its_reason_with_the_numbers() -> None:
    yesterday = NOW.date() - timedelta(days=1)
    assert reasons("0.60", spent("0.45"), spent("9.20", yesterday)) == (
        "this run may need 0.60 USD and its limit is 0.50",
        "0.45 USD of 18 November 2026's 1.00 are spent or reserved, and this run may need 0.60",
        "9.65 USD of November 2026's 10.00 are spent or reserved, and this run may need 0.60",
    )


def test_amounts_are_told_without_exponents() -> None:
    tight = Limits(run=Decimal("1E+2"), day=Decimal("1E+2"), month=Decimal("1E-7"))
    (reason,) = reasons("0.0000002", limits=tight)
    assert "0.0000001 are" in reason
    assert "need 0.0000002" in reason
    assert "E" not in reason


def test_a_reservation_over_midnight_is_told_of_both_days() -> None:
    wanted = reserved("0.50", at=NEW_YEAR)
    events: list[Entry] = [
        wanted,
        called("0.60", at=NEW_YEAR, reservation=""),
        called("0.70", name="d", at=NEW_YEAR + timedelta(hours=1), reservation=""),
    ]
    found = shortfalls(bookings(events), wanted, LIMITS)
    assert len(found) == 2
    assert found[0].startswith("0.60 USD of 31 December 2026's 1.00 are")
    assert found[1].startswith("0.70 USD of 1 January 2027's 1.00 are")


CENTS = st.integers(0, 130).map(lambda cents: CENT * cents)
DAYS = st.integers(-20, 14).map(lambda days: NOW.date() + timedelta(days=days))
BOOKED = st.lists(
    st.builds(
        lambda usd, first, days: spent(usd, first, first + timedelta(days=days)),
        CENTS, DAYS, st.sampled_from([0, 0, 0, 1, 31]),
    ),
    max_size=12,
)  # fmt: skip
LIMIT = st.builds(Limits, run=CENTS, day=CENTS, month=CENTS.map(lambda usd: usd * 4))
SINCE = st.sampled_from([NOW, NEW_YEAR, NOW.replace(hour=23, minute=45)])
USUAL = Limits(run=CENT * 50, day=CENT * 100, month=CENT * 1000)


@given(BOOKED, LIMIT, SINCE)
@example([spent("0.70")], USUAL, NOW)
def test_what_is_left_is_granted_and_a_cent_more_is_not(
    booked: list[Booking], limits: Limits, since: datetime
) -> None:
    until = since + timedelta(minutes=30)
    rest = left(booked, limits, since=since, until=until)
    exactly = reserved(f"{rest:f}", at=since, until=until)
    more = reserved(f"{rest + CENT:f}", at=since, until=until)
    assert rest >= 0
    assert shortfalls((*booked, *bookings([more])), more, limits)
    assume(rest > 0)
    assert not shortfalls((*booked, *bookings([exactly])), exactly, limits)


@given(BOOKED, CENTS, LIMIT)
def test_what_was_granted_is_within_every_limit(
    booked: list[Booking], usd: Decimal, limits: Limits
) -> None:
    wanted = reserved(f"{usd:f}")
    everything = (*booked, *bookings([wanted, alert("a")]))
    granted = not shortfalls(everything, wanted, limits)
    spans = periods(everything, limits, since=wanted.at, until=wanted.until)
    assert granted == (usd <= limits.run and all(one.spent <= one.limit for one in spans))
