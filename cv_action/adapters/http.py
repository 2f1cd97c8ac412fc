"""The one door to HTTP: bounded in time and size, patient up to a point, silent about secrets.

A URL can carry a signature, and a message that quotes it can end in a log. So no message and no
cause of an error from here holds more of a URL than its host.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy
from ssl import SSLCertVerificationError
from types import TracebackType
from typing import Any, Final, Self

import requests
from tenacity import RetryCallState, Retrying, stop_after_attempt, wait_exponential_jitter
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import SSLError as UntrustedError

from cv_action.adapters.http_message import Reply, Request
from cv_action.errors import CvActionError

_CHUNK: Final = 64 * 1024
_PASSING: Final = frozenset({429, *range(500, 600)})
_ASKED_TO_WAIT: Final = frozenset({403, 429, 503})


class NoReplyError(CvActionError):
    """The other side gave no answer: not found, not reached, not in time."""


class UnreachedError(NoReplyError):
    """Nothing was sent: the host was not found, not reached, or could not prove who it is."""


class BrokenReplyError(NoReplyError):
    """An answer began and did not end as it should: cut off, too slow, too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a request may take, and how often it is tried.

    ``connect`` bounds reaching the host and each write of the request, ``silence`` the wait for
    each next byte, ``transfer`` the body of the answer as a whole. ``longest_wait`` is the most
    that ``Retry-After`` can ask for; who asks for more has given the final answer.
    """

    connect: timedelta = timedelta(seconds=20)
    silence: timedelta = timedelta(seconds=60)
    transfer: timedelta = timedelta(minutes=5)
    tries: int = 4
    longest_wait: timedelta = timedelta(minutes=1)


class Session:
    """Connections that are kept open between requests; close it, or use it in ``with``.

    Proxies and certificates come from the environment. Credentials do not: neither netrc nor a
    cookie adds to the headers of a request. Redirects are answers like any other, so that nothing
    that is meant for one host is ever sent to the next.
    """

    def __init__(
        self,
        *,
        limits: Limits = Limits(),
        sleep: Callable[[float], None] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits
        self._sleep = sleep
        self._ticks = ticks
        self._requests = requests.Session()
        self._requests.auth = _no_credentials
        self._requests.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self._requests.headers["Accept-Encoding"] = "identity"  # so that what is counted is all
        self._requests.headers["User-Agent"] = "cv-action"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._requests.close()

    def send(self, request: Request) -> Reply:
        """Send a request, and again while the trouble looks like passing.

        Raises:
            NoReplyError: there is no answer after the last try, or only a part of one.
        """
        return self.insist(
            request.host, lambda: self._exchange(request), idempotent=request.idempotent
        )

    def insist(self, host: str, exchange: Callable[[], Reply], *, idempotent: bool) -> Reply:
        """What an exchange with a host gives, by the same rules, whoever speaks.

        Tried again: 429, 5xx, a 403 that says how long to wait (GitHub's secondary rate limit),
        and no answer where the request is idempotent.

        Raises:
            NoReplyError: there is no answer after the last try, or only a part of one.
        """
        retrying = Retrying(
            retry=lambda state: self._is_passing(state, idempotent=idempotent),
            stop=stop_after_attempt(self.limits.tries),
            wait=_wait,
            sleep=self._sleep,
            retry_error_callback=_last,
        )
        return retrying(_answered, host, exchange)

    def _is_passing(self, state: RetryCallState, *, idempotent: bool) -> bool:
        match _ended(state):
            case Reply(status=status, retry_after=timedelta() as asked):
                return status in _PASSING | _ASKED_TO_WAIT and asked <= self.limits.longest_wait
            case Reply(status=status):
                return status in _PASSING
            case error:
                return idempotent and isinstance(error, NoReplyError)

    def _exchange(self, request: Request) -> Reply:
        limits = self.limits
        with self._requests.request(
            request.method,
            request.url,
            headers=dict(request.headers),
            data=request.body,
            timeout=(limits.connect.total_seconds(), limits.silence.total_seconds()),
            allow_redirects=False,
            stream=True,
        ) as response:
            headers = {name.lower(): value for name, value in response.headers.items()}
            body = self._body(request, response)
        return Reply(status=response.status_code, headers=headers, body=body)

    def _body(self, request: Request, response: requests.Response) -> bytes:
        """Why ``read1``: ``read`` waits for a whole chunk, which a slow server never fills."""
        end = self._ticks() + self.limits.transfer.total_seconds()
        body = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=False):
            body += chunk
            if len(body) > request.largest:
                raise BrokenReplyError(f"{request.host} sent more than {request.largest:,} bytes.")
            if self._ticks() > end:
                raise BrokenReplyError(f"{request.host} was too slow: the transfer was given up.")
        return bytes(body)


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _answered(host: str, exchange: Callable[[], Reply]) -> Reply:
    """Why it raises outside of ``except``: the causes quote the URL, and tracebacks print them."""
    try:
        return exchange()
    except (requests.RequestException, HTTPError) as error:
        failure = _failure(host, error)
    raise failure


def _failure(host: str, error: Exception) -> NoReplyError:
    kind = UnreachedError if _is_unsent(error) else NoReplyError
    match error:
        case requests.Timeout():
            return kind(f"{host} did not answer in time.")
        case requests.exceptions.ChunkedEncodingError() | HTTPError():
            return BrokenReplyError(f"{host} broke off in the middle of its answer.")
        case requests.exceptions.SSLError():
            return kind(f"{host} could not prove who it is (TLS).")
        case _:
            return kind(f"{host} could not be reached.")


def _is_unsent(error: Exception) -> bool:
    """Whether not a byte of the request was sent: the host was not found, reached or believed."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reason = getattr(next(iter(error.args), None), "reason", None)
    causes = reason.args if isinstance(reason, UntrustedError) else ()
    return isinstance(reason, NewConnectionError) or any(
        isinstance(cause, SSLCertVerificationError) for cause in causes
    )


def _ended(state: RetryCallState) -> Any:  # noqa: ANN401  a reply or an exception; matched at once
    outcome = state.outcome
    return outcome and (outcome.exception() or outcome.result())


_backoff: Final = wait_exponential_jitter(initial=1, max=30, jitter=1)


def _wait(state: RetryCallState) -> float:
    match _ended(state):
        case Reply(retry_after=timedelta() as asked):
            return asked.total_seconds()
        case _:
            return _backoff(state)


def _last(state: RetryCallState) -> Reply:
    """The last answer as it is, or the error that stood in its place."""
    ended = _ended(state)
    if isinstance(ended, Reply):
        return ended
    raise ended
