r"""Texts as a reader sees them, with a way back to where each character stands.

Why: rules speak of places in the text as it was given, but full-width digits and "1\u200b0" are
numbers to a reader and nothing to a pattern. Here every digit is an ASCII digit, every space a
space, what cannot be seen is gone, and each character knows the place that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

_SIGNS: Final = {
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u2012": "–",
    "\u2015": "—", "\u2212": "-", "\u2044": "/", "\u2215": "/", "\u066b": ".", "\u066c": ",",
    "\u066a": "%", "\u00d7": "x", "\u2248": "~",
    "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\r": "\n", "\t": " ", "…": "\n",
}  # fmt: skip
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))
}
_UNSEEN_CATEGORIES: Final = frozenset({"Cf", "Cc", "Me", "Cs"})


@dataclass(frozen=True, slots=True)
class Plain:
    """A folded text; ``places[i]`` is where its character ``i`` stands in the raw one."""

    text: str
    places: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the raw one."""
        if start >= end:
            at = self.places[start] if start < len(self.places) else self._end
            return at, at
        return self.places[start], self.places[end - 1] + 1

    @property
    def _end(self) -> int:
        return self.places[-1] + 1 if self.places else 0


@lru_cache(maxsize=2048)
def plain(raw: str) -> Plain:
    """Fold a text: compatibility forms, digits of every script, spaces; the unseen is dropped."""
    if raw.isascii() and raw.isprintable():
        return Plain(raw, range(len(raw)))
    folded = [_folded(char) for char in raw]
    places = [place for place, piece in enumerate(folded) for _ in piece]
    return Plain("".join(folded), tuple(places))


@lru_cache(maxsize=2048)
def _folded(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    category = unicodedata.category(char)
    if char == "\n" or (char.isascii() and char.isprintable()):
        return char
    if category in _UNSEEN_CATEGORIES or char in _UNSEEN:
        return ""
    if category == "Zs":
        return " "
    return _figure(char) or unicodedata.normalize("NFKC", char)


def _figure(char: str) -> str:
    """The ASCII digits of a figure, or nothing: "٣" is 3, "½" is 1/2, "²" is a power, "五" is 5."""
    number = unicodedata.numeric(char, None)
    if number is None:
        return ""
    form = unicodedata.decomposition(char)
    compatible = unicodedata.normalize("NFKC", char)
    if form.startswith("<fraction>"):
        return " " + compatible.replace("\u2044", "/")
    if form.startswith("<super>"):
        return "^" + compatible
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    return _value(number, compatible)


def _value(number: float, compatible: str) -> str:
    if re.search("[0-9A-Za-z]", compatible):
        return compatible
    fraction = Fraction(number).limit_denominator(1000)
    return f" {fraction} "
