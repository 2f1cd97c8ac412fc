"""Texts as tokens with places: what every rule looks at."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_TOKEN: Final = re.compile(
    r"(?P<number>[$€£¥]?\s?[-+]?\d+(?:[.,’'\u00a0\u202f]\d+)*(?:\.\d+)?(?:%|‰)?)"
    r"|(?P<word>[^\W\d_](?:[\w]|[.+#&](?=[\w+#])|['’-](?=\w))*[+#]*)"
    r"|(?P<mark>\S)"
)


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark: as it stands, folded for comparison, and its place."""

    text: str
    folded: str
    kind: TokenKind
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """A text and its tokens; offsets are into ``raw``."""

    raw: str
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The tokens that are words."""
        return tuple(token for token in self.tokens if token.kind is TokenKind.WORD)

    @cached_property
    def folded(self) -> frozenset[str]:
        """Every word, folded."""
        return frozenset(token.folded for token in self.words)


@lru_cache(maxsize=4096)
def analyse(raw: str) -> Text:
    """Cut a text into tokens."""
    found = (
        Token(
            match[0],
            fold(match[0]),
            TokenKind(match.lastgroup or TokenKind.MARK),
            match.start(),
            match.end(),
        )
        for match in _TOKEN.finditer(raw)
    )
    return Text(raw, tuple(found))


def fold(text: str) -> str:
    """A form in which the same word is the same string: compatibility forms, case, apostrophes."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return plain.casefold().replace("’", "'")
