from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import negation

BLOCKED = (
    ("Deployed without an outage.", "Deployed with an outage."),
    ("Shipped the release on time.", "Did not ship the release on time."),
    ("Never missed a deadline.", "Missed a deadline."),
    ("Wrote tests for the parser.", "Wrote no tests for the parser."),
    ("Chose a small library.", "Chose a framework instead of a small library."),
    ("The tool doesn't need a server.", "The tool needs a server."),
)
PASSED = (
    ("Deployed without an outage.", "Without an outage, deployed."),
    ("The tool doesn't need a server.", "The tool does not need a server."),
    (
        "Wrote a guide for visitors who are not experienced.",
        "Wrote a guide for inexperienced visitors.",
    ),
    ("Fixed the lack of tests.", "Fixed the absence of tests."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_a_denial_that_came_or_went_is_blocked(source: str, rewrite: str) -> None:
    found = list(negation.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {negation.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_the_same_number_of_denials_passes(source: str, rewrite: str) -> None:
    assert list(negation.check(Case(Evidence(source=source), rewrite))) == []
