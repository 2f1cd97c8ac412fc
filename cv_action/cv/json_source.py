"""JSON with places.

Why: the standard library's parser forgets where a value stood, and a person needs the line.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from typing import Final

from cv_action.cv.source import MAX_DEPTH, MAX_NODES, Node, SourceError, broken, unfit

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_WORDS: Final = {"true": True, "false": False, "null": None}


def parse_json(text: str) -> Node:
    """Read a JSON document.

    Raises:
        SourceError: it is not JSON, repeats a key or is nested too deep; the place is named.
    """
    parser = _Parser(text)
    node, end = parser.value(0, 0)
    end = parser.skip(end)
    if end != len(text):
        raise parser.error("something follows the end of the document", end)
    return node


class _Parser:
    """Recursive descent over one text; every method takes and gives an offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.count = 0
        self.line_starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def skip(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def node(self, value: object, at: int) -> Node:
        self.count += 1
        if self.count == MAX_NODES:
            raise self.error(f"more than {MAX_NODES:,} values", at)
        line = bisect_right(self.line_starts, at)
        return Node(value, line, at - self.line_starts[line - 1] + 1)  # type: ignore[arg-type]  # every caller gives one of Node's values

    def error(self, message: str, at: int) -> SourceError:
        place = self.node(None, min(at, len(self.text)))
        return broken(message, line=place.line, column=place.column, accepted="valid JSON")

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        at = self.skip(at)
        if depth > MAX_DEPTH:
            raise self.error(f"nested more than {MAX_DEPTH} levels deep", at)
        opening = self.text[at : at + 1]
        if opening == "{":
            return self.mapping(at, depth)
        if opening == "[":
            return self.sequence(at, depth)
        if opening == '"':
            string, end = self.string(at)
            return self.node(string, at), end
        return self.scalar(at)

    def string(self, at: int) -> tuple[str, int]:
        try:
            string, end = _DECODER.raw_decode(self.text, at)
        except json.JSONDecodeError as error:
            message = error.msg[:1].lower() + error.msg[1:].replace(" starting at", "")
            raise self.error(message, error.pos) from error
        if complaint := unfit(string):
            raise self.error(complaint, at)
        return string, end

    def scalar(self, at: int) -> tuple[Node, int]:
        for word, value in _WORDS.items():
            if self.text.startswith(word, at):
                return self.node(value, at), at + len(word)
        if match := _NUMBER.match(self.text, at):
            digits = match[0]
            if len(digits) > 40:  # noqa: PLR2004  no CV holds a longer number, and int() may refuse one
                raise self.error("a number of more than 40 characters", at)
            number = float(digits) if match[1] or match[2] else int(digits)
            if not math.isfinite(number):
                raise self.error("a number beyond all measure", at)
            return self.node(number, at), match.end()
        if at >= len(self.text):
            raise self.error("the document ends too early", at)
        raise self.error(f"unexpected {self.text[at]!a}", at)

    def sequence(self, at: int, depth: int) -> tuple[Node, int]:
        items: list[Node] = []
        end = self.skip(at + 1)
        if self.text[end : end + 1] == "]":
            return self.node((), at), end + 1
        while True:
            item, end = self.value(end, depth + 1)
            items.append(item)
            end, done = self.separator(end, "]")
            if done:
                return self.node(tuple(items), at), end

    def mapping(self, at: int, depth: int) -> tuple[Node, int]:
        items: dict[str, Node] = {}
        end = self.skip(at + 1)
        if self.text[end : end + 1] == "}":
            return self.node(items, at), end + 1
        while True:
            end = self.key(self.skip(end), depth, items)
            end, done = self.separator(end, "}")
            if done:
                return self.node(items, at), end

    def key(self, at: int, depth: int, items: dict[str, Node]) -> int:
        if self.text[at : at + 1] != '"':
            raise self.error("a key in double quotes is expected here", at)
        key, end = self.string(at)
        if key in items:
            raise self.error(f"the key {key!a} stands here twice", at)
        end = self.skip(end)
        if self.text[end : end + 1] != ":":
            raise self.error("a colon is expected here", end)
        items[key], end = self.value(end + 1, depth + 1)
        return end

    def separator(self, at: int, closing: str) -> tuple[int, bool]:
        at = self.skip(at)
        found = self.text[at : at + 1]
        if found == closing:
            return at + 1, True
        if found != ",":
            raise self.error(f'a comma or "{closing}" is expected here', at)
        after = self.skip(at + 1)
        if self.text[after : after + 1] == closing:
            raise self.error("a comma too many", at)
        return after, False
