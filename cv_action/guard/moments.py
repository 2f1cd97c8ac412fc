"""When something was, as values: years, months, days, quarters, seasons, clock times.

A moment knows how it is bound ("since", "until", "from … to"): "since 2019" is not "in 2019".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cv_action.guard.moment_patterns import LATER, PATTERNS, PRESENT, TO
from cv_action.guard.plain import plain


class Relation(StrEnum):
    """How something stands to a moment."""

    AT = "in"
    SINCE = "since"
    UNTIL = "until"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"
    START = "from"
    END = "to"


_RELATIVE: Final = frozenset({"last", "next", "this", "yesterday", "today", "tonight", "tomorrow"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment; what is not stated is 0 or empty. ``start`` and ``end`` are offsets into the text.

    ``part`` is a quarter, half, season, weekday or a relative time ("last year"), ``clock``
    minutes after midnight or -1.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    part: str = ""
    clock: int = -1
    relation: Relation = Relation.AT
    start: int = 0
    end: int = 0

    @property
    def is_relative(self) -> bool:
        """Whether it depends on when it is read: "last year", "tomorrow"."""
        return self.part.split(" ", 1)[0] in _RELATIVE

    def within(self, other: Moment) -> bool:
        """Whether the other says at least as much: "2019" is within "March 2019"."""
        return (
            self.year in {0, other.year}
            and self.month in {0, other.month}
            and self.day in {0, other.day}
            and self.part in {"", other.part}
            and self.clock in {-1, other.clock}
        )


_BEFORE: Final = re.compile(
    r"\b(?P<since>since|starting(?:\s+in)?|as\s+of|from|after|until|till|through|up\s+to|by|before"
    r"|prior\s+to|ahead\s+of)"
    r"\s+(?:the\s+)?(?:(?:early|mid|late|end of|beginning of|start of)[\s-]*)?$",
    re.IGNORECASE,
)
_RELATIONS: Final = {
    "since": Relation.SINCE, "starting": Relation.SINCE, "starting in": Relation.SINCE,
    "as of": Relation.SINCE, "from": Relation.SINCE, "after": Relation.AFTER,
    "until": Relation.UNTIL, "till": Relation.UNTIL, "through": Relation.UNTIL,
    "up to": Relation.UNTIL, "by": Relation.BY, "before": Relation.BEFORE,
    "prior to": Relation.BEFORE, "ahead of": Relation.BEFORE,
}  # fmt: skip
_BETWEEN: Final = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def moments(raw: str) -> tuple[Moment, ...]:
    """Every moment that a text names, in its order; offsets are into the raw text."""
    folded = plain(raw)
    found = _related(folded.text, list(_found(folded.text)))
    places = (folded.span(moment.start, moment.end) for moment in found)
    return tuple(
        replace(moment, start=start, end=end)
        for moment, (start, end) in zip(found, places, strict=True)
    )


def _found(text: str) -> Iterator[Moment]:
    """Moments where they stand in the folded text; the first pattern that fits wins."""
    taken: list[tuple[int, int]] = []
    found = []
    for pattern, read in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if fields := read(match):
                taken.append(match.span())
                found.append(Moment(**fields, start=match.start(), end=match.end()))  # type: ignore[arg-type]
    yield from sorted(found, key=lambda moment: moment.start)


def _related(text: str, found: list[Moment]) -> list[Moment]:
    for index, moment in enumerate(found):
        gap = text[moment.end : found[index + 1].start] if index + 1 < len(found) else ""
        opened = bool(_BETWEEN.search(text, 0, moment.start)) and bool(_AND.fullmatch(gap))
        if opened or TO.fullmatch(gap):
            found[index] = replace(moment, relation=Relation.START)
            found[index + 1] = replace(found[index + 1], relation=Relation.END)
        elif moment.relation is Relation.AT and not moment.is_relative:
            found[index] = replace(moment, relation=_relation(text, moment))
    return found


def _relation(text: str, moment: Moment) -> Relation:
    rest = text[moment.end :]
    if PRESENT.match(rest) or LATER.match(rest):
        return Relation.SINCE
    match = _BEFORE.search(text[max(0, moment.start - 40) : moment.start])
    return _RELATIONS[" ".join(match["since"].lower().split())] if match else Relation.AT
