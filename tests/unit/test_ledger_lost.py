"""Segments that cannot be read: what others have of them counts, and what nobody has is missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cv_action.ledger.event import Entry
from cv_action.ledger.memory import gaps
from cv_action.ledger.reading import MOST_READ, read
from cv_action.ledger.writing import Written, write
from cv_action.quota.budget import Limits
from cv_action.quota.reserving import Granted, reserve
from tests.ledger_events import NOW, alert, reserved
from tests.ledger_shelves import CountingHand, desk, expire, ids, put, seen, spoil
from tests.shelf import Hand, Shelf

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMITS = Limits(run=Decimal(1), day=Decimal(1), month=Decimal(1))


def shelf_of_three() -> tuple[Shelf, list[int]]:
    """Three runs one after the other, each of which has read all before it."""
    shelf = Shelf()
    found: list[int] = []
    events: list[Entry] = []
    for number in range(3):
        events.append(alert("abc"[number]))
        found.append(
            put(shelf, *events, at=NOW + number * HOUR, slot=number, absorbed=tuple(found))
        )
    return shelf, found


def test_a_damaged_segment_that_a_newer_one_has_absorbed_is_not_even_asked_for() -> None:
    shelf, (first, second, third) = shelf_of_three()
    spoil(shelf, first, second)
    memory, hand = seen(shelf)
    assert ids(memory) == set("abc")
    assert hand.fetched == [third]
    assert gaps(memory) == ()


def test_when_the_newest_is_damaged_the_one_before_it_is_the_base_and_the_loss_is_told() -> None:
    shelf, (first, second, third) = shelf_of_three()
    spoil(shelf, third)
    memory, hand = seen(shelf)
    assert ids(memory) == set("ab")
    assert hand.fetched == [third, second]
    assert first not in hand.fetched
    assert gaps(memory) == (
        f"segment {third} (cv-ledger-2026-W47-2) cannot be read: it is no whole zip file",
    )


def test_every_segment_damaged_is_an_empty_memory_with_every_loss() -> None:
    shelf, found = shelf_of_three()
    spoil(shelf, *found)
    memory, hand = seen(shelf)
    assert memory.events == frozenset()
    assert hand.fetched == found[::-1]
    assert len(gaps(memory)) == 3


def test_a_loss_is_told_to_every_job_of_its_month_and_to_none_after() -> None:
    shelf, found = shelf_of_three()
    spoil(shelf, found[2])
    told = []
    for day in range(1, 21):
        shelf.now = NOW + day * DAY
        hand = Hand(shelf, run=day)
        memory = read(hand, around=shelf.now)
        told.append(bool(gaps(memory)))
        assert isinstance(write(desk(shelf, hand), memory), Written)
    assert told == [True] * 12 + [False] * 8


def test_an_expired_segment_is_not_asked_for_and_is_a_loss_for_good() -> None:
    shelf = Shelf()
    gone = put(shelf, alert("a"), at=NOW)
    kept = put(shelf, alert("b"), at=NOW + HOUR)
    expire(shelf, gone)
    memory, hand = seen(shelf)
    assert hand.fetched == [kept]
    assert ids(memory) == {"b"}
    assert gaps(memory) == (f"segment {gone} (cv-ledger-2026-W47-0) has expired",)
    assert [loss.final for loss in memory.losses] == [True]


def test_an_expired_segment_that_another_has_absorbed_is_no_loss() -> None:
    shelf, found = shelf_of_three()
    expire(shelf, *found[:2])
    memory, hand = seen(shelf)
    assert hand.fetched == found[2:]
    assert memory.losses == ()


def test_a_segment_that_another_unread_one_has_absorbed_is_no_loss() -> None:
    shelf = Shelf()
    first = put(shelf, alert("a"), at=NOW)
    put(shelf, alert("a"), at=NOW + HOUR, slot=1, absorbed=(first,))
    put(shelf, alert("b"), at=NOW + HOUR, slot=1, absorbed=())
    spoil(shelf, first)
    assert gaps(seen(shelf)[0]) == ()


def test_a_segment_that_could_not_be_had_is_tried_again_by_the_next_job() -> None:
    shelf = Shelf()
    first = put(shelf, alert("a"), at=NOW)
    put(shelf, alert("b"), at=NOW + HOUR)
    memory, hand = seen(shelf, failing={first})
    assert gaps(memory) == (
        f"segment {first} (cv-ledger-2026-W47-0) cannot be had: It came in pieces.",
    )
    assert not memory.losses[0].final
    assert isinstance(write(desk(shelf, hand), memory), Written)
    again, later = seen(shelf)
    assert ids(again) == {"a", "b"}
    assert first in later.fetched
    assert gaps(again) == ()


def test_a_segment_that_was_deleted_meanwhile_is_missed_by_nobody_after() -> None:
    shelf = Shelf()
    first = put(shelf, alert("a"), at=NOW)
    memory, hand = seen(shelf, failing={first})
    assert gaps(memory)
    del shelf.entries[first]
    assert isinstance(write(desk(shelf, hand), memory), Written)
    assert gaps(seen(shelf)[0]) == ()


def test_last_months_segment_that_could_not_be_had_is_tried_again_after_a_job_that_spends() -> None:
    shelf = Shelf()
    saturday = datetime(2026, 11, 28, 12, tzinfo=UTC)
    old = put(shelf, alert("old"), at=saturday)
    put(shelf, alert("sunday"), at=saturday + DAY, slot=1, absorbed=())
    shelf.now = datetime(2026, 12, 2, 12, tzinfo=UTC)
    memory, hand = seen(shelf, failing={old})
    assert "old" not in ids(memory)
    wanted = reserved("0.10", at=shelf.now)
    outcome = reserve(desk(shelf, hand), memory, wanted, LIMITS)
    assert isinstance(outcome, Granted)
    assert isinstance(write(desk(shelf, hand), outcome.memory), Written)
    assert "old" in ids(seen(shelf)[0])


def unread(shelf: Shelf, count: int) -> list[int]:
    """Segments of parallel jobs that have not seen each other."""
    return [put(shelf, alert(f"e{number}"), at=NOW) for number in range(count)]


def test_one_job_reads_so_many_segments_and_the_next_job_the_rest() -> None:
    shelf = Shelf()
    put(shelf, alert("before"), at=NOW - timedelta(weeks=2))
    unread(shelf, MOST_READ + 10)
    shelf.now = NOW + HOUR
    memory, hand = seen(shelf)
    assert len(hand.fetched) == MOST_READ
    assert gaps(memory) == ("10 segments are still unread",)
    shelf.now += 10 * DAY
    assert isinstance(write(desk(shelf, hand), memory), Written)
    again, later = seen(shelf)
    assert {f"e{number}" for number in range(MOST_READ + 10)} <= ids(again)
    assert gaps(again) == ()
    assert len(later.fetched) == 11


def test_as_many_segments_as_one_job_reads_leave_none_unread() -> None:
    shelf = Shelf()
    unread(shelf, MOST_READ)
    memory, hand = seen(shelf)
    assert len(memory.events) == len(hand.fetched) == MOST_READ
    assert memory.unread == ()


def test_expired_segments_take_no_other_segments_place() -> None:
    shelf = Shelf()
    found = unread(shelf, MOST_READ + 10)
    expire(shelf, *found[-10:])
    memory, _ = seen(shelf)
    assert len(memory.events) == MOST_READ
    assert memory.unread == ()


def test_however_many_are_damaged_one_job_fetches_no_more_than_it_reads() -> None:
    shelf = Shelf(page=0)
    good = put(shelf, alert("good"), at=NOW - 40 * DAY)
    bad = unread(shelf, MOST_READ + 40)
    spoil(shelf, *bad)
    memory, hand = seen(shelf)
    assert len(hand.fetched) == MOST_READ
    assert good not in hand.fetched
    assert good in {entry.id for entry in memory.unread}
    assert len(gaps(memory)) == MOST_READ + 1


def test_a_job_that_could_read_nothing_overwrites_nothing() -> None:
    shelf, found = shelf_of_three()
    hand = CountingHand(shelf, run=99, failing=set(found))
    memory = read(hand, around=shelf.now)
    assert isinstance(write(desk(shelf, hand), memory.with_events([alert("d")])), Written)
    assert ids(seen(shelf)[0]) == set("abcd")
