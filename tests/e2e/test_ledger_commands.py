"""``cv-action ledger``, on a ledger of many runs, of none, and on what is left of one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from subprocess import CompletedProcess
from typing import Any

import pytest

from cv_action.ledger.codec import read_lines, write_line
from cv_action.ledger.event import Entry
from cv_action.ledger.naming import segment_name, week_of
from tests.ledger_events import called, reserved
from tests.ledger_history import FUTURE, NOW, history, segment
from tests.results_model import Step
from tests.results_plugs import on_loopback
from tests.results_rest import refusal
from tests.results_server import ResultsServer
from tests.terminal import terminal

NAME = segment_name(week_of(NOW), 0)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a run has spent nothing."""
    folder = tmp_path_factory.mktemp("demo")
    done = terminal("demo", ".", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def server() -> Iterator[ResultsServer]:
    server = ResultsServer()
    server.now = NOW
    with on_loopback(server):
        yield server


def ask(
    server: ResultsServer, *arguments: str, cwd: Path, token: str = ""
) -> CompletedProcess[bytes]:
    place = ("--repository", server.repository, "--api-url", server.api_url)
    return terminal(*arguments, *place, cwd=cwd, GITHUB_TOKEN=token or server.token)


def told(done: CompletedProcess[bytes]) -> Any:  # noqa: ANN401  JSON is anything
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def journal(folder: Path, name: str, *events: Entry) -> Path:
    path = folder / ".cv-action" / f"{name}.journal"
    path.write_bytes(b"".join(write_line(event) + b"\n" for event in events))
    return path


def test_a_run_that_spent_nothing_is_shown(demo: Path) -> None:
    done = terminal("ledger", "show", cwd=demo)
    assert (done.returncode, done.stderr) == (0, b"")
    for text in (b"2 events in 1 segment", b"No money was spent", b"rendered"):
        assert text in done.stdout


@pytest.mark.parametrize("named", [".", ".cv-action", ".cv-action/ledger"])
def test_a_ledger_is_found_by_each_folder_around_it(demo: Path, named: str) -> None:
    view = told(terminal("ledger", "show", "--json", "--ledger", str(demo / named), cwd=Path("/")))
    assert (view["events"], len(view["runs"])) == (2, 1)
    assert view["runs"][0]["outcome"] == "rendered"


def test_an_empty_ledger_says_so(tmp_path: Path) -> None:
    (tmp_path / ".cv-action" / "ledger").mkdir(parents=True)
    for command in ("show", "verify"):
        done = terminal("ledger", command, cwd=tmp_path)
        assert done.returncode == 0
        assert b"It is empty" in done.stdout
    assert terminal("ledger", "export", cwd=tmp_path).stdout == b""


@pytest.mark.loopback
def test_a_repositorys_ledger_is_shown_at_the_servers_time(
    server: ResultsServer, tmp_path: Path
) -> None:
    server.add(NAME, segment(history()))
    view = told(ask(server, "ledger", "show", "--json", cwd=tmp_path))
    assert view["now"] == "2026-11-23T14:05:00Z"
    assert view["months"] == [{"period": "2026-11", "settled": "0.7496", "open": "0.5"}]
    assert {call["lane"] for call in view["calls"]} == {"subscription", "api"}
    assert view["windows"][0]["age"] == 720
    assert view["carried"] == 1


@pytest.mark.loopback
def test_a_screen_of_eighty_columns_holds_every_line(server: ResultsServer, tmp_path: Path) -> None:
    server.add(NAME, segment(history()))
    done = ask(server, "ledger", "show", cwd=tmp_path)
    lines = done.stdout.decode().splitlines()
    assert len(lines) > 40
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
    assert "\x1b" not in done.stdout.decode()
    for text in ("$0.7496", "claude-sonnet-5-5", "2026-11-23 16:00", "credit exhausted", "in 4 h"):
        assert text in done.stdout.decode()


@pytest.mark.loopback
def test_an_export_is_every_event_as_it_was(server: ResultsServer, tmp_path: Path) -> None:
    server.add(NAME, segment(history()))
    printed = ask(server, "ledger", "export", cwd=tmp_path)
    assert read_lines(printed.stdout) == history()
    assert FUTURE in printed.stdout.splitlines()
    written = ask(server, "ledger", "export", "-o", "events.ndjson", cwd=tmp_path)
    assert (tmp_path / "events.ndjson").read_bytes() == printed.stdout
    assert (written.stdout, f"{len(history())} events" in written.stderr.decode()) == (b"", True)


@pytest.mark.loopback
def test_a_ledger_that_has_lost_something_fails_its_audit(
    server: ResultsServer, tmp_path: Path
) -> None:
    server.add(NAME, segment(history()))
    whole = ask(server, "ledger", "verify", cwd=tmp_path)
    assert (whole.returncode, b"Nothing is lost" in whole.stdout) == (0, True)
    server.add(NAME, b"PK nonsense", run=2)
    done = ask(server, "ledger", "verify", cwd=tmp_path)
    assert done.returncode == 1
    text = " ".join(done.stdout.decode().split())
    for part in ("no whole zip file; no other holds it", "are closed: segment 1002", "is deleted"):
        assert part in text
    found = json.loads(ask(server, "ledger", "verify", "--json", cwd=tmp_path).stdout)
    assert [(one["segment"]["id"], one["lost"]) for one in found["findings"]] == [
        (1002, True),
        (1001, False),
    ]


@pytest.mark.loopback
def test_a_forks_segments_are_nobodys(server: ResultsServer, tmp_path: Path) -> None:
    server.add(NAME, segment(history())).head_repository_id = 1
    done = ask(server, "ledger", "verify", cwd=tmp_path)
    assert (done.returncode, b"It is empty" in done.stdout) == (0, True)


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("step", "status", "remedy"),
    [
        (Step.LIST, 403, "  actions: read"),
        (Step.OTHER, 403, "  actions: read"),
        (Step.OTHER, 404, "Check that the token belongs to this repository"),
        (Step.OTHER, 401, "GITHUB_TOKEN"),
    ],
)
def test_what_github_refuses_is_told_with_its_remedy(
    server: ResultsServer, tmp_path: Path, step: Step, status: int, remedy: str
) -> None:
    server.plan(step, refusal(status, "no"))
    done = ask(server, "ledger", "show", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert remedy in done.stderr.decode()
    assert server.token not in done.stderr.decode()


def test_a_place_that_is_none_is_told_with_its_remedy(tmp_path: Path) -> None:
    for place, remedy in (("--ledger=x", b"--repository"), ("--repository=a/b", b"actions: read")):
        done = terminal("ledger", "show", place, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert remedy in done.stderr


def test_what_a_dead_process_left_is_settled_once(demo: Path, tmp_path: Path) -> None:
    folder = Path(copytree(demo, tmp_path / "d"))
    now = last_moment(folder)
    wanted = reserved("0.40", at=now - HOUR, until=now)
    left = journal(folder, "dead", wanted, called("0.12", at=now - HOUR))
    alive = journal(folder, "alive", reserved("0.30", name="a", at=now, until=now + HOUR))
    done = terminal("ledger", "settle", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert b"dead.journal: settled, with 2 events" in done.stdout
    assert b"alive.journal: left alone" in done.stdout
    assert (left.exists(), alive.exists()) == (False, True)
    view = told(terminal("ledger", "show", "--json", cwd=folder))
    assert [(one["settled"], one["open"]) for one in view["months"]] == [("0.12", "0")]
    (settled,) = told(terminal("ledger", "settle", "--all", "--json", cwd=folder))
    assert (settled["journal"], settled["ending"]) == ("alive.journal", "settled")
    assert b"no journal" in terminal("ledger", "settle", cwd=folder).stdout


def test_a_journal_that_nobody_can_read_keeps_no_other_from_its_end(
    demo: Path, tmp_path: Path
) -> None:
    folder = Path(copytree(demo, tmp_path / "d"))
    at = last_moment(folder) - HOUR
    good = journal(folder, "good", reserved("0.40", at=at, until=at))
    bad = folder / ".cv-action" / "bad.journal"
    bad.write_bytes(b"nonsense\n")
    (folder / ".cv-action" / "empty.journal").write_bytes(b"")
    done = terminal("ledger", "settle", cwd=folder)
    assert done.returncode == 1
    assert b"bad.journal: could not be settled" in done.stdout
    assert b"empty.journal: says nothing" in done.stdout
    assert (bad.exists(), good.exists()) == (True, False)


def test_help_loads_neither_the_ledger_nor_a_client_of_github(tmp_path: Path) -> None:
    done = terminal("ledger", "show", "--help", cwd=tmp_path, PYTHONPROFILEIMPORTTIME="1")
    assert (done.returncode, b"Usage" in done.stdout) == (0, True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert "cv_action.cli.ledger" in loaded
    slow = ("cv_action.ledger", "cv_action.quota", "cv_action.adapters", "github", "msgspec")
    assert not [name for name in loaded if name.startswith(slow)]


def last_moment(folder: Path) -> datetime:
    """When the run in a folder ended."""
    events = read_lines(terminal("ledger", "export", cwd=folder).stdout)
    return max(event.at for event in events)
