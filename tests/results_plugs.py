"""The ways into a server: in this process, and over loopback for anybody's client."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

import requests
import responses

from tests.results_model import Answer, LostAnswerError
from tests.results_server import ResultsServer


class Server(Protocol):
    """What answers requests."""

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request.

        Raises:
            LostAnswerError: the connection dies.
        """
        ...


@contextmanager
def in_process(server: Server) -> Iterator[None]:
    """Every request of this process goes to the server, and none to a network."""

    def answer(request: requests.PreparedRequest) -> Answer:
        body = request.body or b""
        try:
            return server.handle(
                request.method or "",
                request.url or "",
                request.headers,
                body.encode() if isinstance(body, str) else body,
            )
        except LostAnswerError as error:
            raise requests.ConnectionError(f"{request.url} broke off") from error

    with responses.RequestsMock(assert_all_requests_are_fired=False) as everything:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            everything.add_callback(method, re.compile("https://"), answer, content_type=None)
        yield


@contextmanager
def on_loopback(server: ResultsServer) -> Iterator[str]:
    """The server on this machine, at the URL that it gives; all of its own URLs lead there."""
    with listening(server) as base:
        server.results_url = server.blob_url = server.api_url = base
        yield base


@contextmanager
def listening(server: Server) -> Iterator[str]:
    """A server on this machine, at the URL that this gives; one request at a time."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5
        disable_nagle_algorithm = True  # else the body, a second write, waits for 40 ms

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                with lock:
                    status, headers, content = server.handle(
                        self.command, self.path, dict(self.headers.items()), body
                    )
            except LostAnswerError:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  http.server's names

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()
