"""A claim that comes from nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.align import Change, forms, key
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import bases, main_pos
from cv_action.guard.wordlists import listed
from cv_action.guard.words import Token

RULE: Final = "addition"
_LINKS: Final = frozenset(
    (
        "and",
        "or",
        "but",
        "nor",
        "plus",
        "with",
        "without",
        "in",
        "into",
        "at",
        "on",
        "from",
        "to",
        "by",
        "for",
        "than",
        "after",
        "before",
        "during",
        "because",
        "via",
        "while",
        "using",
        "resulting",
        "leading",
    )
)


def check(case: Case) -> Iterator[Finding]:
    """Blocks several new words with no counterpart, or one in a phrase of its own."""
    known = {form for token in case.before.words for form in forms(token)}
    for change in case.changes:
        new = [token for token in change.new if key(token) not in known and _says(token)]
        if new and (len(new) > len(change.gone) + 1 or _phrase(change) or _colour(change, new)):
            yield _finding(case, new)


def _says(token: Token) -> bool:
    return not bases(token.folded) & listed("general")


def _phrase(change: Change) -> bool:
    """Whether new words stand in a phrase of their own."""
    return not change.removed and change.added[0].folded in _LINKS


def _colour(change: Change, new: list[Token]) -> bool:
    """Whether an adjective or an adverb was put in that says something."""
    return not change.removed and main_pos(new[0].folded) in {"a", "r"}


def _finding(case: Case, new: list[Token]) -> Finding:
    start, end = new[0].start, new[-1].end
    words = ", ".join(f"“{token.text}”" for token in new)
    return Finding(
        rule=RULE, effect=Effect.BLOCK, start=start, end=end, text=case.after.raw[start:end],
        reason=f"The source says nothing of {words}.",
    )  # fmt: skip
