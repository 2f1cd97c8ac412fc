"""Why the command line gave no answer: told by its structured signals, never by its sentences.

Sentences change from one version to the next. Each signal here was seen in a run of the pinned one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from cv_action.claude.failure import Failure
from cv_action.claude.reply import Sighting
from cv_action.claude.stream_events import REJECTED, Complaint, Result

SUCCESS: Final = "success"
"""The subtype of a result that the API refused is this one, too."""
REFUSAL: Final = "refusal"

_BY_SIGNAL: Final[Mapping[str, Failure]] = MappingProxyType(
    {
        "authentication_failed": Failure.CREDENTIAL_REFUSED,
        "oauth_org_not_allowed": Failure.CREDENTIAL_REFUSED,
        "billing_error": Failure.CREDIT_EXHAUSTED,
        "usage_limit_reached": Failure.QUOTA_EXHAUSTED,
        "long_context_credits_required": Failure.TOO_LARGE,
        "prompt_too_long": Failure.TOO_LARGE,
        "model_not_found": Failure.UNKNOWN_MODEL,
        REFUSAL: Failure.REFUSED_CONTENT,
        "overloaded_error": Failure.OVERLOADED,
        "connection_failed": Failure.TIMEOUT,
    }
)
"""What the CLI or the server call by its name, whatever the HTTP status."""

_BY_STATUS: Final[Mapping[int, Failure]] = MappingProxyType(
    {
        400: Failure.CREDENTIAL_REFUSED,
        401: Failure.CREDENTIAL_REFUSED,
        402: Failure.CREDIT_EXHAUSTED,
        403: Failure.CREDENTIAL_REFUSED,
        404: Failure.UNKNOWN_MODEL,
        413: Failure.TOO_LARGE,
        429: Failure.OVERLOADED,
    }
)
"""Why 400: the requests are the CLI's own, so what the server finds wrong with one that has no
other name is who makes it ("only authorized for …", "third-party apps …")."""
_SERVER_ERROR: Final = 500


def failure(result: Result, complaint: Complaint | None, seen: Iterable[Sighting]) -> Failure:
    """The class of a failure. A 429 is one of quota only where a window is named as used up."""
    if result.status == 429 and any(_used_up(seen)):  # noqa: PLR2004  HTTP
        return Failure.QUOTA_EXHAUSTED
    for signal in signals(result, complaint):
        if signal in _BY_SIGNAL:
            return _BY_SIGNAL[signal]
    status = result.status or 0
    if status >= _SERVER_ERROR:
        return Failure.OVERLOADED
    return _BY_STATUS.get(status, Failure.MALFORMED_REPLY)


def signals(result: Result, complaint: Complaint | None) -> Iterator[str]:
    """The words that name what went wrong, the most telling ones first."""
    yield from filter(None, (result.error, complaint and complaint.error, result.type))
    if result.stop_reason == REFUSAL:
        yield REFUSAL
    if result.subtype != SUCCESS:
        yield result.subtype
    if result.terminal_reason:
        yield result.terminal_reason


def reset(seen: Iterable[Sighting]) -> datetime | None:
    """When quota is there again: the latest of several, because each window has to be open."""
    return max((at for window in _used_up(seen) if (at := window.resets_at)), default=None)


def _used_up(seen: Iterable[Sighting]) -> Iterator[Sighting]:
    return (window for window in seen if window.status == REJECTED)
