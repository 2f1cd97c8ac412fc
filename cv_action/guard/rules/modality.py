"""What was planned, tried or possible is not said to have been done, nor the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.marks import came, shift, went

RULE: Final = "modality"


def check(case: Case) -> Iterator[Finding]:
    """Blocks when a word of plan, attempt or chance went alone; asks when one came alone."""
    moved = shift(case, RULE)
    for mark in moved.came[len(moved.went) :]:
        reason = "The source does not say that this is only a plan or a chance."
        yield came(case, RULE, mark, reason, Effect.ASK)
    for mark in moved.went[len(moved.came) :]:
        reason = f"The source says “{mark.name}”; without it more is claimed."
        yield went(case, RULE, mark, reason)
