"""Numbers as values: how much, of what, in which unit and scale, and how it is qualified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from cv_action.guard.moments import moments
from cv_action.guard.numerals import Numeral, Pieces, numeral
from cv_action.guard.plain import Plain, plain
from cv_action.guard.qualifiers import qualifier_after, qualifier_before, way_of
from cv_action.guard.quantity_parts import (
    Measure,
    group_of,
    is_whole,
    label_of,
    left_of,
    measure,
    per_of,
    range_end,
    right_of,
)
from cv_action.guard.scan import scan
from cv_action.guard.units import DURATIONS


class Bound(StrEnum):
    """In which direction a number is qualified."""

    EXACT = "exactly"
    OVER = "more than"
    UNDER = "up to"
    ABOUT = "about"
    VAGUE = "some multiple of"
    THROUGHOUT = "over"
    """ "over three years" may say how long at least, or only when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number of a text. ``start`` and ``end`` are offsets into it, as it was given.

    ``high`` is the end of a range, ``per`` what it is a rate of, ``label`` the name that it is
    part of ("Python 3", "level 2"), ``way`` "by", "to" or "from", ``counts`` the words that it
    counts and ``beside`` those before it, ``group`` what it is the size of ("team" in "a team of
    5"), ``whole`` says that another number is a part of it ("3 of 12"), ``lead`` where the words
    begin that qualify it.
    """

    value: Fraction
    high: Fraction | None
    unit: str
    per: str
    bound: Bound
    label: str
    way: str
    counts: tuple[str, ...]
    group: str
    whole: bool
    beside: tuple[str, ...]
    weak: bool
    worth: Fraction
    start: int
    end: int
    lead: int

    @property
    def is_duration(self) -> bool:
        """Whether it says how long something took."""
        return self.unit in DURATIONS


@lru_cache(maxsize=1024)
def quantities(raw: str) -> tuple[Quantity, ...]:
    """Every number of a text that is no part of a date, in its order."""
    folded = plain(raw)
    pieces = scan(folded.text)
    dated = [(moment.start, moment.end) for moment in moments(raw)]
    found = []
    at = 0
    while at < len(pieces):
        number = numeral(pieces, at)
        quantity, end = _quantity(folded, pieces, number) if number else (None, at + 1)
        if quantity and not _within(quantity, dated):
            found.append(quantity)
        at = max(end, at + 1)
    return tuple(_sharing(found))


def _sharing(found: list[Quantity]) -> list[Quantity]:
    """Let both ends of "from 30 to 10 minutes" have the unit and the thing that one of them has."""
    for at in range(len(found) - 1):
        if {found[at].way, found[at + 1].way} == {"from", "to"}:
            found[at], found[at + 1] = _shared(found[at], found[at + 1])
    return found


def _shared(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    beside = tuple(dict.fromkeys(first.beside + second.beside))
    first, second = replace(first, beside=beside), replace(second, beside=beside)
    if first.counts or second.counts or bool(first.unit) == bool(second.unit):
        return first, second
    if second.unit:
        return _in_unit_of(first, second), second
    return first, _in_unit_of(second, first)


def _in_unit_of(bare: Quantity, other: Quantity) -> Quantity:
    return replace(bare, value=bare.value * other.worth, unit=other.unit, worth=other.worth)


def _within(quantity: Quantity, spans: list[tuple[int, int]]) -> bool:
    return any(quantity.start < end and start < quantity.end for start, end in spans)


def _quantity(folded: Plain, pieces: Pieces, number: Numeral) -> tuple[Quantity | None, int]:
    """The number with everything that belongs to it, and the piece after it."""
    measured = measure(pieces, number)
    if measured is None:
        return None, number.end + 1
    low, high, measured = _range(pieces, number, measured)
    if high is None and _goes_on(pieces, measured):
        low, measured = low + measured.worth / 2, replace(measured, end=measured.end + 3)
    before, lead = qualifier_before(folded.text, pieces[measured.start].start)
    said = before or measured.bound or qualifier_after(pieces, measured.end)
    start, end = folded.span(pieces[number.start].start, pieces[measured.end - 1].end)
    counts = right_of(pieces, measured.end, measured.unit)
    bound = _bound(number, measured, "more" if said == "over" and "experience" in counts else said)
    quantity = Quantity(
        value=low, high=high, unit=measured.unit,
        per=per_of(pieces, measured.end), bound=bound,
        label=label_of(pieces, measured), way=way_of(folded.text, pieces[measured.start].start),
        counts=counts, group="" if measured.unit else group_of(pieces, measured.start),
        whole=is_whole(pieces, measured.start), beside=left_of(pieces, measured.start),
        weak=number.weak and not high and measured.unit == number.unit,
        worth=abs(measured.worth), start=start, end=end, lead=folded.span(lead, lead)[0],
    )  # fmt: skip
    lone_one = quantity.weak and not quantity.unit and not counts
    return (None if lone_one else quantity), measured.end


def _goes_on(pieces: Pieces, measured: Measure) -> bool:
    """Whether a length of time ends in words: "a year and a half"."""
    following = [piece.low for piece in pieces[measured.end : measured.end + 3]]
    return measured.unit in DURATIONS and following == ["and", "a", "half"]


def _range(
    pieces: Pieces, number: Numeral, measured: Measure
) -> tuple[Fraction, Fraction | None, Measure]:
    """Both ends of "3-5 million" or "between 3 and 5 %", in the unit of the second."""
    low = number.value * measured.worth
    at = range_end(pieces, measured)
    second = numeral(pieces, at) if at else None
    last = measure(pieces, second) if second else None
    if second is None or last is None or second.weak or second.unit == "ordinal":
        return low, None, measured
    if measured.unit and last.unit and measured.unit != last.unit:
        return low, None, measured
    if not measured.unit:
        low = number.value * _scale_of(number, second) * last.worth
    unit = last.unit or measured.unit
    high = second.value * (last.worth if last.unit else measured.worth)
    return low, high, Measure(measured.start, last.end, unit, last.worth, last.bound)


def _scale_of(first: Numeral, second: Numeral) -> int:
    """The scale that the second number of a range lends to the first: "3-5 million"."""
    spelled = second.end - second.start > 1 and first.end - first.start == 1
    if not spelled or first.value >= second.value:
        return 1
    zeros = 1
    while second.value / (zeros * 1000) > first.value:
        zeros *= 1000
    return zeros if second.value >= zeros else 1


def _bound(number: Numeral, measured: Measure, said: str) -> Bound:
    if number.vague:
        return Bound.VAGUE
    if said == "over" and measured.unit in DURATIONS:
        return Bound.THROUGHOUT
    return {"over": Bound.OVER, "more": Bound.OVER, "less": Bound.UNDER, "about": Bound.ABOUT}.get(
        said, Bound.EXACT
    )
