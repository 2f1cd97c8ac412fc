"""What the official command line prints, line by line, as values.

Each line is a JSON object. Kinds and fields that are not named here are passed over, and so is a
line that is damaged: what matters is said again in the result, or missing from it.
Source: recorded runs of the pinned version with ``--output-format stream-json --verbose``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec import Meta, Struct, field

from cv_action.claude.reply import Sighting, Spent
from cv_action.claude.usage import Tokens, Usage

Signal: TypeAlias = Annotated[str, Meta(pattern=r"\A[a-z0-9_]{0,60}\Z")]
"""A word of the server or the CLI that means one thing. Anything else is no signal."""
_Model: TypeAlias = Annotated[str, Meta(pattern=r"\A[!-~]{1,200}\Z")]
_Seconds: TypeAlias = Annotated[float, Meta(ge=0, le=2**33)]
"""Since 1970, at most some centuries ahead."""
_Share: TypeAlias = Annotated[float, Meta(ge=0, le=1000)]
REJECTED: Final = "rejected"
_DAY_MS: Final = 24 * 60 * 60 * 1000

_NO_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that are not what they should be; the last one for their depth."""


class Started(Struct, frozen=True, kw_only=True):
    """The first line: which program answers, and where it found its API key ("none" is a token)."""

    version: str = field(name="claude_code_version", default="")
    key_source: str = field(name="apiKeySource", default="")


class Retrying(Struct, frozen=True, kw_only=True):
    """The CLI waits before it tries again."""

    milliseconds: Annotated[float, Meta(ge=0, le=_DAY_MS)] = field(name="retry_delay_ms")
    status: int | None = field(name="error_status", default=None)

    @property
    def asked_to_wait(self) -> timedelta | None:
        """The wait that a 429 brought about; others are the CLI's own idea."""
        return timedelta(milliseconds=self.milliseconds) if self.status == 429 else None  # noqa: PLR2004  HTTP


class Complaint(Struct, frozen=True, kw_only=True):
    """A message that the CLI wrote itself, because the API gave none: ``error`` is its class."""

    error: Signal
    is_api_error_message: bool


class Result(Struct, frozen=True, kw_only=True):
    """The last line: how it went. Without ``is_error`` it went wrong."""

    subtype: Signal = ""
    is_error: bool = True
    status: int | None = field(name="api_error_status", default=None)
    type: Signal | None = field(name="api_error_type", default=None)
    error: Signal | None = field(name="api_error", default=None)
    terminal_reason: Signal | None = None
    stop_reason: Signal | None = None
    structured_output: msgspec.Raw = msgspec.Raw(b"null")
    model_usage: msgspec.Raw = field(name="modelUsage", default=msgspec.Raw(b"null"))

    @property
    def data(self) -> object:
        """The answer, or None where there is none that can be read."""
        try:
            return msgspec.json.decode(self.structured_output)
        except _NO_JSON:
            return None

    @property
    def spent(self) -> tuple[Spent, ...] | None:
        """What each model used; None where that cannot be read.

        Why not ``usage``: it leaves out the attempts that were in vain.
        """
        try:
            used = msgspec.json.decode(self.model_usage, type=dict[_Model, _Used])
        except _NO_JSON:
            return None
        return tuple(Spent(model, one.usage) for model, one in used.items())


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server says about its quota windows."""

    sightings: tuple[Sighting, ...]


Event: TypeAlias = Started | Seen | Retrying | Complaint | Result


class _Kind(Struct, frozen=True):
    type: str
    subtype: str = ""


class _Used(Struct, frozen=True, kw_only=True, rename="camel"):
    input_tokens: Tokens = 0
    output_tokens: Tokens = 0
    cache_read_input_tokens: Tokens = 0
    cache_creation_input_tokens: Tokens = 0
    five_minutes: Tokens = field(name="cacheCreationEphemeral5mInputTokens", default=0)

    @property
    def usage(self) -> Usage:
        """What of the cache nobody says the length of is counted as written for an hour.

        Why: with a token that is what the CLI asks for, and it is the dearer of the two.
        """
        short = min(self.five_minutes, self.cache_creation_input_tokens)
        return Usage(
            input=self.input_tokens,
            output=self.output_tokens,
            cache_read=self.cache_read_input_tokens,
            cache_write_5m=short,
            cache_write_1h=self.cache_creation_input_tokens - short,
        )


class _Window(Struct, frozen=True, kw_only=True, rename="camel"):
    status: Signal = ""
    resets_at: _Seconds | None = None
    utilization: _Share | None = None


class _Limits(_Window, frozen=True, kw_only=True, rename="camel"):
    rate_limit_type: Signal | None = None
    is_using_overage: bool = False
    unified_windows: Annotated[dict[Signal, _Window], Meta(max_length=30)] = {}


class _LimitsLine(Struct, frozen=True, kw_only=True):
    limits: _Limits = field(name="rate_limit_info")


def event(line: bytes) -> Event | None:
    """What a line says; None where it says nothing that matters here."""
    try:
        return _event(line)
    except _NO_JSON:
        return None


def _event(line: bytes) -> Event | None:
    kind = msgspec.json.decode(line, type=_Kind)
    match kind.type, kind.subtype:
        case "system", "init":
            return msgspec.json.decode(line, type=Started)
        case "system", "api_retry":
            return msgspec.json.decode(line, type=Retrying)
        case "assistant", _:
            complaint = msgspec.json.decode(line, type=Complaint)
            return complaint if complaint.is_api_error_message else None
        case "rate_limit_event", _:
            limits = msgspec.json.decode(line, type=_LimitsLine).limits
            return Seen(tuple(_sightings(limits)))
        case "result", _:
            return msgspec.json.decode(line, type=Result)
        case _:
            return None


def _sightings(limits: _Limits) -> Iterator[Sighting]:
    """Money is spent in the place of the windows that are used up.

    What is said of overage on an allowed session only means that there are no credits for it. A
    429 that has nothing to do with quota says "rejected" too, and names no window.
    """
    for name, window in _windows(limits).items():
        in_question = name == limits.rate_limit_type or window.status == REJECTED
        yield Sighting(
            window=name,
            status=window.status,
            resets_at=None if window.resets_at is None else _moment(window.resets_at),
            utilization=window.utilization,
            overage=limits.is_using_overage and in_question,
        )


def _windows(limits: _Limits) -> dict[str, _Window]:
    """All that are named. What is said outside of the list is of the one that decides."""
    windows = dict(limits.unified_windows)
    name = limits.rate_limit_type
    if name:
        listed = windows.get(name, _Window())
        windows[name] = _Window(
            status=limits.status or listed.status,
            resets_at=listed.resets_at if limits.resets_at is None else limits.resets_at,
            utilization=listed.utilization if limits.utilization is None else limits.utilization,
        )
    return windows


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
