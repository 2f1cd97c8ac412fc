"""A stream of bytes as lines, with an end to what one of them may hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

LONGEST_LINE: Final = 8 * 1024 * 1024
"""Bytes: an answer of 128,000 tokens stands in its line twice, as text and as data."""


class Lines:
    """Cuts what it is fed into lines; a line that is too long is passed over whole."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._begun = bytearray()
        self._skipping = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The lines that this chunk ends, without their ends."""
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            self._take(piece)
            yield from self.end()
            self._skipping = False
        self._take(rest)

    def end(self) -> Iterator[bytes]:
        """The last line, if nothing ended it."""
        if self._begun:
            yield bytes(self._begun)
            self._begun.clear()

    def _take(self, piece: bytes) -> None:
        self._skipping = self._skipping or len(self._begun) + len(piece) > self._longest
        if self._skipping:
            self._begun.clear()
        else:
            self._begun += piece
