"""Whether a text carries a name: as it is, in another spelling, or as an abbreviation."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final

from cv_action.guard.known_names import same_name, spellings, squashed
from cv_action.guard.names import Certainty, Name, key_of, names
from cv_action.guard.plain import plain
from cv_action.guard.small_words import SMALL_WORDS, singular

_WORD: Final = re.compile(r"\.NET\b|[^\W_]+(?:[.&][^\W_]+)*(?:\+\+|#)?")
_LONGEST: Final = 4
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")
_ENDINGS: Final = frozenset({"n", "an", "ian", "ish", "ese", "i", "ns", "ans", "ians"})
_STEM: Final = 5


class Carried(IntEnum):
    """How well a text carries a name."""

    NO = 0
    PERHAPS = 1
    """The word stands there, but maybe as an ordinary word."""
    YES = 2


@lru_cache(maxsize=8192)
def carried(key: str, text: str, raw: str, *, unclear: bool) -> Carried:
    """Whether ``raw`` carries a name with this key, written as ``text``."""
    if unclear:
        return _unclear(key, raw)
    stretches = _stretches(raw)
    known = {squashed(key), singular(squashed(key)), *spellings(key)}
    if known & stretches or _initials(text) in _abbreviations(raw) or _related(key, raw):
        return Carried.YES
    return Carried.NO


def carried_name(name: Name, raw: str) -> Carried:
    """Whether ``raw`` carries a name of another text."""
    return carried(name.key, name.text, raw, unclear=name.unclear)


def carries_phrase(phrase: str, raw: str) -> bool:
    """Whether ``raw`` has a name of several words in another spelling: "AWS" in full."""
    return bool({squashed(phrase), *spellings(phrase)} & _stretches(raw))


def _unclear(key: str, raw: str) -> Carried:
    """A name that is a word too must stand there as a name."""
    same = [name for name in names(raw) if same_name(name.key, key)]
    if any(name.certainty is Certainty.SURE for name in same):
        return Carried.YES
    if (set(spellings(key)) - {squashed(key)}) & _stretches(raw):
        return Carried.YES
    return Carried.PERHAPS if same or key in _lower_words(raw) else Carried.NO


@lru_cache(maxsize=1024)
def _lower_words(raw: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(plain(raw).text) if word.islower())


@lru_cache(maxsize=1024)
def _stretches(raw: str) -> frozenset[str]:
    """Every one to four words in a row, squashed."""
    words = [squashed(key_of(word)) for word in _WORD.findall(plain(raw).text)]
    found = {
        "".join(words[at : at + length])
        for length in range(1, _LONGEST + 1)
        for at in range(len(words) - length + 1)
    }
    named = {squashed(name.key) for name in names(raw)}
    return frozenset(found | named | {singular(word) for word in words})


def _initials(text: str) -> str:
    bare = text.replace(".", "").removesuffix("s")
    return bare.casefold() if _ACRONYM.fullmatch(bare) else "\0"


@lru_cache(maxsize=1024)
def _abbreviations(raw: str) -> frozenset[str]:
    """What the capitalised words of a text shorten to: "Amazon Web Services" to "aws"."""
    words = [word for word in _WORD.findall(plain(raw).text) if word.lower() not in SMALL_WORDS]
    initials = "".join(word[0] if word[0].isupper() else " " for word in words).casefold()
    return frozenset(
        initials[at : at + length]
        for length in range(2, 7)
        for at in range(len(initials) - length + 1)
        if " " not in initials[at : at + length]
    )


def _related(key: str, raw: str) -> bool:
    """Whether the text has the noun to an adjective of the same name: "Russia", "Russian"."""
    found = (other for other in _stretches(raw) if other[:_STEM] == key[:_STEM])
    return len(key) >= _STEM and any(_ending(key, o) or _ending(o, key) for o in found)


def _ending(longer: str, shorter: str) -> bool:
    stem = shorter.removesuffix("a") if len(shorter) > _STEM else shorter
    return any(
        longer.startswith(base) and longer.removeprefix(base) in _ENDINGS
        for base in (shorter, stem)
        if len(base) >= _STEM
    )


def pairs(raw: str) -> frozenset[tuple[str, str]]:
    """Each two words of one name, in their order, by their keys: a name may be shortened."""
    found: set[tuple[str, str]] = set()
    run: list[str] = []
    for name in names(raw):
        run = run if name.adjoins else []
        if name.certainty is not Certainty.SURE:
            continue
        found.update((before, name.key) for before in run)
        run.append(name.key)
    return frozenset(found)
