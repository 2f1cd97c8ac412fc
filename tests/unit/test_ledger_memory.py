"""What a job knows: the same whatever order it was read in, and what it leaves to the next."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger.accounts import Booking, bookings
from cv_action.ledger.codec import read_line
from cv_action.ledger.event import Entry
from cv_action.ledger.memory import KEPT, Loss, Memory, gaps
from cv_action.ledger.segment import Segment
from cv_action.ledger.store import Listed
from cv_action.quota.windows import Windows, windows
from tests.ledger_events import NOW, alert, foreign_lines, known, segment

EMPTY = Memory(horizon=NOW, now=NOW)
Said = tuple[frozenset[Entry], frozenset[int], Counter[Booking], Windows]


def entry(number: int, at: datetime = NOW) -> Listed:
    return Listed(id=number, name="cv-ledger-2026-W47-0", created_at=at, run=number)


def memory(
    *,
    now: datetime = NOW,
    losses: tuple[Loss, ...] = (),
    unread: tuple[Listed, ...] = (),
    listed: tuple[int, ...] = (),
    absorbed: tuple[int, ...] = (),
) -> Memory:
    return Memory(
        horizon=now, now=now, losses=losses, unread=unread, absorbed=frozenset(absorbed),
        listed=frozenset(entry(number) for number in listed),
    )  # fmt: skip


def loss(at: datetime, *, final: bool) -> Loss:
    return Loss(entry(7, at), "cannot be read: it is damaged", final=final)


def said(whole: Memory) -> Said:
    """Everything that folds over a memory say."""
    return whole.events, whole.absorbed, Counter(bookings(whole.events)), windows(whole.events, NOW)


SEGMENTS = st.lists(
    st.builds(
        lambda entries, absorbed: segment(*entries, absorbed=absorbed),
        st.lists(known() | foreign_lines().map(read_line), max_size=3, unique_by=lambda e: e.id),
        st.frozensets(st.integers(1, 9), max_size=3),
    ),
    max_size=4,
)  # fmt: skip


def taken_in(segments: list[tuple[int, Segment]], start: Memory = EMPTY) -> Memory:
    for number, one in segments:
        start = start.with_segment(number, one)
    return start


@given(SEGMENTS, st.randoms(), st.integers(0, 4))
def test_memory_is_the_same_in_whatever_order_and_however_often_it_was_read(
    segments: list[Segment],
    random: Any,  # noqa: ANN401  Hypothesis's own kind of Random
    split: int,
) -> None:
    numbered = list(enumerate(segments, start=1001))
    whole = said(taken_in(numbered))
    shuffled = [*numbered, *numbered[:split]]
    random.shuffle(shuffled)
    assert said(taken_in(shuffled)) == whole
    rest = taken_in(numbered[split:])
    by_way_of_another = taken_in(numbered[:split]).with_segment(
        1, Segment(events=rest.events, absorbed=rest.absorbed, horizon=NOW)
    )
    assert said(by_way_of_another)[0] == whole[0]
    assert said(by_way_of_another)[1] == whole[1] | {1}
    assert said(by_way_of_another)[2:] == whole[2:]


@given(SEGMENTS)
def test_what_a_memory_leaves_is_what_the_next_one_starts_with(segments: list[Segment]) -> None:
    before = taken_in(list(enumerate(segments, start=1001)))
    after = EMPTY.with_segment(2001, before.as_segment())
    kept = {one for one in before.events if one.at >= NOW - KEPT}
    assert after.events == kept
    assert bookings(after.events) is not None
    assert Counter(bookings(after.events)) == Counter(bookings(kept))


def test_what_has_just_happened_is_remembered_beside_the_rest() -> None:
    whole = EMPTY.with_events([alert("a")]).with_events([alert("b"), alert("a")])
    assert whole.events == {alert("a"), alert("b")}


def test_events_older_than_400_days_are_left_behind_and_nothing_else_is() -> None:
    second = timedelta(seconds=1)
    old = NOW - timedelta(days=400)
    foreign = b'{"kind":"x","id":"f","at":"2025-10-01T00:00:00Z"}'
    newer = b'{"kind":"x","id":"g","at":"2025-11-01T00:00:00Z"}'
    kept = [alert("edge", at=old), alert("future", at=NOW + timedelta(days=900)), read_line(newer)]
    whole = EMPTY.with_events([*kept, alert("old", at=old - second), read_line(foreign)])
    assert whole.as_segment().events == set(kept)


def test_only_what_is_listed_is_said_to_be_absorbed() -> None:
    assert memory(absorbed=(1, 2, 3), listed=(2, 3, 4)).as_segment().absorbed == {2, 3}


def test_the_next_job_lists_from_this_ones_reading_on() -> None:
    assert memory().as_segment().horizon == NOW


MONTH_AGO = NOW - timedelta(days=30)
THIS_MONTH = NOW - timedelta(days=5)


@pytest.mark.parametrize(
    ("whole", "horizon"),
    [
        pytest.param(memory(losses=(loss(THIS_MONTH, final=True),)), THIS_MONTH, id="due"),
        pytest.param(memory(losses=(loss(THIS_MONTH, final=False),)), THIS_MONTH, id="both"),
        pytest.param(memory(losses=(loss(MONTH_AGO, final=False),)), MONTH_AGO, id="not final"),
        pytest.param(memory(losses=(loss(MONTH_AGO, final=True),)), NOW, id="given up"),
        pytest.param(memory(unread=(entry(1, MONTH_AGO), entry(2))), MONTH_AGO, id="unread"),
        pytest.param(memory(unread=(entry(2, NOW + timedelta(1)),)), NOW, id="from the future"),
    ],
)
def test_the_horizon_waits_for_what_may_still_be_read_or_missed(
    whole: Memory, horizon: datetime
) -> None:
    assert whole.whole_until == horizon
    assert whole.as_segment().horizon == horizon


def test_nothing_is_missing_where_nothing_was_lost() -> None:
    assert gaps(memory()) == ()


@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize(
    ("now", "created", "missing"),
    [
        (datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), True),
        (datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 10, 31, 0, 1, tzinfo=UTC), True),
        (datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 10, 30, 23, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 18, tzinfo=UTC), datetime(2025, 11, 18, tzinfo=UTC), False),
        (datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC), True),
        (datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 11, 29, tzinfo=UTC), False),
        (datetime(2027, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC), True),
    ],
)
def test_a_lost_segment_is_missed_while_money_of_this_month_may_be_in_it(
    now: datetime, created: datetime, *, missing: bool, final: bool
) -> None:
    found = gaps(memory(now=now, losses=(loss(created, final=final),)))
    told = "segment 7 (cv-ledger-2026-W47-0) cannot be read: it is damaged"
    assert found == ((told,) if missing else ())


def test_segments_that_are_still_unread_are_missed() -> None:
    whole = memory(losses=(loss(THIS_MONTH, final=True),), unread=(entry(1), entry(2)))
    assert gaps(whole)[1:] == ("2 segments are still unread",)
