"""What narrows a claim is neither dropped nor added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Finding
from cv_action.guard.marks import Mark, came, marks, shift, went

RULE: Final = "qualifier"


def check(case: Case) -> Iterator[Finding]:
    """Blocks a word such as “partly”, “almost all” or “slight” that came or went alone."""
    moved = shift(case, RULE)
    for mark in moved.came[len(moved.went) :]:
        yield came(case, RULE, mark, f"The source does not narrow this to “{mark.name}”.")
    for mark in (*moved.went[len(moved.came) :], *_shared(case)):
        yield went(case, RULE, mark, f"The source says “{mark.name}”; without it more is claimed.")


def _shared(case: Case) -> Iterator[Mark]:
    """Who else did the work, and on what terms, where nothing stands for it any more."""
    gone = {token.start for change in case.changes for token in change.gone}
    for mark in marks(case.before, "shared"):
        if mark.start in gone:
            yield mark
