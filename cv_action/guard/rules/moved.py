"""What the new text took from another role: numbers, dates, names and terms that belong there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from cv_action.guard.align import forms, key
from cv_action.guard.carried import same_value
from cv_action.guard.case import Case
from cv_action.guard.common_words import is_common
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import is_known
from cv_action.guard.moments import Moment, moments
from cv_action.guard.names import names
from cv_action.guard.quantities import Quantity, quantities
from cv_action.guard.rules.names import carrying, missing
from cv_action.guard.words import Text, Token

_Item = TypeVar("_Item", Quantity, Moment)
_SHOWN: Final = 160
_SMALL: Final = 10
"""Up to here a number is no trace of another statement unless it counts the same things."""


def check(case: Case) -> Iterator[Finding]:
    """What the source and its role lack, and a statement about something else has."""
    for quantity in quantities(case.rewrite):
        yield from _found(case, quantity, _has_quantity)
    for moment in moments(case.rewrite):
        yield from _found(case, moment, _has_moment)
    for name in missing(case):
        if not name.perhaps and not carrying(name, case.evidence.role):
            yield from _finding(case, name.start, name.end, carrying(name, case.evidence.rest))
    for term in _terms(case):
        if not any(_has_term(term, text) for text in case.role):
            origin = min((text.raw for text in case.rest if _has_term(term, text)), default="")
            yield from _finding(case, term.start, term.end, origin)


def _terms(case: Case) -> Iterator[Token]:
    """The words that no dictionary knows, names aside: "kubectl" is a thing of its statement."""
    named = [(name.start, name.end) for name in names(case.rewrite)]
    for token in case.after.words:
        common = is_known(token.folded) or is_common(token.folded)
        inside = any(start <= token.start < end for start, end in named)
        if not (common or inside or _has_term(token, case.before)):
            yield token


def _has_term(term: Token, text: Text) -> bool:
    return any(key(term) in forms(token) for token in text.words)


def _found(case: Case, new: _Item, has: Callable[[_Item, str], bool]) -> Iterator[Finding]:
    if any(has(new, text) for text in (case.evidence.source, *case.evidence.role)):
        return
    origin = next((text for text in sorted(case.evidence.rest) if has(new, text)), "")
    yield from _finding(case, new.start, new.end, origin)


def _has_quantity(new: Quantity, text: str) -> bool:
    if new.weak:
        return False
    telling = bool(new.unit) or new.value > _SMALL
    return any(
        same_value(new, old) and (telling or set(new.counts) & set(old.counts))
        for old in quantities(text)
    )


def _has_moment(new: Moment, text: str) -> bool:
    if new.is_relative:
        return False
    years = {quantity.value for quantity in quantities(text)}
    return new.year in years or any(new.within(old) for old in moments(text))


def _finding(case: Case, start: int, end: int, origin: str) -> Iterator[Finding]:
    if not origin:
        return
    yield Finding(
        rule="moved", effect=Effect.BLOCK, start=start, end=end, text=case.rewrite[start:end],
        reason="This belongs to another statement of the CV.", source=origin[:_SHOWN],
    )  # fmt: skip
