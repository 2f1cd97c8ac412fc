"""``cv-action lanes`` says how the lanes stand, and asks nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.claude_terminal import KEY, Terminal
from tests.cli_real import CANARY
from tests.messages_answers import trouble
from tests.messages_server import MessagesServer

pytestmark = pytest.mark.loopback


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def lanes(terminal: Terminal, *more: str, **environ: str) -> dict[str, dict[str, object]]:
    done = terminal.cv_action("lanes", "--json", *more, **environ)
    assert done.returncode == 0, done.stderr
    assert not [one for one in environ.values() if one in done.stdout]
    found: dict[str, dict[str, object]] = json.loads(done.stdout)["lanes"]
    return found


def test_without_a_credential_only_the_free_lane_is_configured(terminal: Terminal) -> None:
    assert {name: one["configured"] for name, one in lanes(terminal).items()} == {
        "subscription": False,
        "api": False,
        "offline": True,
    }
    assert not (terminal.folder / ".cv-action").exists()


def test_each_credential_configures_its_own_lane(terminal: Terminal) -> None:
    assert lanes(terminal, ANTHROPIC_API_KEY=KEY)["api"]["configured"]
    assert lanes(terminal, CLAUDE_OAUTH_TOKEN=CANARY)["subscription"]["configured"]


def test_only_the_lanes_that_were_chosen_are_told(terminal: Terminal) -> None:
    assert list(lanes(terminal, "--lanes", "api,offline")) == ["api", "offline"]


def test_a_lane_that_failed_is_told_with_its_reason_and_nobody_is_asked(
    terminal: Terminal,
) -> None:
    with MessagesServer(trouble(401)) as server:
        terminal.run(server)
        asked = len(server.asked)
        api = lanes(terminal, ANTHROPIC_API_KEY=KEY)["api"]
        assert len(server.asked) == asked
    assert api["open"] is True
    assert "credential was refused" in str(api["circuit"])


def test_a_person_reads_what_a_run_would_ask(terminal: Terminal) -> None:
    shown = terminal.cv_action("lanes", ANTHROPIC_API_KEY=KEY).stdout
    assert "takes it" in shown
    assert "no claude_oauth_token is given" in shown
    assert KEY not in shown


def test_a_credential_in_the_wrong_place_is_told_without_being_shown(terminal: Terminal) -> None:
    done = terminal.cv_action("lanes", ANTHROPIC_API_KEY=CANARY)
    assert done.returncode == 2
    assert "claude_oauth_token" in done.stderr
    assert CANARY not in done.stderr + done.stdout
