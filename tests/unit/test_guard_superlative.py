from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import superlative

BLOCKED = (
    ("Answered the first letters.", "Answered every letter."),
    ("Ran a bakery.", "Ran the best bakery."),
    ("Wrote tests for the parser.", "Wrote all tests for the parser."),
    ("Designed a logo.", "Designed a world-class logo."),
    ("Answered letters.", "Always answered letters."),
    ("Repaired clocks.", "Single-handedly repaired clocks."),
    ("Improved the index.", "Significantly improved the index."),
)
PASSED = (
    ("Baked the best cake.", "Baked the perfect cake."),
    ("Wrote all tests for the parser.", "All of the parser's tests were written."),
    ("Ran the best bakery in the street.", "In the street, ran the best bakery."),
    ("Answered only letters.", "Answered just letters."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_a_claim_made_absolute_is_blocked(source: str, rewrite: str) -> None:
    found = list(superlative.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {superlative.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_a_claim_as_absolute_as_before_passes(source: str, rewrite: str) -> None:
    assert list(superlative.check(Case(Evidence(source=source), rewrite))) == []
