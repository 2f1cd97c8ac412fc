"""Which lanes are closed after a failure, until when and why."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.ledger.event import Entry
from cv_action.quota.circuits import (
    CONSEQUENCES,
    Circuit,
    Reaction,
    circuits,
    closed_until,
)
from tests.quota_events import NOW, ago, ahead, called, entries, failed

NEVER = timedelta(0)


def one(*events: Entry) -> Circuit:
    (found,) = circuits(events, NOW)
    return found


def test_every_failure_has_one_reaction_and_words() -> None:
    assert set(CONSEQUENCES) == set(Failure)
    for failure in Failure:
        circuit = Circuit(lane=Lane.API, failure=failure, failed_at=NOW, until=NOW)
        assert "on 2026-11-23 12:00 UTC" in circuit.reason


@pytest.mark.parametrize(
    ("failure", "reaction", "closes"),
    [
        (Failure.QUOTA_EXHAUSTED, Reaction.NEXT_LANE, timedelta(hours=5)),
        (Failure.CREDENTIAL_REFUSED, Reaction.NEXT_LANE, timedelta(hours=24)),
        (Failure.CREDIT_EXHAUSTED, Reaction.NEXT_LANE, timedelta(hours=6)),
        (Failure.OVERLOADED, Reaction.RETRY, timedelta(minutes=15)),
        (Failure.TIMEOUT, Reaction.RETRY, timedelta(minutes=15)),
        (Failure.MALFORMED_REPLY, Reaction.RETRY, NEVER),
        (Failure.REFUSED_CONTENT, Reaction.KEEP_ORIGINAL, NEVER),
        (Failure.UNKNOWN_MODEL, Reaction.ECONOMY_MODEL, NEVER),
        (Failure.TOO_LARGE, Reaction.KEEP_ORIGINAL, NEVER),
        (Failure.NO_PROGRAM, Reaction.LEAVE_OUT, NEVER),
    ],
)
def test_a_failure_closes_its_lane_for_as_long_as_it_should(
    failure: Failure, reaction: Reaction, closes: timedelta
) -> None:
    assert CONSEQUENCES[failure].reaction is reaction
    assert closed_until(failure, at=NOW) == NOW + closes
    found = circuits([failed(Lane.API, failure)], NOW)
    assert [circuit.until for circuit in found] == ([NOW + closes] if closes else [])


def test_a_closed_lane_says_why_and_until_when() -> None:
    circuit = one(failed(Lane.API, Failure.CREDENTIAL_REFUSED, at=ago(hours=1)))
    assert circuit.closed(NOW)
    assert circuit.reason == (
        "its credential was refused on 2026-11-23 11:00 UTC; "
        "it is left alone until 2026-11-24 11:00 UTC"
    )


def test_a_quota_is_closed_until_the_reset_that_the_server_named() -> None:
    event = failed(Lane.SUBSCRIPTION, Failure.QUOTA_EXHAUSTED, closed_until=ahead(hours=2))
    assert one(event).until == ahead(hours=2)


@pytest.mark.parametrize(
    ("failure", "at_most"),
    [
        (Failure.QUOTA_EXHAUSTED, timedelta(days=7)),
        (Failure.CREDENTIAL_REFUSED, timedelta(hours=24)),
        (Failure.CREDIT_EXHAUSTED, timedelta(hours=24)),
        (Failure.OVERLOADED, timedelta(hours=1)),
        (Failure.TIMEOUT, timedelta(hours=1)),
    ],
)
def test_no_failure_closes_a_lane_for_good(failure: Failure, at_most: timedelta) -> None:
    named = failed(Lane.SUBSCRIPTION, failure, closed_until=ahead(days=4000))
    assert one(named).until == NOW + at_most


def test_a_lane_is_closed_up_to_its_moment_and_half_open_from_then_on() -> None:
    circuit = one(failed(Lane.API, Failure.OVERLOADED))
    assert circuit.closed(circuit.until - timedelta(microseconds=1))
    assert not circuit.closed(circuit.until)


def test_a_failure_of_one_text_never_closes_a_lane() -> None:
    event = failed(Lane.API, Failure.REFUSED_CONTENT, closed_until=ahead(days=1))
    assert circuits([event], NOW) == ()


def test_after_its_time_a_lane_is_half_open_until_an_answer_comes() -> None:
    failure = failed(Lane.API, Failure.OVERLOADED, at=ago(hours=1))
    assert not one(failure).closed(NOW)
    assert not one(failure, called(Lane.API, at=ago(minutes=5), answered=False)).closed(NOW)
    assert circuits([failure, called(Lane.API, at=ago(minutes=5))], NOW) == ()


def test_an_answer_closes_the_matter_at_once() -> None:
    failure = failed(Lane.API, Failure.CREDENTIAL_REFUSED, at=ago(hours=1))
    assert circuits([failure, called(Lane.API, at=ago(minutes=59))], NOW) == ()


@pytest.mark.parametrize("minutes", [60, 61])
def test_an_answer_before_the_failure_says_nothing(minutes: int) -> None:
    failure = failed(Lane.API, Failure.CREDENTIAL_REFUSED, at=ago(minutes=60))
    assert one(failure, called(Lane.API, at=ago(minutes=minutes))).closed(NOW)


def test_an_answer_of_another_lane_says_nothing() -> None:
    failure = failed(Lane.API, Failure.CREDENTIAL_REFUSED, at=ago(hours=1))
    assert one(failure, called(Lane.SUBSCRIPTION, at=ago(minutes=5))).lane is Lane.API


def test_of_several_failures_the_one_that_lasts_longest_counts() -> None:
    circuit = one(
        failed(Lane.API, Failure.CREDENTIAL_REFUSED, at=ago(hours=2)),
        failed(Lane.API, Failure.OVERLOADED, at=ago(minutes=1)),
    )
    assert circuit.failure is Failure.CREDENTIAL_REFUSED


def test_each_lane_has_its_own_circuit() -> None:
    events = [failed(lane, Failure.OVERLOADED) for lane in (Lane.API, Lane.SUBSCRIPTION)]
    assert [circuit.lane for circuit in circuits(events, NOW)] == [Lane.SUBSCRIPTION, Lane.API]


def test_a_failure_from_the_future_is_not_believed_until_then() -> None:
    assert circuits([failed(Lane.API, Failure.OVERLOADED, at=ahead(days=1))], NOW) == ()
    answer = called(Lane.API, at=ahead(days=300))
    assert one(failed(Lane.API, Failure.OVERLOADED), answer).closed(NOW)


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(events: list[Entry], random: Random) -> None:
    turned = list(events)
    random.shuffle(turned)
    assert circuits(turned, NOW) == circuits(events, NOW)


@given(entries())
def test_no_lane_is_closed_for_more_than_a_week(events: list[Entry]) -> None:
    assert all(circuit.until <= ahead(days=7, minutes=10) for circuit in circuits(events, NOW))
