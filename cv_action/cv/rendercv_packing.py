"""Data under keys that RenderCV does not know, as texts.

RenderCV 2.8 takes any key on an entry and puts what stands there into its templates. That works
for a text and for nothing else: a list or a number under such a key is accepted, and then the
entry cannot be drawn. So words of a list are written between commas where that gives them back,
and everything else as JSON behind a mark.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final

from cv_action.cv.json_source import parse_json
from cv_action.cv.model import Json
from cv_action.cv.rendercv_shapes import LISTS
from cv_action.cv.source import Node, SourceError, placed

MARK: Final = "json: "
"""What a text begins with that is JSON."""
_JOINT: Final = ", "


def packed(entry: Mapping[str, Json], words: Collection[str]) -> dict[str, Json]:
    """An entry that RenderCV can draw; ``words`` are the keys that hold lists of words."""
    return {
        key: _joined(value) if key in words else value if key in LISTS else _text(value)
        for key, value in entry.items()
    }


def unpacked(entry: Mapping[str, Node], words: Collection[str]) -> dict[str, Node]:
    """The entry as it was; what was never packed stays as it is."""
    return {key: _parted(node) if key in words else data_in(node) for key, node in entry.items()}


def as_text(value: Json) -> str:
    """Data as a text, which ``data_in`` takes back."""
    return MARK + json.dumps(value, ensure_ascii=False)


def data_in(node: Node) -> Node:
    """What a text from ``as_text`` says, at its place; anything else stays as it is."""
    if not isinstance(node.value, str) or not node.value.startswith(MARK):
        return node
    try:
        value = parse_json(node.value.removeprefix(MARK)).plain()
    except SourceError:
        return node
    return placed(value, line=node.line, column=node.column)


def between_commas(text: str) -> tuple[str, ...]:
    """Split at commas outside of brackets, if joining the parts gives the same text again."""
    parts, depth, start = [], 0, 0
    for i, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and text.startswith(_JOINT, i):
            parts.append(text[start:i])
            start = i + len(_JOINT)
    parts.append(text[start:])
    return tuple(parts) if all(part.strip() for part in parts) else (text,)


def _text(value: Json) -> Json:
    plain = value is None or (isinstance(value, str) and not value.startswith(MARK))
    return value if plain else as_text(value)


def _joined(value: Json) -> Json:
    if not isinstance(value, list):
        return _text(value)
    text = _JOINT.join(str(word) for word in value)
    reversible = list(between_commas(text)) == value and not text.startswith(MARK)
    return text if reversible else as_text(value)


def _parted(node: Node) -> Node:
    found = data_in(node)
    if not isinstance(found.value, str):
        return found
    words: list[Json] = list(between_commas(found.value))
    return placed(words, line=node.line, column=node.column)
