"""``cv-action quota``, as a person reads it and as a script does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.ledger.naming import segment_name, week_of
from cv_action.quota.defaults import LIMITS
from tests.ledger_history import NOW, history, segment
from tests.results_plugs import on_loopback
from tests.results_server import ResultsServer
from tests.terminal import terminal


@pytest.fixture
def place() -> Iterator[tuple[str, ...]]:
    """A repository with weeks of runs, as options."""
    server = ResultsServer()
    server.now = NOW
    server.add(segment_name(week_of(NOW), 0), segment(history()))
    with on_loopback(server):
        yield ("--repository", server.repository, "--api-url", server.api_url)


@pytest.mark.loopback
def test_windows_budget_forecast_and_route_are_told(place: tuple[str, ...], tmp_path: Path) -> None:
    done = terminal("quota", *place, cwd=tmp_path, GITHUB_TOKEN="made-up-token")  # noqa: S106  made up
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert all(len(line) <= 80 for line in lines)
    text = " ".join(done.stdout.decode().split())
    for part in (
        "62 % open 2026-11-23 16:00", "in 1 h 55 min", "12 min ago",
        "$1.2496 $10.00 $8.7504", "50, 75 %", "80 % of five-hour", "from 4 measurements",
        "A task of 8,410 tokens, answered with up to 3,120", "takes it subscription", "no api",
    ):  # fmt: skip
        assert part in text


@pytest.mark.loopback
def test_a_script_gets_the_same_as_json(place: tuple[str, ...], tmp_path: Path) -> None:
    limits = ("--run-budget", "0", "--day-budget", "$0.40", "--month-budget", "5")
    done = terminal("quota", "--json", *limits, *place, cwd=tmp_path, GITHUB_TOKEN="made-up-token")  # noqa: S106  made up
    view = json.loads(done.stdout)
    assert (view["now"], view["run_limit"]) == ("2026-11-23T14:05:00Z", "0")
    assert [(one["spent"], one["limit"]) for one in view["periods"]] == [
        ("0.5", "0.4"),
        ("1.2496", "5"),
    ]
    assert [one["subject"] for one in view["forecasts"]] == ["five_hour", "seven_day", "month"]
    assert [step["taken"] for step in view["ladder"]] == [True, False, False, False, False]
    assert view["windows"][0]["utilization"] == 0.62


def test_a_folder_where_nothing_was_spent_has_all_of_its_budget(tmp_path: Path) -> None:
    assert terminal("demo", "d", cwd=tmp_path).returncode == 0
    done = terminal("quota", "--ledger", "d", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    text = " ".join(done.stdout.decode().split())
    for part in ("No window was ever seen", "$10.00 $10.00", "assumed", "nothing can be foretold"):
        assert part in text


def test_a_budget_that_is_no_amount_is_refused(tmp_path: Path) -> None:
    done = terminal("quota", "--day-budget=much", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--day-budget does not take" in done.stderr


def test_help_tells_the_usual_budgets(tmp_path: Path) -> None:
    text = terminal("quota", "--help", cwd=tmp_path).stdout.decode()
    for amount in (LIMITS.run, LIMITS.day, LIMITS.month):
        assert f"left out, {amount}." in text
