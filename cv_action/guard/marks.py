"""Words of a table that came into a text or went out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from cv_action.guard.align import key
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import Relation, relation
from cv_action.guard.wordlists import listed
from cv_action.guard.words import Text, Token, TokenKind

if TYPE_CHECKING:
    from cv_action.guard.case import Case

SAME: Final = (Relation.SAME, Relation.SYNONYM, Relation.BROADER)
"""What a word may be to the one in whose place it stands without anything being said or unsaid."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or phrase of a table, as the table writes it, and its place."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shift:
    """The marks of one table that only the new text has, and those that only the old one had."""

    came: tuple[Mark, ...]
    went: tuple[Mark, ...]


def shift(case: Case, table: str) -> Shift:
    """What came and went; a word exchanged for another of the same meaning did neither."""
    before, after = marks(case.before, table), marks(case.after, table)
    paired = [pair for change in case.changes for pair in change.pairs if pair.relation in SAME]
    olds, news = {pair.old.start for pair in paired}, {pair.new.start for pair in paired}
    came = [mark for mark in _unshared(after, before) if mark.start not in news]
    went = [mark for mark in _unshared(before, after) if mark.start not in olds]
    for mark in [*came]:
        twin = next((one for one in went if relation(one.name, mark.name) in SAME), None)
        if twin is not None:
            came.remove(mark)
            went.remove(twin)
    return Shift(tuple(came), tuple(went))


def marks(text: Text, table: str) -> list[Mark]:
    """The words and phrases of a table that stand in a text."""
    words = listed(table)
    found = [
        Mark(f"{form}-{other.folded}", one.start, other.end)
        for one, other in pairwise(text.words)
        for form in sorted({one.folded, key(one)})
        if f"{form}-{other.folded}" in words
    ]
    taken = {place for mark in found for place in (mark.start, mark.end)}
    found += [
        Mark(name, token.start, token.end)
        for token in text.tokens
        if token.kind is TokenKind.WORD and not {token.start, token.end} & taken
        if (name := _listed_as(token, words))
    ]
    return sorted(found, key=lambda mark: mark.start)


def _listed_as(token: Token, words: frozenset[str]) -> str:
    if token.folded in words:
        return token.folded
    return key(token) if key(token) in words else ""


def _unshared(mine: list[Mark], yours: list[Mark]) -> list[Mark]:
    left = Counter(mark.name for mark in yours)
    found = []
    for mark in mine:
        if left[mark.name] > 0:
            left[mark.name] -= 1
        else:
            found.append(mark)
    return found


def came(case: Case, rule: str, mark: Mark, reason: str, effect: Effect = Effect.BLOCK) -> Finding:
    """The finding that a mark came from nowhere."""
    return Finding(
        rule=rule, effect=effect, start=mark.start, end=mark.end,
        text=case.after.raw[mark.start : mark.end], reason=reason,
    )  # fmt: skip


def went(case: Case, rule: str, mark: Mark, reason: str) -> Finding:
    """The finding that a mark of the source is missing; it stands where the text ends."""
    end = len(case.after.raw)
    return Finding(
        rule=rule, effect=Effect.BLOCK, start=end, end=end, text="",
        source=case.before.raw[mark.start : mark.end], reason=reason,
    )  # fmt: skip
