"""Names of languages, products and skills, and which spellings mean the same thing."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from cv_action.guard.common_words import is_listed
from cv_action.guard.wordlists import lines

_CLEAR: Final = frozenset({"python", "typescript", "docker", "android", "playwright", "angular"})
"""Listed as words, but hardly ever written in a CV as such."""
_UNCLEAR: Final = frozenset(
    {"go", "r", "c", "d", "node", "ts", "js", "rest", "ai", "ml", "ui", "ux", "qa", "athena"}
    | {"sap", "max", "io", "al", "ada", "apache", "amazon", "spark", "express", "excel", "windows"}
)
"""Names that are words or abbreviations of other things too, whatever a word list says."""
_SHORTEST: Final = 5
"""A language's name with fewer letters, in lower case, may be anything ("max", "io")."""


def squashed(name: str) -> str:
    """A name without case, spaces and hyphens: "Node JS" and "NodeJS" are one."""
    return re.sub(r"[\s\-_/]|(?<=[^\W\d])\.(?!\w{2})", "", name.casefold())


@lru_cache(maxsize=4096)
def is_unclear(name: str) -> bool:
    """Whether a known name in lower case is an ordinary word too: "go", "spring", "swift"."""
    if name in _CLEAR:
        return False
    return name in _UNCLEAR or len(name) == 1 or is_listed(name)


@lru_cache(maxsize=4096)
def is_known(name: str) -> bool:
    """Whether a name in any case is that of a language, product or skill."""
    return squashed(name) in _groups() or name.casefold() in _languages()


@lru_cache(maxsize=4096)
def is_name_in_lower_case(name: str) -> bool:
    """Whether a word is a name even without its capital: "kubernetes"."""
    if is_unclear(name):
        return False
    return squashed(name) in _groups() or (len(name) >= _SHORTEST and name in _languages())


def is_language(name: str) -> bool:
    """Whether a word in lower case is the name of a programming language, whatever else it is."""
    return name in _languages()


def same_name(one: str, other: str) -> bool:
    """Whether two spellings, in any case, mean the same thing: "Postgres" and "PostgreSQL"."""
    groups = _groups()
    first, second = squashed(one), squashed(other)
    return first == second or (first in groups and groups[first] == groups.get(second))


def spellings(name: str) -> tuple[str, ...]:
    """The other spellings of a known name, squashed."""
    groups = _groups()
    group = groups.get(squashed(name))
    return () if group is None else _members()[group]


@cache
def _members() -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for spelling, group in _groups().items():
        found[group] = (*found.get(group, ()), spelling)
    return found


@cache
def _groups() -> dict[str, int]:
    return {
        squashed(spelling): group
        for group, line in enumerate(lines("products.txt"))
        for spelling in line.split("|")
    }


@cache
def _languages() -> frozenset[str]:
    return frozenset(line.casefold() for line in lines("languages.txt"))
