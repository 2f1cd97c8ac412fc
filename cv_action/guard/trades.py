"""Where one thing of a text was put exactly in the place of another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol, TypeVar

from cv_action.guard.case import Case
from cv_action.guard.words import Token, TokenKind

_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|[.!?](?!\s|$))+")


class Placed(Protocol):
    """Anything that stands somewhere in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


_Thing = TypeVar("_Thing", bound=Placed)


def trades(
    case: Case, old: Sequence[_Thing], new: Sequence[_Thing]
) -> Iterator[tuple[_Thing, _Thing]]:
    """Each thing of the new text that one edit put for a thing of the old, that one second.

    Why whole sentences are no trade: where they only stand in another order, nothing changed.
    """
    for edit in case.edits:
        gone, come = _only(edit.removed, old), _only(edit.added, new)
        if gone is not None and come is not None and not _is_kept(case, come):
            yield come, gone


def _is_kept(case: Case, thing: Placed) -> bool:
    """Whether the sentence around a thing of the new text is a sentence of the old, as it is."""
    known = {match[0].strip() for match in _SENTENCE.finditer(case.evidence.source)}
    around = (m for m in _SENTENCE.finditer(case.rewrite) if m.start() <= thing.start < m.end())
    return any(match[0].strip() in known for match in around)


def _only(tokens: tuple[Token, ...], things: Sequence[_Thing]) -> _Thing | None:
    """The one thing that some tokens are, or are a part of, and nothing else beside marks."""
    words = [token for token in tokens if token.kind is not TokenKind.MARK]
    held = [_holding(token, things) for token in words]
    first = held[0] if held else None
    return first if all(thing is first for thing in held) else None


def _holding(token: Token, things: Sequence[_Thing]) -> _Thing | None:
    overlapping = (t for t in things if t.start < token.end and token.start < t.end)
    return next(overlapping, None)
