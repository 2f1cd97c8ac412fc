"""Who speaks stays who spoke."""

from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.rules import person


def found(before: str, after: str) -> list[Finding]:
    return list(person.check(Case(Evidence(source=before), after)))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("Mended nets.", "I mended nets.", "I"),
        ("Mended nets.", "I've mended nets.", "I've"),
        ("Mended nets.", "I’ve mended nets.", "I’ve"),
        ("Mended nets.", "Mended my nets.", "my"),
        ("Mended nets.", "We mended nets.", "We"),
        ("Mended nets.", "Mended our nets.", "our"),
        ("Mended nets.", "Mended nets for you.", "you"),
        ("Mended nets.", "Mended his nets.", "his"),
        ("Mended nets.", "She mended nets.", "She"),
        ("Mended nets.", "The candidate mended nets.", "candidate"),
        ("Mended nets.", "This applicant mended nets.", "applicant"),
        ("I mended nets.", "We mended nets.", "We"),
        ("We mended nets.", "I mended nets.", "I"),
        ("He mends nets.", "She mends nets.", "She"),
    ],
)
def test_a_person_that_the_fact_does_not_speak_of_is_blocked(
    before: str, after: str, word: str
) -> None:
    blocked = [finding for finding in found(before, after) if finding.effect is Effect.BLOCK]
    assert [finding.text for finding in blocked] == [word]
    assert f"“{word}”" in blocked[0].reason


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I mended nets.", "Mended nets."),
        ("I mended my nets.", "I repaired nets."),
        ("She mends nets.", "Mends nets for her village."),
        ("Mended nets.", "Mended nets in the US."),
        ("Mended nets.", "Mended nets in WWI, Phase I and World War I."),
        ("Mended nets.", "Tuned I/O, AT&T I&C and A.I. for nets."),
        ("Mended nets.", "Spoke to a candidate about nets."),
        ("Mended nets.", "Mended nets for customers and their boats."),
        ("Our nets were mended.", "The nets were mended."),
    ],
)
def test_the_same_person_in_other_words_passes(before: str, after: str) -> None:
    assert found(before, after) == []


def test_a_group_that_goes_is_asked_about() -> None:
    (finding,) = found("We mended nets.", "Mended nets.")
    assert finding.effect is Effect.ASK
    assert (finding.start, finding.end, finding.source) == (0, 0, "We")


def test_a_group_that_goes_is_asked_about_though_its_thing_is_named_first() -> None:
    assert found("Our nets were old; we mended them.", "Old nets were mended.") != []
