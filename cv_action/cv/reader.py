"""Reading located data into the model: every problem is collected, nothing is dropped."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, TypeVar, cast

from cv_action.cv.dates import (
    ACCEPTED,
    ACCEPTED_END,
    PRESENT,
    Date,
    ImpossibleDateError,
    Period,
    parse_date,
)
from cv_action.cv.model import Extra, Json
from cv_action.cv.problems import Problems
from cv_action.cv.source import Node, placed
from cv_action.report.problem import Severity, shown

__all__ = ["Problems", "Reader"]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


MAX_GUESSES: Final = 2_000
MAX_GUESSED_LENGTH: Final = 40


class Reader:
    """Reads one mapping, key by key, and knows in the end which keys nobody asked for.

    A known key that holds nothing (``""``, ``[]``, ``{}`` or ``null``) travels in ``extra``, so
    that it is there again when the file is written back.
    """

    def __init__(self, node: Node, path: str, problems: Problems) -> None:
        self.node = node
        self.path = path
        self.problems = problems
        self.items: Mapping[str, Node] = node.value if isinstance(node.value, Mapping) else {}
        if not isinstance(node.value, Mapping):
            problems.add(node, path, "this is not a mapping", accepted="keys with values")
        self._known: set[str] = set()
        self._kept: dict[str, Json] = {}

    @classmethod
    def of(cls, data: Json) -> Reader:
        """Read data that stands nowhere, and whose problems nobody asks for."""
        return cls(placed(data), "", Problems())

    def at(self, key: str) -> str:
        """The path of a key below this mapping."""
        return f"{self.path}.{key}" if self.path else key

    def get(self, key: str) -> Node | None:
        """Take a key's value; ``None`` when it is absent or holds nothing."""
        self._known.add(key)
        node = self.items.get(key)
        if node is None:
            return None
        if _empty(node):
            self._kept[key] = node.plain()
            return None
        return node

    def text(self, *keys: str) -> str:
        """Take a text, from the first of the keys that has one; numbers count as their digits."""
        for key in keys:
            node = self.get(key)
            if node and (text := self._text(node, self.at(key))):
                return text
        return ""

    def holds(self, key: str) -> bool:
        """Whether a key is there and says something; it is not taken."""
        node = self.items.get(key)
        return node is not None and not _empty(node)

    def holds_text(self, key: str) -> bool:
        """Whether a text stands under a key; it is not taken."""
        return self.holds(key) and isinstance(self.items[key].value, str)

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; one text alone counts as a list of one."""
        node = self.get(key)
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            text = self._text(node, self.at(key))
            return (text,) if text else ()
        found = (self._text(n, f"{self.at(key)}[{i}]") for i, n in enumerate(node.value))
        return tuple(text for text in found if text)

    def choice(self, key: str, of: type[E], default: E) -> E:
        """Take one word of a closed set."""
        text = self.text(key)
        if not text:
            return default
        try:
            return of(text)
        except ValueError:
            self.wrong(key, "this is none of the choices", accepted=", ".join(of))
            return default

    def wrong(self, key: str, message: str, *, accepted: str) -> None:
        """Note that what stands under a key cannot be."""
        self.problems.add(self.items[key], self.at(key), message, accepted=accepted)

    def forget(self, key: str) -> None:
        """Keep nothing of a key that was taken, even if it is empty."""
        self._known.add(key)
        self._kept.pop(key, None)

    def is_list(self, key: str) -> bool:
        """Whether a list stands under a key; anything else that says something is a problem."""
        node = self.get(key)
        if node is not None and not isinstance(node.value, tuple):
            self.problems.add(node, self.at(key), "this is not a list", accepted="a list")
        here = self.items.get(key)
        return here is not None and isinstance(here.value, tuple)

    def items_of(self, key: str) -> Iterator[Reader | str]:
        """Take a list of mappings and texts."""
        if not self.is_list(key):
            return
        for i, item in enumerate(self.items[key].value):  # type: ignore[arg-type]  # is_list has looked
            node = cast("Node", item)
            if isinstance(node.value, str):
                yield node.value
            else:
                yield from self._mapping(node, f"{self.at(key)}[{i}]")

    def _mapping(self, node: Node, path: str) -> Iterator[Reader]:
        reader = Reader(node, path, self.problems)
        if isinstance(node.value, Mapping):
            yield reader

    def child(self, key: str) -> Reader | None:
        """Take a mapping."""
        node = self.get(key)
        return Reader(node, self.at(key), self.problems) if node else None

    def children(self, key: str) -> Iterator[Reader]:
        """Take a list of mappings, one reader each; items that are none are problems."""
        if self.is_list(key):
            for i, item in enumerate(self.items[key].value):  # type: ignore[arg-type]  # is_list has looked
                yield from self._mapping(cast("Node", item), f"{self.at(key)}[{i}]")

    def entries(self, key: str, read: Callable[[Reader], T]) -> tuple[T, ...]:
        """Take a list of mappings, each read by ``read``."""
        return tuple(read(child) for child in self.children(key))

    def period(self, start_key: str, end_key: str, *, open_ended: bool = True) -> Period:
        """Take an interval. With ``open_ended`` a start without an end still goes on."""
        start = self._date(start_key, ACCEPTED)
        end_node = self.items.get(end_key)
        says_present = self._says_present(end_node)
        self._known.add(end_key)
        end = None if says_present else self._date(end_key, ACCEPTED_END)
        self._kept.pop(end_key, None)
        current = start is not None and end is None and (says_present or open_ended)
        period = Period(start, end, current=current)
        if period.reversed and end_node is not None:
            self.problems.add(
                end_node,
                self.at(end_key),
                f"it ends before it begins ({start})",
                accepted="an end that is not before the start",
            )
        return period

    def date(self, key: str) -> Period:
        """Take one date; it becomes a period that starts and ends with it."""
        date = self._date(key, ACCEPTED)
        return Period(date, date) if date else Period()

    def extra(self, *, suggest: Iterable[str] = ()) -> Extra:
        """What nobody asked for, kept; a key close to a known one is a warning."""
        known = self._known | set(suggest)
        for key, node in self.items.items():
            if key in self._known:
                continue
            self._kept[key] = node.plain()
            self._suggest(key, node, known)
        return dict(self._kept)

    def _suggest(self, key: str, node: Node, known: set[str]) -> None:
        self.problems.guesses += 1
        if self.problems.guesses > MAX_GUESSES or len(key) > MAX_GUESSED_LENGTH:
            return
        lowered = {name.lower(): name for name in sorted(known)}
        close = difflib.get_close_matches(key.lower(), lowered, n=1, cutoff=0.75)
        if not close or lowered[close[0]] in self.items:
            return
        self.problems.add(
            node,
            self.at(key),
            "this key is not known, so it is kept but not shown",
            accepted=f'"{lowered[close[0]]}", if that is what you meant',
            severity=Severity.WARNING,
            value=shown(key),
        )

    def _text(self, node: Node, path: str) -> str:
        if isinstance(node.value, str):
            return node.value
        if isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
            return str(node.value)
        if node.value is not None:
            self.problems.add(node, path, "this is not text", accepted="text")
        return ""

    def _says_present(self, node: Node | None) -> bool:
        return (
            node is not None
            and isinstance(node.value, str)
            and node.value.strip().lower() in PRESENT
        )

    def _date(self, key: str, accepted: str) -> Date | None:
        node = self.get(key)
        if node is None:
            return None
        text = self._text(node, self.at(key))
        try:
            date = parse_date(text)
        except ImpossibleDateError:
            self.problems.add(node, self.at(key), "there is no such date", accepted=accepted)
            return None
        if date is None and text:
            self.problems.add(node, self.at(key), "this is not a date", accepted=accepted)
        return date


def _empty(node: Node) -> bool:
    return node.value is None or node.value in ("", (), {})
