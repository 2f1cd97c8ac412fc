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
    """Asks about every word of content that is neither the source's nor means the same.

    One that was put in and that only the advertisement knows is blocked.
    """
    known = {form for token in case.before.words for form in forms(token)}
    wanted = _wanted(case)
    for change in case.changes:
        for pair in change.pairs:
            if pair.relation in _OPEN and key(pair.new) not in known:
                yield _open(pair.new, pair.old.text)
        for token in change.new:
            if key(token) in known:
                continue
            yield _borrowed(token) if key(token) in wanted else _open(token, "")


def _wanted(case: Case) -> frozenset[str]:
    """What the advertisement says and no evidence does."""
    if not case.evidence.job_ad:
        return frozenset()
    said = {key(token) for text in (*case.role, *case.rest) for token in text.words}
    return frozenset(key(token) for token in case.job_ad.words) - said


def _open(token: Token, source: str) -> Finding:
    reason = f"It needs a reader whether the source carries “{token.text}”."
    return Finding(
        rule=RULE, effect=Effect.ASK, start=token.start, end=token.end,
        text=token.text, source=source, reason=reason,
    )  # fmt: skip


def _borrowed(token: Token) -> Finding:
    reason = f"“{token.text}” is what the advertisement asks for; nothing says it of the person."
    return Finding(
        rule=RULE, effect=Effect.BLOCK, start=token.start, end=token.end,
        text=token.text, reason=reason,
    )  # fmt: skip
