"""What a job reads from the shelf: everything that counts, and hardly more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from cv_action.ledger.naming import segment_name, week_of
from cv_action.ledger.reading import read
from cv_action.ledger.store import StoreError
from cv_action.ledger.writing import Written, write
from tests.ledger_events import NOW, alert
from tests.ledger_shelves import CountingHand, desk, ids, put, seen
from tests.shelf import Hand, Mishap, Shelf

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
LAST_WEEK = NOW - WEEK
PAUSES = [0, 1, 5, 8, 13, 20, 31, 45, 60, 80]


def names(at: datetime, *slots: int) -> list[str | None]:
    return [segment_name(week_of(at), slot) for slot in slots]


def test_an_empty_shelf_is_an_empty_memory() -> None:
    memory, hand = seen(Shelf())
    assert memory.events == frozenset()
    assert memory.listed == frozenset()
    assert (memory.horizon, memory.now) == (NOW, NOW)
    assert hand.fetched == []
    assert hand.names == [*names(NOW, 0, 1), *names(LAST_WEEK, 0, 1), None]


def test_the_newest_segment_is_the_base_and_what_it_absorbed_is_not_fetched() -> None:
    shelf = Shelf()
    old = put(shelf, alert("a"), at=NOW)
    older = put(shelf, alert("b"), at=NOW + HOUR)
    newest = put(shelf, alert("a"), alert("b"), at=NOW + 2 * HOUR, absorbed=(old, older))
    memory, hand = seen(shelf)
    assert hand.fetched == [newest]
    assert ids(memory) == {"a", "b"}
    assert memory.absorbed == {old, older, newest}


def test_what_the_newest_has_not_absorbed_is_fetched_too() -> None:
    shelf = Shelf()
    first = put(shelf, alert("a"), at=NOW)
    second = put(shelf, alert("b"), at=NOW + HOUR, slot=1)
    third = put(shelf, alert("c"), at=NOW + 2 * HOUR, absorbed=(first,))
    memory, hand = seen(shelf)
    assert hand.fetched == [third, second]
    assert ids(memory) == {"b", "c"}


def test_the_newest_is_the_newest_by_its_moment_and_not_by_its_place() -> None:
    shelf = Shelf()
    late = put(shelf, at=NOW + HOUR, slot=1, absorbed=(1002,))
    early = put(shelf, at=NOW, slot=0)
    assert early == 1002
    shelf.now = NOW + 2 * HOUR
    assert seen(shelf)[1].fetched == [late]


def test_of_one_moment_the_higher_id_is_the_newer() -> None:
    shelf = Shelf()
    first = put(shelf, at=NOW)
    second = put(shelf, at=NOW, absorbed=(first,))
    assert seen(shelf)[1].fetched == [second]


def test_segments_of_one_name_are_all_read() -> None:
    shelf = Shelf()
    three = {put(shelf, alert(name), at=NOW) for name in "abc"}
    memory, hand = seen(shelf)
    assert set(hand.fetched) == three
    assert ids(memory) == set("abc")


def test_a_segment_that_was_uploaded_twice_is_one() -> None:
    shelf = Shelf()
    hand = Hand(shelf, run=5, mishaps=[Mishap.TWICE])
    written = write(desk(shelf, hand), read(hand, around=NOW).with_events([alert("a")]))
    assert isinstance(written, Written)
    assert len(shelf.entries) == 2
    memory, _ = seen(shelf)
    assert ids(memory) == {"a"}
    assert memory.losses == ()


@pytest.mark.parametrize("mishap", [Mishap.BURNT, Mishap.ANSWER_LOST])
def test_a_burnt_place_below_hides_nothing(mishap: Mishap) -> None:
    shelf = Shelf()
    hand = Hand(shelf, run=5, mishaps=[mishap])
    assert isinstance(
        write(desk(shelf, hand), read(hand, around=NOW).with_events([alert("a")])), Written
    )
    assert segment_name(week_of(NOW), 1) in {entry.name for entry in shelf.visible()}
    assert ids(seen(shelf)[0]) == {"a"}


def test_two_empty_places_end_a_week_and_one_does_not() -> None:
    shelf = Shelf()
    put(shelf, alert("a"), at=NOW, slot=1)
    put(shelf, alert("b"), at=NOW, slot=3)
    put(shelf, alert("never"), at=NOW, slot=6)
    memory, hand = seen(shelf)
    assert ids(memory) == {"a", "b"}
    assert hand.names[:6] == names(NOW, 0, 1, 2, 3, 4, 5)


def test_a_segment_that_appears_in_the_list_a_day_late_is_read_then() -> None:
    shelf = Shelf()
    monday = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
    hidden = put(shelf, alert("late"), at=monday - 23 * HOUR)
    shelf.hidden_until[hidden] = monday + HOUR
    put(shelf, alert("new"), at=monday)
    assert ids(seen(shelf)[0]) == {"new"}
    shelf.now = monday + HOUR
    assert ids(seen(shelf)[0]) == {"new", "late"}


@pytest.mark.parametrize("page", [100, 0], ids=["whole shelf", "by name"])
@pytest.mark.parametrize("days", PAUSES)
def test_no_pause_up_to_80_days_loses_anything(days: int, page: int) -> None:
    shelf = Shelf(page=page)
    one = put(shelf, alert("a"), at=NOW)
    put(shelf, alert("b"), at=NOW + HOUR, slot=1, absorbed=())
    put(shelf, alert("c"), at=NOW + 2 * HOUR, absorbed=(one,))
    shelf.now = NOW + timedelta(days=days, hours=3)
    memory, hand = seen(shelf)
    assert ids(memory) == {"b", "c"}
    assert memory.losses == ()
    assert hand.cost <= (14 if page else 40)


@pytest.mark.parametrize("page", [100, 0])
def test_runs_in_few_weeks_with_a_month_between_keep_one_ledger(page: int) -> None:
    shelf, moment = Shelf(page=page), NOW
    for number, days in enumerate((0, 3, 11, 36, 7, 50, 1, 80)):
        moment += timedelta(days=days)
        shelf.now = moment
        hand = Hand(shelf, run=number)
        known = read(hand, around=moment)
        assert ids(known) == {f"e{before}" for before in range(number)}
        event = alert(f"e{number}", at=moment)
        assert isinstance(write(desk(shelf, hand), known.with_events([event])), Written)


def test_what_else_lies_on_the_shelf_is_not_read() -> None:
    shelf = Shelf()
    put(shelf, alert("a"), at=NOW - 5 * WEEK)
    for name in ("cv-output", "cv-ledger", "cv-ledger-2026-W4-0", "CV-LEDGER-2026-W42-1"):
        shelf.add(3, name, b"something else")
    shelf.now = NOW
    memory, hand = seen(shelf)
    assert ids(memory) == {"a"}
    assert memory.losses == ()
    assert len(hand.fetched) == 1


@pytest.mark.parametrize("skew", [-30 * 365, -40, -8, -1, 1, 8, 40, 30 * 365])
def test_a_runners_clock_that_is_days_wrong_changes_nothing_but_one_request(skew: int) -> None:
    shelf = Shelf()
    put(shelf, alert("a"), at=LAST_WEEK)
    put(shelf, alert("b"), at=NOW, horizon=LAST_WEEK)
    right, hand = CountingHand(shelf), CountingHand(shelf)
    memory = read(right, around=NOW)
    assert read(hand, around=NOW + timedelta(days=skew)) == memory
    assert ids(memory) == {"a", "b"}
    assert len(hand.names) - len(right.names) <= 1


@pytest.mark.parametrize(
    "horizon",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(1970, 1, 1, tzinfo=UTC),
        NOW + timedelta(days=900),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=14))),
    ],
    ids=str,
)
def test_a_horizon_that_cannot_be_costs_no_more_than_the_weeks_that_are_kept(
    horizon: datetime,
) -> None:
    shelf = Shelf(page=0)
    put(shelf, alert("a"), at=NOW - DAY, horizon=horizon)
    shelf.now = NOW
    memory, hand = seen(shelf)
    assert ids(memory) == {"a"}
    assert hand.cost <= 2 * 15 + 4
    assert memory.as_segment().horizon == NOW


def test_a_horizon_in_another_zone_is_the_same_moment() -> None:
    shelf = Shelf()
    monday = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    put(shelf, alert("sunday"), at=monday - DAY)
    put(shelf, at=monday, horizon=monday.astimezone(timezone(timedelta(hours=14))))
    assert ids(seen(shelf)[0]) == {"sunday"}


@pytest.mark.parametrize("page", [100, 0], ids=["whole shelf", "by name"])
def test_a_shelf_that_cannot_be_read_is_an_error_and_not_an_empty_ledger(page: int) -> None:
    shelf = Shelf(page=page)
    put(shelf, alert("a"), at=NOW)
    shelf.down = True
    with pytest.raises(StoreError):
        seen(shelf)
