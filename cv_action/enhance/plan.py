"""What is asked in one run: as much as the allowances carry, in as few requests as hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from cv_action.enhance.creativity import Manner
from cv_action.enhance.wants import Want

LARGEST_BATCH: Final = 60
"""Statements of one request: more, and models begin to lose some."""
_CHARACTERS: Final = 2
"""Of the shortest tokens that prose has; the real number is nearer to four."""
_OVERHEAD: Final = 20
"""Tokens of an answer's shape around one statement."""
_THINKING: Final = 500
"""Tokens of thinking that a request is given room for, beside its answer."""
LEAST_CHECK: Final = 1_000
"""Tokens with which a handful of statements can be repaired or read; with less, nobody is asked."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The facts of one request, and the most tokens that its answer may have."""

    wants: tuple[Want, ...]
    max_output: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The requests of a run; ``left`` are wants that its allowance does not reach.

    ``repair`` and ``reading`` are the output tokens kept for the one repair and the one reading.
    """

    batches: tuple[Batch, ...] = ()
    left: tuple[Want, ...] = ()
    repair: int = 0
    reading: int = 0


def allowance(manner: Manner, *, used_today: int) -> int:
    """The output tokens that a run may still use."""
    return max(min(manner.run, manner.day - used_today), 0)


def plan(wanted: Sequence[Want], tokens: int) -> Plan:
    """As many facts as an allowance of output tokens carries, the most worth first.

    A quarter is kept for the repair and a quarter for the reading: what is asked for and cannot be
    checked is of no use.
    """
    check = tokens // 4
    half = tokens // 2 if check >= LEAST_CHECK else 0
    batches: list[Batch] = []
    rest = list(wanted)
    while rest:
        count, cost = answerable((want.fact.text for want in rest), half)
        if not count:
            break
        batches.append(Batch(tuple(rest[:count]), cost))
        half -= cost
        rest = rest[count:]
    if not batches:
        return Plan(left=tuple(rest))
    return Plan(batches=tuple(batches), left=tuple(rest), repair=check, reading=check)


def answerable(texts: Iterable[str], tokens: int) -> tuple[int, int]:
    """How many of some statements, the first ones, one answer can hold, and its tokens."""
    count, cost = 0, _THINKING
    for text in islice(texts, LARGEST_BATCH):
        more = len(text) // _CHARACTERS + _OVERHEAD
        if cost + more > tokens:
            break
        count += 1
        cost += more
    return count, cost
