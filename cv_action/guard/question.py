"""What the rules leave open, as a question to a reader, and what an answer may decide.

The second tier as values: who asks, over which wire and for what money is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from cv_action.guard.finding import Decision, Effect, Finding
from cv_action.guard.words import TokenKind, analyse

if TYPE_CHECKING:
    from cv_action.evidence.statement import Evidence
    from cv_action.guard.verdict import Verdict

LEAST_WORDS: Final = 3
"""A quotation of fewer words carries nothing, unless the evidence says no more than that."""
READER: Final = "reader"
"""The name under which a reader's finding stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Does the evidence carry the rewrite of this fact?

    ``evidence`` is everything that may be quoted, the fact's own words first; a job advertisement
    is not among it. ``findings`` are those that the rules could not decide.
    """

    fact: str
    rewrite: str
    evidence: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader says, with the words of the evidence that carry it."""

    entailed: bool
    quote: str


class Reader(Protocol):
    """Somebody who can read."""

    def answer(self, question: Question) -> Answer | None:
        """The answer, or none: no quota, no budget, no reply that can be understood."""
        ...


def question_of(evidence: Evidence, rewrite: str, verdict: Verdict) -> Question | None:
    """What there is to ask about a rewrite; nothing when the rules have decided."""
    if verdict.decision is not Decision.ASK:
        return None
    said = (evidence.source, *evidence.role, *evidence.rest)
    return Question(
        fact=evidence.source,
        rewrite=rewrite,
        evidence=tuple(dict.fromkeys(said)),
        findings=tuple(found for found in verdict.findings if found.effect is Effect.ASK),
    )


def settle(verdict: Verdict, answer: Answer | None, *, question: Question) -> Verdict:
    """The verdict after an answer.

    It decides only what was open: a block stays, an acceptance stays, and without an answer the
    question stays open and with it the original text. A yes whose quotation is not in the evidence
    word for word is a no.
    """
    if verdict.decision is not Decision.ASK or answer is None:
        return verdict
    carried = answer.entailed and is_quoted(answer.quote, question.evidence)
    return replace(
        verdict,
        decision=Decision.ACCEPT if carried else Decision.BLOCK,
        findings=(*verdict.findings, _finding(answer, question.rewrite, carried=carried)),
    )


def is_quoted(quote: str, evidence: tuple[str, ...]) -> bool:
    """Whether a quotation stands in one of the texts word for word, white space aside."""
    wanted = " ".join(quote.split())
    return any(_contains(" ".join(text.split()), wanted) for text in evidence)


def _contains(text: str, wanted: str) -> bool:
    enough = min(LEAST_WORDS, _words(text))
    whole = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    return _words(wanted) >= max(1, enough) and re.search(whole, text) is not None


def _words(text: str) -> int:
    return sum(token.kind is not TokenKind.MARK for token in analyse(text).tokens)


def _finding(answer: Answer, rewrite: str, *, carried: bool) -> Finding:
    return Finding(
        rule=READER,
        effect=Effect.PASS if carried else Effect.BLOCK,
        start=0,
        end=len(rewrite),
        text=rewrite,
        source=answer.quote if carried else "",
        reason=_reason(answer, carried=carried),
    )


def _reason(answer: Answer, *, carried: bool) -> str:
    if carried:
        return "A reader found it carried by the words that are quoted."
    if answer.entailed:
        return "A reader found it carried, by words that are not in the evidence."
    return "A reader found that the evidence does not carry it."
