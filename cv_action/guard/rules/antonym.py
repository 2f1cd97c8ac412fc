"""No word may take the place of its opposite."""

from __future__ import annotations

from collections.abc import Iterator

from cv_action.guard.align import Change, Pair
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import Relation
from cv_action.guard.wordlists import alike, opposed

RULE = "antonym"
_NONE = frozenset({"with", "no", "without"})
"""What stands on both sides when "with no" becomes "without", or the other way round."""


def check(case: Case) -> Iterator[Finding]:
    """Blocks a word that stands where the source has its opposite."""
    replaced = [token.folded for change in case.changes for token in change.removed]
    for change in case.changes:
        pairs = [pair for pair in change.pairs if pair.relation is Relation.OPPOSITE]
        for pair in pairs or _small(change, replaced):
            yield Finding(
                rule=RULE, effect=Effect.BLOCK,
                start=pair.new.start, end=pair.new.end, text=pair.new.text, source=pair.old.text,
                reason=f"“{pair.new.text}” is the opposite of the source's “{pair.old.text}”.",
            )  # fmt: skip


def _small(change: Change, replaced: list[str]) -> Iterator[Pair]:
    """Opposite words that say little by themselves, such as “up” and “down”.

    Why not each such pair: “from … to …” that becomes “… into …” lost one and exchanged the other.
    """
    if {token.folded for token in (*change.removed, *change.added)} >= _NONE:
        return
    for new in change.added:
        word = frozenset((new.folded,))
        if any(alike(frozenset((other,)), word) for other in replaced):
            continue
        for old in change.removed:
            if opposed(frozenset((old.folded,)), word):
                yield Pair(old, new, Relation.OPPOSITE)
