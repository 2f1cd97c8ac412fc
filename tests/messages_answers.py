"""What the made-up Messages API is told to answer, and what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias

USAGE: Final = {
    "input_tokens": 1000,
    "cache_creation_input_tokens": 200,
    "cache_read_input_tokens": 300,
    "output_tokens": 50,
    "service_tier": "standard",
}
"""What an answer used, unless a test says otherwise."""

ERROR_TYPES: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came; names of headers are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401  tests look into it
        """The body, which has to be JSON."""
        return json.loads(self.body)

    @property
    def by_token(self) -> bool:
        """Whether it came with a bearer token, as the subscription's do, and not with a key."""
        return "authorization" in self.headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One quota window of a subscription."""

    utilization: float
    resets_at: datetime
    status: str = "allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What the server says about a subscription's windows; only told to a bearer token."""

    five_hour: Window
    seven_day: Window
    overage: bool = False

    def headers(self) -> dict[str, str]:
        """The unified headers: the status of the whole, the window that decides, each window."""
        windows = {"five_hour": ("5h", self.five_hour), "seven_day": ("7d", self.seven_day)}
        ranks = ("allowed", "allowed_warning", "rejected")
        claim, (_, decides) = max(
            windows.items(), key=lambda one: (ranks.index(one[1][1].status), one[0] == "five_hour")
        )
        told = {"status": decides.status, "representative-claim": claim, "reset": _unix(decides)}
        for short, window in windows.values():
            told[f"{short}-status"] = window.status
            told[f"{short}-utilization"] = str(window.utilization)
            told[f"{short}-reset"] = _unix(window)
        if self.overage:
            told |= {"overage-status": "allowed", "overage-in-use": "true"}
        else:
            told |= {"overage-status": "rejected", "overage-disabled-reason": "org_level_disabled"}
        return {f"anthropic-ratelimit-unified-{name}": value for name, value in told.items()}


class Ends(StrEnum):
    """How an answer ends."""

    WHOLE = "whole"
    CUT = "cut"
    """The connection dies in the middle."""
    ERROR = "error"
    """An error stands in the stream where the rest should be; without a stream, as cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A message.

    ``text`` is said as it is. Without it ``data`` is said in the form that was asked for: through
    the tool ``StructuredOutput`` where the request has it, as JSON otherwise. ``stop`` is the stop
    reason, by default the one that fits. ``slow`` are seconds before the first byte; a server that
    ends does not wait for them.
    """

    data: object = None
    text: str | None = None
    thinking: str = ""
    stop: str = ""
    usage: Mapping[str, object] = field(default_factory=lambda: USAGE)
    model: str = ""
    quota: Quota | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0
    ends: Ends = Ends.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An answer byte for byte: errors, and whatever no API should say."""

    status: int
    body: bytes
    quota: Quota | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    slow: float = 0
    ends: Ends = Ends.WHOLE


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection ends before the first byte of an answer."""


Said: TypeAlias = Answer | Raw | Lost
Plan: TypeAlias = Said | Callable[[Asked], Said]


def trouble(
    status: int,
    message: str = "made-up trouble",
    *,
    kind: str = "",
    code: str = "",
    quota: Quota | None = None,
    headers: Mapping[str, str] | None = None,
) -> Raw:
    """An error as the API words it; its type follows from the status unless ``kind`` says it.

    ``code`` is the name that some errors have beside their type.
    """
    error: dict[str, object] = {"type": kind or ERROR_TYPES[status], "message": message}
    if code:
        error["details"] = {"error_code": code}
    body = {"type": "error", "error": error, "request_id": "req_made_up"}
    return Raw(
        status=status, body=json.dumps(body).encode(), quota=quota, headers=dict(headers or {})
    )


def _unix(window: Window) -> str:
    return str(int(window.resets_at.timestamp()))
