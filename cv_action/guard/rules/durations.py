"""How long something took must be stated by the source; it is never worked out by a model."""

from __future__ import annotations

from collections.abc import Iterator

from cv_action.guard.carried import Difference, differences, words_of
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.quantities import Quantity, quantities


def check(case: Case) -> Iterator[Finding]:
    """Lengths of time that the source does not state, or states otherwise."""
    old = [each for each in quantities(case.evidence.source) if each.is_duration]
    new = [each for each in quantities(case.rewrite) if each.is_duration]
    for each, found in differences(new, old, words_of(case.before.folded)):
        yield _finding(case, each, found)


def _finding(case: Case, new: Quantity, found: Difference) -> Finding:
    old = found.old
    reason = found.reason.replace("this number", "this length of time")
    return Finding(
        rule="durations", effect=Effect.BLOCK, start=new.start, end=new.end,
        text=case.rewrite[new.start : new.end], reason=reason,
        source=case.evidence.source[old.start : old.end] if old else "",
    )  # fmt: skip
