"""Whether a text is English, by its small words; the rules know no other language."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

from cv_action.guard.words import Text, Token

_ENDINGS: Final = ("ing", "ed", "ly", "ness", "ship", "able", "ful", "less")
_STEM: Final = 3
"""Letters before an ending; shorter words have endings by chance."""
ENOUGH: Final = 4
"""So many plain words without one that is English are no accident."""

_MAYBE: Final = frozenset({"a", "an", "at", "be", "i", "in", "is", "it", "of", "on", "or", "was"})
"""Small words that English shares: enough to think of it, too little to outweigh another."""


def is_english(text: Text) -> bool:
    """Whether nothing speaks against English: names and short labels are taken for it.

    Why small words: they are in every sentence of a language and in few names, and no model or
    dictionary of a megabyte is needed to know them.
    """
    plain = [word for word in text.words if word.text[0].islower() or word is text.words[0]]
    foreign = sum(map(is_foreign, plain))
    english = sum(_is_english(word.folded) for word in text.words)
    maybe = any(word.folded in _MAYBE for word in text.words)
    return foreign <= english and (english > 0 or maybe or len(plain) < ENOUGH)


def is_foreign(word: Token) -> bool:
    """Whether a word is a small word of another language, and none of English."""
    name = unicodedata.normalize("NFC", word.folded)
    return name in _foreign() and not _is_english(name) and not word.text[1:].isupper()


def _is_english(folded: str) -> bool:
    return folded in _english() or any(
        folded.endswith(ending) and len(folded) - len(ending) >= _STEM for ending in _ENDINGS
    )


@cache
def _english() -> frozenset[str]:
    return frozenset(word for line in _lines("english_words.txt") for word in line.split())


@cache
def _foreign() -> frozenset[str]:
    lines = (line.split(":") for line in _lines("function_words.txt"))
    words = {language: frozenset(words.split()) for language, words in lines}
    shared = words.pop("shared")
    return frozenset[str]().union(*words.values()) - shared - _english()


def _lines(name: str) -> list[str]:
    text = (files("cv_action.guard") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
