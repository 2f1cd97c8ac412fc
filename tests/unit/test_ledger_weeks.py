"""Weeks, years and midnights: the edges at which names change and nothing else does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger.naming import segment_name, week_of, week_prefix, weeks_back
from cv_action.ledger.reading import read
from cv_action.ledger.writing import Written, write
from tests.ledger_events import alert
from tests.ledger_shelves import desk, ids, put, seen
from tests.shelf import Hand, Shelf

SECOND = timedelta(seconds=1)
MIDNIGHTS = [
    datetime(2026, 11, 23, tzinfo=UTC),
    datetime(2026, 12, 28, tzinfo=UTC),
    datetime(2027, 1, 4, tzinfo=UTC),
    datetime(2028, 1, 3, tzinfo=UTC),
    datetime(2024, 12, 30, tzinfo=UTC),
]
"""Between Sunday and Monday, at the turn of ISO years with 52 and 53 weeks too."""


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 23), "cv-ledger-2026-W48-0"),
        (date(2026, 11, 29), "cv-ledger-2026-W48-0"),
        (date(2026, 12, 28), "cv-ledger-2026-W53-0"),
        (date(2027, 1, 3), "cv-ledger-2026-W53-0"),
        (date(2027, 1, 4), "cv-ledger-2027-W01-0"),
        (date(2024, 12, 30), "cv-ledger-2025-W01-0"),
        (date(2028, 1, 1), "cv-ledger-2027-W52-0"),
    ],
)
def test_a_name_says_the_iso_week_and_its_year(day: date, name: str) -> None:
    assert segment_name(day, 0) == name


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)), st.integers(0, 15), st.integers(0, 15))
def test_names_are_one_for_each_week_and_slot(day: date, slot: int, other: int) -> None:
    monday = day - timedelta(days=day.weekday())
    assert segment_name(day, slot) == segment_name(monday, slot)
    assert segment_name(day, slot).startswith(week_prefix(day))
    assert (segment_name(day, slot) == segment_name(day, other)) == (slot == other)
    for week in (monday - timedelta(weeks=1), monday + timedelta(weeks=1)):
        assert not segment_name(week, slot).startswith(week_prefix(day))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001  the zone follows
def test_a_week_begins_on_monday_of_utc_whatever_the_zone(naive: datetime, hours: int) -> None:
    moment = naive.replace(tzinfo=UTC)
    week = week_of(moment)
    assert week.weekday() == 0
    assert timedelta(0) <= moment.date() - week < timedelta(weeks=1)
    assert week_of(moment.astimezone(timezone(timedelta(hours=hours)))) == week


def test_weeks_go_back_one_by_one_and_both_ends_are_in() -> None:
    newest, oldest = date(2027, 1, 11), date(2026, 12, 14)
    weeks = list(weeks_back(newest, oldest))
    assert weeks == [newest - timedelta(weeks=number) for number in range(5)]
    assert weeks[-1] == oldest
    assert list(weeks_back(newest, newest)) == [newest]
    assert list(weeks_back(oldest, newest)) == []


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=str)
def test_what_was_left_on_sunday_night_is_there_on_monday(midnight: datetime) -> None:
    shelf = Shelf()
    put(shelf, alert("a"), at=midnight - SECOND)
    shelf.now = midnight
    assert ids(seen(shelf)[0]) == {"a"}
    put(shelf, alert("b"), at=midnight, horizon=midnight - SECOND)
    assert ids(seen(shelf)[0]) == {"a", "b"}


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=str)
def test_a_run_every_half_minute_over_midnight_keeps_one_ledger(midnight: datetime) -> None:
    shelf = Shelf()
    for number in range(8):
        shelf.now = midnight + (number - 4) * 30 * SECOND
        hand = Hand(shelf, run=number // 3)
        memory = read(hand, around=shelf.now)
        assert ids(memory) == {f"e{before}" for before in range(number)}
        event = alert(f"e{number}", at=shelf.now)
        assert isinstance(write(desk(shelf, hand), memory.with_events([event])), Written)


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=str)
def test_a_segment_from_a_clock_a_little_ahead_of_midnight_is_seen(midnight: datetime) -> None:
    shelf = Shelf()
    put(shelf, alert("monday's"), at=midnight)
    shelf.now = midnight - 30 * SECOND
    assert shelf.visible() == ()
    shelf.hidden_until = dict.fromkeys(shelf.entries, shelf.now)
    assert ids(seen(shelf)[0]) == {"monday's"}


def test_a_reading_over_midnight_is_as_old_as_its_beginning() -> None:
    shelf = Shelf()
    midnight = MIDNIGHTS[0]
    shelf.now = midnight - SECOND

    def turn() -> None:
        shelf.now += SECOND

    memory = read(Hand(shelf, turn=turn), around=shelf.now)
    assert memory.horizon == midnight
    assert memory.now > memory.horizon
    shelf.now = midnight - 2 * SECOND
    memory = read(Hand(shelf, turn=turn), around=shelf.now)
    assert memory.horizon == midnight - SECOND
    assert memory.as_segment().horizon == midnight - SECOND
