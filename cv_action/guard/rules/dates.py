"""Every date of the new text must be in the source, and stand to it in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.moments import Moment, Relation, moments
from cv_action.guard.quantities import quantities
from cv_action.guard.trades import trades


def check(case: Case) -> Iterator[Finding]:
    """Dates that the source lacks, or binds otherwise ("since 2019" for "in 2019")."""
    old = moments(case.evidence.source)
    for new in moments(case.rewrite):
        carrying = [moment for moment in old if new.within(moment)]
        if not carrying:
            yield from _absent(case, new, old)
        elif all(moment.relation is not new.relation for moment in carrying):
            said, says = carrying[0].relation.value, new.relation.value
            reason = f"The source says “{said}” this date, the new text “{says}”."
            yield _finding(case, new, reason, carrying[0])
    yield from _traded(case, old)


def _traded(case: Case, old: tuple[Moment, ...]) -> Iterator[Finding]:
    """Dates of the source in each other's place: "Q3 was better" for "Q2 was better"."""
    for come, gone in trades(case, old, moments(case.rewrite)):
        known = any(come.within(moment) for moment in old)
        if known and not come.within(gone) and not gone.within(come):
            yield _finding(case, come, "The source has this date, but another one here.", gone)


def _absent(case: Case, new: Moment, old: tuple[Moment, ...]) -> Iterator[Finding]:
    """A date that the source lacks. "last year" for "in the prior period" may be the same."""
    if _is_plain_number(new, case.evidence.source):
        return
    reason = "The source does not state this date."
    still = {moment.part for moment in moments(case.rewrite)}
    gone = [moment for moment in old if moment.part not in still]
    if new.is_relative and not any(_opposed(new, moment) for moment in gone):
        yield replace(_finding(case, new, reason, None), effect=Effect.ASK)
    else:
        yield _finding(case, new, reason, _nearest(new, old))


def _opposed(new: Moment, old: Moment) -> bool:
    """Whether one is "next year" for "last year"."""
    return old.is_relative and old.part.split()[-1] == new.part.split()[-1]


def _is_plain_number(moment: Moment, source: str) -> bool:
    """Whether the source has the year where it cannot be told from a number."""
    bare = moment == Moment(year=moment.year, start=moment.start, end=moment.end)
    return (
        bare
        and moment.relation is Relation.AT
        and any(
            quantity.value == moment.year and not quantity.unit for quantity in quantities(source)
        )
    )


def _nearest(new: Moment, old: tuple[Moment, ...]) -> Moment | None:
    """The date of the source that the new one most likely stands for."""
    alike = [moment for moment in old if moment.relation is new.relation]
    return next(iter(alike or old), None)


def _finding(case: Case, new: Moment, reason: str, old: Moment | None) -> Finding:
    return Finding(
        rule="dates", effect=Effect.BLOCK, start=new.start, end=new.end,
        text=case.rewrite[new.start : new.end], reason=reason,
        source=case.evidence.source[old.start : old.end] if old else "",
    )  # fmt: skip
