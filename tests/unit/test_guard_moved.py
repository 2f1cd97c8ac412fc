from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.rules import moved

OTHER = "Cut costs by 40% for 300 users at Globex in 2019 with 3 engineers over 18 months"


def found(
    after: str, *, role: tuple[str, ...] = (), rest: tuple[str, ...] = (OTHER,)
) -> list[Finding]:
    evidence = Evidence(source="Built services at Initech", role=role, rest=rest)
    return list(moved.check(Case(evidence, after)))


@pytest.mark.parametrize(
    ("after", "text"),
    [
        ("Built services at Initech, 40% cheaper", "40%"),
        ("Built services at Initech for 300 customers", "300"),
        ("Built services at Globex", "Globex"),
        ("Built services at Initech in 2019", "2019"),
        ("Built services at Initech with three engineers", "three"),
        ("Built services at Initech for 1.5 years", "1.5 years"),
    ],
)
def test_what_belongs_to_another_role_blocks_and_shows_its_statement(after: str, text: str) -> None:
    (finding,) = found(after)
    assert (finding.effect, finding.text, finding.source) == (Effect.BLOCK, text, OTHER)


@pytest.mark.parametrize(
    "after",
    [
        "Built 7% of the services at Initech",
        "Built 3 services at Initech",
        "Built services at Umbrava",
        "Built services at Initech last year",
        "Built one service at Initech",
    ],
)
def test_what_belongs_to_nobody_is_left_to_other_rules(after: str) -> None:
    assert found(after) == []


def test_what_the_same_role_has_is_not_moved() -> None:
    assert found("Built services at Initech for 300 users", role=("Had 300 users",)) == []


@given(st.permutations([OTHER, "Globex again", "40% more", "Nothing"]))
def test_the_order_of_the_evidence_never_matters(rest: list[str]) -> None:
    after = "Built services at Globex, 40% cheaper"
    straight = found(after, rest=tuple(sorted(rest)))
    assert found(after, rest=tuple(rest)) == straight != []


@given(st.text(max_size=60))
def test_no_text_makes_it_fail_and_identity_passes(text: str) -> None:
    assert list(moved.check(Case(Evidence(source=text, rest=(OTHER,)), text))) == []
