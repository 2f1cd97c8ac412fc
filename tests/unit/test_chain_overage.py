"""A plan that bills beyond its quota is money: refused, or reserved like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Sighting
from cv_action.ledger.event import Called, Reserved, Settled
from cv_action.quota.budget import Limits
from cv_action.report.run import Outcome
from tests.asked_cv import RUNBOOK, changed
from tests.asked_runs import EDITOR, House, agree
from tests.lanes import fails, sees
from tests.shelf import START

RESET = START + timedelta(hours=3)
BILLED = Sighting(window="five_hour", status="rejected", resets_at=RESET, overage=True)
WITHIN = Sighting(window="five_hour", status="allowed", resets_at=RESET + timedelta(hours=5))
ROOMY = Limits(run=Decimal(5), day=Decimal(20), month=Decimal(50))


def house(*, allowed: bool, limits: Limits = ROOMY) -> House:
    made = House(limits=limits)
    made.only(Lane.SUBSCRIPTION)
    made.policy = replace(made.policy, allow_overage=allowed)
    made.plan.otherwise = sees(BILLED, step=EDITOR)
    return made


def test_the_first_answer_that_reveals_overage_is_booked_and_no_other_is_asked_for() -> None:
    home = house(allowed=False)
    report = home.run()
    assert [call.purpose for call in report.calls] == ["rewrite"]
    assert report.usd == home.charged() > 0
    assert "calls are billed beyond it, which allow_overage forbids" in report.unasked
    assert report.outcome is Outcome.ENHANCED
    assert report.facts_waiting == 1
    agree(home)


def test_the_next_run_asks_nobody_until_the_window_is_reset() -> None:
    home = house(allowed=False)
    home.run()
    assert "allow_overage forbids" in home.run().unasked
    assert home.asked == 1
    home.wait(timedelta(hours=3))
    home.plan.otherwise = sees(WITHIN, step=EDITOR)
    assert home.run().facts_waiting == 0
    agree(home)


def test_overage_that_is_allowed_is_reserved_from_the_second_call_on_and_settled() -> None:
    home = house(allowed=True)
    report = home.run()
    assert [call.purpose for call in report.calls] == ["rewrite", "reading"]
    (reserved,), (settled,) = home.of(Reserved), home.of(Settled)
    first, second = home.of(Called)
    assert (first.reservation, second.reservation) == ("", reserved.id)
    assert settled.usd == second.usd
    assert report.usd == home.charged() == first.usd + second.usd
    agree(home)


def test_overage_without_room_in_the_budget_is_not_spent() -> None:
    home = house(allowed=True, limits=replace(ROOMY, run=Decimal("0.0001")))
    report = home.run()
    assert [call.purpose for call in report.calls] == ["rewrite"]
    assert "$0.0001 of this run's $0.0001 is left" in report.unasked
    agree(home)


def test_a_call_beyond_the_plan_that_nobody_measured_is_booked_at_the_most() -> None:
    home = house(allowed=True)
    home.plan.planned = [sees(BILLED, step=EDITOR), fails(Failure.TIMEOUT, measured=False)]
    report = home.run()
    assert [call.purpose for call in report.calls] == ["rewrite", "reading"]
    unmeasured = report.calls[1].usd
    assert unmeasured > report.calls[0].usd
    agree(home, open_money=unmeasured)


def test_a_call_within_the_plan_that_nobody_measured_costs_no_money() -> None:
    home = house(allowed=True)
    home.plan.otherwise = fails(Failure.TIMEOUT, measured=False)
    report = home.run()
    (call,) = report.calls
    assert call.usd == 0 < call.list_usd
    agree(home)


def test_an_answer_within_the_plan_after_a_reservation_costs_no_money() -> None:
    home = house(allowed=True)
    home.plan.planned = [sees(BILLED, step=EDITOR), sees(WITHIN, step=EDITOR)]
    home.run()
    home.folder.files["cv.json"] = changed(RUNBOOK, f"{RUNBOOK} every night")
    home.plan.otherwise = sees(WITHIN, step=EDITOR)
    home.run()
    costs = [call.usd for call in home.of(Called)]
    assert costs[0] > 0
    assert set(costs[1:]) == {Decimal(0)}
    assert len(home.of(Reserved)) == 1
    agree(home)


def test_credits_that_nobody_uses_are_no_overage() -> None:
    home = house(allowed=False)
    unused = Sighting(window="overage", status="rejected")
    home.plan.otherwise = sees(replace(WITHIN, utilization=0.1), unused, step=EDITOR)
    report = home.run()
    assert report.outcome is Outcome.ENHANCED
    assert report.usd == report.facts_waiting == 0
    agree(home)


def test_a_window_is_left_to_its_owner_from_the_share_that_they_have_set() -> None:
    home = house(allowed=False)
    home.plan.otherwise = sees(replace(WITHIN, utilization=0.83), step=EDITOR)
    report = home.run()
    assert home.asked == 1
    assert "the five-hour window is 83 % used until" in report.unasked
    assert "at most 80 % may be (max_window_utilization)" in report.unasked
    assert any("83 % used" in problem.message for problem in report.problems)
    again = home.run()
    assert home.asked == 1
    assert not any("83 % used" in problem.message for problem in again.problems)
    agree(home)
