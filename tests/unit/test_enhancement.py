"""Whether a run asks at all, and for how much."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from cv_action.claude.lane import Lane
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed
from cv_action.enhance.creativity import MANNERS, Creativity
from cv_action.evidence.statement import Evidence
from cv_action.guard.finding import Decision
from cv_action.guard.verdict import judge
from cv_action.ledger.event import Called, RunFinished
from cv_action.pipeline.enhancement import ASKING, output_of_day
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.run import run
from cv_action.report.run import Mode, Outcome, RunReport
from tests.asked_cv import RUNBOOK, changed, long_cv
from tests.asked_runs import EDITOR, SHOWN, House, agree
from tests.fakes import MemoryFolder, NumberingTypesetter, RecordedProgress
from tests.lanes import Editor, statements_in, thorough


def run_with(house: House, mode: Mode, *, asking: bool, books: bool) -> RunReport:
    ports = Ports(
        files=house.folder,
        publisher=house.folder,
        typesetter=NumberingTypesetter(),
        progress=RecordedProgress(),
        books=house.keeping() if books else None,
        lanes=house.lanes,
    )
    job = Job(mode=mode, options=SHOWN, asking=house.asking() if asking else None)
    return run(job, ports)


@pytest.mark.parametrize("mode", sorted(ASKING - {Mode.PREVIEW}))
@pytest.mark.parametrize(
    ("asking", "books", "why"),
    [
        (False, True, "no credential for Claude is given"),
        (True, False, "no ledger is kept here"),
        (False, False, "no credential for Claude is given"),
    ],
)
def test_without_a_credential_or_a_ledger_the_cv_is_published_and_the_report_says_so(
    mode: Mode, asking: bool, books: bool, why: str
) -> None:
    house = House()
    report = run_with(house, mode, asking=asking, books=books)
    assert report.outcome is Outcome.RENDERED
    assert (report.unasked, report.facts_waiting) == (why, 25)
    assert report.reason == f"3 files differ; no better words were found; {why}."
    assert house.asked == 0
    agree(house)


@pytest.mark.parametrize("mode", sorted(set(Mode) - ASKING - {Mode.ROLLBACK}))
def test_a_mode_that_asks_nobody_has_nothing_to_excuse(mode: Mode) -> None:
    house = House()
    report = run_with(house, mode, asking=True, books=True)
    assert (report.unasked, report.facts_waiting, report.calls) == ("", 0, ())
    assert "better words were found" not in report.reason
    assert house.asked == 0


def test_a_cv_with_nothing_to_word_asks_nobody() -> None:
    house = House(folder=MemoryFolder({"cv.json": b'{"basics": {"name": "Torunn Vestby"}}'}))
    report = house.run()
    assert (report.unasked, house.asked) == ("", 0)
    assert house.api.counted == 0


def test_what_a_day_has_used_is_counted_from_midnight_utc() -> None:
    house = House()
    house.only(Lane.SUBSCRIPTION)
    house.plan.otherwise = EDITOR
    house.run()
    calls = house.of(Called)
    used = sum(call.usage.output for call in calls if call.usage)
    assert used > 0
    midnight = house.now.replace(hour=0, minute=0, second=0)
    assert output_of_day(house.events(), midnight) == used
    assert output_of_day(house.events(), midnight + timedelta(hours=23, minutes=59)) == used
    assert output_of_day(house.events(), midnight - timedelta(seconds=1)) == 0
    assert output_of_day(house.events(), midnight + timedelta(days=1)) == 0
    unmeasured = replace_usage(calls[0])
    assert output_of_day([unmeasured], house.now) == 0


def replace_usage(call: Called) -> Called:
    return Called(
        id="x", at=call.at, by=call.by, lane=call.lane, model=call.model,
        usd=call.usd, list_usd=call.list_usd,
    )  # fmt: skip


def test_a_days_allowance_ends_and_is_there_again_the_next_day() -> None:
    house = House(creativity=Creativity.CONSERVATIVE)
    house.only(Lane.SUBSCRIPTION)
    house.plan.otherwise = thorough(EDITOR)
    reports = []
    for number in range(20):
        house.folder.files["cv.json"] = changed(RUNBOOK, f"{RUNBOOK} in hall {number}")
        reports.append(house.run())
    assert reports[-1].unasked == "today's allowance of tokens is used up"
    assert reports[-1].calls == ()
    day = MANNERS[Creativity.CONSERVATIVE].day
    assert output_of_day(house.events(), house.now) <= day
    house.wait(timedelta(days=1))
    assert house.run().calls


def test_what_one_allowance_does_not_reach_is_asked_about_in_the_next_run() -> None:
    folder = MemoryFolder({"cv.json": long_cv(40)})
    house = House(folder=folder, creativity=Creativity.CONSERVATIVE)
    house.only(Lane.SUBSCRIPTION)
    house.plan.otherwise = EDITOR
    first = house.run()
    assert first.facts_waiting > 0
    assert first.unasked == "the rest waits for the next run's allowance of tokens"
    assert [house.run().facts_waiting for _ in range(4)][-1] == 0
    assert len(house.entries()) == 65
    asked = house.asked
    house.run()
    assert house.asked == asked
    agree(house)


class Doubter(Editor):
    """Finds other words for everything, most of which only a reader can decide about."""

    def __call__(self, prompt: Prompt, model: str) -> Answered | Failed:
        texts = [one.get("text", "") for one in statements_in(prompt)]
        noun = re.compile(r"\b(the|a|of|for) (\w+)")
        self.better = {text: noun.sub(r"\1 handbook", text, count=1) for text in texts}
        return super().__call__(prompt, model)


def test_more_doubts_than_one_reading_holds_are_settled_in_a_few_runs() -> None:
    house = House(creativity=Creativity.CONSERVATIVE)
    house.only(Lane.SUBSCRIPTION)
    house.plan.otherwise = Doubter()
    waiting = [house.run().facts_waiting for _ in range(4)]
    assert waiting[0] > waiting[1]
    assert waiting[-1] == 0
    asked = house.asked
    house.run()
    assert house.asked == asked
    agree(house)


def test_a_doubt_too_long_for_any_reading_is_settled_with_its_own_words() -> None:
    long = "Kept the books of the studio " + " ".join(["and of its guests"] * 70)
    other = long.replace("books", "handbook")
    assert judge(Evidence(source=long), other).decision is Decision.ASK
    house = House(creativity=Creativity.CONSERVATIVE)
    house.only(Lane.SUBSCRIPTION)
    house.folder.files["cv.json"] = changed(RUNBOOK, long)
    house.plan.otherwise = Editor(better={long: other})
    reports = [house.run() for _ in range(4)]
    assert {call.purpose for report in reports for call in report.calls} == {"rewrite"}
    assert reports[-1].calls == ()
    assert house.entries()[long].text == long
    agree(house)


def test_how_long_asking_took_is_measured() -> None:
    house = House()
    house.only(Lane.SUBSCRIPTION)
    house.plan.otherwise = EDITOR
    report = house.run()
    assert {call.took for call in report.calls} == {timedelta(seconds=7)}
    (end,) = house.of(RunFinished)
    assert end.stages["Choosing the words"] == 7_000 * len(report.calls)
    assert (end.mode, end.outcome) == ("comprehensive", "enhanced")


def test_a_plan_comes_before_a_key_unless_its_owner_says_otherwise() -> None:
    for lanes, asked in (
        ((Lane.SUBSCRIPTION, Lane.API, Lane.OFFLINE), "subscription"),
        ((Lane.API, Lane.SUBSCRIPTION), "api"),
        ((Lane.OFFLINE, Lane.API), ""),
    ):
        house = House(policy=replace(House().policy, lanes=lanes))
        house.plan.otherwise = house.api.otherwise = EDITOR
        assert house.run().lane == asked
        agree(house)
