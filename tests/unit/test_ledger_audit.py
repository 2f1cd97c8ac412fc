"""An audit reads everything that is listed, and says what is nowhere any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cv_action.ledger.audit import Audit, audit
from cv_action.ledger.event import Entry
from cv_action.ledger.naming import segment_name, week_of
from cv_action.ledger.reading import MOST_READ
from tests.ledger_history import NOW, history, segment
from tests.quota_events import raised
from tests.shelf import Hand, Shelf

OLD, NEW = raised("old", at=NOW - timedelta(hours=3)), raised("new", at=NOW - timedelta(hours=1))
BOTH = frozenset({OLD, NEW})


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(now=NOW)


def put(
    shelf: Shelf,
    *events: Entry,
    hours: float,
    absorbed: frozenset[int] = frozenset(),
    slot: int = 0,
    data: bytes = b"",
) -> int:
    at = NOW - timedelta(hours=hours)
    shelf.now = at
    packed = data or segment(frozenset(events), horizon=at, absorbed=absorbed)
    number = shelf.add(len(shelf.entries) + 1, segment_name(week_of(at), slot), packed)
    shelf.now = NOW
    return number


def audited(shelf: Shelf) -> Audit:
    return audit(Hand(shelf), around=NOW)


def test_an_empty_shelf_has_lost_nothing(shelf: Shelf) -> None:
    found = audited(shelf)
    assert (found.findings, found.newest, found.lost, found.closed) == ((), None, False, ())


def test_a_newest_that_holds_everything_is_whole(shelf: Shelf) -> None:
    first = put(shelf, OLD, hours=3)
    last = put(shelf, *BOTH, hours=1, absorbed=frozenset({first}))
    found = audited(shelf)
    assert [one.segment.id for one in found.findings] == [last, first]
    assert [one.absorbed for one in found.findings] == [False, True]
    assert (found.newest, found.whole, found.lost) == (last, True, False)


def test_what_parallel_jobs_left_is_told_and_not_lost(shelf: Shelf) -> None:
    put(shelf, OLD, hours=2)
    put(shelf, NEW, hours=1)
    found = audited(shelf)
    assert [one.beyond_newest for one in found.findings] == [0, 1]
    assert (found.whole, found.lost) == (False, False)


def test_a_damaged_segment_is_lost_unless_another_has_absorbed_it(shelf: Shelf) -> None:
    bad = put(shelf, hours=3, data=b"PK nonsense")
    assert audited(shelf).lost
    assert "no whole zip file" in audited(shelf).findings[0].wrong
    assert audited(shelf).closed
    put(shelf, OLD, hours=1, absorbed=frozenset({bad}))
    found = audited(shelf)
    assert [one.lost for one in found.findings] == [False, False]
    assert (found.lost, found.closed) == (False, ())


def test_a_segment_that_ended_before_the_newest_looked_is_no_loss(shelf: Shelf) -> None:
    number = put(shelf, OLD, hours=24 * 3)
    entry, data = shelf.entries[number]
    shelf.entries[number] = (replace(entry, expired=True), data)
    assert audited(shelf).lost
    put(shelf, *BOTH, hours=1)
    found = audited(shelf)
    assert found.findings[-1].wrong == "has expired"
    assert not found.lost


def test_a_segment_that_ended_before_anybody_looked_is_lost(shelf: Shelf) -> None:
    number = put(shelf, OLD, hours=12)
    entry, data = shelf.entries[number]
    shelf.entries[number] = (replace(entry, expired=True), data)
    put(shelf, NEW, hours=1)
    assert [one.lost for one in audited(shelf).findings] == [False, True]


def test_events_that_no_run_would_read_are_lost(shelf: Shelf) -> None:
    put(shelf, OLD, hours=24 * 60)
    put(shelf, NEW, hours=1)
    found = audited(shelf)
    assert [one.overlooked for one in found.findings] == [0, 1]
    assert found.lost


def test_events_that_everybody_leaves_behind_are_no_loss(shelf: Shelf) -> None:
    put(shelf, raised("ancient", at=NOW - timedelta(days=500)), NEW, hours=24 * 60)
    put(shelf, NEW, hours=1)
    assert not audited(shelf).lost


def test_a_shelf_that_one_answer_does_not_hold_is_asked_by_name(shelf: Shelf) -> None:
    put(shelf, OLD, hours=24 * 60)
    put(shelf, *BOTH, hours=1)
    put(shelf, *BOTH, hours=1, slot=1)
    whole = audited(shelf)
    shelf.page = 1
    assert audited(shelf) == whole
    assert len(whole.findings) == 3


def test_what_only_looks_like_a_segment_is_passed_over(shelf: Shelf) -> None:
    shelf.add(1, "cv-ledger-report", b"somebody's")
    put(shelf, *history(), hours=1)
    assert [one.events for one in audited(shelf).findings] == [len(history())]


def test_what_waits_for_the_next_run_is_not_lost(shelf: Shelf) -> None:
    for number in range(MOST_READ + 3):
        put(shelf, raised(f"{number}", at=NOW - timedelta(hours=2)), hours=1)
    found = audited(shelf)
    assert "3 segments are still unread" in found.closed
    assert not found.lost
    assert len(found.findings) == MOST_READ + 3
