"""What our server says is what the official client knows, and that client gets it from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import anthropic
import pytest
from anthropic.types import Message, MessageTokensCount, RawMessageStreamEvent
from anthropic.types.shared import ErrorResponse
from pydantic import TypeAdapter

from cv_action.adapters.messages_api import VERSION
from cv_action.claude.messages import request_body
from tests.messages_answers import ERROR_TYPES, Answer, Asked, Ends, trouble
from tests.messages_prompts import MODEL, a_prompt
from tests.messages_server import MessagesServer
from tests.messages_words import events, message

EVENTS: Final[TypeAdapter[Any]] = TypeAdapter(RawMessageStreamEvent)
BODY: Final = request_body(a_prompt(shared=True), MODEL)
SAID = {
    "data": Answer(data={"text": "x"}),
    "text": Answer(text="Good evening"),
    "thinking": Answer(data={"text": "y"}, thinking="hm"),
    "refusal": Answer(text="", stop="refusal"),
    "cut": Answer(text="{", stop="max_tokens"),
}
TOOLS = {"model": MODEL, "max_tokens": 9, "messages": [], "tools": [{"name": "StructuredOutput"}]}
UNKNOWN_TO_THE_CLIENT = {"conflict_error", "request_too_large"}


def asked(body: bytes) -> Asked:
    return Asked(method="POST", path="/v1/messages", query="", headers={}, body=body)


@pytest.mark.parametrize("body", [BODY, json.dumps(TOOLS).encode()], ids=["schema", "tool"])
@pytest.mark.parametrize("name", SAID)
def test_messages_and_their_events_are_as_the_types_say(name: str, body: bytes) -> None:
    whole = message(asked(body), SAID[name])
    Message.model_validate(whole, strict=True)
    found = list(events(whole, Ends.WHOLE))
    assert len(found) > 3
    for event in found:
        kind, data = event.decode().removesuffix("\n\n").split("\n")
        said = json.loads(data.removeprefix("data: "))
        assert kind == f"event: {said['type']}"
        if said["type"] != "ping":
            EVENTS.validate_python(said)


def test_every_error_of_the_types_is_as_they_say() -> None:
    known = set(ERROR_TYPES.values()) - UNKNOWN_TO_THE_CLIENT
    assert len(known) == 9
    for status, kind in ERROR_TYPES.items():
        if kind in known:
            ErrorResponse.model_validate_json(trouble(status).body, strict=True)


@pytest.fixture
def server() -> Iterator[MessagesServer]:
    with MessagesServer(*SAID.values()) as server:
        yield server


def client(server: MessagesServer) -> anthropic.Anthropic:
    return anthropic.Anthropic(api_key="made-up", base_url=server.url, max_retries=0)


@pytest.mark.loopback
def test_the_official_client_asks_as_we_do(server: MessagesServer) -> None:
    with client(server) as official:
        official.messages.create(**json.loads(BODY))
        official.messages.count_tokens(model=MODEL, messages=json.loads(BODY)["messages"])
    made, counted = server.asked
    assert (made.method, made.path, counted.path) == (
        "POST",
        "/v1/messages",
        "/v1/messages/count_tokens",
    )
    assert made.json == json.loads(BODY)
    assert made.headers["anthropic-version"] == VERSION


@pytest.mark.loopback
def test_the_official_client_gets_every_answer(server: MessagesServer) -> None:
    with client(server) as official:
        whole = [official.messages.create(**json.loads(BODY)) for _ in SAID]
        server.plan(*SAID.values())
        streamed = []
        for _ in SAID:
            with official.messages.stream(**json.loads(BODY)) as stream:
                streamed.append(stream.get_final_message())
        counted = official.messages.count_tokens(model=MODEL, messages=[])
    assert counted == MessageTokensCount(input_tokens=1234)
    assert [one.stop_reason for one in whole] == [one.stop_reason for one in streamed]
    assert [one.usage.output_tokens for one in whole + streamed] == [50] * 10
    for one, other in zip(whole, streamed, strict=True):
        assert [part.type for part in one.content] == [part.type for part in other.content]
        assert [getattr(part, "text", "") for part in one.content] == [
            getattr(part, "text", "") for part in other.content
        ]


@pytest.mark.loopback
@pytest.mark.parametrize("status", ERROR_TYPES)
def test_the_official_client_knows_every_error(server: MessagesServer, status: int) -> None:
    server.plan(trouble(status))
    with client(server) as official, pytest.raises(anthropic.APIStatusError) as failed:
        official.messages.create(**json.loads(BODY))
    assert failed.value.status_code == status
    assert failed.value.type in {ERROR_TYPES[status], None}


@pytest.mark.loopback
def test_the_official_client_reads_the_code_of_a_spent_month(server: MessagesServer) -> None:
    server.plan(trouble(429, code="enforced_spend_limit_reached"))
    with client(server) as official, pytest.raises(anthropic.RateLimitError) as failed:
        official.messages.create(**json.loads(BODY))
    assert failed.value.error_code == "enforced_spend_limit_reached"
