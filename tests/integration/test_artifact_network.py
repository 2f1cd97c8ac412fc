"""Over real sockets: what never answers, dies on the way or has no address ends in an error."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from cv_action.adapters.http import BrokenReplyError, Limits, NoReplyError, Session
from cv_action.adapters.http_message import Request
from cv_action.ledger.store import NotPlaced, Obstacle, Placed, StoreError
from tests.results_model import Step
from tests.results_plugs import on_loopback
from tests.results_server import ResultsServer
from tests.stores import Runner

NAME = "cv-ledger-2026-W48-0"
DATA = b"PK\x03\x04 a segment"
IMPATIENT = Limits(silence=timedelta(milliseconds=50), tries=2)


@contextmanager
def listening(said: bytes = b"") -> Iterator[str]:
    """Somebody who takes every connection, says this and then nothing more, and hangs on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        held: list[socket.socket] = []
        ended = threading.Event()

        def hold() -> None:
            while not ended.is_set():
                try:
                    taken, _ = server.accept()
                except OSError:
                    return
                held.append(taken)
                taken.sendall(said)

        thread = threading.Thread(target=hold, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        ended.set()
        with socket.create_connection(server.getsockname()):
            thread.join()
        for taken in held:
            taken.close()


@pytest.mark.loopback
def test_segments_travel_over_real_connections() -> None:
    server = ResultsServer()
    with on_loopback(server), Runner(server).store(7) as store:
        assert store.place(NAME, bytes(9_000_000)) == Placed(1001)
        (entry,) = store.listed(NAME).entries
        assert (entry.run, store.fetch(entry)) == (7, bytes(9_000_000))


@pytest.mark.loopback
@pytest.mark.parametrize("step", [Step.CREATE, Step.BLOCK, Step.COMMIT, Step.FINALIZE])
def test_an_upload_outlives_connections_that_die(step: Step) -> None:
    server = ResultsServer()
    runner = Runner(server)
    with on_loopback(server), runner.store() as store:
        server.plan(step, None, times=3)
        assert store.place(NAME, DATA) == Placed(1001)
    assert len(runner.slept) == 3


@pytest.mark.loopback
def test_a_service_that_never_answers_is_not_waited_for() -> None:
    server = ResultsServer()
    runner = Runner(server, limits=IMPATIENT)
    with listening() as url:
        server.results_url = server.api_url = url
        with runner.store() as store:
            placed = store.place(NAME, DATA)
    assert placed == NotPlaced(Obstacle.UNAVAILABLE, "127.0.0.1 did not answer in time.")


@pytest.mark.loopback
def test_a_body_that_stops_coming_is_not_waited_for() -> None:
    said = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf"
    slept: list[float] = []
    with (
        listening(said) as url,
        Session(limits=IMPATIENT, sleep=slept.append) as session,
        pytest.raises(BrokenReplyError),
    ):
        session.send(Request(method="GET", url=url, idempotent=True))
    assert len(slept) == 1


@pytest.mark.loopback
@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 70_000])
def test_what_is_no_http_is_no_answer(said: bytes) -> None:
    slept: list[float] = []
    with (
        listening(said) as url,
        Session(limits=IMPATIENT, sleep=slept.append) as session,
        pytest.raises(NoReplyError),
    ):
        session.send(Request(method="GET", url=url, idempotent=True))


def test_a_host_without_an_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def unknown(address: tuple[str, int], *_: object, **__: object) -> None:
        asked.append(address[0])
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("urllib3.util.connection.create_connection", unknown)
    server = ResultsServer()
    with Runner(server).store() as store:
        placed = store.place(NAME, DATA)
        with pytest.raises(StoreError, match="could not be reached"):
            store.listed(NAME)
    reason = "results.example could not be reached."
    assert placed == NotPlaced(Obstacle.UNAVAILABLE, reason)
    assert set(asked) == {"results.example", "api.example"}


@pytest.mark.loopback
def test_a_proxy_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = ResultsServer()
    with on_loopback(proxy) as url, Session() as session:
        monkeypatch.setenv("HTTP_PROXY", url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.setenv("http_proxy", url)
        session.send(Request(method="GET", url="http://results.example/a", idempotent=True))
    assert [asked.url for _, asked in proxy.asked] == ["http://results.example/a"]
