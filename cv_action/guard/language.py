"""Whether a text is English, by its small words; the rules know no other language."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from cv_action.guard.common_words import is_listed
from cv_action.guard.wordlists import lines
from cv_action.guard.words import Text, Token

_ENDINGS: Final = ("ing", "ed", "ly", "ness", "ship", "able", "ful", "less")
_STEM: Final = 3
"""Letters before an ending; shorter words have endings by chance."""
_MAYBE: Final = frozenset({"a", "an", "at", "be", "i", "in", "is", "it", "of", "on", "or", "was"})
"""Small words that English shares: they may be English, and outweigh no other language."""

_PARTICLES: Final = frozenset(
    {"al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
     "ibn", "la", "le", "ter", "van", "von", "y", "zu"}
)  # fmt: skip
"""Small words inside names."""


def is_english(text: Text) -> bool:
    """Whether a text is English: its small words, and at least half of its plain words, are.

    Why small words: they are in every sentence of a language and in few names. Plain words are
    those without a capital, and the first; others are names, which no language owns.
    """
    plain = [
        word
        for word in text.words
        if word is text.words[0] or (word.text[0].islower() and word.folded not in _PARTICLES)
    ]
    foreign = sum(map(is_foreign, plain))
    english = sum(_is_english(word.folded) for word in text.words)
    known = sum(_may_be_english(word.folded) for word in plain)
    return foreign <= english and 2 * known >= len(plain)


def is_foreign(word: Token) -> bool:
    """Whether a word is a small word of another language, and none of English."""
    name = unicodedata.normalize("NFC", word.folded)
    return name in _foreign() and not _is_english(name) and not word.text[1:].isupper()


def _is_english(folded: str) -> bool:
    return folded in _english() or any(
        folded.endswith(ending) and len(folded) - len(ending) >= _STEM for ending in _ENDINGS
    )


def _may_be_english(folded: str) -> bool:
    parts = folded.removesuffix("'s").split("-")
    return folded in _MAYBE or all(_is_english(part) or is_listed(part) for part in parts)


@cache
def _english() -> frozenset[str]:
    return frozenset(word for line in lines("english_words.txt") for word in line.split())


@cache
def _foreign() -> frozenset[str]:
    rows = (line.split(":") for line in lines("function_words.txt"))
    words = {language: frozenset(words.split()) for language, words in rows}
    shared = words.pop("shared")
    return frozenset[str]().union(*words.values()) - shared - _english()
