"""What each error of the Messages API means for the run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.claude.failure import Failure
from cv_action.claude.messages_trouble import is_passing, trouble
from cv_action.claude.reply import Failed
from tests.messages_answers import ERROR_TYPES
from tests.messages_answers import trouble as told

FAILURES = {
    400: Failure.REFUSED_CONTENT,
    401: Failure.CREDENTIAL_REFUSED,
    402: Failure.CREDIT_EXHAUSTED,
    403: Failure.CREDENTIAL_REFUSED,
    404: Failure.UNKNOWN_MODEL,
    409: Failure.OVERLOADED,
    413: Failure.TOO_LARGE,
    429: Failure.OVERLOADED,
    500: Failure.OVERLOADED,
    504: Failure.TIMEOUT,
    529: Failure.OVERLOADED,
}
PASSING = {409, 429, 500, 529}
LOW = "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing."
LIMIT = "You have reached your specified API usage limits. You will regain access on {}."
WORKSPACE = "You have reached your specified workspace API usage limits."
MONTH = "You have reached your API usage limits: your organization has crossed its threshold."
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


def failed(
    status: int, message: str = "no", *, kind: str = "", code: str = "", wait: int | None = None
) -> Failed:
    raw = told(status, message, kind=kind, code=code)
    asked = None if wait is None else timedelta(seconds=wait)
    return trouble(status, raw.body, retry_after=asked)


def test_every_status_that_the_api_names_has_a_meaning() -> None:
    assert set(FAILURES) == set(ERROR_TYPES)
    assert {status: failed(status).failure for status in ERROR_TYPES} == FAILURES


@pytest.mark.parametrize(
    ("status", "kind"), list(product((400, 418, 499, 503), ERROR_TYPES.items()))
)
def test_the_type_says_it_whatever_the_status(status: int, kind: tuple[int, str]) -> None:
    assert failed(status, kind=kind[1]).failure is FAILURES[kind[0]]


def test_errors_in_the_api_s_own_words_cost_nothing_its_timeout_aside() -> None:
    unmeasured = {status for status in ERROR_TYPES if not failed(status).measured}
    assert unmeasured == {504}
    assert all(not failed(status).spent for status in ERROR_TYPES)


def test_only_passing_trouble_that_cost_nothing_may_be_tried_again() -> None:
    assert {status for status in ERROR_TYPES if is_passing(failed(status))} == PASSING


@pytest.mark.parametrize("message", [LOW, LIMIT, WORKSPACE])
def test_a_bad_request_that_speaks_of_money_is_an_exhausted_credit(message: str) -> None:
    assert failed(400, message).failure is Failure.CREDIT_EXHAUSTED


@pytest.mark.parametrize("message", ["max_tokens: too large", "messages: prompt is too long", ""])
def test_any_other_bad_request_is_refused_and_not_tried_again(message: str) -> None:
    assert failed(400, message).failure is Failure.REFUSED_CONTENT
    assert not is_passing(failed(400, message))


@pytest.mark.parametrize("code", ["enforced_spend_limit_reached", "contract_spend_limit_reached"])
def test_a_spent_month_is_no_rate_limit_though_it_looks_like_one(code: str) -> None:
    spent = failed(429, MONTH, code=code)
    assert spent.failure is Failure.CREDIT_EXHAUSTED
    assert code in spent.detail
    assert not is_passing(spent)


def test_a_limit_on_how_fast_use_may_grow_passes() -> None:
    assert is_passing(failed(429, code="ramp_limit_exceeded", wait=9))


def test_an_organization_on_hold_has_no_credential() -> None:
    assert failed(400, code="organization_on_hold").failure is Failure.CREDENTIAL_REFUSED


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-12-01 at 00:00 UTC", DECEMBER),
        ("2026-13-01 at 00:00 UTC", None),
        ("2026-12-01 at 99:00 UTC", None),
        ("Tuesday", None),
    ],
)
def test_access_comes_back_when_the_message_says(words: str, moment: datetime | None) -> None:
    assert failed(400, LIMIT.format(words)).resets_at == moment


def test_nothing_but_an_exhausted_credit_is_told_when_access_comes_back() -> None:
    assert failed(429, LIMIT.format("2026-12-01 at 00:00 UTC")).resets_at is None


def test_what_the_server_or_a_gateway_asks_for_is_passed_on() -> None:
    week = timedelta(days=7)
    assert failed(429, wait=7).retry_after == timedelta(seconds=7)
    assert failed(429).retry_after is None
    assert trouble(503, b"", retry_after=week).retry_after == week


def test_a_detail_says_status_type_code_and_number() -> None:
    detail = failed(429, code="ramp_limit_exceeded").detail
    assert detail == "HTTP 429, rate_limit_error (ramp_limit_exceeded), request req_made_up"


@pytest.mark.parametrize("where", ["message", "kind", "code", "request_id"])
def test_no_words_of_the_server_reach_a_detail(where: str) -> None:
    hostile = "::error::sk-ant-api03-SECRET Jane Doe\n"
    body = told(
        500,
        hostile if where == "message" else "no",
        kind=hostile if where == "kind" else "api_error",
        code=hostile if where == "code" else "",
    ).body
    if where == "request_id":
        body = body.replace(b"req_made_up", b"req_::error::SECRET")
    detail = trouble(500, body, retry_after=None).detail
    assert detail.startswith("HTTP 500")
    assert not any(word in detail for word in ("::", "SECRET", "Jane", "\n"))


FOREIGN = {
    302: (Failure.MALFORMED_REPLY, True),
    400: (Failure.MALFORMED_REPLY, True),
    401: (Failure.CREDENTIAL_REFUSED, True),
    402: (Failure.CREDIT_EXHAUSTED, True),
    403: (Failure.CREDENTIAL_REFUSED, True),
    404: (Failure.MALFORMED_REPLY, True),
    408: (Failure.TIMEOUT, False),
    413: (Failure.TOO_LARGE, True),
    429: (Failure.OVERLOADED, True),
    500: (Failure.OVERLOADED, False),
    502: (Failure.OVERLOADED, False),
    504: (Failure.TIMEOUT, False),
    524: (Failure.TIMEOUT, False),
}


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b"{}", b"[" * 100_000])
@pytest.mark.parametrize("status", FOREIGN)
def test_a_gateway_s_own_words_are_told_by_the_status(status: int, body: bytes) -> None:
    foreign = trouble(status, body, retry_after=None)
    assert (foreign.failure, foreign.measured) == FOREIGN[status]
    assert foreign.detail == f"HTTP {status}, not in the words of the Messages API"


def test_what_a_gateway_may_have_let_through_is_not_sent_again() -> None:
    passing = {status for status in FOREIGN if is_passing(trouble(status, b"", retry_after=None))}
    assert passing == {429}


@given(st.integers(100, 599).filter(lambda status: status != 200), st.binary(max_size=100))
def test_no_error_is_an_exception(status: int, body: bytes) -> None:
    assert str(status) in trouble(status, body, retry_after=None).detail
