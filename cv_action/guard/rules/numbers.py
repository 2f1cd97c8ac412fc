"""Every number of the new text must be in the source: value, unit, scale, direction, thing."""

from __future__ import annotations

from collections.abc import Iterator

from cv_action.guard.carried import Difference, differences, words_of
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.moments import moments
from cv_action.guard.quantities import Bound, Quantity, quantities


def check(case: Case) -> Iterator[Finding]:
    """Numbers that the source lacks, qualifies otherwise, or says of something else."""
    years = {moment.year for moment in moments(case.evidence.source)} - {0}
    old = [each for each in quantities(case.evidence.source) if not each.is_duration]
    new = [
        each
        for each in quantities(case.rewrite)
        if not each.is_duration and not _is_year(each, years)
    ]
    for each, found in differences(new, old, words_of(case.before.folded)):
        yield _finding(case, each, found)


def _is_year(quantity: Quantity, years: set[int]) -> bool:
    bare = not quantity.unit and quantity.bound is Bound.EXACT and quantity.high is None
    return bare and quantity.value in years


def _finding(case: Case, new: Quantity, found: Difference) -> Finding:
    old = found.old
    return Finding(
        rule="numbers", effect=Effect.BLOCK, start=new.start, end=new.end,
        text=case.rewrite[new.start : new.end], reason=found.reason,
        source=case.evidence.source[old.start : old.end] if old else "",
    )  # fmt: skip
