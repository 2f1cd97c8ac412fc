"""A folded text cut into figures, words and marks: what quantities and moments are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_PIECE: Final = re.compile(
    r"(?P<figure>(?:(?<![\w.])\d{1,3}(?: \d{3})+(?![\d,.]\d|\d)|(?<![^\W_])\d+(?:[.,']\d+)*"
    r"|(?<![\w.])\.\d+|(?<=(?<![^\W_])[vV])\d+(?:\.\d+)*))"
    r"|(?P<word>(?<![^\W_])[vV](?=\d)|[^\W\d_][^\W_]*(?:'[^\W\d_]+)?)"
    r"|(?P<mark>\n|\S)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure, a word or a mark; ``glued`` says that nothing stands before it."""

    text: str
    low: str
    kind: str
    start: int
    end: int
    glued: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@lru_cache(maxsize=2048)
def scan(text: str) -> tuple[Piece, ...]:
    """Cut a folded text into pieces."""
    end = -1
    pieces = []
    for match in _PIECE.finditer(text):
        glued = match.start() == end
        end = match.end()
        kind = match.lastgroup or "mark"
        pieces.append(Piece(match[0], match[0].lower(), kind, match.start(), end, glued))
    return tuple(pieces)
