"""Requests of the Messages API, as bytes.

One turn of the person with two blocks of text, what is shared and what is asked, and an answer held
to a schema by the server's own grammar. No temperature and no words put into the model's mouth:
current models refuse both.
Source: https://platform.claude.com/docs/en/api/messages, and there on prompt caching, structured
outputs, effort and token counting.
"""

from __future__ import annotations

from typing import Final

import msgspec

from cv_action.claude.prompt import Prompt

_CACHED: Final = {"type": "ephemeral"}
_NO_EFFORT: Final = ("claude-haiku-4-5", "claude-sonnet-4-5")
"""Models that refuse to be told how much to think."""
_FRAME: Final = 500
"""Tokens of the marks between the parts of a prompt, and of the server's words about the schema."""


def request_body(prompt: Prompt, model: str) -> bytes:
    """The body that asks a model, as JSON; ``model`` is an id of the API, not an alias."""
    return msgspec.json.encode(_said(prompt, model) | {"max_tokens": prompt.max_output})


def count_body(prompt: Prompt, model: str) -> bytes:
    """The body that asks how many tokens the same request has, which costs nothing."""
    return msgspec.json.encode(_said(prompt, model))


def most_tokens(prompt: Prompt) -> int:
    """An upper bound of a prompt's tokens, for when nobody can be asked.

    Why one for each byte: a token stands for one byte at least. Prose has about four for each.
    """
    return len(count_body(prompt, "")) + _FRAME


def _said(prompt: Prompt, model: str) -> dict[str, object]:
    """What is said; the mark for the cache stands on the last block that others share.

    Why without a look at prices or lengths: what is written to the five-minute cache costs a
    quarter more than plain input, what is read from it a tenth at most, so the second request pays
    for the mark, and a run's requests follow each other at once. Below the model's least length
    (512 to 4,096 tokens) the mark does nothing and costs nothing.
    """
    system, context, request = map(_blocks, (prompt.system, prompt.context, prompt.request))
    if prompt.shared and (system or context):
        (context or system)[-1]["cache_control"] = _CACHED
    return {
        "model": model,
        **({"system": system} if system else {}),
        "messages": [{"role": "user", "content": context + request}],
        "output_config": _output(prompt, model),
    }


def _blocks(text: str) -> list[dict[str, object]]:
    """A text as a block, or none: the API refuses empty ones.

    Why it is encoded on the way: half of a surrogate pair is no text, and JSON in UTF-8 has no
    place for it.
    """
    whole = text.encode("utf-8", "replace").decode()
    return [{"type": "text", "text": whole}] if whole.strip() else []


def _output(prompt: Prompt, model: str) -> dict[str, object]:
    output: dict[str, object] = {"format": {"type": "json_schema", "schema": prompt.schema}}
    return output if model.startswith(_NO_EFFORT) else output | {"effort": prompt.effort}
