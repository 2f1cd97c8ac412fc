"""The API lane against a server on this machine: answers, failures, and what is tried again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pydantic import SecretStr

from cv_action.adapters.http import Limits
from cv_action.adapters.messages_api import LIMITS, PATIENCE, VERSION, MessagesApi
from cv_action.claude.failure import Failure
from cv_action.claude.messages import count_body, most_tokens, request_body
from cv_action.claude.reply import Answered, Failed, Spent
from cv_action.claude.usage import Usage
from cv_action.pipeline.till import LONGEST_CALL
from tests.messages_answers import Answer, Ends, Lost, Raw, trouble
from tests.messages_prompts import MODEL, PROMPT
from tests.messages_server import COUNT, MESSAGES, MessagesServer

pytestmark = pytest.mark.loopback

KEY = "sk-ant-api03-made-up"
USED = Usage(input=1000, output=50, cache_read=300, cache_write_5m=200)
GOOD = Answer(data={"text": "Führte den Nachtzug 🚂"})
ANSWERED = Answered(data={"text": "Führte den Nachtzug 🚂"}, spent=(Spent(MODEL, USED),))
BUSY = trouble(529)
SHORT = Limits(silence=timedelta(seconds=0.2), tries=4)


@dataclass
class Bench:
    """A lane whose waits are written down; ``ticks`` is what its clock shows."""

    slept: list[float] = field(default_factory=list)
    ticks: Callable[[], float] = lambda: 0.0

    def ask(self, url: str, limits: Limits = LIMITS) -> Answered | Failed:
        with self.lane(url, limits) as lane:
            return lane.ask(PROMPT, MODEL)

    def count(self, url: str, limits: Limits = LIMITS) -> int:
        with self.lane(url, limits) as lane:
            return lane.prompt_tokens(PROMPT, MODEL)

    def lane(self, url: str, limits: Limits) -> MessagesApi:
        key = SecretStr(KEY)
        return MessagesApi(
            key, base_url=url, limits=limits, sleep=self.slept.append, ticks=self.ticks
        )


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_one_request_brings_the_answer_and_what_it_used(bench: Bench) -> None:
    with MessagesServer(GOOD) as server:
        assert bench.ask(server.url) == ANSWERED
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.query) == ("POST", MESSAGES, "")
    assert asked.body == request_body(PROMPT, MODEL)
    assert bench.slept == []


def test_a_request_carries_the_key_the_version_and_nothing_that_lasts(bench: Bench) -> None:
    with MessagesServer(GOOD) as server:
        bench.ask(server.url)
    assert {name: value for name, value in server.asked[0].headers.items() if name != "host"} == {
        "x-api-key": KEY,
        "anthropic-version": VERSION,
        "content-type": "application/json",
        "content-length": str(len(request_body(PROMPT, MODEL))),
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "close",
        "user-agent": "cv-action",
    }


def test_a_base_with_a_path_keeps_it(bench: Bench) -> None:
    with MessagesServer(GOOD) as server:
        bench.ask(f"{server.url}/gateway/")
    assert [asked.path for asked in server.asked] == [f"/gateway{MESSAGES}"]


@pytest.mark.parametrize("status", [409, 429, 500, 529])
def test_trouble_that_passes_is_waited_out(bench: Bench, status: int) -> None:
    with MessagesServer(trouble(status), trouble(status), GOOD) as server:
        assert bench.ask(server.url) == ANSWERED
    assert len(server.asked) == 3
    assert 1 <= bench.slept[0] <= 2 <= bench.slept[1] <= 3


def test_after_the_last_try_the_failure_stands(bench: Bench) -> None:
    with MessagesServer(BUSY) as server:
        failed = bench.ask(server.url)
    assert isinstance(failed, Failed)
    assert (failed.failure, failed.measured) == (Failure.OVERLOADED, True)
    assert len(server.asked) == LIMITS.tries == 4
    assert len(bench.slept) == 3


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 504])
def test_trouble_that_stays_is_not_asked_about_again(bench: Bench, status: int) -> None:
    with MessagesServer(trouble(status), GOOD) as server:
        failed = bench.ask(server.url)
    assert isinstance(failed, Failed)
    assert str(status) in failed.detail
    assert len(server.asked) == 1


def test_a_spent_month_is_not_waited_for(bench: Bench) -> None:
    with MessagesServer(trouble(429, code="enforced_spend_limit_reached"), GOOD) as server:
        failed = bench.ask(server.url)
    assert isinstance(failed, Failed)
    assert failed.failure is Failure.CREDIT_EXHAUSTED
    assert len(server.asked) == 1


def test_the_server_says_how_long_to_wait(bench: Bench) -> None:
    with MessagesServer(trouble(429, headers={"retry-after": "60"}), GOOD) as server:
        assert bench.ask(server.url) == ANSWERED
    assert bench.slept == [60]


@pytest.mark.parametrize("asked", ["61", "7200"])
def test_who_asks_for_too_long_a_wait_leaves_it_to_the_next_lane(bench: Bench, asked: str) -> None:
    with MessagesServer(trouble(429, headers={"retry-after": asked}), GOOD) as server:
        failed = bench.ask(server.url)
    assert isinstance(failed, Failed)
    assert failed.retry_after == timedelta(seconds=int(asked))
    assert bench.slept == []
    assert len(server.asked) == 1


def test_no_other_try_is_begun_when_patience_is_over(bench: Bench) -> None:
    ticks = iter([0.0, *[PATIENCE.total_seconds()] * 100])
    bench.ticks = ticks.__next__
    with MessagesServer(BUSY) as server:
        bench.ask(server.url)
    assert len(server.asked) == 1


def test_one_question_ends_within_the_time_that_a_reservation_gives_it() -> None:
    sending = LIMITS.connect + LIMITS.silence + LIMITS.transfer
    assert PATIENCE + LIMITS.longest_wait + sending <= LONGEST_CALL


def test_no_connection_costs_nothing_and_is_tried_again(bench: Bench) -> None:
    with MessagesServer(GOOD) as server:
        pass
    failed = bench.ask(server.url)
    assert isinstance(failed, Failed)
    assert (failed.failure, failed.measured) == (Failure.TIMEOUT, True)
    assert failed.detail == "127.0.0.1 could not be reached."
    assert len(bench.slept) == 3


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        (Lost(), Failure.TIMEOUT),
        (Answer(data=1, slow=30), Failure.TIMEOUT),
        (Answer(data=1, ends=Ends.CUT), Failure.MALFORMED_REPLY),
        (Raw(status=502, body=b"<html>Bad gateway"), Failure.OVERLOADED),
        (Raw(status=200, body=b"<html>Welcome"), Failure.MALFORMED_REPLY),
        (Raw(status=200, body=b"x" * (8 * 2**20 + 1)), Failure.MALFORMED_REPLY),
    ],
    ids=["lost", "silent", "cut", "gateway", "no message", "too large"],
)
def test_what_may_have_been_billed_is_not_sent_again(
    bench: Bench, said: Answer | Raw | Lost, failure: Failure
) -> None:
    with MessagesServer(said, GOOD) as server:
        failed = bench.ask(server.url, SHORT)
    assert isinstance(failed, Failed)
    assert (failed.failure, failed.measured, failed.spent) == (failure, False, ())
    assert len(server.asked) == 1
    assert bench.slept == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(bench: Bench, status: int) -> None:
    with MessagesServer(GOOD) as other:
        there = Raw(status=status, body=b"", headers={"location": f"{other.url}{MESSAGES}"})
        with MessagesServer(there) as server:
            failed = bench.ask(server.url)
    assert isinstance(failed, Failed)
    assert failed.failure is Failure.MALFORMED_REPLY
    assert len(server.asked) == 1
    assert other.asked == []


def test_a_cookie_is_not_sent_back(bench: Bench) -> None:
    biscuit = Answer(data=1, headers={"set-cookie": "a=b; path=/"})
    with MessagesServer(biscuit) as server, bench.lane(server.url, LIMITS) as lane:
        lane.ask(PROMPT, MODEL)
        lane.ask(PROMPT, MODEL)
    assert ["cookie" in asked.headers for asked in server.asked] == [False, False]


def test_tokens_are_counted_by_the_server(bench: Bench) -> None:
    with MessagesServer(count=2_000) as server:
        assert bench.count(server.url) == 2_200
    (asked,) = server.asked
    assert (asked.path, asked.body) == (COUNT, count_body(PROMPT, MODEL))
    assert asked.headers["x-api-key"] == KEY


def test_counting_waits_out_trouble_too(bench: Bench) -> None:
    with MessagesServer(count=BUSY) as server:
        bench.count(server.url)
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "said",
    [trouble(404), trouble(529), Lost(), Raw(status=200, body=json.dumps({"input": 1}).encode())],
    ids=["404", "529", "lost", "no count"],
)
def test_where_nobody_counts_every_byte_may_be_a_token(bench: Bench, said: Raw | Lost) -> None:
    with MessagesServer(count=said) as server:
        assert bench.count(server.url) == most_tokens(PROMPT)
    assert server.asked
