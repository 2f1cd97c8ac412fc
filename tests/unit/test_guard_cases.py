"""Every case of the table against every rule that there is."""

from __future__ import annotations

from collections import Counter

import pytest

from cv_action.guard.finding import Decision, Effect
from cv_action.guard.rules.table import TABLE
from cv_action.guard.verdict import judge
from tests.guard_cases import GuardCase, guard_cases

CASES = guard_cases()
HARD = {"block": {Effect.BLOCK}, "stop": {Effect.BLOCK, Effect.ASK}}
DECISIONS = {"block": {Decision.BLOCK}, "stop": {Decision.BLOCK, Decision.ASK}}
STOPPED = [case for case in CASES if case.must in HARD and set(case.rules) <= set(TABLE)]
PASSED = [case for case in CASES if case.must == "pass" and set(case.rules) <= set(TABLE)]


def name(case: GuardCase) -> str:
    return f"{case.rules[0]}: {case.name}"


def test_the_table_is_worth_walking() -> None:
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(STOPPED) + len(PASSED) == len(CASES)
    assert {case.must for case in CASES} == {"block", "stop", "pass"}


def test_every_rule_has_cases_in_both_directions() -> None:
    ways = Counter((case.rules[0], case.must == "pass") for case in CASES)
    assert TABLE
    assert [rule for rule in TABLE if not (ways[rule, True] and ways[rule, False])] == []


@pytest.mark.parametrize("case", STOPPED, ids=name)
def test_a_rule_finds_what_it_is_for(case: GuardCase) -> None:
    verdict = judge(case.evidence, case.rewrite)
    found = {finding.rule for finding in verdict.findings if finding.effect in HARD[case.must]}
    assert found & set(case.rules), verdict.findings
    assert verdict.decision in DECISIONS[case.must]


@pytest.mark.parametrize("rule", TABLE)
def test_no_rule_can_be_left_out(rule: str) -> None:
    rest = {name: check for name, check in TABLE.items() if name != rule}
    own = [case for case in STOPPED if rule in case.rules]
    assert own
    assert any(
        judge(case.evidence, case.rewrite, rules=rest).decision
        is not judge(case.evidence, case.rewrite).decision
        for case in own
    )


@pytest.mark.parametrize("case", PASSED, ids=name)
def test_a_rule_leaves_alone_what_is_fine(case: GuardCase) -> None:
    findings = judge(case.evidence, case.rewrite).findings
    assert [f for f in findings if f.rule in case.rules and f.effect is not Effect.PASS] == []


@pytest.mark.parametrize("case", PASSED, ids=name)
def test_no_other_rule_blocks_what_is_fine(case: GuardCase) -> None:
    verdict = judge(case.evidence, case.rewrite)
    assert verdict.decision is not Decision.BLOCK, verdict.findings


@pytest.mark.parametrize("case", CASES, ids=name)
def test_every_finding_shows_its_place_and_says_why(case: GuardCase) -> None:
    for finding in judge(case.evidence, case.rewrite).findings:
        assert case.rewrite[finding.start : finding.end] == finding.text
        assert finding.reason.endswith(".")
