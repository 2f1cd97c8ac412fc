"""Our requests are what the official client's own types allow, to the last key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
from anthropic import transform_schema
from anthropic.types.message_count_tokens_params import MessageCountTokensParams
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming
from pydantic import TypeAdapter, ValidationError

from cv_action.claude.messages import count_body, request_body
from cv_action.claude.prompt import Effort
from cv_action.enhance.prompting import READINGS, REWRITES
from tests.messages_prompts import MODEL, a_prompt

CREATE: Final[TypeAdapter[Any]] = TypeAdapter(MessageCreateParamsNonStreaming)
COUNT: Final[TypeAdapter[Any]] = TypeAdapter(MessageCountTokensParams)
GOOD = request_body(a_prompt(shared=True), MODEL)


def is_allowed(types: TypeAdapter[Any], body: bytes) -> bool:
    """Whether a body has the right types and no key that they do not know.

    Why it is written out again: keys that nobody knows get lost on the way, and lists are only
    looked at then.
    """
    try:
        again = types.dump_json(types.validate_json(body))
    except (ValidationError, UserWarning):
        return False
    return bool(json.loads(again) == json.loads(body))


@pytest.mark.parametrize("effort", list(Effort))
@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("texts", [("s", "c"), ("s", ""), ("", "c"), ("", "")])
@pytest.mark.parametrize("model", [MODEL, "claude-haiku-4-5"])
def test_every_request_is_as_the_types_say(
    effort: Effort, texts: tuple[str, str], model: str, *, shared: bool
) -> None:
    prompt = a_prompt(system=texts[0], context=texts[1], effort=effort, shared=shared)
    assert is_allowed(CREATE, request_body(prompt, model))
    assert is_allowed(COUNT, count_body(prompt, model))


@pytest.mark.parametrize(
    "changes",
    [
        {"temperatur": 0},
        {"max_tokens": "2000"},
        {"max_tokens": None},
        {"output_config": {"effort": "none"}},
        {"output_config": {"formats": {}}},
        {"messages": [{"role": "user", "content": [{"type": "text", "txt": "x"}]}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "x", "cache": 1}]}]},
        {"system": [{"type": "text", "text": "x", "cache_control": {"type": "eternal"}}]},
    ],
)
def test_the_types_go_red_for_what_they_do_not_know(changes: Mapping[str, Any]) -> None:
    assert is_allowed(CREATE, GOOD)
    assert not is_allowed(CREATE, json.dumps(json.loads(GOOD) | changes).encode())


@pytest.mark.parametrize("schema", [REWRITES, READINGS])
def test_our_schemas_are_what_the_api_can_hold_an_answer_to(schema: dict[str, Any]) -> None:
    assert transform_schema(schema) == schema


def test_a_schema_with_what_the_api_does_not_know_goes_red() -> None:
    unknown = {"type": "string", "maxLength": 9}
    assert transform_schema(unknown) != unknown
