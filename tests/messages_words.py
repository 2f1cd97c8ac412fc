"""A message of the made-up Messages API, as one JSON body and as a stream of events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from tests.messages_answers import Answer, Asked, Ends, trouble

TOOL: Final = "StructuredOutput"
_ids: Final = count(1)


def message(asked: Asked, answer: Answer) -> dict[str, Any]:
    """The answer as the API's message object."""
    content = list(_content(asked.json, answer))
    tool = any(block["type"] == "tool_use" for block in content)
    return {
        "id": f"msg_{next(_ids):08}",
        "type": "message",
        "role": "assistant",
        "model": answer.model or asked.json["model"],
        "content": content,
        "stop_reason": answer.stop or ("tool_use" if tool else "end_turn"),
        "stop_sequence": None,
        "usage": dict(answer.usage),
    }


def events(whole: dict[str, Any], ends: Ends) -> Iterator[bytes]:
    """The message as server-sent events, up to where it is to end."""
    every = list(_events(whole))
    if ends is Ends.WHOLE:
        yield from every
        return
    yield from every[: len(every) // 2]
    if ends is Ends.ERROR:
        yield _event("error", json.loads(trouble(529, "Overloaded").body))


def _content(request: dict[str, Any], answer: Answer) -> Iterator[dict[str, Any]]:
    if answer.thinking:
        yield {"type": "thinking", "thinking": answer.thinking, "signature": "c2lnbmF0dXJl"}
    if answer.text is not None:
        if answer.text:
            yield {"type": "text", "text": answer.text}
    elif any(tool.get("name") == TOOL for tool in request.get("tools", ())):
        yield {
            "type": "tool_use",
            "id": f"toolu_{next(_ids):08}",
            "name": TOOL,
            "input": answer.data,
        }
    else:
        yield {"type": "text", "text": json.dumps(answer.data, ensure_ascii=False)}


def _events(whole: dict[str, Any]) -> Iterator[bytes]:
    begun = {"content": [], "stop_reason": None, "usage": whole["usage"] | {"output_tokens": 1}}
    yield _event("message_start", {"message": whole | begun})
    yield _event("ping", {})
    for index, block in enumerate(whole["content"]):
        empty, deltas = _pieces(block)
        yield _event("content_block_start", {"index": index, "content_block": empty})
        for delta in deltas:
            yield _event("content_block_delta", {"index": index, "delta": delta})
        yield _event("content_block_stop", {"index": index})
    stop = {"stop_reason": whole["stop_reason"], "stop_sequence": None}
    yield _event("message_delta", {"delta": stop, "usage": whole["usage"]})
    yield _event("message_stop", {})


def _pieces(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A block as it begins, and what then fills it."""
    match block["type"]:
        case "tool_use":
            halves = _halves(json.dumps(block["input"], ensure_ascii=False))
            return block | {"input": {}}, [
                {"type": "input_json_delta", "partial_json": half} for half in halves
            ]
        case "thinking":
            return block | {"thinking": "", "signature": ""}, [
                {"type": "thinking_delta", "thinking": block["thinking"]},
                {"type": "signature_delta", "signature": block["signature"]},
            ]
        case _:
            halves = _halves(block["text"])
            return block | {"text": ""}, [{"type": "text_delta", "text": half} for half in halves]


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


def _event(kind: str, data: dict[str, Any]) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind} | data)}\n\n".encode()
