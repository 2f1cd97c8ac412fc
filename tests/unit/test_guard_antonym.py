from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import antonym

BLOCKED = (
    ("Reduced waiting times.", "Increased waiting times."),
    ("Wrote the internal handbook.", "Wrote the external handbook."),
    ("Moved records from paper.", "Moved records to paper."),
    ("Worked with volunteers.", "Worked against volunteers."),
    ("Hired two cooks.", "Fired two cooks."),
    ("Taught the beginners' class.", "Taught the advanced class."),
    ("Made the form easier to fill in.", "Made the form harder to fill in."),
)
PASSED = (
    ("Reduced waiting times.", "Cut waiting times."),
    ("Raised the share of returned forms.", "Increased the share of returned forms."),
    ("Moved records from paper to files.", "Moved paper records into files."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_an_opposite_word_is_blocked(source: str, rewrite: str) -> None:
    found = list(antonym.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {antonym.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_a_word_of_the_same_sense_passes(source: str, rewrite: str) -> None:
    assert list(antonym.check(Case(Evidence(source=source), rewrite))) == []
