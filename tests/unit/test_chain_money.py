"""No limit is passed by a cent, whatever a lane does, and what was spent is in the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed, Spent
from cv_action.claude.usage import Usage
from cv_action.ledger.event import Reserved, Settled
from cv_action.report.run import Outcome
from tests.asked_cv import RUNBOOK, changed
from tests.asked_runs import EDITOR, House, agree, house_with_a_key
from tests.lanes import FakeLane, fails, thorough, used, wasted


def change(house: House, number: int) -> None:
    house.folder.files["cv.json"] = changed(RUNBOOK, f"{RUNBOOK} in hall {number}")


def test_what_may_follow_is_reserved_before_the_first_call_and_settled_after_the_last() -> None:
    house = house_with_a_key()
    report = house.run()
    (reserved,), (settled,) = house.of(Reserved), house.of(Settled)
    assert reserved.usd <= house.limits.run
    assert settled.usd == report.usd == house.charged()
    assert 0 < settled.usd < reserved.usd
    assert settled.calls == len(report.calls) == 2
    assert house.journal.kept == []
    agree(house)


@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ({"run": "0.001"}, "$0.001 of this run's $0.001 is left"),
        ({"day": "0.001"}, "$0.001 of 18 November 2026's $0.001 is left"),
        ({"month": "0.001"}, "$0.001 of November 2026's $0.001 is left"),
        ({"run": "0"}, "$0.00 of this run's $0.00 is left"),
    ],
)
def test_without_room_nobody_is_asked_and_nothing_is_reserved(
    limit: dict[str, str], why: str
) -> None:
    house = house_with_a_key(**limit)
    report = house.run()
    assert report.outcome is Outcome.RENDERED
    assert house.asked == house.api.counted == 0
    assert why in report.unasked
    assert house.of(Reserved) == []
    agree(house)


def test_where_money_is_short_the_economy_model_answers() -> None:
    house = house_with_a_key(run="0.1")
    report = house.run()
    assert {model for model, _ in house.api.asked} == {"claude-haiku-5-5"}
    assert report.outcome is Outcome.ENHANCED
    agree(house)


def test_a_day_of_runs_that_all_ask_ends_at_its_limit() -> None:
    house = house_with_a_key(day="0.30", run="0.30")
    house.policy = replace(house.policy, economy_model="sonnet")
    house.api.otherwise = thorough(EDITOR)
    reports = []
    for number in range(40):
        change(house, number)
        reports.append(house.run())
        agree(house)
    asked = [bool(report.calls) for report in reports]
    assert any(asked)
    assert not all(asked)
    assert "of 18 November 2026's $0.30 is left" in reports[-1].unasked
    house.wait(timedelta(days=1))
    change(house, 99)
    assert house.run().calls


def test_what_nobody_measured_is_booked_at_the_most_that_it_can_be() -> None:
    house = house_with_a_key()
    house.api.planned = [fails(Failure.TIMEOUT, measured=False)]
    report = house.run()
    (call,) = report.calls
    assert call.output_tokens is None
    assert call.usd > Decimal("0.01")
    (settled,) = house.of(Settled)
    assert settled.usd == call.usd
    agree(house, open_money=call.usd)


def test_an_answer_of_no_use_is_paid_for() -> None:
    house = house_with_a_key()
    house.api.planned = [wasted(Failure.MALFORMED_REPLY)]
    report = house.run()
    assert len(report.calls) == 3
    assert report.usd == house.charged() > 0
    agree(house)


def test_a_bill_beyond_all_bounds_is_booked_at_the_most_and_not_believed() -> None:
    def absurd(prompt: Prompt, model: str) -> Answered:
        usage = Usage(input=1, output=10**12)
        return Answered(data=EDITOR.data(prompt), spent=(Spent(model, usage),))

    house = house_with_a_key()
    house.api.planned = [absurd]
    report = house.run()
    assert report.outcome is Outcome.ENHANCED
    (first, *_) = report.calls
    assert first.output_tokens is None
    house.api.bill.pop(0)
    agree(house, open_money=first.usd)


def test_a_prompt_that_the_server_counts_as_dearer_than_was_thought_is_not_sent() -> None:
    class Counting(FakeLane):
        def prompt_tokens(self, _prompt: Prompt, _model: str) -> int:
            return 10**6

    house = house_with_a_key()
    house.lanes[Lane.API] = Counting(Lane.API, otherwise=EDITOR, clock=house.wait)
    report = house.run()
    assert report.outcome is Outcome.RENDERED
    assert house.asked == 0
    assert "this run may need" in report.unasked
    agree(house)


def test_a_prompt_that_grows_dear_after_the_reservation_is_not_sent_either() -> None:
    class Growing(FakeLane):
        def prompt_tokens(self, prompt: Prompt, _model: str) -> int:
            return used(prompt).input if not self.asked else 10**6

    house = house_with_a_key()
    house.lanes[Lane.API] = Growing(Lane.API, otherwise=EDITOR, clock=house.wait)
    report = house.run()
    assert [call.purpose for call in report.calls] == ["rewrite"]
    assert "a call may cost up to $4" in report.unasked
    agree(house)


def test_a_reservation_that_is_too_old_is_not_spent() -> None:
    house = house_with_a_key()
    slow = house.api.otherwise

    def late(prompt: Prompt, model: str) -> Answered | Failed:
        house.wait(timedelta(minutes=21))
        return slow(prompt, model)

    house.api.planned = [late]
    report = house.run()
    assert [call.purpose for call in report.calls] == ["rewrite"]
    assert "the time of this run's reservation is over" in report.unasked
    agree(house)
