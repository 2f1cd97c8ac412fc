"""The official command line against a Messages API of our own: each answer and what comes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeAlias

import pytest

from cv_action.adapters.claude_wheel import pinned
from cv_action.claude.failure import Failure
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed, Sighting, Spent
from cv_action.claude.usage import Usage
from tests.cli_real import CANARY, a_lane, outlived, real_program, temporary
from tests.messages_answers import Answer, Ends, Lost, Plan, Quota, Window, trouble
from tests.messages_prompts import MODEL, PROMPT, a_prompt
from tests.messages_server import MessagesServer

pytestmark = pytest.mark.loopback

NOW = datetime.now(UTC).replace(microsecond=0)
"""Why the real one: the CLI leaves out windows whose reset makes no sense by its own clock."""
RESET = NOW + timedelta(hours=3)
LATER = NOW + timedelta(days=3)
OPEN = Window(utilization=0.4, resets_at=RESET)
WEEK = Window(utilization=0.1, resets_at=LATER)
SPENT = Window(utilization=1.0, resets_at=RESET, status="rejected")
SPENT_WEEK = Window(utilization=1.0, resets_at=LATER, status="rejected")
DATA = {"text": "Led the night train’s timetable."}
GOOD = Answer(data=DATA, quota=Quota(five_hour=OPEN, seven_day=WEEK))
ONE = Usage(input=1000, output=50, cache_read=300, cache_write_1h=200)


Asked: TypeAlias = tuple[Answered | Failed, MessagesServer]


class Ask(Protocol):
    """Asks the server of a test."""

    def __call__(self, *plans: Plan, prompt: Prompt = PROMPT, seconds: float = 60) -> Asked: ...


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ask:
    program = real_program()
    place = temporary(monkeypatch, tmp_path)

    def asked(*plans: Plan, prompt: Prompt = PROMPT, seconds: float = 60) -> Asked:
        with MessagesServer(*plans) as server:
            lane = a_lane(program, server.url, tmp_path / "workspace", seconds=seconds)
            came = lane.ask(prompt, MODEL)
        assert list(place.iterdir()) == []
        assert outlived() == []
        return came, server

    return asked


def test_an_answer_has_its_data_its_use_and_the_windows(ask: Ask) -> None:
    came, server = ask(GOOD)
    assert came == Answered(
        data=DATA,
        spent=(Spent(MODEL, ONE),),
        seen=(
            Sighting(window="five_hour", status="allowed", resets_at=RESET, utilization=0.4),
            Sighting(window="seven_day", status="allowed", resets_at=LATER, utilization=0.1),
        ),
    )
    assert len(server.asked) == len(server.messages) == 1


def test_the_request_is_what_was_asked_by_the_right_client_with_the_token(ask: Ask) -> None:
    _, server = ask(GOOD)
    sent = server.messages[0]
    assert sent.headers["authorization"] == f"Bearer {CANARY}"
    assert "x-api-key" not in sent.headers
    assert sent.headers["user-agent"].startswith(f"claude-cli/{pinned()}")
    assert sent.json["model"] == MODEL
    assert sent.json["max_tokens"] == PROMPT.max_output
    assert sent.json["messages"][0]["content"] == f"\n\n{PROMPT.context}\n\n{PROMPT.request}"
    assert PROMPT.system in [block["text"] for block in sent.json["system"]]
    assert PROMPT.schema in [tool["input_schema"] for tool in sent.json["tools"]]
    assert sent.json["messages"][-1]["output_config"] == {"effort": "low"}


def test_a_prompt_has_no_more_tokens_than_the_request_has_bytes(ask: Ask, tmp_path: Path) -> None:
    lane = a_lane(real_program(), "", tmp_path / "workspace")
    for prompt in (PROMPT, a_prompt(context="夜行列车 🚆 " * 2000)):
        _, server = ask(GOOD, prompt=prompt)
        assert len(server.messages[0].body) <= lane.prompt_tokens(prompt, MODEL)


def test_a_warning_is_an_answer_and_is_seen(ask: Ask) -> None:
    near = Window(utilization=0.93, resets_at=RESET, status="allowed_warning")
    came, _ = ask(Answer(data=DATA, quota=Quota(five_hour=near, seven_day=WEEK)))
    assert isinstance(came, Answered)
    assert next((one.status, one.utilization) for one in came.seen) == ("allowed_warning", 0.93)


def test_an_answer_that_overage_paid_for_is_one_and_says_so(ask: Ask) -> None:
    came, _ = ask(Answer(data=DATA, quota=Quota(five_hour=SPENT, seven_day=WEEK, overage=True)))
    assert isinstance(came, Answered)
    assert {one.window: one.overage for one in came.seen} == {
        "five_hour": True,
        "seven_day": False,
    }


@pytest.mark.parametrize(
    ("five_hour", "seven_day", "resets_at"),
    [(SPENT, WEEK, RESET), (OPEN, SPENT_WEEK, LATER), (SPENT, SPENT_WEEK, LATER)],
    ids=["five-hour", "seven-day", "both"],
)
def test_a_quota_that_is_used_up_is_asked_once_and_says_until_when(
    ask: Ask, five_hour: Window, seven_day: Window, resets_at: datetime
) -> None:
    came, server = ask(trouble(429, quota=Quota(five_hour=five_hour, seven_day=seven_day)))
    assert isinstance(came, Failed)
    assert (came.failure, came.resets_at) == (Failure.QUOTA_EXHAUSTED, resets_at)
    assert came.measured
    assert len(server.messages) == 1


@pytest.mark.parametrize(
    ("plan", "failure", "requests"),
    [
        (trouble(400, "Your credit balance is too low"), Failure.CREDIT_EXHAUSTED, 1),
        (trouble(400, "This credential is only authorized"), Failure.CREDENTIAL_REFUSED, 6),
        (trouble(401), Failure.CREDENTIAL_REFUSED, 2),
        (trouble(402), Failure.CREDIT_EXHAUSTED, 1),
        (trouble(403, "OAuth token revoked"), Failure.CREDENTIAL_REFUSED, 1),
        (trouble(404), Failure.UNKNOWN_MODEL, 2),
        (trouble(413), Failure.TOO_LARGE, 1),
        (trouble(429), Failure.OVERLOADED, 3),
        (trouble(529), Failure.OVERLOADED, 3),
        (Lost(), Failure.TIMEOUT, 3),
        (Answer(data=DATA, ends=Ends.CUT), Failure.TIMEOUT, 4),
        (Answer(text="I will not.", stop="refusal"), Failure.REFUSED_CONTENT, 2),
        (Answer(text="Here it is."), Failure.MALFORMED_REPLY, 2),
        (Answer(data={"other": 1}), Failure.MALFORMED_REPLY, 2),
        (Answer(text="Here i", stop="max_tokens"), Failure.MALFORMED_REPLY, 4),
    ],
)
def test_what_goes_wrong_has_its_failure_after_so_many_requests_at_most(
    ask: Ask, plan: Plan, failure: Failure, requests: int
) -> None:
    came, server = ask(plan)
    assert isinstance(came, Failed)
    assert (came.failure, came.measured) == (failure, True)
    assert 1 <= len(server.messages) <= requests


def test_what_answers_in_vain_used_is_counted(ask: Ask) -> None:
    came, _ = ask(Answer(data={"other": 1}))
    assert came.spent == (Spent(MODEL, ONE + ONE),)


def test_trouble_that_passes_is_followed_by_an_answer(ask: Ask) -> None:
    came, server = ask(trouble(500), GOOD)
    assert isinstance(came, Answered)
    assert len(server.messages) == 2


def test_a_server_that_says_nothing_is_left_after_a_time(ask: Ask) -> None:
    came, server = ask(Answer(data=DATA, slow=60), seconds=3)
    assert isinstance(came, Failed)
    assert (came.failure, came.measured) == (Failure.TIMEOUT, False)
    assert len(server.messages) == 1


@pytest.mark.parametrize("said", ["/help", '@{file} @"{file}"', "!cat {file}", "#{file}", "-p"])
def test_what_is_asked_is_no_command_of_the_cli(ask: Ask, tmp_path: Path, said: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a word from a file")
    request = said.format(file=secret)
    _, server = ask(GOOD, prompt=a_prompt(context="", request=request))
    contents = [asked.json["messages"][0]["content"] for asked in server.messages]
    assert [content.strip() for content in contents] == [request]
    assert b"a word from a file" not in server.messages[0].body
