"""What holds for every rewrite, whatever it says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Decision, Effect, Finding
from cv_action.guard.rules.table import TABLE
from cv_action.guard.verdict import LONGEST, Verdict, judge
from tests.guard_cases import GuardCase, guard_cases

CASES = guard_cases()
SPOKEN = tuple(sorted({text for case in CASES for text in (case.rewrite, case.evidence.source)}))
BASE = Evidence(source="Led a team.", role=("One.",), rest=("Two.",))
STOPPED = [case for case in CASES if case.must != "pass"]
UNRELATED = ("Sang in the choir of Aurdal.", "Keeps bees and mends nets.", "")
AWKWARD = (
    "",
    " ",
    "…!?",
    "\ud800",
    "\udfff led",
    "e\u0301\u0302\u0303\u0304",
    "\u202eevil\u202c",
    "مدير المشروع \u0665\u0660\u0660",
    "日本電気で開発を率いた。",
    "👩🏽‍💻🏆",
    "½ Ⅳ ² ① ﬁ",
    "::set-output name=x::y",
    "[x](y) <b> {{z}} $1",
    "1,2.3'4 5%-6+",
    "-" * 400,
    "a " * 400,
    "\x00\x1b[31m",
)
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
SECONDS = 2.0


def texts() -> st.SearchStrategy[str]:
    anything = st.text(st.characters(codec=None), max_size=40)
    return st.one_of(st.sampled_from(SPOKEN), st.sampled_from(AWKWARD), anything, mixed())


def mixed() -> st.SearchStrategy[str]:
    parts = st.lists(st.sampled_from((*AWKWARD, *SPOKEN[:60])), max_size=3)
    return parts.map(" ".join)


def evidences() -> st.SearchStrategy[Evidence]:
    many = st.lists(texts(), max_size=3).map(tuple)
    return st.builds(Evidence, source=texts(), role=many, rest=many, job_ad=texts())


def test_there_is_something_to_walk() -> None:
    assert len(SPOKEN) > 200
    assert len(STOPPED) > 100
    assert TABLE


@given(evidences())
def test_a_fact_in_its_own_words_passes(evidence: Evidence) -> None:
    verdict = judge(evidence, evidence.source)
    assert verdict.decision is Decision.ACCEPT
    assert verdict.findings == ()


@pytest.mark.parametrize("name", TABLE)
@given(texts())
def test_no_rule_finds_anything_in_a_fact_in_its_own_words(name: str, text: str) -> None:
    assert list(TABLE[name](Case(Evidence(source=text), text))) == []


@pytest.mark.parametrize("name", TABLE)
@given(evidences(), texts())
@example(Evidence(source=""), "")
def test_no_rule_raises_and_every_span_lies_inside(
    name: str, evidence: Evidence, rewrite: str
) -> None:
    for finding in TABLE[name](Case(evidence, rewrite)):
        assert 0 <= finding.start <= finding.end <= len(rewrite)
        assert finding.rule == name
        assert finding.reason


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("letter", HUGE, ids=ascii)
def test_the_longest_text_is_judged_in_time(name: str, letter: str) -> None:
    began = time.process_time()
    long = (letter * LONGEST)[:LONGEST]
    verdict = judge(Evidence(source="Led a team of 5."), long, rules={name: TABLE[name]})
    assert time.process_time() - began < SECONDS
    assert [found for found in verdict.findings if "could not finish" in found.reason] == []


@pytest.mark.parametrize("letter", HUGE, ids=ascii)
def test_megabytes_are_blocked_without_being_compared(letter: str) -> None:
    began = time.process_time()
    for evidence, rewrite in ((BASE, letter * BIG), (Evidence(source=letter * BIG), "Led a team.")):
        verdict = judge(evidence, rewrite)
        assert verdict.decision is Decision.BLOCK
        assert [finding.rule for finding in verdict.findings] == ["length"]
        assert "more than the rules compare" in verdict.findings[0].reason
    assert time.process_time() - began < 1.0


def test_a_text_of_the_greatest_length_is_compared() -> None:
    verdict = judge(Evidence(source="a" * LONGEST), "b" * LONGEST, rules={})
    assert verdict.decision is Decision.ACCEPT


@given(evidences(), texts())
def test_the_order_of_the_evidence_never_matters(evidence: Evidence, rewrite: str) -> None:
    turned = replace(evidence, role=evidence.role[::-1], rest=evidence.rest[::-1])
    assert judge(turned, rewrite) == judge(evidence, rewrite)


@pytest.mark.parametrize("case", STOPPED, ids=lambda case: case.name)
def test_evidence_about_something_else_never_clears_a_rewrite(case: GuardCase) -> None:
    before = judge(case.evidence, case.rewrite).decision
    wider = replace(case.evidence, rest=(*case.evidence.rest, *UNRELATED))
    assert judge(wider, case.rewrite).decision is before


@pytest.mark.parametrize("case", STOPPED, ids=lambda case: case.name)
def test_an_advertisement_never_clears_a_rewrite(case: GuardCase) -> None:
    before = judge(case.evidence, case.rewrite).decision
    wanted = replace(case.evidence, job_ad=f"We want you if you: {case.rewrite}")
    assert judge(wanted, case.rewrite).decision is before


def _failing(case: Case) -> tuple[Finding, ...]:
    raise KeyError(case.rewrite)


def test_a_rule_that_fails_blocks_and_says_so() -> None:
    verdict = judge(Evidence(source="a"), "b", rules={**TABLE, "broken": _failing})
    assert verdict.decision is Decision.BLOCK
    assert "The rule broken could not finish (KeyError)." in [f.reason for f in verdict.findings]


def _hashes(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.source_hash, verdict.text_hash, verdict.evidence_hash


@given(evidences(), texts(), st.sampled_from((Effect.PASS, Effect.ASK, Effect.BLOCK)))
def test_the_hashes_depend_on_nothing_but_the_texts(
    evidence: Evidence, rewrite: str, effect: Effect
) -> None:
    def always(case: Case) -> Iterator[Finding]:
        yield Finding(rule="x", effect=effect, start=0, end=0, text="", reason=case.rewrite)

    ours = judge(evidence, rewrite, rules={})
    assert _hashes(judge(evidence, rewrite, rules={"x": always})) == _hashes(ours)
    assert _hashes(judge(replace(evidence, job_ad="Rust"), rewrite, rules={})) == _hashes(ours)


@pytest.mark.parametrize(
    ("evidence", "rewrite", "changed"),
    [
        (replace(BASE, source="Led two teams."), "Headed a team.", (True, False, False)),
        (BASE, "Headed a team!", (False, True, False)),
        (replace(BASE, role=("One.", "More.")), "Headed a team.", (False, False, True)),
        (replace(BASE, rest=()), "Headed a team.", (False, False, True)),
        (replace(BASE, role=("Two.",), rest=("One.",)), "Headed a team.", (False, False, True)),
        (replace(BASE, role=(), rest=("One.", "Two.")), "Headed a team.", (False, False, True)),
        (replace(BASE, role=("One.", ""), rest=("Two.",)), "Headed a team.", (False, False, True)),
    ],
)
def test_each_hash_changes_with_its_own_text(
    evidence: Evidence, rewrite: str, changed: tuple[bool, ...]
) -> None:
    ours = _hashes(judge(BASE, "Headed a team.", rules={}))
    theirs = _hashes(judge(evidence, rewrite, rules={}))
    assert tuple(a != b for a, b in zip(ours, theirs, strict=True)) == changed


@given(evidences(), evidences())
def test_two_bodies_of_evidence_have_two_hashes(one: Evidence, two: Evidence) -> None:
    same = all(sorted(a) == sorted(b) for a, b in ((one.role, two.role), (one.rest, two.rest)))
    ours, theirs = (judge(evidence, "x", rules={}).evidence_hash for evidence in (one, two))
    assert (ours == theirs) is same


def test_an_empty_text_belongs_where_it_stands() -> None:
    role, rest = Evidence(source="a", role=("",)), Evidence(source="a", rest=("",))
    assert judge(role, "b").evidence_hash != judge(rest, "b").evidence_hash
