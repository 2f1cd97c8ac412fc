"""Nothing is said to be the best, the first or all of it unless the source says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Finding
from cv_action.guard.marks import came, shift

RULE: Final = "superlative"


def check(case: Case) -> Iterator[Finding]:
    """Blocks a word that makes a claim absolute and is not the source's."""
    moved = shift(case, RULE)
    for mark in moved.came[len(moved.went) :]:
        yield came(case, RULE, mark, f"The source does not say “{mark.name}”.")
