"""What a reader may decide, and what not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.finding import Decision, Effect, Finding
from cv_action.guard.question import Answer, Question, is_quoted, question_of, settle
from cv_action.guard.verdict import Verdict, judge

EVIDENCE = Evidence(
    source="Mended nets and  boats\nfor the harbour.",
    role=("Kept the harbour's books.", "Sang."),
    rest=("Taught sailing.", "Sang."),
    job_ad="We look for a net mender who leads.",
)
REWRITE = "Repaired nets for the harbour."
OPEN = Finding(rule="novelty", effect=Effect.ASK, start=0, end=8, text="Repaired", reason="New.")
WRONG = replace(OPEN, rule="numbers", effect=Effect.BLOCK)
REMARK = replace(OPEN, rule="names", effect=Effect.PASS)


def verdict(*findings: Finding) -> Verdict:
    return judge(EVIDENCE, REWRITE, rules={"given": lambda _case: findings})


def asked() -> tuple[Verdict, Question]:
    open_verdict = verdict(REMARK, OPEN)
    question = question_of(EVIDENCE, REWRITE, open_verdict)
    assert question is not None
    return open_verdict, question


def test_a_question_shows_the_fact_the_evidence_and_what_is_open() -> None:
    _, question = asked()
    assert question == Question(
        fact=EVIDENCE.source,
        rewrite=REWRITE,
        evidence=(EVIDENCE.source, "Kept the harbour's books.", "Sang.", "Taught sailing."),
        findings=(OPEN,),
    )


@pytest.mark.parametrize("findings", [(), (REMARK,), (WRONG,), (WRONG, OPEN)])
def test_there_is_nothing_to_ask_when_the_rules_have_decided(findings: tuple[Finding, ...]) -> None:
    assert question_of(EVIDENCE, REWRITE, verdict(*findings)) is None


def test_a_yes_with_words_of_the_evidence_accepts() -> None:
    before, question = asked()
    after = settle(
        before, Answer(entailed=True, quote="Mended nets and boats for"), question=question
    )
    assert after.decision is Decision.ACCEPT
    assert after.findings[:-1] == before.findings
    last = after.findings[-1]
    assert (last.rule, last.effect) == ("reader", Effect.PASS)
    assert last.source == "Mended nets and boats for"
    assert replace(after, decision=before.decision, findings=before.findings) == before


@pytest.mark.parametrize(
    "quote",
    [
        "",
        " ",
        "...",
        "nets",
        "and boats",
        "mended nets and boats",
        "Mended nets and ships",
        "ended nets and boats",
        "Mended nets and boat",
        "Mended nets … for the harbour",
        "harbour. Kept the harbour's",
        "We look for a net mender",
        "Repaired nets for the harbour.",
        "boats nets and Mended",
    ],
)
def test_a_yes_whose_words_are_not_in_the_evidence_is_a_no(quote: str) -> None:
    before, question = asked()
    after = settle(before, Answer(entailed=True, quote=quote), question=question)
    assert after.decision is Decision.BLOCK
    assert after.findings[-1].effect is Effect.BLOCK
    assert "not in the evidence" in after.findings[-1].reason
    assert after.findings[-1].source == ""


def test_a_short_text_may_be_quoted_whole() -> None:
    assert is_quoted("Taught sailing.", EVIDENCE.rest)
    assert is_quoted("Sang", EVIDENCE.rest)
    assert not is_quoted("Taught", ("Taught sailing.",))
    assert not is_quoted("", ("",))


def test_a_no_blocks_whatever_it_quotes() -> None:
    before, question = asked()
    after = settle(before, Answer(entailed=False, quote="Mended nets and boats"), question=question)
    assert after.decision is Decision.BLOCK
    assert "does not carry" in after.findings[-1].reason


def test_without_an_answer_the_question_stays_open() -> None:
    before, question = asked()
    assert settle(before, None, question=question) is before


@pytest.mark.parametrize("findings", [(), (REMARK,), (WRONG,), (WRONG, OPEN)])
@pytest.mark.parametrize("entailed", [True, False])
def test_what_the_rules_decided_no_answer_changes(
    findings: tuple[Finding, ...], entailed: bool
) -> None:
    _, question = asked()
    decided = verdict(*findings)
    assert (
        settle(decided, Answer(entailed=entailed, quote=EVIDENCE.source), question=question)
        is decided
    )


@given(st.booleans(), st.text(st.characters(codec=None)))
def test_no_answer_is_too_strange_to_be_settled(entailed: bool, quote: str) -> None:
    before, question = asked()
    after = settle(before, Answer(entailed=entailed, quote=quote), question=question)
    assert after.decision in {Decision.ACCEPT, Decision.BLOCK}


class Trusting:
    def answer(self, question: Question) -> Answer | None:
        return Answer(entailed=True, quote=question.fact) if question.findings else None


def test_anybody_who_answers_is_a_reader() -> None:
    before, question = asked()
    assert (
        settle(before, Trusting().answer(question), question=question).decision is Decision.ACCEPT
    )
