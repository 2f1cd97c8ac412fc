"""Nothing reaches further, and nobody is honoured more, than the source says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Finding
from cv_action.guard.marks import came, shift

RULE: Final = "reach"


def check(case: Case) -> Iterator[Finding]:
    """Blocks a word of scale, recognition or audience that is not the source's."""
    for mark in shift(case, RULE).came:
        yield came(case, RULE, mark, f"The source says nothing of “{mark.name}” here.")
