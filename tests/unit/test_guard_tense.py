"""What is over stays over, and what goes on goes on."""

from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.rules import tense
from cv_action.guard.verbs import Tense, forms


def found(before: str, after: str) -> list[Finding]:
    return list(tense.check(Case(Evidence(source=before), after)))


def test_the_verbs_are_there_in_all_their_forms() -> None:
    known = forms()
    assert len(known) > 600
    past = {"led", "carried", "planned", "used", "wrote", "written", "was"}
    present = {"lead", "leads", "carries", "plans", "teaches", "use", "am"}
    assert {known[word].tense for word in past} == {Tense.PAST}
    assert {known[word].tense for word in present} == {Tense.PRESENT}
    assert known["wrote"].base == known["writes"].base == "write"


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("Led the crew.", "Leads the crew.", "Leads"),
        ("Led the crew.", "Lead the crew.", "Lead"),
        ("Led the crew.", "Manage the crew.", "Manage"),
        ("Manages the crew.", "Led the crew.", "Led"),
        ("I was secretary.", "I am secretary.", "am"),
        ("I am secretary.", "I was secretary.", "was"),
        ("Successfully ran the shop.", "Successfully run the shop.", "run"),
        ("Wrote the book. Taught it.", "Wrote the book. Teaches it.", "Teaches"),
        ("Wrote the book and taught it.", "Wrote the book and teach it.", "teach"),
        ("Designed the form.", "Design the form.", "Design"),
        ("Supported two clinics.", "Support two clinics.", "Support"),
        ("Carefully edited texts.", "Carefully edits texts.", "edits"),
    ],
)
def test_a_verb_that_tells_another_time_is_blocked(before: str, after: str, word: str) -> None:
    findings = found(before, after)
    assert [finding.text for finding in findings] == [word]
    assert {finding.effect for finding in findings} == {Effect.BLOCK}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Led the crew.", "Headed the crew."),
        ("Led the crew.", "Crew lead."),
        ("Led the crew.", "Lead fitter of the crew."),
        ("Designed the form.", "Design of the form."),
        ("Designed the form.", "Design"),
        ("Lead fitter.", "Led the fitters."),
        ("Wrote the book that schools use.", "Authored the book that schools use."),
        ("Wrote the book that is in use.", "Authored the book that was in use."),
        ("Led the crew. Now advise it.", "Led the crew. Now counsel it."),
        ("Manage the crew.", "Supervise the crew."),
        ("Set the clocks.", "Put the clocks right."),
        ("", "Led the crew."),
    ],
)
def test_the_same_time_or_no_sure_time_passes(before: str, after: str) -> None:
    assert found(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "effect", "text", "source"),
    [
        ("Secretary.", "Currently secretary.", Effect.BLOCK, "Currently", ""),
        ("Secretary.", "Secretary, still.", Effect.BLOCK, "still", ""),
        ("Currently secretary.", "Secretary.", Effect.ASK, "", "Currently"),
        ("Former secretary.", "Secretary.", Effect.BLOCK, "", "Former"),
        ("Previously secretary.", "Secretary.", Effect.BLOCK, "", "Previously"),
        ("Secretary.", "Former secretary.", Effect.ASK, "Former", ""),
    ],
)
def test_a_word_for_when_neither_comes_nor_goes_unseen(
    before: str, after: str, effect: Effect, text: str, source: str
) -> None:
    (finding,) = found(before, after)
    assert (finding.effect, finding.text, finding.source) == (effect, text, source)


def test_one_word_for_when_may_stand_for_another() -> None:
    assert found("Currently secretary.", "Now secretary.") == []
    assert found("Formerly secretary.", "Previously secretary.") == []


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("Taught sailing.", "Teaching sailing.", Effect.ASK),
        ("Teaching sailing.", "Taught sailing.", Effect.ASK),
        ("Teaches sailing.", "Teaching sailing.", None),
        ("Taught sailing.", "Mending nets.", None),
        ("Secretary since 2019.", "Was secretary since 2019.", Effect.BLOCK),
        ("Secretary since 2019.", "Had the books since 2019.", Effect.BLOCK),
        ("Secretary since 2019.", "Is secretary since 2019.", None),
        ("Secretary since 2019.", "Led the books since 2019.", None),
        ("Secretary in 2019.", "Was secretary in 2019.", None),
        ("Led the crew.", "Only lead the crew.", None),
        ("Led the crew.", "Manly lead the crew.", Effect.BLOCK),
        ("Led the crew! Wrote it.", "Led the crew! Writes it.", Effect.BLOCK),
        ("Led the crew; wrote it.", "Led the crew; writes it.", Effect.BLOCK),
        ("Led the crew, wrote it.", "Led the crew, writes it.", None),
        ("Wrote it and left.", "Wrote it and design the flows.", None),
        ("Wrote it then left.", "Wrote it then design the flows.", Effect.BLOCK),
        ("Ran the shop.", "Ran the shop; teaches, too.", None),
        ("Ran the shop.", "Ran the shop; teaches", None),
        ("Ran the shop.", "Ran the shop; lead of it", None),
        ("Ran the shop.", "Ran the shop; lead the crew", Effect.BLOCK),
        ("Ran the shop.", "Ran the shop; lead crew", None),
        ("Ran the shop.", "Ran the shop; teach of it", None),
        ("Ran it and runs it.", "Runs it.", None),
    ],
)
def test_the_verb_that_opens_a_clause_tells_its_time(
    before: str, after: str, effect: Effect | None
) -> None:
    assert [finding.effect for finding in found(before, after)] == ([effect] if effect else [])


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("I have written two books.", "Wrote two books.", None),
        ("We have already carefully planned the route.", "Planned the route.", None),
        ("I have been secretary of the choir.", "Was secretary of the choir.", None),
        ("I have run the shop.", "Ran the shop.", None),
        ("I have written two books.", "Have written two books.", None),
        ("I have written two books.", "Write two books.", Effect.BLOCK),
        ("I have written two books.", "Managed two books.", Effect.BLOCK),
        ("Wrote two books.", "Have written two books.", Effect.BLOCK),
        ("Write two books.", "Have written two books.", Effect.BLOCK),
        ("I have led the crew since 2019.", "Led the crew since 2019.", Effect.BLOCK),
        ("I have led the crew since 2019.", "Lead the crew since 2019.", None),
        ("I have plans for the shop.", "Planned for the shop.", Effect.BLOCK),
        ("I have a written plan.", "Wrote a plan.", Effect.BLOCK),
        ("I have really", "Had really", Effect.BLOCK),
        ("I had written two books.", "Authored two books.", None),
        ("I have work in hand.", "Worked in hand.", Effect.BLOCK),
    ],
)
def test_what_has_been_done_was_done_and_is_not_going_on(
    before: str, after: str, effect: Effect | None
) -> None:
    assert [finding.effect for finding in found(before, after)] == ([effect] if effect else [])


def test_a_fact_without_a_verb_is_told_as_one_that_goes_on() -> None:
    (finding,) = found("Secretary since 2019.", "Was secretary since 2019.")
    assert finding.reason == "The fact is told as present and “Was” as past."
