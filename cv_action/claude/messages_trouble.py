"""Errors of the Messages API: what each of them means for the run.

Told by the type and the code that the API gives, then by the status. Its messages are told to
nobody: they quote the request. They are looked into for one thing only: an exhausted credit and a
limit that the owner has set are an ``invalid_request_error`` like any other, without a code of
their own. Should their wording change, the request counts as refused, which costs nothing either.
Source: https://platform.claude.com/docs/en/api/errors and .../api/rate-limits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal

import msgspec
from msgspec import Struct

from cv_action.claude.failure import Failure
from cv_action.claude.reply import Failed

UNREADABLE: Final = (msgspec.MsgspecError, UnicodeError, RecursionError)
"""What reading JSON can end in, if somebody has written it to do harm."""
_BY_TYPE: Final[Mapping[str, Failure]] = MappingProxyType(
    {
        "invalid_request_error": Failure.REFUSED_CONTENT,
        "authentication_error": Failure.CREDENTIAL_REFUSED,
        "billing_error": Failure.CREDIT_EXHAUSTED,
        "permission_error": Failure.CREDENTIAL_REFUSED,
        "not_found_error": Failure.UNKNOWN_MODEL,
        "conflict_error": Failure.OVERLOADED,
        "request_too_large": Failure.TOO_LARGE,
        "rate_limit_error": Failure.OVERLOADED,
        "api_error": Failure.OVERLOADED,
        "timeout_error": Failure.TIMEOUT,
        "overloaded_error": Failure.OVERLOADED,
    }
)
_BY_CODE: Final[Mapping[str, Failure]] = MappingProxyType(
    {
        "enforced_spend_limit_reached": Failure.CREDIT_EXHAUSTED,
        "contract_spend_limit_reached": Failure.CREDIT_EXHAUSTED,
        "organization_on_hold": Failure.CREDENTIAL_REFUSED,
    }
)
"""Codes that say more than the type: the month's limit comes as a 429 that no waiting helps."""
_BY_STATUS: Final[Mapping[int, Failure]] = MappingProxyType(
    {
        401: Failure.CREDENTIAL_REFUSED,
        402: Failure.CREDIT_EXHAUSTED,
        403: Failure.CREDENTIAL_REFUSED,
        408: Failure.TIMEOUT,
        413: Failure.TOO_LARGE,
        429: Failure.OVERLOADED,
        504: Failure.TIMEOUT,
        524: Failure.TIMEOUT,
    }
)
"""What a gateway says in its own words."""
_NO_MONEY: Final = re.compile(r"credit balance is too low|reached your specified .*usage limits")
_AGAIN: Final = re.compile(r"regain access on (\d{4}-\d\d-\d\d) at (\d\d:\d\d) UTC", re.ASCII)
_WORD: Final = re.compile(r"[a-z_]{1,60}")
_REQUEST: Final = re.compile(r"req_\w{1,60}", re.ASCII)
_SERVER: Final = 500


class _Details(Struct, frozen=True):
    error_code: str | None = None


class _Error(Struct, frozen=True):
    type: str
    message: str = ""
    details: _Details | None = None


class _Envelope(Struct, frozen=True):
    type: Literal["error"]
    error: _Error
    request_id: str | None = None


def trouble(status: int, body: bytes, *, retry_after: timedelta | None) -> Failed:
    """What a reply with any status but 200 means.

    An error in the API's own words stands in the place of a message, and only messages are billed;
    the API's own timeout aside, which nobody can tell from a message that came too late. Of what a
    gateway says, a status from 500 on does not tell how far the request got.
    """
    try:
        envelope = msgspec.json.decode(body, type=_Envelope)
    except UNREADABLE:
        return _foreign(status, retry_after)
    failure = _failure(envelope.error, status)
    return Failed(
        failure=failure,
        detail=_detail(status, envelope),
        measured=failure is not Failure.TIMEOUT,
        retry_after=retry_after,
        resets_at=_again(envelope.error) if failure is Failure.CREDIT_EXHAUSTED else None,
    )


def is_passing(failed: Failed) -> bool:
    """Whether the same request may be sent once more: it was not billed, and the trouble passes."""
    return failed.measured and failed.failure in {Failure.OVERLOADED, Failure.TIMEOUT}


def _failure(error: _Error, status: int) -> Failure:
    code = (error.details and error.details.error_code) or ""
    if error.type == "invalid_request_error" and _NO_MONEY.search(error.message):
        return Failure.CREDIT_EXHAUSTED
    return _BY_CODE.get(code) or _BY_TYPE.get(error.type) or _by_status(status)


def _by_status(status: int) -> Failure:
    otherwise = Failure.OVERLOADED if status >= _SERVER else Failure.MALFORMED_REPLY
    return _BY_STATUS.get(status, otherwise)


def _foreign(status: int, retry_after: timedelta | None) -> Failed:
    failure = _by_status(status)
    return Failed(
        failure=failure,
        detail=f"HTTP {status}, not in the words of the Messages API",
        measured=status < _SERVER and failure is not Failure.TIMEOUT,
        retry_after=retry_after,
    )


def _detail(status: int, envelope: _Envelope) -> str:
    """What the server calls it: type, code and number, and nothing that could quote a request."""
    error = envelope.error
    kind = error.type if _WORD.fullmatch(error.type) else "an error without a name"
    code = (error.details and error.details.error_code) or ""
    named = f" ({code})" if _WORD.fullmatch(code) else ""
    number = envelope.request_id or ""
    asked = f", request {number}" if _REQUEST.fullmatch(number) else ""
    return f"HTTP {status}, {kind}{named}{asked}"


def _again(error: _Error) -> datetime | None:
    """When access comes back, where the message says so; its words are the only place for it."""
    found = _AGAIN.search(error.message)
    if not found:
        return None
    try:
        return datetime.fromisoformat("T".join(found.groups())).replace(tzinfo=UTC)
    except ValueError:
        return None
