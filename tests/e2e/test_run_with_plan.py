"""The whole job with a Claude plan: the official command line, against an API on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.claude_terminal import BETTER, BULLETS, KEY, Terminal, better
from tests.cli_real import CANARY, real_program
from tests.editor import editor
from tests.messages_answers import Answer, Asked, Quota, Said, Window, trouble
from tests.messages_server import MessagesServer

pytestmark = pytest.mark.loopback
SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
WEEK = Window(utilization=0.1, resets_at=SOON + timedelta(days=3))
OPEN = Quota(five_hour=Window(utilization=0.4, resets_at=SOON), seven_day=WEEK)
SHUT = Quota(five_hour=Window(utilization=1.0, resets_at=SOON, status="rejected"), seven_day=WEEK)
PLAN = {"CLAUDE_OAUTH_TOKEN": CANARY}
BOTH = PLAN | {"ANTHROPIC_API_KEY": KEY}


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def telling(quota: Quota) -> Callable[[Asked], Answer]:
    """An editor that says how much of the plan is used."""
    edit = editor(better)
    return lambda asked: replace(edit(asked), quota=quota)


def shut_to_plans(asked: Asked) -> Said:
    """A plan that is used up, and an API that answers whoever pays."""
    return trouble(429, quota=SHUT) if asked.by_token else editor(better)(asked)


def run(terminal: Terminal, server: MessagesServer, **credentials: str) -> dict[str, object]:
    program = str(real_program())
    return dict(terminal.run(server, "--claude-cli-path", program, **credentials))


def test_a_plan_words_the_cv_for_no_money(terminal: Terminal) -> None:
    with MessagesServer(telling(OPEN)) as server:
        report = run(terminal, server, **PLAN)
        again = run(terminal, server, **PLAN)
        assert len(server.messages) == 1
    assert all(text in terminal.text for text in BETTER.values())
    assert (report["outcome"], report["lane"]) == ("enhanced", "subscription")
    assert report["cost_usd"] == "0"
    assert report["list_price_usd"] != "0"
    assert again["calls"] == []


def test_the_plan_goes_first_and_the_key_is_not_touched(terminal: Terminal) -> None:
    with MessagesServer(telling(OPEN)) as server:
        report = run(terminal, server, **BOTH)
        assert [asked.by_token for asked in server.messages] == [True]
    assert report["lane"] == "subscription"


def test_the_key_takes_over_when_the_plan_is_used_up_and_the_next_run_knows(
    terminal: Terminal,
) -> None:
    with MessagesServer(shut_to_plans) as server:
        first = run(terminal, server, **BOTH)
        assert [asked.by_token for asked in server.messages] == [True, False]
        terminal.reword(BULLETS[0], "Was responsible for building the ledger in Rust")
        second = run(terminal, server, **BOTH)
        assert [asked.by_token for asked in server.messages] == [True, False, False]
    assert (first["lane"], second["lane"]) == ("api", "api")
    assert first["outcome"] == "enhanced"


def test_a_plan_that_is_used_up_costs_nothing_and_hinders_nothing(terminal: Terminal) -> None:
    with MessagesServer(trouble(429, quota=SHUT)) as server:
        report = run(terminal, server, **PLAN)
        assert len(server.messages) == 1
    assert report["outcome"] == "rendered"
    assert "five-hour" in str(report["unasked"])
    assert report["facts_waiting"] == len(BULLETS)


def test_use_beyond_the_plan_is_booked_as_money_and_stops_the_lane(terminal: Terminal) -> None:
    beyond = replace(SHUT, overage=True)
    with MessagesServer(telling(beyond)) as server:
        first = run(terminal, server, **PLAN)
        terminal.reword(BULLETS[0], "Was responsible for building the ledger in Rust")
        second = run(terminal, server, **PLAN)
        assert len(server.messages) == 1
    assert first["cost_usd"] == first["list_price_usd"] != "0"
    assert second["calls"] == []


def test_the_token_is_in_no_file_afterwards(terminal: Terminal) -> None:
    with MessagesServer(telling(OPEN)) as server:
        run(terminal, server, **PLAN)
    files = [path for path in terminal.folder.rglob("*") if path.is_file()]
    spellings = (CANARY.encode(), CANARY[::-1].encode())
    assert len(files) > 3
    assert not [path for path in files for one in spellings if one in path.read_bytes()]
