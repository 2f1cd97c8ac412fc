"""What a change does to each file, in values and as Markdown for the page of a run.

The lines are somebody's text, so they stand in blocks that nothing in them can close.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from typing import Final, assert_never

_TICKS: Final = re.compile("`+")
_SHORTEST: Final = 3
"""Backticks that open a block."""
_LONGEST_PATH: Final = 300


class Effect(StrEnum):
    """What becomes of a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Content(StrEnum):
    """Whether a file is compared line by line, and if not, why."""

    TEXT = "text"
    BINARY = "no text"
    LARGE = "too large to compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What becomes of one file.

    ``before`` and ``after`` are bytes, 0 where there is no file. ``lines`` are those of a unified
    diff, its hunks alone, without their ends; there are none unless ``content`` is text.
    """

    path: str
    effect: Effect
    content: Content
    before: int
    after: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much is shown: lines of a file, characters of a line, and bytes in all."""

    lines: int
    characters: int
    size: int


SUMMARY: Final = Room(lines=200, characters=300, size=200_000)
"""The page of a run holds 1 MiB, of which the report needs some."""


def difference_lines(differences: Sequence[Difference], room: Room = SUMMARY) -> Iterator[str]:
    """Markdown of all differences, a folded block for each file, and how much is left out."""
    if not differences:
        yield "Nothing differs from what is published."
    size = room.size
    for number, difference in enumerate(differences):
        forms = (tuple(_block(difference, replace(room, lines=most))) for most in (room.lines, 0))
        fitting = next((form for form in forms if _size(form) <= size), None)
        if fitting is None:
            yield f"{_counted(len(differences) - number, 'more file')} not shown here."
            return
        yield from fitting
        size -= _size(fitting)


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _block(difference: Difference, room: Room) -> Iterator[str]:
    shown = [_shown(line, room.characters) for line in difference.lines[: room.lines]]
    left = len(difference.lines) - len(shown)
    more = f"; {_counted(left, 'line')} not shown here" if left else ""
    if not shown:
        yield from (f"<p>{_title(difference)}{more}</p>", "")
        return
    fence = _fence(shown)
    yield from (f"<details><summary>{_title(difference)}{more}</summary>", "")
    yield from (f"{fence}diff", *shown, fence, "", "</details>", "")


def _fence(lines: Iterable[str]) -> str:
    """More backticks than there are anywhere in the lines, so that none of them ends the block.

    Source: https://spec.commonmark.org/0.31.2/#fenced-code-blocks
    """
    runs = (len(run) for line in lines for run in _TICKS.findall(line))
    return "`" * max(_SHORTEST, 1 + max(runs, default=0))


def _title(difference: Difference) -> str:
    path = escape(_shown(difference.path, _LONGEST_PATH))
    why = "" if difference.content is Content.TEXT else f", {difference.content}"
    return f"<code>{path}</code> {difference.effect}, {_sizes(difference)}{why}"


def _sizes(difference: Difference) -> str:
    match difference.effect:
        case Effect.ADDED:
            return f"{difference.after:,} B"
        case Effect.REMOVED:
            return f"{difference.before:,} B"
        case Effect.CHANGED:
            return f"{difference.before:,} → {difference.after:,} B"
        case never:
            assert_never(never)


def _shown(line: str, longest: int) -> str:
    """A line as it can be seen: what has no shape, or turns the text around, as its number."""
    cut = line if len(line) <= longest else f"{line[:longest]}… ({len(line) - longest:,} more)"
    return "".join(c if c.isprintable() or c == "\t" else _numbered(c) for c in cut)


def _numbered(character: str) -> str:
    return character.encode("unicode_escape").decode()


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what} is" if count == 1 else f"{count:,} {what}s are"
