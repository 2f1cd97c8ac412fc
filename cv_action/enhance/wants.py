"""Which facts are worth asking about, and which first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cv_action.cv.dates import Period
from cv_action.cv.facts import Fact
from cv_action.cv.model import Kind
from cv_action.cv.overlay import Bound

_SHORTEST: Final = 12
"""Characters: a shorter statement is a name or a number, and has no wording."""
LONGEST: Final = 1_900
"""Characters: a longer one is an essay that its owner has to shorten, and no allowance is too small
for a shorter one."""
_PRESENT: Final = (-10_000, 0)
_UNDATED: Final = (0, 0)
_FIELDS: Final = ("summary", "label", "description", "highlights")
_SECTIONS: Final = (Kind.SUMMARY, Kind.WORK, Kind.PROJECTS, Kind.VOLUNTEER, Kind.EDUCATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A fact that no words have been sought for since its text changed."""

    fact: Fact
    ref: str
    """What it is called in a request, such as ``f3``: an id would tell names and cost tokens."""


def wants(facts: Iterable[Fact], bound: Bound, *, again: bool = False) -> tuple[Want, ...]:
    """The facts to ask about, the most worth first.

    One that has an entry in the overlay is settled, whatever became of it: accepted, refused, or
    left as it was. With ``again`` only the owner's rejections are settled.
    """
    settled = bound.rejected if again else {entry.fact_id for entry in bound.entries}
    open_facts = [fact for fact in facts if _can_be_asked(fact) and fact.id not in settled]
    ordered = sorted(enumerate(open_facts), key=lambda one: (_worth(one[1]), one[0]))
    return tuple(
        Want(fact=fact, ref=f"f{number}") for number, (_, fact) in enumerate(ordered, start=1)
    )


def _can_be_asked(fact: Fact) -> bool:
    return fact.rewritable and _SHORTEST <= len(fact.text.strip()) <= LONGEST


def _age(period: Period) -> tuple[int, int]:
    """Lower for later: what lasts, then by its end, then what has none."""
    if period.current:
        return _PRESENT
    return (-period.end.year, -period.end.month) if period.end else _UNDATED


def _worth(fact: Fact) -> tuple[int, int, tuple[int, int]]:
    """What a reader meets first comes first: the summary, then present roles, then older ones."""
    section = _SECTIONS.index(fact.section) if fact.section in _SECTIONS else len(_SECTIONS)
    field = _FIELDS.index(fact.field) if fact.field in _FIELDS else len(_FIELDS)
    return section, field if section == 0 else 0, _age(fact.period)
