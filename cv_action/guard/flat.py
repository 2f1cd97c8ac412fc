"""A text as the eye reads it, with the way back to every place in the raw one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cv_action.guard.words import fold

_TELLING: Final = 4
"""So many characters say something wherever they stand; fewer may be anybody's comma."""


@dataclass(frozen=True, slots=True)
class Flat:
    """Compatibility forms made plain and invisible characters left out.

    ``places[i]`` is the offset into the raw text of character ``i``; one more stands at the end.
    """

    text: str
    places: Sequence[int]

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Where a match in the flat text stands in the raw one."""
        return self.places[match.start()], self.places[match.end() - 1] + 1


@lru_cache(maxsize=64)
def flatten(raw: str) -> Flat:
    """The text as the eye reads it.

    Why: wording that must not leave is not to be hidden by wide letters or by a zero-width space.
    """
    if raw.isascii():
        return Flat(raw, range(len(raw) + 1))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(raw):
        plain = (
            unicodedata.normalize("NFKC", character).replace("’", "'") if fold(character) else ""
        )
        characters.append(plain)
        places.extend([place] * len(plain))
    return Flat("".join(characters), (*places, len(raw)))


def one_line(text: str) -> str:
    """The text folded for comparison, every stretch of white space as one space."""
    return " ".join(fold(text).split())


def unheard(pattern: re.Pattern[str], old: str, new: str) -> Iterator[re.Match[str]]:
    """Where a pattern fits the new text with words that the old one does not have."""
    found = list(pattern.finditer(new))
    if not found:
        return
    said = one_line(old)
    matched = {one_line(match[0]) for match in pattern.finditer(old)}
    for match in found:
        text = one_line(match[0])
        if text not in matched and not (len(text) >= _TELLING and text in said):
            yield match
