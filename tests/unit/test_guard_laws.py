"""What holds for every rewrite, whatever it says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Decision
from cv_action.guard.known_names import same_name
from cv_action.guard.quantities import quantities
from cv_action.guard.rules.table import TABLE
from cv_action.guard.verdict import judge
from tests.guard_cases import GuardCase, guard_cases
from tests.guard_texts import SPOKEN, evidences, texts

CASES = guard_cases()
STOPPED = [case for case in CASES if case.must != "pass"]
SOURCES = sorted({case.evidence.source for case in CASES if case.evidence.source.isascii()})
GRAVER = list(Decision)
"""From nothing to everything."""
KNOWN = ("Kubernetes", "Postgres", "Node.js", "C++", "Go", "R", "Spark", "kubectl", "OAuth2")
UNRELATED = ("Sang in the choir of Aurdal.", "Keeps bees and mends nets.", "")
WRITTEN = ("{}", "{}%", "{}+", "${}k", "{} boats", "over {}", "{}x", "{}-fold", "by {} percent")
SPELLED = ((12, "a dozen"), (17, "seventeen"), (42, "forty-two"), (300, "three hundred"))
SCALES = (1, 100, 1000)
"""What a number may be meant in; 2 % of a fact are 0.02 of it."""
SLOTS = (
    "Built the booking service for {}.",
    "Kept the pager of {} on call.",
    "{} prints the tide tables that I wrote.",
    "Trained apprentices at {} in welding.",
    "Moved the archive to {}, page by page.",
    "Wrote reports in {}",
)
PAIRED = (
    "Moved the archive from {} to {}.",
    "Wrote the report for {} and drew maps for {}.",
    "{} hired me to mend the boats of {}.",
    "At {}, taught the staff of {} to weld.",
)


def numbers() -> st.SearchStrategy[tuple[int, str]]:
    """A number and how it may be written."""
    figures = st.tuples(st.integers(2, 999_999), st.sampled_from(WRITTEN))
    return figures.map(lambda pair: (pair[0], pair[1].format(pair[0]))) | st.sampled_from(SPELLED)


def names() -> st.SearchStrategy[str]:
    """Names that nobody has, in every shape that names have."""
    word = st.from_regex(
        r"[BDFGKLMNPRSTV][aeiou][lmnrst][dkt]?[aeiou](vik|bo|lund|s)", fullmatch=True
    )
    short = st.from_regex(r"[BDFGKLMNPRTV]{3,4}", fullmatch=True)
    both = st.lists(word, min_size=2, max_size=2, unique=True).map(" ".join)
    return word | short | both | st.tuples(word, word).map("".join) | st.sampled_from(KNOWN)


def test_there_is_something_to_walk() -> None:
    assert len(SPOKEN) > 200
    assert len(STOPPED) > 100
    assert len(SOURCES) > 100
    assert TABLE


@given(evidences())
def test_a_fact_in_its_own_words_passes(evidence: Evidence) -> None:
    verdict = judge(evidence, evidence.source)
    assert verdict.decision is Decision.ACCEPT
    assert verdict.findings == ()


@given(texts())
def test_no_rule_finds_anything_in_a_fact_in_its_own_words(text: str) -> None:
    case = Case(Evidence(source=text), text)
    assert {name: found for name, rule in TABLE.items() if (found := list(rule(case)))} == {}


@given(evidences(), texts())
@example(Evidence(source=""), "")
def test_no_rule_raises_and_every_span_lies_inside(evidence: Evidence, rewrite: str) -> None:
    case = Case(evidence, rewrite)
    for name, rule in TABLE.items():
        for finding in rule(case):
            assert 0 <= finding.start <= finding.end <= len(rewrite), name
            assert finding.rule == name
            assert finding.reason, name


@given(evidences(), texts())
def test_the_order_of_the_evidence_never_matters(evidence: Evidence, rewrite: str) -> None:
    turned = replace(evidence, role=evidence.role[::-1], rest=evidence.rest[::-1])
    assert judge(turned, rewrite) == judge(evidence, rewrite)


@pytest.mark.parametrize("case", STOPPED, ids=lambda case: case.name)
def test_evidence_about_something_else_changes_no_decision(case: GuardCase) -> None:
    before = judge(case.evidence, case.rewrite).decision
    wider = replace(case.evidence, rest=(*case.evidence.rest, *UNRELATED))
    assert judge(wider, case.rewrite).decision is before


@given(st.sampled_from(STOPPED), st.lists(texts(), max_size=3), st.booleans())
def test_evidence_about_something_else_never_clears_a_rewrite(
    case: GuardCase, more: list[str], itself: bool
) -> None:
    said = (*case.evidence.rest, *more, *[case.rewrite] * itself)
    before, after = (
        judge(evidence, case.rewrite).decision
        for evidence in (case.evidence, replace(case.evidence, rest=said))
    )
    assert GRAVER.index(after) >= GRAVER.index(before)


@given(st.sampled_from(STOPPED), st.lists(texts(), max_size=3), st.booleans())
def test_evidence_about_the_same_role_never_decides_for_a_rewrite(
    case: GuardCase, more: list[str], itself: bool
) -> None:
    said = (*case.evidence.role, *more, *[case.rewrite] * itself)
    wider = replace(case.evidence, role=said)
    assert judge(wider, case.rewrite).decision is not Decision.ACCEPT


@pytest.mark.parametrize("case", STOPPED, ids=lambda case: case.name)
def test_an_advertisement_never_clears_a_rewrite(case: GuardCase) -> None:
    before = judge(case.evidence, case.rewrite).decision
    wanted = replace(case.evidence, job_ad=f"We want you if you: {case.rewrite}")
    assert judge(wanted, case.rewrite).decision is before


@given(st.sampled_from(SOURCES), numbers(), st.integers(0, 99))
def test_a_number_from_nowhere_blocks(source: str, number: tuple[int, str], gap: int) -> None:
    value, written = number
    known = {each.value * scale for each in quantities(source) for scale in SCALES}
    assume(value not in known and str(value) not in source)
    gaps = [match.start() for match in re.finditer(r"(?<!\S)(?=\w)|$", source)]
    at = gaps[gap % len(gaps)]
    rewrite = f"{source[:at]} {written} {source[at:]}".strip()
    assert judge(Evidence(source=source), rewrite).decision is Decision.BLOCK


@given(st.permutations(SLOTS), names(), names())
def test_names_of_two_roles_do_not_change_places(slots: list[str], one: str, other: str) -> None:
    assume(_differ(one, other))
    here, there, *_ = slots
    for slot, mine, yours, elsewhere in ((here, one, other, there), (there, other, one, here)):
        evidence = Evidence(source=slot.format(mine), rest=(elsewhere.format(yours),))
        assert judge(evidence, slot.format(yours)).decision is Decision.BLOCK


def _differ(one: str, other: str) -> bool:
    return not same_name(one, other) and not set(one.split()) & set(other.split())


@given(st.sampled_from(PAIRED), names(), names())
def test_two_names_of_one_fact_do_not_change_places(slots: str, one: str, other: str) -> None:
    assume(_differ(one, other))
    evidence = Evidence(source=slots.format(one, other))
    assert judge(evidence, slots.format(other, one)).decision is Decision.BLOCK
