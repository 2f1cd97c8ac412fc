from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import modality

BLOCKED = (
    ("Planned to open a second shop.", "Opened a second shop."),
    ("Tried to automate the tests.", "Automated the tests."),
    ("The index could serve other libraries.", "The index serves other libraries."),
)
PASSED = (
    ("Planned to open a second shop.", "Intended to open a second shop."),
    ("Opened a second shop.", "A second shop was opened."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_a_plan_told_as_done_is_blocked(source: str, rewrite: str) -> None:
    found = list(modality.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {modality.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_a_plan_told_as_a_plan_passes(source: str, rewrite: str) -> None:
    assert list(modality.check(Case(Evidence(source=source), rewrite))) == []
