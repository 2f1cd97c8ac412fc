"""An error says whether anything was sent, because what was sent may have been billed."""

from __future__ import annotations

import ssl
from socket import gaierror

import pytest
import requests
import responses
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import (
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)

from cv_action.adapters.http import BrokenReplyError, Limits, NoReplyError, Session, UnreachedError
from cv_action.adapters.http_message import Request

HOST = "api.example"
URL = f"https://{HOST}/"
CONNECTION = HTTPSConnection(HOST)


def after_retries(reason: Exception) -> MaxRetryError:
    return MaxRetryError(HTTPSConnectionPool(HOST), URL, reason)


UNSENT = {
    "refused": requests.ConnectionError(after_retries(NewConnectionError(CONNECTION, "refused"))),
    "unknown": requests.ConnectionError(
        after_retries(NameResolutionError(HOST, CONNECTION, gaierror("unknown")))
    ),
    "unreached in time": requests.ConnectTimeout(),
    "proxy": requests.exceptions.ProxyError(after_retries(ProxyError("x", OSError("403")))),
    "certificate": requests.exceptions.SSLError(
        after_retries(SSLError(ssl.SSLCertVerificationError("expired")))
    ),
}
PERHAPS = {
    "silent": requests.ReadTimeout(),
    "reset": requests.ConnectionError(ProtocolError("Connection aborted.", OSError("reset"))),
    "encryption": requests.exceptions.SSLError(after_retries(SSLError(ssl.SSLError("bad record")))),
    "bare encryption": requests.exceptions.SSLError("bad record"),
    "nothing known": requests.RequestException(),
    "cut": requests.exceptions.ChunkedEncodingError(),
    "broken": HTTPError("broken"),
}


def sent(error: Exception) -> NoReplyError:
    request = Request(method="POST", url=URL, idempotent=False)
    with responses.RequestsMock() as answers, Session(limits=Limits(tries=1)) as session:
        answers.add("POST", URL, body=error)
        with pytest.raises(NoReplyError) as failed:
            session.send(request)
    return failed.value


@pytest.mark.parametrize("name", UNSENT)
def test_who_was_not_reached_got_nothing(name: str) -> None:
    assert isinstance(sent(UNSENT[name]), UnreachedError)


@pytest.mark.parametrize("name", PERHAPS)
def test_whoever_was_reached_may_have_got_everything(name: str) -> None:
    assert not isinstance(sent(PERHAPS[name]), UnreachedError)


def test_an_answer_that_began_is_never_unreached() -> None:
    assert not issubclass(BrokenReplyError, UnreachedError)
