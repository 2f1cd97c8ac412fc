from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import addition

BLOCKED = (
    (
        "Maintained the ingestion service.",
        "Maintained the ingestion service, improving reliability across sites.",
    ),
    ("Wrote a cookbook.", "Wrote a cookbook in Lisbon."),
    ("Taught pottery.", "Taught pottery and weaving."),
    ("Fixed bugs in the compiler.", "Fixed critical bugs in the compiler."),
    ("Kept bees.", "Kept bees, resulting in stronger harvests and happier neighbours."),
)
PASSED = (
    ("Wrote tests and docs.", "Wrote docs and tests."),
    ("Kept bees.", "Was keeping bees."),
    ("Taught pottery to children.", "Children were taught pottery."),
    ("Wrote tests, docs and tools.", "Wrote tests and docs."),
    ("Repaired clocks.", "Offered repairs of clocks."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_a_claim_from_nowhere_is_blocked(source: str, rewrite: str) -> None:
    found = list(addition.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {addition.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_a_text_without_a_new_claim_passes(source: str, rewrite: str) -> None:
    assert list(addition.check(Case(Evidence(source=source), rewrite))) == []
