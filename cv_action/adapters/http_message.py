"""A request and a reply, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent. ``largest`` is the most bytes that the answer's body may have.

    ``idempotent``: doing it twice does no harm, so it is sent again when no answer came.
    """

    method: str
    url: str = field(repr=False)
    idempotent: bool
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    largest: int = 8 * MEBIBYTE

    @property
    def host(self) -> str:
        """The host that it goes to, which is all of its URL that may be told."""
        try:
            return urlsplit(self.url).hostname or "an unnamed host"
        except ValueError:
            return "a host with an impossible name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back, whatever its status. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def date(self) -> datetime | None:
        """The server's time in UTC, where it says so (RFC 9110, 6.6.1)."""
        return _moment(self.headers.get("date", ""))

    @property
    def retry_after(self) -> timedelta | None:
        """How long the server wants to be left alone: seconds or a date (RFC 9110, 10.2.3)."""
        asked = self.headers.get("retry-after", "").strip()
        if asked.isascii() and asked.isdigit():
            return timedelta(seconds=min(int(asked[:9]), 10**8))
        until, now = _moment(asked), self.date
        return max(until - now, timedelta(0)) if until and now else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
