from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import replacement

BLOCKED = (
    ("Built a dashboard for nurses.", "Built a dashboard for doctors."),
    ("Baked bread for the school.", "Baked bread for the hospital."),
    ("Taught French.", "Taught Italian."),
    ("Wrote monthly reports.", "Wrote weekly reports."),
    ("Painted the red door.", "Painted the green door."),
    ("Fed the dog.", "Fed the cat."),
    ("Sold butter.", "Sold timber."),
)
PASSED = (
    ("Wrote a handbook.", "Authored a handbook."),
    ("Repaired automobiles.", "Repaired cars."),
    ("Fixed defects in the press.", "Fixed faults in the press."),
    ("Played violins.", "Played instruments."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_another_thing_of_the_same_kind_is_blocked(source: str, rewrite: str) -> None:
    found = list(replacement.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {replacement.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_another_name_of_the_same_thing_passes(source: str, rewrite: str) -> None:
    assert list(replacement.check(Case(Evidence(source=source), rewrite))) == []
