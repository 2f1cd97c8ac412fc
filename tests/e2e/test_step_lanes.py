"""Who is asked in a job of a workflow: by its event, its actor and its repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claude_terminal import CV, KEY, better
from tests.cli_real import CANARY, real_program
from tests.editor import editor
from tests.messages_server import MessagesServer
from tests.results_plugs import on_loopback
from tests.results_server import ResultsServer
from tests.step_runner import Runner

pytestmark = pytest.mark.loopback


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    server = ResultsServer()
    with on_loopback(server):
        yield Runner(tmp_path, server, CV)


@pytest.fixture
def claude() -> Iterator[MessagesServer]:
    with MessagesServer(editor(better)) as server:
        yield server


def with_plan(claude: MessagesServer, **more: str) -> dict[str, str]:
    return {
        "INPUT_CLAUDE_OAUTH_TOKEN": CANARY,
        "INPUT_CLAUDE_CLI_PATH": str(real_program()),
        "INPUT_ANTHROPIC_BASE_URL": claude.url,
    } | more


def test_a_key_words_the_cv_and_the_next_job_asks_nothing(
    runner: Runner, claude: MessagesServer
) -> None:
    given = {"INPUT_ANTHROPIC_API_KEY": KEY, "INPUT_ANTHROPIC_BASE_URL": claude.url}
    assert runner.job(1, **given) == 0
    first = runner.report()
    assert runner.job(2, **given) == 0
    assert (first["outcome"], runner.report()["outcome"]) == ("enhanced", "unchanged")
    assert len(claude.messages) == 1


def test_the_owners_push_may_use_the_plan(runner: Runner, claude: MessagesServer) -> None:
    assert runner.job(1, **with_plan(claude)) == 0
    assert [asked.by_token for asked in claude.messages] == [True]
    assert runner.report()["lane"] == "subscription"


@pytest.mark.parametrize(
    ("occasion", "why"),
    [
        ({"GITHUB_EVENT_NAME": "pull_request"}, "event pull_request"),
        ({"GITHUB_EVENT_NAME": "issues"}, "event issues"),
        ({"GITHUB_ACTOR": "mallory"}, "started by mallory"),
        ({"GITHUB_TRIGGERING_ACTOR": "mallory"}, "started by"),
        ({"INPUT_ALLOWED_ACTORS": "ines"}, "started by maren"),
    ],
)
def test_nobody_elses_event_uses_the_plan(
    runner: Runner, claude: MessagesServer, occasion: dict[str, str], why: str
) -> None:
    assert runner.job(1, **with_plan(claude, **occasion)) == 0
    report = runner.report()
    assert claude.messages == []
    assert why in report["unasked"]
    assert report["outcome"] == "rendered"


def test_an_organisation_has_to_say_whose_plan_it_is(
    runner: Runner, claude: MessagesServer
) -> None:
    runner.server.owner_type = "Organization"
    assert runner.job(1, **with_plan(claude)) == 0
    assert claude.messages == []
    assert "allowed_actors" in runner.report()["unasked"]
    assert runner.job(2, **with_plan(claude, INPUT_ALLOWED_ACTORS="maren")) == 0
    assert len(claude.messages) == 1


def test_a_fork_uses_no_plan(runner: Runner, claude: MessagesServer) -> None:
    runner.server.is_fork = True
    assert runner.job(1, **with_plan(claude)) == 0
    assert claude.messages == []
    assert "fork" in runner.report()["unasked"]


def test_a_credential_is_in_no_output_of_a_job(
    runner: Runner, claude: MessagesServer, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    summary = tmp_path / "summary"
    summary.touch()
    given = with_plan(claude, INPUT_ANTHROPIC_API_KEY=KEY, GITHUB_STEP_SUMMARY=str(summary))
    assert runner.job(1, **given) == 0
    printed = "".join(capfd.readouterr())
    told = [line for line in printed.splitlines() if not line.startswith("::add-mask::")]
    assert f"::add-mask::{KEY}" in printed
    assert f"::add-mask::{CANARY}" in printed
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    texts = ["\n".join(told), *(path.read_text("latin-1") for path in files)]
    texts += [artifact.data.decode("latin-1") for artifact in runner.server.artifacts.values()]
    assert len(texts) > 8
    for secret in (KEY, CANARY, runner.server.token):
        for spelling in (secret, secret[::-1]):
            assert not [text for text in texts if spelling in text]


def test_no_secret_stays_in_the_environment(runner: Runner, claude: MessagesServer) -> None:
    environ = runner.environ(
        1,
        INPUT_ANTHROPIC_API_KEY=KEY,
        ANTHROPIC_API_KEY=KEY,
        CLAUDE_OAUTH_TOKEN="",
        INPUT_ANTHROPIC_BASE_URL=claude.url,
    )
    from cv_action import app

    assert app.main(environ) == 0
    assert KEY not in environ.values()
    assert runner.server.token not in environ.values()
    assert KEY not in os.environ.values()
