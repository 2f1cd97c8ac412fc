"""WordNet and the Moby Thesaurus, as ``data/`` holds them, read when a word is first asked for."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate
from typing import Final

_CACHED: Final = 8192


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a word: its part of speech, its field, and the numbers of its neighbours."""

    pos: str
    field: int
    broader: frozenset[int]
    similar: frozenset[int]
    derived: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Wordnet:
    meanings: tuple[str, ...]
    words: dict[str, str]
    irregular: dict[str, tuple[str, ...]]


@cache
def _wordnet() -> _Wordnet:
    meanings, words, irregular = _read("wordnet").split("\n\n")
    forms: dict[str, tuple[str, ...]] = {}
    for line in irregular.split("\n"):
        form, _, base = line.partition("\t")
        forms[form] = (*forms.get(form, ()), base)
    return _Wordnet(tuple(meanings.split("\n")), _keyed(words), forms)


@cache
def _thesaurus() -> dict[str, str]:
    return _keyed(_read("thesaurus"))


@cache
def _thesaurus_words() -> tuple[str, ...]:
    return tuple(_thesaurus())


def _read(name: str) -> str:
    packed = resources.files("cv_action.guard").joinpath(f"data/{name}.gz").read_bytes()
    return gzip.decompress(packed).decode()


def _keyed(text: str) -> dict[str, str]:
    rows = (line.partition("\t") for line in text.split("\n"))
    return {word: rest for word, _, rest in rows}


@lru_cache(maxsize=_CACHED)
def meaning(number: int) -> Meaning:
    """One meaning by its number."""
    kind, *links = _wordnet().meanings[number].split("\t")
    sets = [frozenset(map(int, link.split())) for link in links] + [frozenset[int]()] * 3
    return Meaning(kind[0], int(kind[1:]), *sets[:3])


@lru_cache(maxsize=_CACHED)
def numbers(word: str) -> tuple[int, ...]:
    """The meanings of a base form, the most usual of each part of speech first."""
    line = _wordnet().words.get(word, "")
    return tuple(map(int, line.partition("\t")[0].split()))


@lru_cache(maxsize=_CACHED)
def irregular(form: str) -> frozenset[str]:
    """The base forms of an irregular form."""
    return frozenset(entry.split("\t")[0] for entry in _wordnet().irregular.get(form, ()))


@lru_cache(maxsize=_CACHED)
def opposites(word: str) -> frozenset[str]:
    """What WordNet names as opposites of a base form."""
    return frozenset(_wordnet().words.get(word, "").partition("\t")[2].split())


@lru_cache(maxsize=_CACHED)
def neighbours(word: str) -> frozenset[str]:
    """What the thesaurus lists beside a base form, itself included."""
    words = _thesaurus_words()
    steps = map(int, _thesaurus().get(word, "").split())
    return frozenset((word, *(words[place] for place in accumulate(steps))))
