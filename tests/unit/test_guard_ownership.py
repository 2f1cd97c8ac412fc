from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import ownership

BLOCKED = (
    ("Helped build the search index.", "Built the search index."),
    ("Contributed to the parser.", "Developed the parser."),
    ("Wrote the deployment scripts.", "Led the deployment scripts."),
    ("Built the exporter.", "Founded the exporter."),
    ("Responsible for the rota.", "Headed the rota."),
    (
        "Led design reviews and contributed to the billing tool.",
        "Contributed to design reviews and led the billing tool.",
    ),
    ("Assisted the head cook.", "Directed the kitchen."),
    ("Part of the crew that mended the pier.", "Mended the pier."),
    ("Worked on the exporter.", "Led the exporter."),
    ("Helped to move the archive.", "Moved the archive."),
)
PASSED = (
    ("Built the parser.", "Developed the parser."),
    ("Led the team that built the exporter.", "Built the exporter and led the team."),
    ("Headed the choir.", "Led the choir."),
    ("Helped build the search index.", "Assisted in building the search index."),
    ("Led a crew of four.", "Managed a crew of four."),
    ("Ran a kitchen garden.", "Looked after a kitchen garden."),
)


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_a_greater_share_of_the_work_is_blocked(source: str, rewrite: str) -> None:
    found = list(ownership.check(Case(Evidence(source=source), rewrite)))
    assert Effect.BLOCK in {finding.effect for finding in found}
    assert {finding.rule for finding in found} == {ownership.RULE}


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_the_same_share_in_other_words_passes(source: str, rewrite: str) -> None:
    assert list(ownership.check(Case(Evidence(source=source), rewrite))) == []
