"""Which words mean the same, the opposite, or another thing of the same kind."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from math import sqrt
from typing import Final

from cv_action.guard.dictionaries import irregular, meaning, neighbours, numbers, opposites
from cv_action.guard.wordlists import alike, opposed

_CACHED: Final = 8192
_ENDINGS: Final = {
    "n": (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("ses", "s"), ("zes", "z"),
          ("men", "man"), ("s", "")),
    "v": (("ies", "y"), ("ied", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""),
          ("ing", "e"), ("ing", "")),
    "a": (("ier", "y"), ("iest", "y"), ("er", "e"), ("er", ""), ("est", "e"), ("est", "")),
    "r": (),
}  # fmt: skip
_HISSING: Final = ("s", "x", "z", "ch", "sh", "o")
_STEPS: Final = 3
_SHORT: Final = 3
"""No letters are left of a word by chance when more than these are."""
_NEAR: Final = 0.1
"""As alike as two words are that the thesaurus lists beside each other, at the least."""
_NEGATIVE: Final = ("un", "mis", "mal", "non", "non-")
"""Prefixes that deny in any word; others, as in “inexact”, only where WordNet says so."""


class Relation(StrEnum):
    """What a word is to the one in whose place it stands."""

    SAME = "same"
    """Another form of the word, or one derived from it."""
    SYNONYM = "synonym"
    BROADER = "broader"
    """It says less: what it names includes what the old word named."""
    NARROWER = "narrower"
    """It says more than the old word did."""
    OPPOSITE = "opposite"
    SISTER = "sister"
    """Another thing of the same kind."""
    UNRELATED = "unrelated"
    UNKNOWN = "unknown"
    """One of the two is in no dictionary."""


def is_known(word: str) -> bool:
    """Whether any form of the word is in the dictionary."""
    return any(numbers(base) for base in bases(word))


@lru_cache(maxsize=_CACHED)
def bases(word: str) -> frozenset[str]:
    """The base forms that a folded word may be a form of; the word itself when it is unknown."""
    found = set(irregular(word))
    if numbers(word):
        found.add(word)
    for pos, endings in _ENDINGS.items():
        found |= {base for base in _stripped(word, endings) if _has(base, pos)}
    return frozenset(found) or frozenset((word,))


def _stripped(word: str, endings: tuple[tuple[str, str], ...]) -> set[str]:
    found = set()
    for ending, instead in endings:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:  # noqa: PLR2004  no word has a shorter stem
            continue
        if (ending, instead) == ("es", "") and not stem.endswith(_HISSING):
            continue
        found.add(stem + instead)
    return found


def _has(base: str, pos: str) -> bool:
    return any(meaning(number).pos == pos for number in numbers(base))


@lru_cache(maxsize=_CACHED)
def base(word: str) -> str:
    """One base form for comparison: the shortest, the first of these in the alphabet."""
    return min(irregular(word) or bases(word), key=lambda form: (len(form), form))


@lru_cache(maxsize=_CACHED)
def relation(old: str, new: str) -> Relation:
    """What the new word is to the old one, by any of their meanings."""
    before, after = bases(old), bases(new)
    if before & after or _derived(before, after):
        return Relation.SAME
    if opposite(old, new):
        return Relation.OPPOSITE
    if alike(before, after):
        return Relation.SYNONYM
    if not (_known(before) and _known(after)):
        return Relation.UNKNOWN
    return _graded(before, after)


def _graded(before: frozenset[str], after: frozenset[str]) -> Relation:
    mine, yours = _senses(before), _senses(after)
    if mine & yours or _linked(mine, "similar") & yours or _near(before, after):
        return Relation.SYNONYM
    if _above(mine) & yours:
        return Relation.BROADER
    if _above(yours) & mine:
        return Relation.NARROWER
    sisters = _linked(mine, "broader") & _linked(yours, "broader")
    return Relation.SISTER if sisters else Relation.UNRELATED


def _known(words: frozenset[str]) -> bool:
    return any(numbers(word) for word in words)


def _senses(words: frozenset[str]) -> frozenset[int]:
    return frozenset(number for word in words for number in numbers(word))


def _linked(senses: frozenset[int], kind: str) -> frozenset[int]:
    found: set[int] = set()
    for number in senses:
        found |= getattr(meaning(number), kind)
    return frozenset(found)


def _above(senses: frozenset[int]) -> frozenset[int]:
    """What the senses are kinds of, a few steps up."""
    found: frozenset[int] = frozenset()
    step = senses
    for _ in range(_STEPS):
        step = _linked(step, "broader")
        found |= step
    return found


def _derived(before: frozenset[str], after: frozenset[str]) -> bool:
    related = _linked(_senses(before), "derived") & _senses(after)
    return bool(related) and any(a[:3] == b[:3] for a in before for b in after)


def opposite(old: str, new: str) -> bool:
    """Whether the two exclude each other."""
    before, after = bases(old), bases(new)
    return (
        opposed(before, after)
        or any(word in opposites(other) for other in before for word in after)
        or any(_negates(a, b) for a in before for b in after)
    )


def _negates(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return _is_stem(short) and any(long == prefix + short for prefix in _NEGATIVE)


def is_negative(word: str) -> bool:
    """Whether a form of the word is another one with a prefix that denies it."""
    return any(_denied(form) for form in bases(word))


def _denied(form: str) -> bool:
    named = any(form.endswith(other) and form != other for other in opposites(form))
    stems = (form.removeprefix(prefix) for prefix in _NEGATIVE)
    return named or any(stem != form and _is_stem(stem) for stem in stems)


def _is_stem(word: str) -> bool:
    return len(word) > _SHORT and bool(numbers(word))


def _near(before: frozenset[str], after: frozenset[str]) -> bool:
    listed = any(word in neighbours(other) for other in before for word in after)
    return listed or _likeness(before, after) > _NEAR


def likeness(old: str, new: str) -> float:
    """How many neighbours in the thesaurus two words share, from 0 to 1."""
    return _likeness(bases(old), bases(new))


def _likeness(before: frozenset[str], after: frozenset[str]) -> float:
    pairs = ((neighbours(a), neighbours(b)) for a in before for b in after)
    return max(len(mine & yours) / sqrt(len(mine) * len(yours)) for mine, yours in pairs)


def fields(word: str, pos: str) -> frozenset[int]:
    """The fields (WordNet's lexicographer files) of a word's first two meanings as ``pos``."""
    found = set()
    for form in bases(word):
        senses = [meaning(number) for number in numbers(form)]
        found |= {sense.field for sense in [s for s in senses if s.pos == pos][:1]}
    return frozenset(found)


def main_pos(word: str) -> str:
    """The part of speech that a word is most used as; empty when it is unknown."""
    form = word if numbers(word) else base(word)
    senses = numbers(form)
    return meaning(senses[0]).pos if senses else ""
