"""A model that edits a CV: what it says follows from what it is asked, whatever that is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.messages_answers import Answer, Asked

Words = Callable[[str], str]
_FENCED = re.compile(r"<statements>\n(.*)\n</statements>", re.DOTALL)


def statements(asked: Asked) -> list[dict[str, Any]]:
    """What a request asks about."""
    texts = [text for message in asked.json["messages"] for text in _texts(message["content"])]
    found = _FENCED.search("\n".join(texts))
    assert found, "the request has no statements"
    listed: list[dict[str, Any]] = json.loads(found[1])
    return listed


def editor(words: Words, *, follows: bool = True) -> Callable[[Asked], Answer]:
    """Put every statement into other words; say of every doubt that it is carried, or is not."""

    def answer(asked: Asked) -> Answer:
        listed = [_answered(one, words, follows=follows) for one in statements(asked)]
        return Answer(data={"statements": listed})

    return answer


def _answered(one: Mapping[str, Any], words: Words, *, follows: bool) -> dict[str, object]:
    if "after" in one:
        quote = " ".join(str(one["before"]).split()[:4]) if follows else ""
        return {"ref": one["ref"], "follows": follows, "quote": quote}
    if "said" in one:
        return {"ref": one["ref"], "text": one["said"]}
    return {"ref": one["ref"], "text": words(str(one["text"]))}


def _texts(content: object) -> list[str]:
    if isinstance(content, str):
        return [content]
    assert isinstance(content, list)
    return [str(block.get("text", "")) for block in content]
