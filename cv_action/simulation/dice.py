"""Chance that is no accident: a seed and what is asked about give the same answer for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

_BYTES: Final = 7
_WHOLE: Final = 1 << (8 * _BYTES)


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most that something can be, both included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws by a seed.

    Why by what is asked about and not in a row: a run at six o'clock draws the same, however many
    runs there were before it, so that two plans differ only in what they say.
    """

    seed: int

    def share(self, *about: object) -> float:
        """A number from 0 to below 1."""
        return self._draw(about) / _WHOLE

    def within(self, span: Span, *about: object) -> int:
        """A whole number of a span, each as likely as the others."""
        return span.least + self._draw(about) * (span.most - span.least + 1) // _WHOLE

    def _draw(self, about: tuple[object, ...]) -> int:
        text = "|".join(map(str, (self.seed, *about)))
        digest = hashlib.blake2b(text.encode(), digest_size=_BYTES).digest()
        return int.from_bytes(digest, "big")
