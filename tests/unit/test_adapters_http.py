"""The one door to HTTP is bounded, patient up to a point, and silent about secrets."""

from __future__ import annotations

import gzip
import io
import itertools
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
import responses
from typing_extensions import Buffer
from urllib3.exceptions import ProtocolError

from cv_action.adapters.http import BrokenReplyError, Limits, NoReplyError, Session
from cv_action.adapters.http_message import Reply, Request

HOST = "results.example"
URL = f"https://{HOST}/a?sig=SECRET%2BSIG"
DATE = "Mon, 23 Nov 2026 09:00:00 GMT"
NO_CONTENT = 204
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Bench:
    """A session whose sleep is written down, and the answers that it will get."""

    answers: responses.RequestsMock
    slept: list[float] = field(default_factory=list)
    ticks: Callable[[], float] = itertools.count().__next__

    def send(self, method: str = "GET", *, idempotent: bool = True, largest: int = 1000) -> Reply:
        request = Request(method=method, url=URL, idempotent=idempotent, largest=largest)
        with Session(sleep=self.slept.append, ticks=self.ticks) as session:
            return session.send(request)

    def will(self, *answers: int | Exception, method: str = "GET", **headers: str) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        for answer in answers:
            if isinstance(answer, Exception):
                self.answers.add(method, URL, body=answer)
            else:
                body = "" if answer == NO_CONTENT else str(answer)
                self.answers.add(method, URL, status=answer, headers=told, body=body)

    @property
    def tries(self) -> int:
        return len(self.answers.calls)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with responses.RequestsMock() as answers:
        yield Bench(answers)


def test_an_answer_is_an_answer_whatever_its_status(bench: Bench) -> None:
    bench.will(404, Date=DATE, X_Odd="yes")
    reply = bench.send()
    assert (reply.status, reply.body, reply.headers["x-odd"], reply.date) == (
        404,
        b"404",
        "yes",
        NINE,
    )
    assert bench.tries == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_passing_trouble_is_waited_out(bench: Bench, status: int) -> None:
    bench.will(status, status, 200, method="POST")
    assert bench.send("POST", idempotent=False).status == 200
    assert bench.tries == 3
    assert len(bench.slept) == 2
    assert 1 <= bench.slept[0] <= 2 <= bench.slept[1] <= 3


@pytest.mark.parametrize("status", [200, 201, 204, 302, 400, 401, 403, 404, 409, 410])
def test_what_does_not_pass_is_not_asked_again(bench: Bench, status: int) -> None:
    bench.will(status)
    assert bench.send().status == status
    assert bench.slept == []


def test_after_the_last_try_the_answer_stands(bench: Bench) -> None:
    bench.will(503, 503, 503, 502)
    assert bench.send().status == 502
    assert bench.tries == Limits().tries == 4


def test_the_server_says_how_long_to_wait(bench: Bench) -> None:
    bench.will(429, Retry_After="7")
    bench.will(403, Retry_After="Mon, 23 Nov 2026 09:00:09 GMT", Date=DATE)
    bench.will(200)
    assert bench.send().status == 200
    assert bench.slept == [7, 9]


@pytest.mark.parametrize("asked", ["61", "3600", "9" * 400, "Tue, 24 Nov 2026 09:00:00 GMT"])
def test_who_asks_for_too_long_a_wait_has_given_the_final_answer(bench: Bench, asked: str) -> None:
    bench.will(503, Retry_After=asked, Date=DATE)
    assert bench.send().status == 503
    assert bench.slept == []


def test_without_an_answer_only_what_is_idempotent_is_sent_again(bench: Bench) -> None:
    bench.will(requests.ConnectionError("died"), 200)
    assert bench.send().status == 200
    assert bench.tries == 2


def test_without_an_answer_what_may_have_been_done_is_not_done_twice(bench: Bench) -> None:
    bench.will(requests.ConnectionError("died"), method="POST")
    with pytest.raises(NoReplyError):
        bench.send("POST", idempotent=False)
    assert bench.tries == 1


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (requests.ConnectionError(URL), NoReplyError, "could not be reached"),
        (requests.exceptions.SSLError(URL), NoReplyError, "TLS"),
        (requests.ConnectTimeout(URL), NoReplyError, "in time"),
        (requests.ReadTimeout(URL), NoReplyError, "in time"),
        (requests.exceptions.ChunkedEncodingError(URL), BrokenReplyError, "broke off"),
        (ProtocolError(URL), BrokenReplyError, "broke off"),
    ],
)
def test_no_answer_says_what_happened_and_nothing_of_the_url(
    bench: Bench, error: Exception, kind: type[NoReplyError], words: str
) -> None:
    bench.will(*[error] * 4)
    with pytest.raises(kind, match=words) as caught:
        bench.send()
    assert HOST in caught.value.message
    told = "".join(traceback.format_exception(caught.value))
    chain = repr([caught.value.__cause__, caught.value.__context__, caught.value.args])
    assert "SECRET" not in told + chain


@pytest.mark.parametrize(
    "url", ["https://[bad/?sig=SECRET", "nonsense?sig=SECRET", "https:///?sig=SECRET"]
)
def test_a_url_that_is_none_is_no_answer(url: str) -> None:
    slept: list[float] = []
    with Session(sleep=slept.append) as session, pytest.raises(NoReplyError) as caught:
        session.send(Request(method="GET", url=url, idempotent=True))
    assert "SECRET" not in caught.value.message


def test_a_redirect_is_not_followed(bench: Bench) -> None:
    bench.will(302, Location="https://elsewhere.example/")
    reply = bench.send()
    assert (reply.status, bench.tries) == (302, 1)
    assert reply.headers["location"] == "https://elsewhere.example/"


def test_a_body_has_a_largest_size(bench: Bench) -> None:
    bench.answers.add("GET", URL, body=bytes(1000))
    assert len(bench.send(largest=1000).body) == 1000
    for _ in range(4):
        bench.answers.add("GET", URL, body=bytes(1001))
    with pytest.raises(BrokenReplyError, match="1,000 bytes"):
        bench.send(largest=1000)


def test_a_body_that_never_ends_is_given_up(bench: Bench) -> None:
    bench.ticks = itertools.count(step=100).__next__
    for _ in range(4):
        bench.answers.add("GET", URL, body=bytes(1_000_000))
    with pytest.raises(BrokenReplyError, match="too slow"):
        bench.send(largest=1_000_000)


class Drip(io.RawIOBase):
    """A body without an end, a byte at a time."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        self.given += 1
        memoryview(buffer)[:1] = b"x"
        return 1


def test_a_body_that_drips_is_given_up_between_two_drops(bench: Bench) -> None:
    bench.ticks = itertools.count(step=100).__next__
    drips = [Drip() for _ in range(4)]
    for drip in drips:
        bench.answers.add("GET", URL, body=io.BufferedReader(drip))
    with pytest.raises(BrokenReplyError, match="too slow"):
        bench.send()
    assert [drip.given for drip in drips] == [4] * 4


def test_a_body_is_taken_as_it_was_sent(bench: Bench) -> None:
    packed = gzip.compress(bytes(10_000))
    bench.answers.add("GET", URL, body=packed, headers={"Content-Encoding": "gzip"})
    assert bench.send().body == packed
    assert bench.answers.calls[0].request.headers["Accept-Encoding"] == "identity"


def test_a_body_that_is_cut_short_is_no_answer(bench: Bench) -> None:
    for _ in range(4):
        bench.answers.add("GET", URL, body=b"half", headers={"Content-Length": "8"})
    bench.answers.add("GET", URL, body=b"whole")
    with pytest.raises(BrokenReplyError, match="broke off"):
        bench.send()
    assert bench.send().body == b"whole"


def test_credentials_come_from_nowhere_else(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {HOST} login maren password SECRET\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth(URL) == ("maren", "SECRET")
    bench.will(200, Set_Cookie="who=SECRET; Path=/")
    bench.will(200)
    with Session() as session:
        for _ in range(2):
            session.send(Request(method="GET", url=URL, idempotent=True))
    assert bench.tries == 2
    for call in bench.answers.calls:
        assert not {"Authorization", "Cookie"} & set(call.request.headers)


def test_every_request_has_its_timeouts(bench: Bench) -> None:
    bench.will(200)
    limits = Limits(connect=timedelta(seconds=3), silence=timedelta(seconds=4))
    with Session(limits=limits) as session:
        session.send(Request(method="GET", url=URL, idempotent=True))
    (call,) = bench.answers.calls
    assert vars(call.request)["req_kwargs"]["timeout"] == (3, 4)
