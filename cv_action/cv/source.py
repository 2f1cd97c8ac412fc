"""A document as data with places: what JSON and YAML parse into, before it means anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from cv_action.cv.model import Json
from cv_action.errors import CvError
from cv_action.report.problem import Problem

MAX_BYTES = 5_000_000
MAX_DEPTH = 50
MAX_NODES = 200_000

_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
Scalar: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands; ``line`` and ``column`` count from 1."""

    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    line: int
    column: int

    def plain(self) -> Json:
        """The value without its places, as JSON has it."""
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        if isinstance(self.value, Mapping):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


def placed(value: Json, *, line: int = 0, column: int = 0) -> Node:
    """Data as a document that stands nowhere, or all of it in one place."""
    if isinstance(value, list):
        return Node(tuple(placed(item, line=line, column=column) for item in value), line, column)
    if isinstance(value, dict):
        items = {key: placed(item, line=line, column=column) for key, item in value.items()}
        return Node(items, line, column)
    return Node(value, line, column)


class SourceError(CvError):
    """The CV cannot be taken as it is; ``problems`` says everything that is wrong, with places."""

    def __init__(self, problems: tuple[Problem, ...], *, hint: str = "") -> None:
        count = len(problems)
        super().__init__(
            problems[0].sentence if count == 1 else f"{count} problems in the CV", hint=hint
        )
        self.problems = problems


def broken(message: str, *, line: int = 0, column: int = 0, accepted: str = "") -> SourceError:
    """Describe a document that cannot be read any further."""
    return SourceError((Problem(message, line=line, column=column, accepted=accepted),))


def unfit(text: str) -> str:
    """What is wrong with the characters of a text, if anything is."""
    match = _UNFIT.search(text)
    return _complaint(match[0]) if match else ""


def _complaint(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "half of a surrogate pair, which is no character"
    return f"the control character U+{ord(character):04X}, which is no text"


def decode(data: bytes) -> str:
    """Turn a file's bytes into text, a byte order mark dropped.

    Raises:
        SourceError: it is empty, too large, binary, not UTF-8 or has control characters; the
            place is named.
    """
    if len(data) > MAX_BYTES:
        raise broken(
            f"the file has {len(data):,} bytes", accepted=f"a CV of at most {MAX_BYTES:,} bytes"
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise broken("the file is UTF-16", accepted="UTF-8; save it again with that encoding")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise broken(
            f"byte {error.start} is not UTF-8",
            line=line,
            accepted="UTF-8 text; save it again with that encoding",
        ) from error
    if match := _UNFIT.search(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        message = "the file is binary" if match[0] == "\0" else _complaint(match[0])
        raise broken(message, line=line, column=column, accepted="JSON, YAML or Markdown text")
    if not text.strip():
        raise broken("the file is empty", accepted="a CV in JSON, YAML or Markdown")
    return text
