"""Whatever a lane does, the CV is published, the books are true and the report says why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Sighting
from cv_action.ledger.event import LaneFailed
from cv_action.report.call import ANSWERED
from cv_action.report.run import Outcome
from tests.asked_cv import BETTER, RUNBOOK, changed
from tests.asked_runs import POLICY, House, agree
from tests.lanes import Editor, Step, fails, says, wasted
from tests.shelf import START

HOUR = timedelta(hours=1)


def rejected(window: str, *, after: timedelta | None = 3 * HOUR) -> Sighting:
    return Sighting(
        window=window,
        status="rejected",
        resets_at=None if after is None else START + after,
        utilization=1.0,
    )


def quota(*windows: Sighting) -> Step:
    return fails(Failure.QUOTA_EXHAUSTED, "429", seen=windows)


@dataclass(frozen=True)
class Outage:
    """What the plan's lane does, and what the report of the next run says about it.

    ``tried`` are the requests on the lane in the first run; ``again`` in the next one, ten minutes
    later, in which there is still something to ask about.
    """

    step: Step
    why: str
    tried: int = 1
    again: int = 0
    unmeasured: bool = False


OUTAGES = {
    "401": Outage(fails(Failure.CREDENTIAL_REFUSED), "its credential was refused on"),
    "403": Outage(fails(Failure.CREDENTIAL_REFUSED), "it is left alone until 2026-11-19"),
    "five hours used up": Outage(
        quota(rejected("five_hour")), "the five-hour window is used up until 2026-11-18 12:30 UTC"
    ),
    "week used up": Outage(
        quota(rejected("seven_day", after=50 * HOUR)),
        "the seven-day window is used up until 2026-11-20 11:30 UTC",
    ),
    "both used up": Outage(
        quota(rejected("five_hour"), rejected("seven_day", after=50 * HOUR)),
        "the seven-day window is used up until 2026-11-20 11:30 UTC",
    ),
    "used up without a reset": Outage(
        quota(rejected("five_hour", after=None)),
        "the five-hour window is used up until 2026-11-18 14:40 UTC",
    ),
    "used up without a window": Outage(
        fails(Failure.QUOTA_EXHAUSTED), "its quota was used up on 2026-11-18 09:40 UTC"
    ),
    "used up with retry-after": Outage(
        fails(Failure.QUOTA_EXHAUSTED, retry_after=2 * HOUR), "left alone until 2026-11-18 11:40"
    ),
    "429 without quota": Outage(
        fails(Failure.OVERLOADED, retry_after=20 * timedelta(minutes=1)),
        "left alone until 2026-11-18 10:00 UTC",
    ),
    "529": Outage(fails(Failure.OVERLOADED), "it was overloaded on 2026-11-18 09:40 UTC"),
    "a wait of centuries": Outage(
        fails(Failure.OVERLOADED, retry_after=timedelta.max), "until 2026-11-18 10:40 UTC"
    ),
    "timeout": Outage(
        fails(Failure.TIMEOUT, measured=False), "it did not answer in time", unmeasured=True
    ),
    "credit exhausted": Outage(fails(Failure.CREDIT_EXHAUSTED), "its credit was used up"),
    "unknown models": Outage(fails(Failure.UNKNOWN_MODEL), "it does not know the model", 2, 2),
    "no program": Outage(fails(Failure.NO_PROGRAM), "its program cannot be had here", 1, 1),
    "malformed": Outage(wasted(Failure.MALFORMED_REPLY), "it failed twice in this run", 2, 2),
    "another shape": Outage(says({"facts": []}), "it failed twice in this run", 2, 2),
}


OF_A_KEY = [name for name, one in OUTAGES.items() if "window is used up" not in one.why]


@pytest.fixture(params=OUTAGES, name="outage")
def _outage(request: pytest.FixtureRequest) -> Outage:
    return OUTAGES[request.param]


def both_down(outage: Outage) -> House:
    house = House()
    house.only(Lane.SUBSCRIPTION)
    house.plan.otherwise = outage.step
    return house


def test_the_cv_is_published_and_the_report_says_who_was_asked_and_why_nobody_answered(
    outage: Outage,
) -> None:
    house = both_down(outage)
    report = house.run()
    assert report.outcome is Outcome.RENDERED
    assert len(report.calls) == len(house.plan.asked) == outage.tried
    assert all(call.outcome != ANSWERED and call.detail for call in report.calls)
    assert outage.why in report.unasked
    assert outage.why in report.reason
    assert "api: it is not asked in this test" in report.unasked
    assert report.facts_waiting == 25
    assert house.entries() == {}
    agree(house)


def test_the_next_run_remembers_and_makes_no_call_that_it_need_not(outage: Outage) -> None:
    house = both_down(outage)
    house.run()
    report = house.run()
    assert report.outcome is Outcome.UNCHANGED
    assert len(house.plan.asked) == outage.tried + outage.again
    assert outage.why in report.unasked
    agree(house)


def test_what_this_machine_lacks_is_nothing_that_others_should_know() -> None:
    house = both_down(OUTAGES["no program"])
    assert [call.outcome for call in house.run().calls] == ["no-program"]
    assert house.of(LaneFailed) == []
    house = both_down(OUTAGES["529"])
    house.run()
    assert house.of(LaneFailed)


def test_the_key_answers_in_the_plans_place(outage: Outage) -> None:
    house = House()
    house.plan.otherwise = outage.step
    house.api.otherwise = Editor(better=BETTER)
    report = house.run()
    assert report.outcome is Outcome.ENHANCED
    assert (report.lane, report.unasked, report.facts_waiting) == (Lane.API, "", 0)
    assert report.usd == house.charged() > 0
    agree(house)


@pytest.mark.parametrize("outage", OF_A_KEY, indirect=True)
def test_the_plan_answers_in_the_keys_place_and_no_dollar_is_lost(outage: Outage) -> None:
    house = House(policy=replace(POLICY, lanes=(Lane.API, Lane.SUBSCRIPTION, Lane.OFFLINE)))
    house.api.otherwise = outage.step
    house.plan.otherwise = Editor(better=BETTER)
    report = house.run()
    assert report.outcome is Outcome.ENHANCED
    assert report.lane == Lane.SUBSCRIPTION
    unmeasured = sum((call.usd for call in report.calls if call.output_tokens is None), Decimal(0))
    assert bool(unmeasured) is outage.unmeasured
    agree(house, open_money=unmeasured)


def test_a_window_of_another_family_ends_in_no_loop() -> None:
    house = House()
    house.only(Lane.SUBSCRIPTION)
    house.plan.otherwise = quota(rejected("seven_day_opus"))
    assert "subscription: it failed twice in this run" in house.run().unasked
    assert len(house.plan.asked) == 2


def test_a_window_of_one_family_leaves_the_economy_model() -> None:
    house = House()
    house.only(Lane.SUBSCRIPTION, quota(rejected("seven_day_sonnet", after=50 * HOUR)))
    house.plan.otherwise = Editor(better=BETTER)
    report = house.run()
    assert report.outcome is Outcome.ENHANCED
    assert [model for model, _ in house.plan.asked] == ["claude-sonnet-5-5", "claude-haiku-5-5"]
    house.folder.files["cv.json"] = changed(RUNBOOK, f"{RUNBOOK} every night")
    house.run()
    assert [model for model, _ in house.plan.asked[2:]] == ["claude-haiku-5-5"]
    agree(house)


def test_a_model_that_one_lane_does_not_know_costs_that_lane_one_call() -> None:
    house = House()
    house.plan.planned = [fails(Failure.UNKNOWN_MODEL)]
    house.plan.otherwise = Editor(better=BETTER)
    report = house.run()
    assert [call.outcome for call in report.calls] == ["unknown-model", ANSWERED]
    assert house.api.asked == []


def test_models_that_nobody_knows_end_with_the_economy_model_on_each_lane() -> None:
    house = House()
    house.plan.otherwise = house.api.otherwise = fails(Failure.UNKNOWN_MODEL)
    report = house.run()
    assert report.outcome is Outcome.RENDERED
    assert len({(lane.lane, m) for lane in house.lanes.values() for m, _ in lane.asked}) == 3
    assert house.asked == 3
    assert "it does not know the model claude-haiku-5-5" in report.unasked
    agree(house)


@pytest.mark.parametrize("economy", ["haiku-99", "sonnet"])
def test_an_economy_model_that_is_none_is_no_way_out(economy: str) -> None:
    house = House(policy=replace(POLICY, economy_model=economy))
    house.plan.otherwise = house.api.otherwise = fails(Failure.UNKNOWN_MODEL)
    report = house.run()
    assert report.outcome is Outcome.RENDERED
    assert house.asked == 2
    agree(house)
