"""What was denied stays denied, and what was said stays said."""

from __future__ import annotations

from collections.abc import Iterator

from cv_action.guard.case import Case
from cv_action.guard.finding import Finding
from cv_action.guard.lexicon import Relation, is_negative
from cv_action.guard.marks import SAME, Mark, came, marks, went
from cv_action.guard.words import Text, TokenKind

RULE = "negation"


def check(case: Case) -> Iterator[Finding]:
    """Blocks when the number of denials changed; an opposite word in place makes up for one."""
    pairs = [pair for change in case.changes for pair in change.pairs if pair.relation in SAME]
    before = _denials(case.before, {pair.old.start for pair in pairs})
    after = _denials(case.after, {pair.new.start for pair in pairs})
    made_up = _made_up(case)
    if len(after) - len(before) > made_up:
        mark = _first_new(after, before)
        yield came(case, RULE, mark, "This denies what the source does not deny.")
    elif len(before) - len(after) > made_up:
        mark = _first_new(before, after)
        yield went(case, RULE, mark, "The source denies something that the new text says.")


def _made_up(case: Case) -> int:
    """How many words of the changes turn a meaning round by themselves."""
    pairs = [pair for change in case.changes for pair in change.pairs]
    lone = [token for change in case.changes for token in (*change.gone, *change.new)]
    return sum(pair.relation is Relation.OPPOSITE for pair in pairs) + sum(
        is_negative(token.folded)
        for token in (*lone, *(one for pair in pairs for one in (pair.old, pair.new)))
    )


def _denials(text: Text, exchanged: set[int]) -> list[Mark]:
    short = [
        Mark(token.folded, token.start, token.end)
        for token in text.tokens
        if token.kind is TokenKind.WORD and token.folded.endswith(("n't", "-free"))
    ]
    found = sorted([*marks(text, RULE), *short], key=lambda mark: mark.start)
    return [mark for mark in found if mark.start not in exchanged]


def _first_new(mine: list[Mark], yours: list[Mark]) -> Mark:
    names = [mark.name for mark in yours]
    return next((mark for mark in mine if mark.name not in names), mine[-1])
