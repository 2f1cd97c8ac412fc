from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import reach

BLOCKED = (
    ("Maintained the booking tool.", "Maintained the booking tool in production."),
    ("Wrote a guide.", "Wrote a guide read worldwide."),
    ("Ran a workshop.", "Gave a keynote and ran a workshop."),
    ("Built a sorting machine.", "Built a patented sorting machine, with a patent."),
    ("Wrote a linter.", "Wrote an enterprise-grade linter."),
    ("Sold bread at the market.", "Sold bread to thousands of customers."),
)
PASSED = (
    ("Maintained the booking tool in production.", "Kept the booking tool running in production."),
    ("Supported customers by phone.", "Supported clients by phone."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_a_claim_that_reaches_further_is_blocked(source: str, rewrite: str) -> None:
    found = list(reach.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {reach.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_a_claim_of_the_same_reach_passes(source: str, rewrite: str) -> None:
    assert list(reach.check(Case(Evidence(source=source), rewrite))) == []
