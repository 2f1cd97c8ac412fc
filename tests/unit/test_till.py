"""The till itself: what it lets begin, what it writes down, and what it has left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Answered, Failed, Sighting, Spent
from cv_action.claude.usage import Usage
from cv_action.ledger.codec import read_line, write_line
from cv_action.ledger.event import Called, LaneFailed, Reserved, WindowSeen
from cv_action.ledger.reading import read
from cv_action.pipeline.settling import journalled
from cv_action.pipeline.till import LONGEST_CALL, SPAN, Till
from cv_action.quota.prices import list_prices
from cv_action.quota.router import Route
from tests.asked_runs import House, house_with_a_key

SONNET = "claude-sonnet-5-5"
CENT = Decimal("0.01")
BY_KEY = Route(lane=Lane.API, model=SONNET, reason="", worst_case=CENT)
BY_PLAN = Route(lane=Lane.SUBSCRIPTION, model=SONNET, reason="")
BEYOND = Route(lane=Lane.SUBSCRIPTION, model=SONNET, reason="", worst_case=CENT)
OVERAGE = Sighting(window="five_hour", status="rejected", overage=True)
ALLOWED = Sighting(window="five_hour", status="allowed")
USED = Usage(input=1_000, output=100)


def till_of(house: House) -> Till:
    house.runs += 1
    keeping = house.keeping()
    memory = read(keeping.desk.store, around=house.now)
    return Till(
        keeping=keeping, memory=memory, closed=(), limits=house.limits, prices=list_prices()
    )


def answered(*spent: Spent, seen: tuple[Sighting, ...] = ()) -> Answered:
    return Answered(data={}, spent=spent or (Spent(SONNET, USED),), seen=seen)


def test_what_is_left_is_of_the_limits_and_then_of_the_reservation() -> None:
    till = till_of(house_with_a_key())
    assert (till.left.usd, till.left.period) == (Decimal("0.50"), "this run's")
    assert till.may_spend(CENT, whole=10 * CENT)
    assert (till.left.usd, till.left.limit) == (10 * CENT, 10 * CENT)
    assert till.begin(BY_KEY, CENT)
    (call,) = till.end(BY_KEY, CENT, answered())
    assert till.left.usd == 10 * CENT - call.usd


def test_a_call_that_is_dearer_than_everything_was_thought_to_be_is_reserved_in_full() -> None:
    till = till_of(house_with_a_key())
    assert till.may_spend(10 * CENT, whole=CENT)
    assert till.reserved
    assert till.reserved.usd == 10 * CENT


def test_nothing_is_reserved_twice() -> None:
    house = house_with_a_key()
    till = till_of(house)
    assert till.may_spend(CENT, whole=2 * CENT)
    assert till.may_spend(2 * CENT, whole=20 * CENT)
    assert not till.may_spend(3 * CENT, whole=3 * CENT)
    assert not till.may_spend(CENT, whole=CENT)
    assert len(house.of(Reserved)) == 1
    assert till.closed == ("a call may cost up to $0.03, and $0.02 is left",)


def test_without_a_memory_nothing_is_reserved() -> None:
    house = house_with_a_key()
    till = till_of(house)
    till.memory = None
    assert not till.may_spend(CENT, whole=CENT)
    assert till.closed == ("the ledger could not be read",)
    assert house.journal.kept == []


def test_what_was_to_be_free_takes_no_share_of_a_reservation() -> None:
    house = house_with_a_key()
    till = till_of(house)
    till.may_spend(CENT, whole=9 * CENT)
    (call,) = till.end(BY_PLAN, CENT, answered(seen=(OVERAGE,)))
    assert call.usd > 0
    assert call.reservation == ""
    assert till.left.usd == 9 * CENT


def test_no_call_begins_that_may_outlast_its_reservation() -> None:
    house = house_with_a_key()
    till = till_of(house)
    assert till.may_spend(CENT, whole=9 * CENT)
    house.wait(SPAN - LONGEST_CALL)
    assert till.may_spend(CENT, whole=CENT)
    house.wait(timedelta(seconds=1))
    assert not till.may_spend(CENT, whole=CENT)
    assert till.closed == ("the time of this run's reservation is over",)


def test_a_call_stands_in_the_journal_at_its_most_until_it_has_ended() -> None:
    house = house_with_a_key()
    till = till_of(house)
    till.may_spend(CENT, whole=9 * CENT)
    till.begin(BY_KEY, CENT)
    (_, begun) = journalled(house.journal)
    assert isinstance(begun, Called)
    assert (begun.usd, begun.usage) == (CENT, None)
    till.end(BY_KEY, CENT, answered())
    (_, ended) = journalled(house.journal)
    assert isinstance(ended, Called)
    assert (ended.id, ended.usage) == (begun.id, USED)
    assert ended.usd < CENT


def test_a_call_that_was_not_billed_leaves_nothing_in_the_journal_but_that() -> None:
    house = house_with_a_key()
    till = till_of(house)
    till.may_spend(CENT, whole=9 * CENT)
    till.begin(BY_KEY, CENT)
    assert till.end(BY_KEY, CENT, Failed(failure=Failure.OVERLOADED, detail="529")) == ()
    (_, ended) = journalled(house.journal)
    assert isinstance(ended, Called)
    assert ended.usd == 0


def test_a_call_within_the_plan_needs_no_journal() -> None:
    house = House()
    till = till_of(house)
    assert till.begin(BY_PLAN, CENT)
    till.end(BY_PLAN, CENT, answered())
    assert house.journal.kept == []


def test_several_models_of_one_call_are_each_paid_for() -> None:
    till = till_of(house_with_a_key())
    till.may_spend(CENT, whole=9 * CENT)
    till.begin(BY_KEY, CENT)
    spent = (Spent(SONNET, USED), Spent("claude-haiku-5-5", USED), Spent("model-x", USED))
    booked = till.end(BY_KEY, CENT, answered(*spent))
    assert [call.model for call in booked] == [one.model for one in spent]
    assert len({call.id for call in booked}) == 3
    assert booked[2].usd == booked[0].usd > booked[1].usd


@pytest.mark.parametrize(
    ("route", "seen", "measured", "paid"),
    [
        (BY_KEY, (), True, True),
        (BY_KEY, (), False, True),
        (BY_PLAN, (), True, False),
        (BY_PLAN, (), False, False),
        (BY_PLAN, (ALLOWED,), True, False),
        (BY_PLAN, (ALLOWED, OVERAGE), True, True),
        (BY_PLAN, (OVERAGE,), False, True),
        (BEYOND, (), False, True),
        (BEYOND, (ALLOWED,), True, False),
        (BEYOND, (OVERAGE,), True, True),
    ],
)
def test_what_is_money_is_said_by_lane_windows_and_what_was_known_before(
    route: Route, seen: tuple[Sighting, ...], measured: bool, paid: bool
) -> None:
    till = till_of(House())
    till.begin(route, CENT)
    unmeasured = Failed(failure=Failure.TIMEOUT, detail="", seen=seen, measured=False)
    (call,) = till.end(route, CENT, answered(seen=seen) if measured else unmeasured)
    assert (call.usd > 0) is paid
    assert call.list_usd > 0
    assert (call.usage is None) is not measured


MOMENTS = st.datetimes(
    datetime.fromisoformat("0003-01-01"),
    datetime.fromisoformat("9997-01-01"),
    timezones=st.just(UTC),
)
SIGHTINGS = st.builds(
    Sighting,
    window=st.text(max_size=300),
    status=st.text(max_size=300),
    resets_at=st.none() | MOMENTS,
    utilization=st.none() | st.floats(0, 1000),
    overage=st.booleans(),
)
WAITS = st.none() | st.timedeltas(timedelta(0), timedelta.max)
FAILED = st.builds(
    Failed,
    failure=st.sampled_from(Failure),
    detail=st.text(),
    spent=st.lists(
        st.builds(
            Spent,
            st.text(max_size=300),
            st.builds(Usage, input=st.integers(0, 10**12), output=st.integers(0, 10**12)),
        ),
        max_size=3,
    ).map(tuple),
    seen=st.lists(SIGHTINGS, max_size=4).map(tuple),
    measured=st.booleans(),
    retry_after=WAITS,
)


@settings(max_examples=60)
@given(FAILED)
def test_whatever_a_lane_says_can_be_written_down_and_read_again(answer: Failed) -> None:
    till = till_of(house_with_a_key())
    till.may_spend(CENT, whole=9 * CENT)
    till.begin(BY_KEY, CENT)
    till.end(BY_KEY, CENT, answer)
    till.settle()
    told = till.events
    assert [read_line(write_line(event)) for event in told] == told
    seen = [event for event in told if isinstance(event, WindowSeen)]
    assert len(seen) == len(answer.seen)
    assert sum(isinstance(event, LaneFailed) for event in told) <= 1
