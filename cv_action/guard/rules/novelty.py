"""New words of content that nothing else decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.align import forms, key
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import Relation
from cv_action.guard.words import Token

RULE: Final = "novelty"
_OPEN: Final = (Relation.SISTER, Relation.UNRELATED, Relation.UNKNOWN, Relation.NARROWER)


def check(case: Case) -> Iterator[Finding]:
    """Asks about every word of content that is neither the source's nor means the same."""
    known = {form for token in case.before.words for form in forms(token)}
    wanted = _wanted(case)
    for token, source in _open(case):
        if key(token) not in known:
            yield Finding(
                rule=RULE, effect=Effect.ASK, start=token.start, end=token.end,
                text=token.text, source=source, reason=_reason(token, wanted),
            )  # fmt: skip


def _open(case: Case) -> Iterator[tuple[Token, str]]:
    """The words that the relations leave open, and what they stand for."""
    for change in case.changes:
        for pair in change.pairs:
            if pair.relation in _OPEN:
                yield pair.new, pair.old.text
        for token in change.new:
            yield token, ""


def _wanted(case: Case) -> frozenset[str]:
    """What the advertisement says and no evidence does."""
    if not case.evidence.job_ad:
        return frozenset()
    said = {key(token) for text in (*case.role, *case.rest) for token in text.words}
    return frozenset(key(token) for token in case.job_ad.words) - said


def _reason(token: Token, wanted: frozenset[str]) -> str:
    if key(token) in wanted:
        return f"“{token.text}” is the advertisement's word; nothing says it of the person."
    return f"It needs a reader whether the source carries “{token.text}”."
