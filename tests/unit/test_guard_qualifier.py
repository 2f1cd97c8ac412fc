from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import qualifier

BLOCKED = (
    ("Digitised almost all parish records.", "Digitised all parish records."),
    ("Partly automated the rota.", "Automated the rota."),
    ("Automated most of the tests.", "Automated the tests."),
    ("Part-time librarian.", "Librarian."),
    ("Built the pier with a team.", "Built the pier."),
    ("Wrote an index under supervision.", "Wrote an index."),
    ("Mended a bridge.", "Mended a small bridge."),
)
PASSED = (
    ("Partly automated the rota.", "Automated the rota in part, partly."),
    ("Built the pier with a team.", "With a team, built the pier."),
    ("Digitised almost all parish records.", "Almost all parish records were digitised."),
    ("Mostly repaired clocks.", "Mainly repaired clocks."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_a_narrowing_that_came_or_went_is_blocked(source: str, rewrite: str) -> None:
    found = list(qualifier.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {qualifier.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_a_narrowing_that_stays_passes(source: str, rewrite: str) -> None:
    assert list(qualifier.check(Case(Evidence(source=source), rewrite))) == []
