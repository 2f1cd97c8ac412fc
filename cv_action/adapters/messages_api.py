"""The Messages API over HTTP, with a key that is billed.

What may have been billed is never sent again from here: who asks keeps the books, is told that the
use was not measured, and decides. What was not billed is sent again while that makes sense.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from pydantic import SecretStr
from tenacity import RetryCallState, Retrying, stop_after_attempt, wait_exponential_jitter

from cv_action.adapters.http import BrokenReplyError, Limits, NoReplyError, Session, UnreachedError
from cv_action.adapters.http_message import Reply, Request
from cv_action.claude.failure import Failure
from cv_action.claude.messages import count_body, most_tokens, request_body
from cv_action.claude.messages_access import OFFICIAL, checked_base, checked_key
from cv_action.claude.messages_reply import read_count, read_reply
from cv_action.claude.messages_trouble import is_passing
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed

Read = TypeVar("Read")

VERSION: Final = "2026-10-21"
"""The version of the API that the official client speaks; a test holds the two together."""
LIMITS: Final = Limits(silence=timedelta(minutes=5), transfer=timedelta(seconds=30))
"""Why so patient: the first byte comes when the model has written the last."""
PATIENCE: Final = timedelta(minutes=3)
"""After so long no other try is begun."""


class MessagesApi:
    """One lane to a model; close it, or use it in ``with``.

    ``limits.tries`` and ``limits.longest_wait`` bound the tries that cost nothing: no connection,
    too many requests, overload. Who asks to be left alone for longer has given the final answer.

    Raises:
        ConfigurationError: the key or the address cannot be used; nothing was sent.
    """

    def __init__(
        self,
        key: SecretStr,
        *,
        base_url: str = OFFICIAL,
        limits: Limits = LIMITS,
        sleep: Callable[[float], None] = time.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key = SecretStr(checked_key(key.get_secret_value()))
        self._base = checked_base(base_url)
        self._limits = limits
        self._sleep = sleep
        self._ticks = ticks
        self._session = Session(limits=replace(limits, tries=1), sleep=sleep, ticks=ticks)

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
        self._session.close()

    def ask(self, prompt: Prompt, model: str) -> Answered | Failed:
        """Ask a model, by its id and not an alias; whatever goes wrong is a ``Failed``."""
        return self._insist("/v1/messages", request_body(prompt, model), _answer)

    def prompt_tokens(self, prompt: Prompt, model: str) -> int:
        """Tokens that the prompt has at most, counted by the server if it can be asked for free."""
        counted = self._insist("/v1/messages/count_tokens", count_body(prompt, model), _count)
        return most_tokens(prompt) if isinstance(counted, Failed) else counted

    def _insist(
        self, path: str, body: bytes, read: Callable[[Reply], Read | Failed]
    ) -> Read | Failed:
        until = self._ticks() + PATIENCE.total_seconds()
        retrying = Retrying(
            retry=lambda state: self._is_worth_another(_outcome(state), until),
            stop=stop_after_attempt(self._limits.tries),
            wait=_wait,
            sleep=self._sleep,
            retry_error_callback=_outcome,
        )
        return retrying(self._once, path, body, read)

    def _is_worth_another(self, outcome: object, until: float) -> bool:
        if not isinstance(outcome, Failed) or not is_passing(outcome):
            return False
        asked = outcome.retry_after or timedelta(0)
        return asked <= self._limits.longest_wait and self._ticks() < until

    def _once(
        self, path: str, body: bytes, read: Callable[[Reply], Read | Failed]
    ) -> Read | Failed:
        try:
            return read(self._session.send(self._request(path, body)))
        except UnreachedError as error:
            return Failed(failure=Failure.TIMEOUT, detail=error.message)
        except BrokenReplyError as error:
            return _lost(Failure.MALFORMED_REPLY, error)
        except NoReplyError as error:
            return _lost(Failure.TIMEOUT, error)

    def _request(self, path: str, body: bytes) -> Request:
        """One request, on a connection of its own.

        Why: on one that the server has just left, nobody could tell a request that never arrived
        from one that is being billed.
        """
        headers = {
            "x-api-key": self._key.get_secret_value(),
            "anthropic-version": VERSION,
            "content-type": "application/json",
            "connection": "close",
        }
        url = self._base + path
        return Request(method="POST", url=url, idempotent=False, headers=headers, body=body)


def _answer(reply: Reply) -> Answered | Failed:
    return read_reply(reply.status, reply.body, retry_after=reply.retry_after)


def _count(reply: Reply) -> int | Failed:
    return read_count(reply.status, reply.body, retry_after=reply.retry_after)


def _outcome(state: RetryCallState) -> Any:  # noqa: ANN401  whatever was read; matched at once
    return state.outcome and state.outcome.result()


_backoff: Final = wait_exponential_jitter(initial=1, max=30, jitter=1)


def _wait(state: RetryCallState) -> float:
    match _outcome(state):
        case Failed(retry_after=timedelta() as asked):
            return asked.total_seconds()
        case _:
            return _backoff(state)


def _lost(failure: Failure, error: NoReplyError) -> Failed:
    detail = f"{error.message} Whether it was billed is not known."
    return Failed(failure=failure, detail=detail, measured=False)
