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
    for change in case.changes:
        for pair in change.pairs:
            if pair.relation in _OPEN and key(pair.new) not in known:
                yield _finding(pair.new, pair.old.text)
        for token in change.new:
            if key(token) not in known:
                yield _finding(token, "")


def _finding(token: Token, source: str) -> Finding:
    reason = f"It needs a reader whether the source carries “{token.text}”."
    return Finding(
        rule=RULE, effect=Effect.ASK, start=token.start, end=token.end,
        text=token.text, source=source, reason=reason,
    )  # fmt: skip
