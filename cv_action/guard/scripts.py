"""What kind of writing a character belongs to."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cv_action.guard.words import fold


class Script(StrEnum):
    """What a character means to a check that reads English."""

    PLAIN = "plain"
    """Latin letters, ASCII digits, punctuation, spaces, ordinary symbols."""
    OTHER = "other"
    """A letter or a digit of another script."""
    TWIN = "twin"
    """A letter of another script that looks like a Latin one."""
    HIDDEN = "hidden"
    """Nothing to see: invisible, a control, a change of direction, half a character."""


_TWINS: Final = frozenset(
    "аеорсухіјѕһԁԛԝьвкмнтгАВЕЅІЈКМНОРСТУХҮԌԚԜӀАԀ"
    "οαινρυκτχωγΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ"
    "օսոգհյցՕՍՏԼᎪᏴᏟᎬᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ"
    "ɑɡɩʟǃꞌꓐꓒꓓꓖꓝꓠꓢꓣ"
)
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f")
_DIRECTED: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_HIDDEN_CATEGORIES: Final = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


@lru_cache(maxsize=4096)
def script_of(character: str) -> Script:
    """What one character means to a check that reads English."""
    if character.isascii():
        plain = character.isprintable() or character in "\n\t\r"
        return Script.PLAIN if plain else Script.HIDDEN
    if _is_hidden(character):
        return Script.HIDDEN
    if character in _TWINS:
        return Script.TWIN
    return Script.PLAIN if all(map(_is_plain, _compatible(character))) else Script.OTHER


def joins(character: str) -> bool:
    """Whether an invisible character has its work inside a pictograph."""
    return character in _JOINERS


def _is_hidden(character: str) -> bool:
    directed = unicodedata.bidirectional(character) in _DIRECTED
    return directed or not fold(character) or unicodedata.category(character) in _HIDDEN_CATEGORIES


def _compatible(character: str) -> str:
    return unicodedata.normalize("NFKD", character)


def _is_plain(character: str) -> bool:
    kind = unicodedata.category(character)[0]
    if kind == "L":
        return unicodedata.name(character, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASC"))
    return character.isascii() or unicodedata.category(character) != "Nd"
