"""When GitHub has had enough, and until when.

Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

import msgspec

from cv_action.adapters.http_message import Reply
from cv_action.ledger.codec import NO_JSON

_LIMITS: Final = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_MINUTE: Final = timedelta(minutes=1)
"""How long to wait where the answer does not say it."""


def is_limit(reply: Reply) -> bool:
    """Whether a refusal is one of too many requests.

    Why the text too: a secondary limit can come as a 403 that leaves requests remaining.
    """
    if reply.status not in _LIMITS:
        return False
    spent = reply.headers.get("x-ratelimit-remaining") == "0"
    told = reply.status == HTTPStatus.TOO_MANY_REQUESTS or "retry-after" in reply.headers
    return spent or told or "rate limit" in told_by(reply).lower()


class _Detail(msgspec.Struct):
    message: str = ""


class _Said(msgspec.Struct):
    message: str = ""
    errors: list[_Detail | str] = []


def told_by(reply: Reply) -> str:
    """What GitHub says in a refusal, with its details; foreign text, and maybe empty."""
    try:
        said = msgspec.json.decode(reply.body, type=_Said)
    except NO_JSON:
        return ""
    details = (one if isinstance(one, str) else one.message for one in said.errors)
    return ": ".join(filter(None, (said.message, *details)))


def until(reply: Reply) -> str:
    """When to come again: ``retry-after``, then the reset, then a minute, as GitHub asks for."""
    reset = _reset(reply)
    if reply.retry_after is None and reset is not None:
        return f"after {reset:%Y-%m-%d %H:%M} UTC"
    wait = reply.retry_after or _MINUTE
    return f"in {max(1, -(-wait // _MINUTE))} min"


def patiently(reply: Reply) -> Reply:
    """The refusal with the wait that it means, where it does not say it in ``retry-after``."""
    if not is_limit(reply) or reply.retry_after is not None:
        return reply
    reset, now = _reset(reply), reply.date
    wait = max(reset - now, timedelta(0)) if reset and now else _MINUTE
    headers = {**reply.headers, "retry-after": str(-(-wait // timedelta(seconds=1)))}
    return Reply(status=reply.status, headers=headers, body=reply.body)


def _reset(reply: Reply) -> datetime | None:
    """Why only where nothing remains: a secondary limit has nothing to do with that moment."""
    reset = reply.headers.get("x-ratelimit-reset", "")
    if reply.headers.get("x-ratelimit-remaining") != "0":
        return None
    if not (reset.isascii() and reset.isdigit() and len(reset) <= 10):  # noqa: PLR2004  digits until the year 2286
        return None
    return datetime.fromtimestamp(int(reset), UTC)
