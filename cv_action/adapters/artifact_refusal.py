"""What GitHub's API means when it refuses, and what the owner can do about it.

Sources: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api and
https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

import msgspec

from cv_action.adapters.http_message import Reply
from cv_action.ledger.store import StoreError

PERMISSIONS: Final = """\
The token may not read the repository's artifacts. A person's fine-grained token needs Actions: \
read-only. Where a workflow or a job says what its token may do, everything that is not named is \
off, so name this too:

permissions:
  contents: write   # or whatever the workflow has here already
  actions: read"""
_VALID: Final = (
    "Give a valid token: in a workflow github_token is the job's own unless it is set, and a "
    "terminal takes GITHUB_TOKEN."
)
_NO_ACCESS: Final = "Check that the token belongs to this repository and may read it."
LATER: Final = "Try again later; https://www.githubstatus.com says how GitHub is."
_LIMITS: Final = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
_MINUTE: Final = timedelta(minutes=1)
"""How long to wait where the answer does not say it."""


def refused(reply: Reply) -> StoreError:
    """The error that an answer of GitHub's API stands for."""
    if _is_limit(reply):
        return StoreError(
            "GitHub has had enough requests for now.",
            hint=f"Try again {_when(reply)}.",
        )
    match reply.status:
        case HTTPStatus.UNAUTHORIZED:
            return StoreError("GitHub did not accept the token.", hint=_VALID)
        case HTTPStatus.FORBIDDEN:
            return StoreError("GitHub does not let us read the artifacts.", hint=PERMISSIONS)
        case HTTPStatus.NOT_FOUND:
            return StoreError("GitHub knows no such repository.", hint=_NO_ACCESS)
        case status:
            return StoreError(f"GitHub answered {status}.", hint=LATER)


def _is_limit(reply: Reply) -> bool:
    """Why the text too: a secondary limit can come as a 403 that leaves requests remaining."""
    if reply.status not in _LIMITS:
        return False
    spent = reply.headers.get("x-ratelimit-remaining") == "0"
    told = reply.status == HTTPStatus.TOO_MANY_REQUESTS or "retry-after" in reply.headers
    return spent or told or "rate limit" in _message(reply).lower()


class _Said(msgspec.Struct):
    message: str = ""


def _message(reply: Reply) -> str:
    try:
        return msgspec.json.decode(reply.body, type=_Said).message
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def _when(reply: Reply) -> str:
    """First ``retry-after``, then the moment of the reset, then a minute, as GitHub asks for."""
    reset = reply.headers.get("x-ratelimit-reset", "")
    if reply.retry_after is None and reset.isascii() and reset.isdigit() and len(reset) <= 10:  # noqa: PLR2004  digits until the year 2286
        return f"after {datetime.fromtimestamp(int(reset), UTC):%Y-%m-%d %H:%M} UTC"
    wait = reply.retry_after or _MINUTE
    return f"in {max(1, -(-wait // _MINUTE))} min"
