"""A lane that fails at the first, a middle or the last request of a run of several."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Sighting
from cv_action.enhance.creativity import Creativity
from cv_action.report.call import ANSWERED
from cv_action.report.run import Outcome, RunReport, Treatment
from tests.asked_cv import BETTER, DOUBTFUL, RUNBOOK, long_cv
from tests.asked_runs import House, agree
from tests.fakes import MemoryFolder
from tests.lanes import Editor, Step, fails

TAUGHT = "Taught 12 volunteers how to run a show alone"
WORDS = {**BETTER, RUNBOOK: DOUBTFUL, TAUGHT: "Taught 90 volunteers how to run a show alone"}
EDITOR = Editor(better=WORDS, quotes={DOUBTFUL: "Wrote the runbook that the on-call rota"})
HOURS = timedelta(hours=6)
PURPOSES = ["rewrite", "rewrite", "repair", "reading"]
USED_UP = fails(Failure.QUOTA_EXHAUSTED, seen=(Sighting(window="five_hour", status="rejected"),))


def house_of_several_requests() -> House:
    house = House(folder=MemoryFolder({"cv.json": long_cv(60)}), creativity=Creativity.INNOVATIVE)
    house.plan.otherwise = house.api.otherwise = EDITOR
    return house


def fail_at(place: int, step: Step) -> House:
    house = house_of_several_requests()
    house.only(Lane.SUBSCRIPTION, *[EDITOR] * place, step)
    return house


def purposes(report: RunReport) -> list[str]:
    return [call.purpose for call in report.calls]


def test_several_requests_are_two_for_words_one_for_mending_and_one_for_reading() -> None:
    house = house_of_several_requests()
    house.only(Lane.SUBSCRIPTION)
    report = house.run()
    assert purposes(report) == PURPOSES
    assert report.facts_waiting == 0
    assert house.entries()[RUNBOOK].text == DOUBTFUL
    assert house.entries()[TAUGHT].text == TAUGHT
    agree(house)


@pytest.mark.parametrize(
    ("place", "settled"),
    [(0, 0), (1, 59), (2, 84), (3, 84)],
    ids=["first", "middle", "mend", "last"],
)
def test_what_was_settled_before_quota_ended_is_published_and_the_rest_waits(
    place: int, settled: int
) -> None:
    house = fail_at(place, USED_UP)
    report = house.run()
    assert purposes(report)[: place + 1] == PURPOSES[: place + 1]
    assert len(house.entries()) == settled
    assert report.facts_waiting == 85 - settled
    assert "the five-hour window is used up until" in report.unasked
    assert (report.outcome is Outcome.ENHANCED) is (place > 0)
    agree(house)


@pytest.mark.parametrize("place", range(4))
def test_when_quota_is_back_the_next_runs_ask_for_the_rest_and_then_never_again(place: int) -> None:
    house = fail_at(place, USED_UP)
    house.run()
    house.wait(HOURS)
    house.run()
    house.wait(HOURS)
    house.run()
    assert len(house.entries()) == 85
    asked = house.asked
    assert house.run().outcome is Outcome.UNCHANGED
    assert house.asked == asked
    agree(house)


@pytest.mark.parametrize("place", range(4))
def test_the_key_goes_on_where_the_plan_ended(place: int) -> None:
    house = fail_at(place, USED_UP)
    house.policy = House().policy
    report = house.run()
    assert purposes(report) == [*PURPOSES[: place + 1], *PURPOSES[place:]]
    lanes = [call.lane for call in report.calls]
    assert lanes == [Lane.SUBSCRIPTION] * (place + 1) + [Lane.API] * (4 - place)
    assert report.facts_waiting == 0
    agree(house)


def test_what_nobody_could_read_is_told_and_not_published() -> None:
    house = fail_at(3, USED_UP)
    report = house.run()
    (doubted,) = [fact for fact in report.facts if fact.proposed == DOUBTFUL]
    assert (doubted.treatment, doubted.verdict) == (Treatment.REFUSED, "ask")
    assert doubted.after == RUNBOOK
    assert "handbook" not in house.published()
    assert "handbook" not in house.folder.files["cv.enhanced.json"].decode()


@pytest.mark.parametrize("failure", [Failure.REFUSED_CONTENT, Failure.TOO_LARGE])
@pytest.mark.parametrize("place", range(4))
def test_what_would_be_refused_another_time_is_settled_with_its_own_words(
    place: int, failure: Failure
) -> None:
    house = fail_at(place, fails(failure))
    report = house.run()
    assert [call.outcome for call in report.calls].count(ANSWERED) == len(report.calls) - 1
    assert report.facts_waiting == 0
    assert len(house.entries()) == 85
    asked = house.asked
    assert house.run().outcome is Outcome.UNCHANGED
    assert house.asked == asked
    agree(house)


def test_one_useless_answer_is_asked_for_again_and_a_second_is_not() -> None:
    house = fail_at(0, fails(Failure.MALFORMED_REPLY))
    assert purposes(house.run()) == ["rewrite", *PURPOSES]
    house = fail_at(0, fails(Failure.MALFORMED_REPLY))
    house.plan.planned.append(fails(Failure.MALFORMED_REPLY))
    report = house.run()
    assert purposes(report) == ["rewrite", "rewrite"]
    assert report.outcome is Outcome.RENDERED
