"""What the guard does with texts that nobody writes, and with rules that break."""

from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Decision, Finding
from cv_action.guard.rules.table import TABLE
from cv_action.guard.verdict import LONGEST, judge

BASE = Evidence(source="Led a team of 5.")
BIG = 3_000_000
HUGE = (
    "a",
    "1",
    " ",
    "\n",
    ".",
    "[",
    "<",
    "*",
    "-",
    "é",
    "\u0301",
    "\u200b",
    "日",
    "€",
    '"',
    "{",
    "_",
)


@pytest.mark.parametrize("letter", HUGE, ids=ascii)
def test_every_rule_finishes_with_the_longest_text(letter: str) -> None:
    verdict = judge(BASE, letter * LONGEST)
    assert verdict.decision is not Decision.ACCEPT or letter in " .\n"
    assert [found for found in verdict.findings if "could not finish" in found.reason] == []


@pytest.mark.parametrize("letter", HUGE, ids=ascii)
def test_megabytes_are_blocked_without_being_compared(letter: str) -> None:
    for evidence, rewrite in ((BASE, letter * BIG), (Evidence(source=letter * BIG), "Led a team.")):
        verdict = judge(evidence, rewrite, rules={"broken": _failing})
        assert verdict.decision is Decision.BLOCK
        assert [finding.rule for finding in verdict.findings] == ["length"]
        assert "more than the rules compare" in verdict.findings[0].reason


def test_only_a_text_beyond_the_greatest_length_is_not_compared() -> None:
    longest, longer = (Evidence(source="a" * length) for length in (LONGEST, LONGEST + 1))
    assert judge(longest, "b" * LONGEST, rules={}).decision is Decision.ACCEPT
    assert judge(longer, "b", rules={}).decision is Decision.BLOCK
    assert judge(BASE, "b" * (LONGEST + 1), rules={}).decision is Decision.BLOCK


def _failing(case: Case) -> tuple[Finding, ...]:
    raise KeyError(case.rewrite)


def test_a_rule_that_fails_blocks_and_says_so() -> None:
    verdict = judge(Evidence(source="a"), "b", rules={**TABLE, "broken": _failing})
    assert verdict.decision is Decision.BLOCK
    failed = next(finding for finding in verdict.findings if finding.rule == "broken")
    assert failed.reason == "The rule broken could not finish (KeyError)."
    assert (failed.start, failed.end, failed.text) == (0, 1, "b")


def test_a_rule_that_fails_shows_no_more_than_the_beginning_of_a_text() -> None:
    failed, *_ = judge(BASE, "b" * 200, rules={"broken": _failing}).findings
    assert (failed.start, failed.end, failed.text) == (0, 80, "b" * 80)


def test_findings_are_told_in_the_order_of_the_text() -> None:
    found = judge(BASE, "We led 7 teams of 9 in 2031 at Aurdal.").findings
    assert len(found) > 3
    assert list(found) == sorted(found, key=lambda each: (each.start, each.end, each.rule))
