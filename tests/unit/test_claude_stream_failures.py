"""Which failure the command line's signals mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.reply import Failed
from cv_action.claude.stream import Transcript
from cv_action.claude.stream_outcome import End, outcome
from tests.cli_lines import (
    MODEL,
    VERSION,
    answered,
    complaint,
    failed,
    limits,
    refused,
    result,
    started,
)

LATEST = 1_795_727_709
FIVE_HOUR = {"utilization": 1, "resetsAt": 1_795_434_909, "status": "rejected"}
SEVEN_DAY = {"utilization": 1, "resetsAt": LATEST, "status": "rejected"}
OPEN = {"utilization": 0.1, "resetsAt": 1_795_727_709, "status": "allowed"}


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, Failure.CREDENTIAL_REFUSED),
        (401, Failure.CREDENTIAL_REFUSED),
        (402, Failure.CREDIT_EXHAUSTED),
        (403, Failure.CREDENTIAL_REFUSED),
        (404, Failure.UNKNOWN_MODEL),
        (413, Failure.TOO_LARGE),
        (418, Failure.MALFORMED_REPLY),
        (429, Failure.OVERLOADED),
        (500, Failure.OVERLOADED),
        (504, Failure.OVERLOADED),
        (529, Failure.OVERLOADED),
    ],
)
def test_a_status_has_its_failure(status: int, failure: Failure) -> None:
    ended = failed(started(), refused(api_error_status=status))
    assert ended.failure is failure
    assert str(status) in ended.detail


@pytest.mark.parametrize(
    ("lines", "failure"),
    [
        ([complaint("authentication_failed"), refused()], Failure.CREDENTIAL_REFUSED),
        ([complaint("oauth_org_not_allowed"), refused()], Failure.CREDENTIAL_REFUSED),
        (
            [complaint("billing_error"), refused(api_error_status=400)],
            Failure.CREDIT_EXHAUSTED,
        ),
        (
            [complaint("unknown"), refused(api_error_status=402, api_error_type="billing_error")],
            Failure.CREDIT_EXHAUSTED,
        ),
        (
            [refused(api_error_status=400, terminal_reason="prompt_too_long")],
            Failure.TOO_LARGE,
        ),
        (
            [refused(api_error_status=429, api_error="long_context_credits_required")],
            Failure.TOO_LARGE,
        ),
        ([complaint("server_error"), refused(api_error="connection_failed")], Failure.TIMEOUT),
        ([refused(stop_reason="refusal")], Failure.REFUSED_CONTENT),
        ([result(stop_reason="refusal", structured_output=None)], Failure.REFUSED_CONTENT),
        ([refused(api_error="max_output_tokens")], Failure.MALFORMED_REPLY),
        ([result(is_error=True, subtype="error_max_turns")], Failure.MALFORMED_REPLY),
        ([result(subtype="error_during_execution")], Failure.MALFORMED_REPLY),
        ([refused(api_error_type="overloaded_error")], Failure.OVERLOADED),
    ],
)
def test_a_signal_has_its_failure(lines: list[dict[str, object]], failure: Failure) -> None:
    assert failed(started(), *lines).failure is failure


def test_quota_comes_back_when_the_last_of_the_windows_does() -> None:
    both = {"five_hour": FIVE_HOUR, "seven_day": SEVEN_DAY, "seven_day_opus": OPEN}
    ended = failed(
        started(),
        limits(status="rejected", rateLimitType="five_hour", unifiedWindows=both),
        refused(api_error_status=429),
    )
    assert ended.failure is Failure.QUOTA_EXHAUSTED
    assert ended.resets_at == datetime.fromtimestamp(LATEST, UTC)


def test_a_window_is_used_up_in_a_version_that_lists_none_too() -> None:
    told = limits(status="rejected", rateLimitType="five_hour", resetsAt=1_795_434_909)
    ended = failed(started(), told, refused(api_error_status=429))
    assert ended.failure is Failure.QUOTA_EXHAUSTED
    assert [window.window for window in ended.seen] == ["five_hour"]


def test_a_429_that_names_no_window_is_no_matter_of_quota() -> None:
    waits = {"type": "system", "subtype": "api_retry", "retry_delay_ms": 3071, "error_status": 429}
    ended = failed(
        started(),
        waits,
        limits(status="rejected", isUsingOverage=False),
        complaint("rate_limit"),
        refused(api_error_status=429, api_error_type="rate_limit_error"),
    )
    assert ended.failure is Failure.OVERLOADED
    assert ended.retry_after == timedelta(milliseconds=3071)
    assert ended.seen == ()


def test_the_pauses_of_the_cli_itself_are_not_what_the_server_asked_for() -> None:
    waits = {"type": "system", "subtype": "api_retry", "retry_delay_ms": 535, "error_status": 529}
    ended = failed(started(), waits, refused(api_error_status=529))
    assert ended.retry_after is None


def test_no_sentence_decides() -> None:
    sentence = "You've hit your 5-hour limit. Credit balance is too low. Please run /login."
    assert failed(started(), refused(result=sentence)).failure is Failure.MALFORMED_REPLY
    assert answered(started(), result(result=sentence)).data == {"a": "x"}


@pytest.mark.parametrize(
    ("end", "failure"),
    [
        (End.BY_ITSELF, Failure.MALFORMED_REPLY),
        (End.TOO_LATE, Failure.TIMEOUT),
        (End.HEARD_ENOUGH, Failure.MALFORMED_REPLY),
        (End.SIGNAL, Failure.TIMEOUT),
    ],
)
def test_without_a_result_nobody_knows_what_was_used(end: End, failure: Failure) -> None:
    ended = outcome(Transcript(), version=VERSION, end=end, code=3)
    assert isinstance(ended, Failed)
    assert (ended.failure, ended.measured) == (failure, False)


def test_another_version_is_no_answer_and_says_what_to_do() -> None:
    ended = failed(started(claude_code_version="2.1.197"), result())
    assert ended.failure is Failure.MALFORMED_REPLY
    assert "2.1.197" in ended.detail
    assert VERSION in ended.detail
    assert "claude_cli_path" in ended.detail
    assert ended.spent


def test_another_credential_is_no_answer_and_says_what_to_do() -> None:
    ended = failed(started(apiKeySource="apiKeyHelper"), result())
    assert ended.failure is Failure.CREDENTIAL_REFUSED
    assert "apiKeyHelper" in ended.detail


def test_an_answer_that_does_not_say_whose_credential_it_took_is_none() -> None:
    assert failed(result()).failure is Failure.MALFORMED_REPLY


@pytest.mark.parametrize("usage", [None, {MODEL: {"inputTokens": -1}}, {"a b": {}}, []])
def test_an_answer_that_does_not_say_what_it_used_is_none(usage: object) -> None:
    ended = failed(started(), result(modelUsage=usage))
    assert (ended.failure, ended.measured) == (Failure.MALFORMED_REPLY, False)


def test_an_answer_that_nothing_was_used_for_is_none() -> None:
    assert failed(started(), result(modelUsage={})).failure is Failure.MALFORMED_REPLY


def test_words_that_are_no_signals_are_not_repeated() -> None:
    ended = failed(started(), refused(api_error_type="::set-output name=a::b"))
    assert "::" not in ended.detail
    assert "::" not in failed(started(claude_code_version="::error::x")).detail
