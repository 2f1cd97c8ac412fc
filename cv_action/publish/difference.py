"""What a change would do to what is published, before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import unified_diff
from io import StringIO
from itertools import islice
from pathlib import PurePosixPath
from typing import Final

from cv_action.publish.change import Change, File
from cv_action.report.difference import Content, Difference, Effect, Room, difference_lines
from cv_action.report.summary import literal

CHANGES: Final = "CHANGES.md"
"""Tells what would change, among the files that would be published."""
LARGEST: Final = 2 << 20
"""Bytes of a text that is compared."""
MOST_LINES: Final = 2_000
"""Lines of a text that is compared; twice as many can take four times as long."""
_TEXTS: Final = frozenset({".md", ".txt", ".json", ".html"})
_NO_END: Final = "\n\\ No newline at end of file\n"
_HEADERS: Final = 2
_WHOLE: Final = Room(lines=2 * MOST_LINES, characters=100_000, size=8 << 20)


def differences(change: Change, current: Mapping[str, bytes]) -> tuple[Difference, ...]:
    """What becomes of every file of the change, by path; ``current`` is what is published.

    Raises:
        PublishError: what is published has to be fetched and cannot be.
    """
    after: dict[str, bytes | None] = {file.path: file.data for file in change.files}
    after |= dict.fromkeys(change.deletions)
    return tuple(_difference(path, current.get(path), after[path]) for path in sorted(after))


def staging(
    change: Change, produced: Iterable[File], found: Sequence[Difference]
) -> tuple[File, ...]:
    """Everything that would be published, and a file that tells all that would change."""
    told = (
        "# What would change",
        "",
        literal(change.message),
        "",
        *difference_lines(found, _WHOLE),
    )
    return (*produced, File(CHANGES, "\n".join((*told, "")).encode()))


def _difference(path: str, before: bytes | None, after: bytes | None) -> Difference:
    content = _content(path, before or b"", after or b"")
    return Difference(
        path=path,
        effect=_effect(before, after),
        content=content,
        before=len(before or b""),
        after=len(after or b""),
        lines=tuple(_compared(before or b"", after or b"")) if content is Content.TEXT else (),
    )


def _effect(before: bytes | None, after: bytes | None) -> Effect:
    if after is None:
        return Effect.REMOVED
    return Effect.ADDED if before is None else Effect.CHANGED


def _content(path: str, *texts: bytes) -> Content:
    if PurePosixPath(path).suffix.lower() not in _TEXTS or not all(map(_is_text, texts)):
        return Content.BINARY
    if any(len(text) > LARGEST or text.count(b"\n") > MOST_LINES for text in texts):
        return Content.LARGE
    return Content.TEXT


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _compared(before: bytes, after: bytes) -> Iterator[str]:
    """The hunks of a unified diff, without their headers and ends of lines."""
    compared = unified_diff(_lines(before), _lines(after))
    for line in islice(compared, _HEADERS, None):
        yield from (line if line.endswith("\n") else line + _NO_END).split("\n")[:-1]


def _lines(data: bytes) -> list[str]:
    """Lines that end where editors end them: at a line feed, and nowhere else."""
    return list(StringIO(data.decode(), newline="\n"))
