"""Replies of the Messages API, read strictly.

What was used is read before anything else, so that a reply of no use is still paid for in the
books. What the model says is data: it is parsed, never followed.
"""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from cv_action.claude.failure import Failure
from cv_action.claude.messages_trouble import UNREADABLE, trouble
from cv_action.claude.reply import Answered, Failed, Spent
from cv_action.claude.usage import Tokens, Usage

_Model = Annotated[str, Meta(pattern=r"^[\w.:@/-]{1,100}$")]
_WORD: Final = re.compile(r"[a-z_]{1,40}")


class _Written(Struct, frozen=True):
    ephemeral_5m_input_tokens: Tokens = 0
    ephemeral_1h_input_tokens: Tokens = 0


class _Usage(Struct, frozen=True):
    input_tokens: Tokens
    output_tokens: Tokens
    cache_read_input_tokens: Tokens | None = None
    cache_creation_input_tokens: Tokens | None = None
    cache_creation: _Written | None = None

    def counted(self) -> Usage:
        """The same by what it is billed as.

        Why the larger of two numbers: the total of what was written and its parts by duration can
        disagree, and only a five-minute cache was ever asked for.
        """
        written = self.cache_creation or _Written()
        hour = written.ephemeral_1h_input_tokens
        rest = (self.cache_creation_input_tokens or 0) - hour
        return Usage(
            input=self.input_tokens,
            output=self.output_tokens,
            cache_read=self.cache_read_input_tokens or 0,
            cache_write_5m=max(written.ephemeral_5m_input_tokens, rest),
            cache_write_1h=hour,
        )


class _Bill(Struct, frozen=True):
    type: Literal["message"]
    model: _Model
    usage: _Usage


class _Block(Struct, frozen=True):
    type: str
    text: str = ""


class _Ending(Struct, frozen=True):
    category: str | None = None


class _Message(Struct, frozen=True):
    role: Literal["assistant"]
    content: list[_Block]
    stop_reason: str
    stop_details: _Ending | None = None


class _Count(Struct, frozen=True):
    input_tokens: Tokens


def read_reply(status: int, body: bytes, *, retry_after: timedelta | None) -> Answered | Failed:
    """What a reply says: an answer with what it used, or why there is none.

    ``retry_after`` is what the reply's header asks for. Of a reply whose usage cannot be read, what
    it cost is not measured.
    """
    if status != HTTPStatus.OK:
        return trouble(status, body, retry_after=retry_after)
    try:
        bill = msgspec.json.decode(body, type=_Bill)
    except UNREADABLE:
        return _malformed("the reply is no message", measured=False)
    spent = (Spent(bill.model, bill.usage.counted()),)
    try:
        message = msgspec.json.decode(body, type=_Message)
    except UNREADABLE:
        return _malformed("the reply's content has another form than a message", spent)
    return _answer(message, spent)


def read_count(status: int, body: bytes, *, retry_after: timedelta | None) -> int | Failed:
    """The most tokens that a prompt can have, by the server's count.

    Why a twentieth and a hundred are added: by its documentation the count is an estimate, from
    which what is billed can differ by a little.
    """
    if status != HTTPStatus.OK:
        return trouble(status, body, retry_after=retry_after)
    try:
        counted = msgspec.json.decode(body, type=_Count).input_tokens
    except UNREADABLE:
        return _malformed("the reply is no count of tokens")
    return counted + counted // 20 + 100


def _answer(message: _Message, spent: tuple[Spent, ...]) -> Answered | Failed:
    match message.stop_reason:
        case "end_turn":
            return _data(message, spent)
        case "refusal":
            return _refused(message.stop_details, spent)
        case "max_tokens":
            return _malformed("the reply was cut off at the most tokens that it may have", spent)
        case "model_context_window_exceeded":
            detail = "the prompt and its reply exceed what the model can hold"
            return Failed(failure=Failure.TOO_LARGE, detail=detail, spent=spent)
        case reason:
            return _malformed(f"the reply stopped for another reason ({_word(reason)})", spent)


def _data(message: _Message, spent: tuple[Spent, ...]) -> Answered | Failed:
    text = "".join(block.text for block in message.content if block.type == "text")
    try:
        return Answered(data=msgspec.json.decode(text), spent=spent)
    except UNREADABLE:
        return _malformed("the model's answer is no JSON", spent)


def _refused(ending: _Ending | None, spent: tuple[Spent, ...]) -> Failed:
    about = f" ({_word(ending.category)})" if ending and ending.category else ""
    return Failed(failure=Failure.REFUSED_CONTENT, detail=f"the model refused{about}", spent=spent)


def _malformed(detail: str, spent: tuple[Spent, ...] = (), *, measured: bool = True) -> Failed:
    return Failed(failure=Failure.MALFORMED_REPLY, detail=detail, spent=spent, measured=measured)


def _word(text: str) -> str:
    """A name that the server gave something, if it is one."""
    return text if _WORD.fullmatch(text) else "unnamed"
