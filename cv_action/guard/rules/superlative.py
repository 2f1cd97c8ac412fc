"""Nothing is said to be the best, the first or all of it unless the source says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Finding
from cv_action.guard.marks import came, shift

RULE: Final = "superlative"


def check(case: Case) -> Iterator[Finding]:
    """Blocks a word that makes a claim absolute and is not the source's.

    One that stands in the place of another such word is left to the rules about replaced words.
    """
    moved = shift(case, RULE)
    went = {mark.start for mark in moved.went}
    exchanged = {
        pair.new.start for change in case.changes for pair in change.pairs if pair.old.start in went
    }
    for mark in moved.came:
        if mark.start not in exchanged:
            yield came(case, RULE, mark, f"The source does not say “{mark.name}”.")
