"""Where a rewrite differs from its source, token by token."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cv_action.guard.words import Text, Token


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens of the source that went, and those that stand in their place; either may be empty.

    ``at`` is the offset into the new text where the new tokens stand, or would stand.
    """

    removed: tuple[Token, ...]
    added: tuple[Token, ...]
    at: int


def edits(before: Text, after: Text) -> tuple[Edit, ...]:
    """The differences, in the order of the new text."""
    old = [token.folded for token in before.tokens]
    new = [token.folded for token in after.tokens]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Edit(before.tokens[i1:i2], after.tokens[j1:j2], _offset(after, j1))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def _offset(text: Text, index: int) -> int:
    return text.tokens[index].start if index < len(text.tokens) else len(text.raw)
