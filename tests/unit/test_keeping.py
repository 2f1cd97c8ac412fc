"""A reader's verdict is kept without the words it was about, and stands as long as they do."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.model import Json
from cv_action.cv.overlay import OverlayEntry
from cv_action.evidence.statement import Evidence
from cv_action.guard.finding import Decision
from cv_action.guard.question import Answer, question_of, settle
from cv_action.guard.verdict import Verdict, judge
from cv_action.pipeline.keeping import kept_verdict, with_reader
from tests.asked_cv import BETTER, DOUBTFUL, RUNBOOK, UNTRUE

OTHER = "Answered the night calls from a handbook of ninety pages"
EVIDENCE = Evidence(source=RUNBOOK, role=(OTHER,))
QUOTE = "from a handbook of ninety pages"


def read(*, entailed: bool, quote: str = "", evidence: Evidence = EVIDENCE) -> Verdict:
    verdict = judge(evidence, DOUBTFUL)
    question = question_of(evidence, DOUBTFUL, verdict)
    assert question
    return settle(verdict, Answer(entailed=entailed, quote=quote), question=question)


def entry(verdict: Json, text: str = DOUBTFUL) -> OverlayEntry:
    return OverlayEntry(fact_id="work/a/1", source_hash="0", text=text, verdict=verdict)


YES = kept_verdict(read(entailed=True, quote=QUOTE))
NO = kept_verdict(read(entailed=False))


def again(kept: Json, evidence: Evidence = EVIDENCE, text: str = DOUBTFUL) -> Decision:
    return with_reader(entry(kept, text), judge(evidence, text), evidence).decision


def test_a_yes_and_a_no_are_not_asked_about_again() -> None:
    assert judge(EVIDENCE, DOUBTFUL).decision is Decision.ASK
    assert again(YES) is Decision.ACCEPT
    assert again(NO) is Decision.BLOCK


@given(st.lists(st.sampled_from([OTHER, "Kept a list of faults", "Left in June"]), max_size=3))
def test_a_yes_stands_only_while_its_quotation_is_in_the_evidence(rest: list[str]) -> None:
    evidence = Evidence(source=RUNBOOK, rest=tuple(rest))
    expected = Decision.ACCEPT if OTHER in rest else judge(evidence, DOUBTFUL).decision
    assert again(YES, evidence) is expected
    assert OTHER in rest or expected is not Decision.ACCEPT


@pytest.mark.parametrize("kept", [YES, NO])
def test_a_verdict_about_other_words_says_nothing(kept: Json) -> None:
    other = f"{DOUBTFUL} now"
    assert again(kept, text=other) is judge(EVIDENCE, other).decision is not Decision.ACCEPT
    moved = replace(EVIDENCE, source=f"{RUNBOOK} in March")
    assert again(kept, moved) is judge(moved, DOUBTFUL).decision


@pytest.mark.parametrize("kept", [YES, NO])
@pytest.mark.parametrize("text", [UNTRUE["employer"], BETTER[RUNBOOK]])
def test_what_the_rules_have_decided_no_kept_verdict_changes(kept: Json, text: str) -> None:
    assert again(kept, text=text) is judge(EVIDENCE, text).decision


HOSTILE: list[Json] = [
    None,
    "accept",
    [],
    {},
    {"decision": "accept"},
    {"decision": "accept", "rules": "reader"},
    {"decision": "accept", "rules": ["reader"], "quote": QUOTE},
]


@pytest.mark.parametrize("kept", HOSTILE)
def test_what_is_no_kept_verdict_decides_nothing(kept: Json) -> None:
    assert again(kept) is Decision.ASK


@pytest.mark.parametrize("quote", [None, "", "handbook", "words that stand nowhere", [QUOTE]])
def test_a_yes_without_a_true_quotation_decides_nothing(quote: Json) -> None:
    assert isinstance(YES, dict)
    assert again({**YES, "quote": quote}) is Decision.ASK


@pytest.mark.parametrize("verdict", [judge(EVIDENCE, text) for text in UNTRUE.values()])
def test_words_that_were_refused_are_not_kept(verdict: Verdict) -> None:
    kept = kept_verdict(verdict)
    assert isinstance(kept, dict)
    assert kept["decision"] == "block"
    told = json.dumps({key: kept[key] for key in kept if not key.endswith("_sha256")})
    assert verdict.findings
    assert all(finding.text not in told for finding in verdict.findings if finding.text)


def test_of_words_that_a_reader_refused_nothing_is_kept_either() -> None:
    assert "handbook" not in json.dumps(NO)
    assert QUOTE in json.dumps(YES)
