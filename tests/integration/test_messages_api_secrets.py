"""The key goes to one place and is told nowhere: not raw, not reversed, not in any encoding."""

from __future__ import annotations

import logging
import traceback
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import pytest
import requests
import responses
from pydantic import SecretStr

from cv_action.adapters.http import Limits
from cv_action.adapters.messages_api import MessagesApi
from cv_action.claude.messages_access import OFFICIAL
from cv_action.claude.reply import Failed
from cv_action.errors import ConfigurationError
from tests.messages_answers import Answer, Ends, Lost, Plan, Raw, trouble
from tests.messages_prompts import MODEL, PROMPT
from tests.messages_server import MessagesServer

KEY = "sk-ant-api03-S3cret+Key/Made=Up"
HOSTILE = f"your key {KEY} is wrong"
ANSWERS: dict[str, Plan] = {
    "answer": Answer(data={"text": "x"}),
    "refused": trouble(401, HOSTILE),
    "named": trouble(500, HOSTILE, kind=HOSTILE, code=HOSTILE),
    "gateway": Raw(status=502, body=HOSTILE.encode()),
    "redirect": Raw(status=302, body=b"", headers={"location": f"https://{KEY}.example/"}),
    "lost": Lost(),
    "cut": Answer(data=1, ends=Ends.CUT),
    "silent": Answer(data=1, slow=30),
}
QUICK = Limits(silence=timedelta(seconds=0.2), tries=2)


def forms(secret: str) -> Iterator[str]:
    yield secret
    yield secret[::-1]
    yield secret[-20:]
    yield quote(secret, safe="")
    yield secret.encode().hex()
    for shift in range(3):
        whole = b64encode(b" " * shift + secret.encode()).decode()
        yield whole[4:-4]


def assert_untold(*told: object) -> None:
    text = "\n".join(map(str, told))
    assert text
    assert [form for form in forms(KEY) if form in text] == []


def lane(url: str) -> MessagesApi:
    return MessagesApi(SecretStr(KEY), base_url=url, limits=QUICK, sleep=lambda _: None)


@pytest.mark.loopback
@pytest.mark.parametrize("name", ANSWERS)
def test_no_answer_brings_the_key_to_light(
    name: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with MessagesServer(ANSWERS[name]) as server, lane(server.url) as asking:
        answer = asking.ask(PROMPT, MODEL)
        counted = asking.prompt_tokens(PROMPT, MODEL)
    assert server.asked[0].headers["x-api-key"] == KEY
    logged = [record.getMessage() for record in caplog.records]
    assert_untold(answer, repr(answer), counted, repr(asking), vars(asking), *logged)
    assert_untold("nothing", *capfd.readouterr())


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.InvalidHeader(HOSTILE),
        requests.ConnectionError(HOSTILE),
        requests.exceptions.SSLError(HOSTILE),
        requests.ReadTimeout(HOSTILE),
        requests.exceptions.ChunkedEncodingError(HOSTILE),
    ],
)
def test_no_error_of_the_library_is_quoted(error: Exception) -> None:
    with responses.RequestsMock() as answers, lane(OFFICIAL) as asking:
        answers.add("POST", f"{OFFICIAL}/v1/messages", body=error)
        failed = asking.ask(PROMPT, MODEL)
    assert isinstance(failed, Failed)
    assert not failed.measured
    assert_untold(failed.detail, repr(failed))


@pytest.mark.parametrize("key", [f"{KEY}\n", f"sk-ant-oat01-{KEY}"])
def test_a_key_that_is_refused_is_in_no_traceback(key: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        MessagesApi(SecretStr(key))
    assert_untold(*traceback.format_exception(refused.value), refused.value.hint)


def test_a_place_that_is_refused_gets_no_request() -> None:
    with responses.RequestsMock() as answers, pytest.raises(ConfigurationError):
        MessagesApi(SecretStr(KEY), base_url="http://api.anthropic.com").ask(PROMPT, MODEL)
    assert len(answers.calls) == 0
