"""A second reading adds what came since the first, and forgets nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cv_action.ledger.memory import Memory, gaps
from cv_action.ledger.reading import MOST_READ, read
from cv_action.ledger.writing import Written, write
from tests.ledger_events import NOW, alert
from tests.ledger_shelves import CountingHand, desk, expire, ids, put, seen, spoil
from tests.shelf import Shelf

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def looked(shelf: Shelf, known: Memory) -> tuple[Memory, CountingHand]:
    hand = CountingHand(shelf, run=99)
    return read(hand, around=shelf.now, known=known), hand


def test_a_look_fetches_only_what_came_since() -> None:
    shelf = Shelf()
    put(shelf, alert("a"), at=NOW)
    before, _ = seen(shelf)
    new = put(shelf, alert("b"), at=NOW + MINUTE)
    after, hand = looked(shelf, before)
    assert hand.fetched == [new]
    assert ids(after) == {"a", "b"}
    assert after.listed == set(shelf.visible())
    assert (after.horizon, after.now) == (NOW, NOW + MINUTE)


def test_a_look_lists_a_finished_week_only_while_an_upload_can_go_on_in_it() -> None:
    for minutes, weeks in ((59, 2), (61, 1)):
        shelf = Shelf()
        put(shelf, alert("a"), at=MONDAY - HOUR)
        shelf.now = MONDAY + minutes * MINUTE
        before, _ = seen(shelf)
        _, hand = looked(shelf, before)
        assert len({str(name)[:18] for name in hand.names}) == weeks


def test_an_upload_that_took_over_midnight_is_seen_by_the_look() -> None:
    shelf = Shelf()
    put(shelf, alert("a"), at=MONDAY - DAY)
    shelf.now = MONDAY + 30 * MINUTE
    before, _ = seen(shelf)
    late = put(shelf, alert("late"), at=MONDAY - MINUTE)
    shelf.now = MONDAY + 50 * MINUTE
    after, hand = looked(shelf, before)
    assert hand.fetched == [late]
    assert ids(after) == {"a", "late"}


def test_what_was_listed_before_a_look_is_not_fetched_by_the_next_job() -> None:
    shelf = Shelf()
    old = [put(shelf, alert(name), at=MONDAY - HOUR) for name in "abc"]
    shelf.now = MONDAY + 3 * HOUR
    before, _ = seen(shelf)
    after, hand = looked(shelf, before)
    assert {entry.id for entry in after.listed} == set(old)
    written = write(desk(shelf, hand), after)
    assert isinstance(written, Written)
    _, next_hand = seen(shelf)
    assert next_hand.fetched == [written.id]


def test_a_segment_that_appears_between_reading_and_look_is_read_by_the_next_job() -> None:
    shelf = Shelf()
    put(shelf, alert("a"), at=MONDAY - 2 * HOUR)
    hidden = put(shelf, alert("hidden"), at=MONDAY - 5 * MINUTE)
    shelf.hidden_until[hidden] = MONDAY + DAY - 8 * MINUTE
    shelf.now = MONDAY + DAY - 10 * MINUTE
    before, _ = seen(shelf)
    shelf.now = MONDAY + DAY + 5 * MINUTE
    after, hand = looked(shelf, before)
    assert isinstance(write(desk(shelf, hand), after), Written)
    assert "hidden" in ids(seen(shelf)[0])


def test_what_was_lost_before_a_look_is_lost_after_it() -> None:
    shelf = Shelf()
    gone, bad = put(shelf, at=MONDAY - HOUR), put(shelf, at=MONDAY - HOUR, slot=1)
    expire(shelf, gone)
    spoil(shelf, bad)
    shelf.now = MONDAY + 3 * HOUR
    before, _ = seen(shelf)
    after, hand = looked(shelf, before)
    assert len(gaps(before)) == 2
    assert after.losses == before.losses
    assert hand.fetched == []


def test_what_was_lost_and_comes_with_another_segment_is_not_lost_any_more() -> None:
    shelf = Shelf()
    bad = put(shelf, alert("a"), at=NOW)
    spoil(shelf, bad)
    before, _ = seen(shelf)
    put(shelf, alert("a"), at=NOW + MINUTE, slot=1, absorbed=(bad,))
    after, _ = looked(shelf, before)
    assert gaps(before)
    assert gaps(after) == ()
    assert ids(after) == {"a"}


def test_what_was_left_unread_is_read_by_the_look_or_still_unread() -> None:
    shelf = Shelf()
    for number in range(2 * MOST_READ + 5):
        put(shelf, alert(f"e{number}"), at=NOW)
    first, _ = seen(shelf)
    second, _ = looked(shelf, first)
    third, _ = looked(shelf, second)
    assert [len(one.unread) for one in (first, second, third)] == [MOST_READ + 5, 5, 0]
    assert len(ids(third)) == 2 * MOST_READ + 5


def test_what_was_left_unread_stays_so_where_the_look_does_not_go() -> None:
    shelf = Shelf()
    for number in range(MOST_READ + 5):
        put(shelf, alert(f"e{number}"), at=MONDAY - HOUR)
    shelf.now = MONDAY + 3 * HOUR
    before, _ = seen(shelf)
    after, hand = looked(shelf, before)
    assert len(before.unread) == 5
    assert after.unread == before.unread
    assert hand.fetched == []


def test_a_damaged_one_of_the_unread_is_a_loss_and_unread_no_more() -> None:
    shelf = Shelf()
    first = put(shelf, alert("a"), at=NOW)
    for number in range(MOST_READ):
        put(shelf, alert(f"e{number}"), at=NOW)
    spoil(shelf, first)
    before, _ = seen(shelf)
    assert [entry.id for entry in before.unread] == [first]
    after, _ = looked(shelf, before)
    assert after.unread == ()
    assert [loss.segment.id for loss in after.losses] == [first]
