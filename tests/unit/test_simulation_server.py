"""The simulated server: windows as the plans describe them, outages, and answers by the seed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.quota.windows import FIVE_HOUR, SEVEN_DAY
from cv_action.simulation.dice import Dice
from cv_action.simulation.server import Reply, Server
from tests.simulated_plans import START, outage, plan

TEN = {"prompt": 10, "answer": 0}
"""A call about ten facts takes a hundred tokens."""


def server(**more: object) -> Server:
    given = {"tokens_per_fact": TEN, "tokens_per_call": 0} | more
    return Server(plan(**given), Dice(0))


def at(**span: float) -> datetime:
    return START + timedelta(**span)


def said(reply: Reply) -> dict[str, tuple[str, float, datetime]]:
    return {one.window: (one.status, one.utilization, one.resets_at) for one in reply.told}


def test_a_window_begins_with_the_first_message_and_not_with_the_clock() -> None:
    one = server(subscription={"five_hours": 1000, "week": 10_000})
    first = one.answer(Lane.SUBSCRIPTION, 10, at(hours=2, minutes=30))
    assert said(first) == {
        FIVE_HOUR: ("allowed", 0.1, at(hours=7, minutes=30)),
        SEVEN_DAY: ("allowed", 0.01, at(days=7, hours=2, minutes=30)),
    }
    later = said(one.answer(Lane.SUBSCRIPTION, 10, at(hours=7, minutes=29)))
    assert later[FIVE_HOUR] == ("allowed", 0.2, at(hours=7, minutes=30))
    anew = said(one.answer(Lane.SUBSCRIPTION, 10, at(hours=9)))
    assert anew[FIVE_HOUR] == ("allowed", 0.1, at(hours=14))
    assert anew[SEVEN_DAY][1] == 0.03


def test_a_full_window_refuses_and_says_until_when() -> None:
    one = server(subscription={"five_hours": 150, "week": 10_000})
    replies = [one.answer(Lane.SUBSCRIPTION, 10, at(minutes=n)) for n in range(3)]
    assert [reply.failure for reply in replies] == [None, None, Failure.QUOTA_EXHAUSTED]
    assert said(replies[1])[FIVE_HOUR] == ("allowed_warning", 1.33, at(hours=5))
    assert said(replies[2])[FIVE_HOUR] == ("rejected", 1.33, at(hours=5))
    assert said(replies[2])[SEVEN_DAY][0] == "allowed"
    assert replies[2].usage is None
    assert one.answer(Lane.SUBSCRIPTION, 10, at(hours=5)).failure is None


def test_a_window_that_has_not_begun_is_not_spoken_of() -> None:
    one = server(subscription={"five_hours": 150, "week": 100})
    one.answer(Lane.SUBSCRIPTION, 10, at())
    reply = one.answer(Lane.SUBSCRIPTION, 10, at(hours=6))
    assert reply.failure is Failure.QUOTA_EXHAUSTED
    assert said(reply) == {SEVEN_DAY: ("rejected", 1, at(days=7))}


def test_the_owner_uses_the_same_windows_but_not_more_than_there_is() -> None:
    use = {"1-2": 300}
    one = server(subscription={"five_hours": 500, "week": 10_000, "owner_use": use})
    assert said(one.answer(Lane.SUBSCRIPTION, 10, at(hours=1, minutes=30))) == {
        FIVE_HOUR: ("allowed", 0.8, at(hours=6)),
        SEVEN_DAY: ("allowed", 0.04, at(days=7, hours=1)),
    }
    full = one.answer(Lane.SUBSCRIPTION, 10, at(hours=3))
    assert full.failure is Failure.QUOTA_EXHAUSTED
    assert said(full)[FIVE_HOUR][1] == 1
    assert one.answer(Lane.API, 10, at(hours=3)).failure is None


def test_the_owners_use_goes_on_every_day() -> None:
    use = {"9-17": 100}
    one = server(subscription={"five_hours": 10_000, "week": 10_000, "owner_use": use})
    reply = one.answer(Lane.SUBSCRIPTION, 0, at(days=3))
    assert said(reply)[SEVEN_DAY][1] == 0.27


def test_without_a_subscription_nothing_is_said_of_windows() -> None:
    one = server()
    assert one.answer(Lane.API, 10, at()).told == ()
    assert one.answer(Lane.SUBSCRIPTION, 10, at()).failure is Failure.QUOTA_EXHAUSTED


@pytest.mark.parametrize("failure", list(Failure))
def test_an_outage_is_one_failure_of_one_lane_from_a_moment_to_another(failure: Failure) -> None:
    out = outage("api", "2026-12-01T01:00Z", "2026-12-01T02:00Z", failure)
    one = server(subscription={"five_hours": 10_000, "week": 10_000}, outages=[out])
    failures = [one.answer(Lane.API, 10, at(minutes=n)).failure for n in (59, 60, 119, 120)]
    assert failures == [None, failure, failure, None]
    assert one.answer(Lane.SUBSCRIPTION, 10, at(minutes=90)).failure is None


def test_an_answer_that_cannot_be_used_has_its_tokens_and_others_have_none() -> None:
    kinds = {}
    for failure in Failure:
        one = server(outages=[outage("api", "2026-12-01", "2026-12-02", failure)])
        kinds[failure] = one.answer(Lane.API, 10, at()).usage is not None
    assert {failure for failure, answered in kinds.items() if answered} == {
        Failure.MALFORMED_REPLY,
        Failure.REFUSED_CONTENT,
    }


def test_an_answer_has_no_more_tokens_than_were_reserved_for_it() -> None:
    given = plan()
    one = Server(given, Dice(9))
    task = given.task(7)
    replies = [one.answer(Lane.API, 7, at(minutes=n), n) for n in range(200)]
    used = [reply.usage for reply in replies if reply.usage]
    assert len({usage.prompt for usage in used}) > 50
    assert all(1700 <= usage.prompt <= task.prompt_tokens == 2400 for usage in used)
    assert all(280 <= usage.output <= task.max_output == 840 for usage in used)


def test_hours_are_the_days_own_whenever_a_plan_starts() -> None:
    given = {"five_hours": 1000, "week": 10_000, "owner_use": {"1": 100}}
    one = server(start="2026-12-01T00:30Z", subscription=given)
    assert said(one.answer(Lane.SUBSCRIPTION, 10, at(hours=1, minutes=10)))[FIVE_HOUR] == (
        "allowed",
        0.2,
        at(hours=6),
    )


def test_what_is_answered_beyond_the_plan_is_billed_and_takes_nothing_from_it() -> None:
    one = server(subscription={"five_hours": 100, "week": 10_000, "overage": True})
    replies = [one.answer(Lane.SUBSCRIPTION, 10, at(minutes=n)) for n in range(3)]
    assert [reply.overage for reply in replies] == [False, True, True]
    assert all(reply.usage for reply in replies)
    assert [said(reply)[FIVE_HOUR][:2] for reply in replies] == [
        ("allowed_warning", 1),
        ("rejected", 1),
        ("rejected", 1),
    ]
