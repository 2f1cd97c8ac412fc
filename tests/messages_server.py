"""A Messages API on this machine, for the command line and for clients of our own.

It answers what a test has planned and remembers what it was asked:

    with MessagesServer(trouble(529), Answer(data={"summary": "…"})) as server:
        ...  # a client at server.url
    assert [asked.path for asked in server.messages] == ["/v1/messages"] * 2
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from tests.messages_answers import Answer, Asked, Ends, Lost, Plan, Raw, Said, trouble
from tests.messages_words import events, message

MESSAGES: Final = "/v1/messages"
COUNT: Final = "/v1/messages/count_tokens"
HELLO: Final = "/api/hello"
_REQUIRED: Final = {MESSAGES: ("model", "messages", "max_tokens"), COUNT: ("model", "messages")}


class MessagesServer:
    """The server, which listens from ``with`` on and ends with it.

    Each request for a message takes the next of ``plans``; the last one is given again to all that
    follow. ``count`` is what counting tokens gives. ``asked`` has every request in order.
    """

    def __init__(self, *plans: Plan, count: int | Raw | Lost = 1234) -> None:
        self.asked: list[Asked] = []
        self.count = count
        self._plans = list(plans)
        self._lock = threading.Lock()
        self.ended = threading.Event()
        self._listening = _Listening(self)
        self.url = f"http://127.0.0.1:{self._listening.server_port}"

    def __enter__(self) -> Self:
        serve = threading.Thread(target=self._listening.serve_forever, args=(0.01,), daemon=True)
        serve.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ended.set()
        self._listening.shutdown()
        self._listening.server_close()

    @property
    def messages(self) -> list[Asked]:
        """The requests for a message, in order."""
        return [asked for asked in self.asked if asked.path == MESSAGES]

    def plan(self, *plans: Plan) -> None:
        """Answer so from now on."""
        with self._lock:
            self._plans = list(plans)

    def answer(self, asked: Asked) -> Said:
        """What is said to a request."""
        with self._lock:
            self.asked.append(asked)
            match asked.method, asked.path:
                case "HEAD", "/api/hello":
                    return Raw(status=200, body=b"")
                case "POST", "/v1/messages":
                    return _refused(asked) or self._next(asked)
                case "POST", "/v1/messages/count_tokens":
                    return _refused(asked) or self._counted()
        return trouble(404, f"nothing is at {asked.path}")

    def _next(self, asked: Asked) -> Said:
        if not self._plans:
            return trouble(500, "no answer was planned")
        plan = self._plans.pop(0) if len(self._plans) > 1 else self._plans[0]
        return plan(asked) if callable(plan) else plan

    def _counted(self) -> Said:
        if isinstance(self.count, int):
            return Raw(status=200, body=json.dumps({"input_tokens": self.count}).encode())
        return self.count


def _refused(asked: Asked) -> Raw | None:
    """What the API would not even look at."""
    if not ("x-api-key" in asked.headers or asked.by_token):
        return trouble(401, "x-api-key header is required")
    if "anthropic-version" not in asked.headers:
        return trouble(400, "anthropic-version: header is required")
    try:
        body = asked.json
    except ValueError:
        return trouble(400, "The request body is not valid JSON")
    missing = [name for name in _REQUIRED[asked.path] if name not in body]
    return trouble(400, f"{missing[0]}: Field required") if missing else None


class _Listening(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, api: MessagesServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True  # else the body, a second write, waits for 40 ms
    server: _Listening

    def answer(self) -> None:
        place = urlsplit(self.path)
        asked = Asked(
            method=self.command,
            path=place.path,
            query=place.query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length", 0))),
        )
        said = self.server.api.answer(asked)
        self.close_connection = True
        if isinstance(said, Lost) or (said.slow and self.server.api.ended.wait(said.slow)):
            return
        try:
            self._say(asked, said)
        except (BrokenPipeError, ConnectionResetError):
            return

    def _say(self, asked: Asked, said: Answer | Raw) -> None:
        if isinstance(said, Raw):
            self._whole(asked, said, said.status, said.body)
        elif asked.json.get("stream"):
            self._stream(asked, said, events(message(asked, said), said.ends))
        else:
            self._whole(asked, said, 200, json.dumps(message(asked, said)).encode())

    def _whole(self, asked: Asked, said: Answer | Raw, status: int, body: bytes) -> None:
        self._head(asked, said, status, {"Content-Length": str(len(body))})
        self.wfile.write(body if said.ends is Ends.WHOLE else body[: len(body) // 2])

    def _stream(self, asked: Asked, said: Answer, parts: Iterable[bytes]) -> None:
        stream = {"Content-Type": "text/event-stream", "Transfer-Encoding": "chunked"}
        self._head(asked, said, 200, stream)
        for part in parts:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        if said.ends is not Ends.CUT:
            self.wfile.write(b"0\r\n\r\n")

    def _head(self, asked: Asked, said: Answer | Raw, status: int, more: dict[str, str]) -> None:
        quota = said.quota.headers() if said.quota and asked.by_token else {}
        told = {"Content-Type": "application/json", "request-id": "req_made_up"}
        self.send_response(status)
        for name, value in (told | quota | more | dict(said.headers)).items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = answer  # noqa: N815  http.server's names

    def log_message(self, *_: object) -> None: ...
