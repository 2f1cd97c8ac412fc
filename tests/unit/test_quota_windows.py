"""The subscription's windows, as the server last described them."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.claude.lane import Lane
from cv_action.ledger.event import Called, Entry
from cv_action.quota.windows import (
    Closure,
    Room,
    Source,
    State,
    Window,
    length,
    same_period,
    windows,
)
from tests.quota_events import NOW, ago, ahead, called, entries, seen

SONNET = "claude-sonnet-5-5"
ROOM = Room()


def one(*events: Entry, name: str = "five_hour") -> Window:
    found = windows(events, NOW).named(name)
    assert found is not None
    return found


def closure(*events: Entry, model: str = SONNET, room: Room = ROOM) -> Closure | None:
    return windows(events, NOW).closure(model, room)


def reason(*events: Entry) -> str:
    found = closure(*events)
    assert found is not None
    return found.reason


def test_nothing_is_known_without_events() -> None:
    found = windows((), NOW)
    assert found.windows == ()
    assert not found.overage
    assert closure() is None


def test_a_window_is_what_was_said_last() -> None:
    window = one(seen(at=ago(minutes=20), used=0.3), seen(at=ago(hours=1), used=0.2))
    assert window.utilization == 0.3
    assert window.age == timedelta(minutes=20)
    assert window.source is Source.SEEN
    assert window.state is State.OPEN


def test_each_window_has_its_own_observation() -> None:
    found = windows((seen(used=0.1), seen("seven_day", used=0.2)), NOW)
    assert [(window.name, window.utilization) for window in found.windows] == [
        ("five_hour", 0.1),
        ("seven_day", 0.2),
    ]


def test_a_rejected_window_is_closed_until_its_reset() -> None:
    events = seen(at=ago(hours=1), status="rejected", resets_at=ahead(hours=2))
    assert one(events).state is State.CLOSED
    assert closure(events) == Closure(
        ahead(hours=2),
        "the five-hour window is used up until 2026-11-23 14:00 UTC (seen 2026-11-23 11:00 UTC)",
    )


def test_after_its_reset_a_window_is_unknown_and_may_be_tried() -> None:
    event = seen(at=ago(hours=1), status="rejected", used=1.0, resets_at=NOW, overage=True)
    assert one(event).state is State.UNKNOWN
    assert one(event).utilization is None
    assert not windows([event], NOW).overage
    assert closure(event) is None


def test_of_several_rejected_windows_the_latest_reset_counts() -> None:
    found = closure(
        seen(status="rejected", resets_at=ahead(hours=2)),
        seen("seven_day", status="rejected", resets_at=ahead(days=3)),
        seen("seven_day_sonnet", status="rejected", resets_at=ahead(days=1)),
    )
    assert found is not None
    assert found.until == ahead(days=3)


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("five_hour", timedelta(hours=5)),
        ("seven_day", timedelta(days=7)),
        ("seven_day_opus", timedelta(days=7)),
        ("a_new_one", timedelta(days=7)),
    ],
)
def test_a_reset_is_never_later_than_a_window_s_length_after_it_was_seen(
    name: str, span: timedelta
) -> None:
    assert length(name) == span
    event = seen(name, at=ago(hours=1), resets_at=ahead(days=400))
    assert one(event, name=name).resets_at == ago(hours=1) + span


def test_a_rejection_without_a_reset_closes_for_the_whole_length() -> None:
    event = seen(at=ago(hours=4), status="rejected")
    assert one(event).resets_at is None
    assert closure(event) is not None
    assert closure(seen(at=ago(hours=5), status="rejected")) is None


def test_only_the_status_closes_and_never_what_is_said_of_overage() -> None:
    assert closure(seen(used=0.3), seen("overage", status="rejected", used=1.0)) is None


def test_a_warning_leaves_a_window_open_and_an_unknown_status_may_be_tried() -> None:
    assert one(seen(status="allowed_warning")).state is State.OPEN
    assert one(seen(status="a new one")).state is State.UNKNOWN
    assert closure(seen(status="a new one")) is None


@pytest.mark.parametrize(
    ("window", "used", "stops"),
    [
        ("five_hour", 0.79, False),
        ("five_hour", 0.8, True),
        ("five_hour", 1.2, True),
        ("seven_day", 0.89, False),
        ("seven_day", 0.9, True),
        ("seven_day_sonnet", 0.9, True),
    ],
)
def test_the_owner_s_share_is_left_to_them(window: str, used: float, stops: bool) -> None:
    found = closure(seen(window, used=used, resets_at=ahead(hours=3)))
    assert (found is not None) is stops


def test_the_reason_has_the_numbers_and_the_setting() -> None:
    event = seen(used=0.83, resets_at=ahead(hours=2, minutes=5))
    assert reason(event) == (
        "the five-hour window is 83 % used until 2026-11-23 14:05 UTC, "
        "and at most 80 % may be (max_window_utilization)"
    )
    assert "(max_week_utilization)" in reason(seen("seven_day", used=0.95))


def test_the_owner_can_leave_more_or_less() -> None:
    event = seen(used=0.5, resets_at=ahead(hours=1))
    assert closure(event, room=Room(window=0.5)) is not None
    assert closure(event, room=Room(window=0.51)) is None


def test_a_window_of_one_family_limits_no_other_model() -> None:
    event = seen("seven_day_opus", status="rejected")
    assert closure(event, model="claude-opus-5-5") is not None
    assert closure(event, model=SONNET) is None


def test_overage_is_what_was_heard_last() -> None:
    spending = seen("five_hour", at=ago(hours=1), status="rejected", overage=True)
    assert windows([spending], NOW).overage
    same_answer = seen("seven_day", at=ago(hours=1))
    assert windows([spending, same_answer], NOW).overage
    later = seen("seven_day", at=ago(minutes=1))
    assert not windows([spending, later], NOW).overage


def test_an_observation_from_the_future_is_not_believed_until_then() -> None:
    event = seen(at=ahead(days=3), status="rejected", used=1.0)
    assert windows([event], NOW).windows == ()
    assert windows([seen(used=0.2), event], NOW).windows[0].utilization == 0.2


def test_a_clock_that_runs_a_little_ahead_is_believed() -> None:
    assert one(seen(at=ahead(minutes=2), used=0.2)).age == timedelta(0)


def test_without_observations_a_window_begins_with_our_own_first_call() -> None:
    window = one(called(at=ago(hours=2, minutes=7)), called(at=ago(hours=1)))
    assert window.source is Source.INFERRED
    assert window.state is State.UNKNOWN
    assert window.resets_at == ago(hours=2, minutes=7) + timedelta(hours=5)
    assert window.utilization is None
    assert not window.overage
    assert one(called(at=ahead(minutes=2))).age == timedelta(0)


def test_a_new_window_begins_with_the_first_call_after_five_hours() -> None:
    calls = [called(at=ago(hours=hours)) for hours in (7, 3, 1, 0)]
    assert one(*calls).seen_at == ago(hours=1)
    assert one(called(at=ago(hours=7)), called(at=ago(hours=2))).seen_at == ago(hours=2)
    assert windows([called(at=ago(hours=5)), called(at=ago(hours=3))], NOW).windows == ()


def test_two_ends_are_one_window_s_if_less_than_half_of_it_lies_between_them() -> None:
    half = timedelta(hours=2, minutes=30)
    assert same_period("five_hour", NOW, NOW + half - timedelta(seconds=1))
    assert not same_period("five_hour", NOW, NOW + half)
    assert same_period("seven_day", NOW, NOW - half)


def test_calls_by_key_begin_no_window() -> None:
    assert windows([called(Lane.API), called(Lane.OFFLINE)], NOW).windows == ()


def test_what_the_server_said_goes_before_what_follows_from_our_calls() -> None:
    assert one(seen(at=ago(hours=1), used=0.4), called(at=ago(minutes=5))).source is Source.SEEN


def test_after_the_reset_that_was_seen_our_next_call_begins_a_window() -> None:
    old = seen(at=ago(hours=4), used=0.9, resets_at=ago(hours=2))
    assert one(old, called(at=ago(hours=3))).source is Source.SEEN
    assert one(old, called(at=ago(hours=1))).seen_at == ago(hours=1)
    assert one(old, called(at=ago(hours=2))).seen_at == ago(hours=2)
    assert one(seen(at=ago(hours=4), resets_at=NOW), called()).source is Source.INFERRED


@given(entries())
def test_an_inferred_window_never_closes_the_lane(events: list[Entry]) -> None:
    calls = [event for event in events if isinstance(event, Called)]
    assert windows(calls, NOW).closure(SONNET, Room(window=0.0, week=0.0)) is None


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(events: list[Entry], random: Random) -> None:
    turned = list(events)
    random.shuffle(turned)
    assert windows(turned, NOW) == windows(events, NOW)


@given(entries())
def test_no_closure_lasts_longer_than_a_week(events: list[Entry]) -> None:
    found = windows(events, NOW).closure(SONNET, ROOM)
    if found is not None:
        assert NOW < found.until <= ahead(days=7, minutes=10)


@given(entries())
def test_seeing_the_same_twice_changes_nothing(events: list[Entry]) -> None:
    assert windows([*events, *events], NOW) == windows(events, NOW)
