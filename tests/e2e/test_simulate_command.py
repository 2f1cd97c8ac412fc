"""``cv-action simulate``, as a person and as a script use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cv_action.adapters.directory_store import DirectoryStore
from cv_action.ledger.accounts import bookings
from cv_action.ledger.reading import read
from cv_action.ledger.segment import Segment, pack
from cv_action.ledger.store import Placed

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "simulation.yml"
PRICES = """\
[models.claude-sonnet-5-5]
rows = [{ from = 2026-01-01, input = "1000", output = "1000", cache_read = "1000", \
cache_write_5m = "1000", cache_write_1h = "1000" }]
"""


def simulate(
    *arguments: object, hashes: str = "0", expect: int = 0
) -> subprocess.CompletedProcess[str]:
    return command("simulate", *arguments, hashes=hashes, expect=expect)


def command(
    *arguments: object, hashes: str = "0", expect: int = 0
) -> subprocess.CompletedProcess[str]:
    """The command, with no more around it than it may need."""
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": hashes,
        "COLUMNS": "80",
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "cv_action", *map(str, arguments)],
        env=environ, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == expect, done.stderr
    return done


def small(folder: Path, **changes: str) -> Path:
    """The example with other values for some of its lines."""
    text = EXAMPLE.read_text("utf-8")
    for key, value in changes.items():
        lines = [
            f"{key}: {value}" if one.startswith(f"{key}:") else one for one in text.split("\n")
        ]
        assert "\n".join(lines) != text
        text = "\n".join(lines)
    path = folder / "plan.yml"
    path.write_text(text, "utf-8")
    return path


def test_a_person_sees_it_on_eighty_columns_and_a_pipe_gets_plain_lines() -> None:
    shown = simulate(EXAMPLE, "--days", 16).stdout
    lines = shown.splitlines()
    assert lines[0] == "Simulation of simulation.yml"
    assert "384 runs, 2026-12-01 00:00 to 2026-12-17 00:00 UTC" in lines
    titles = ("Calls", "Money", "Spending by day of UTC", "What stood in the way", "Alerts")
    assert set(titles) | {"Lanes left alone after a failure"} <= set(lines)
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in shown


def test_the_same_file_is_the_same_bytes(tmp_path: Path) -> None:
    for form in ((), ("--json",)):
        first, second = (
            simulate(EXAMPLE, "--days", 8, "--ledger", tmp_path / f"{hashes}{len(form)}", *form,
                     hashes=hashes).stdout
            for hashes in ("1", "2")
        )  # fmt: skip
        assert first == second
    ledgers = [
        {file.name: file.read_bytes() for file in folder.iterdir()} for folder in tmp_path.iterdir()
    ]
    assert len(ledgers) == 4
    assert all(one == ledgers[0] for one in ledgers)


def test_its_ledger_can_be_read_from_the_folder_and_says_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    found: dict[str, Any] = json.loads(
        simulate(EXAMPLE, "--days", 6, "--json", "--ledger", folder).stdout
    )
    end = datetime(2026, 12, 7, tzinfo=UTC)
    store = DirectoryStore(folder=folder, run=9, clock=lambda: end)
    memory = read(store, around=end)
    assert not memory.losses
    spent = sum((one.usd for one in bookings(memory.events)), Decimal(0))
    assert spent == Decimal(found["savings"]["spent"]) > 0
    assert sum(one["calls"] for one in found["calls"]) > 30
    (listed,) = memory.listed
    assert listed.created_at.month == 12

    more = Segment(events=frozenset(), absorbed=frozenset(), horizon=end)
    placed = store.place("cv-ledger-2026-W50-0", pack(more))
    assert isinstance(placed, Placed)
    assert placed.id in read(store, around=end, known=memory).absorbed
    assert placed.id not in memory.absorbed


def test_a_ledger_of_a_time_to_come_can_be_looked_at(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    plan = small(tmp_path, start="2099-03-01", days="2")
    found = json.loads(simulate(plan, "--json", "--ledger", folder).stdout)
    shown = json.loads(command("ledger", "show", "--ledger", folder, "--json").stdout)
    assert shown["now"].startswith("2099-03-02")
    assert len(shown["runs"]) == found["runs"] == 48


def test_a_real_ledger_never_takes_in_a_simulated_one(tmp_path: Path) -> None:
    (tmp_path / "something").write_text("here")
    said = simulate(EXAMPLE, "--days", 1, "--ledger", tmp_path, expect=2)
    assert "new or empty" in said.stderr
    assert said.stdout == ""
    assert [file.name for file in tmp_path.iterdir()] == ["something"]


def test_a_bad_plan_is_told_line_by_line(tmp_path: Path) -> None:
    path = small(tmp_path, days="none", model="gpt", schedule="'@hourly'")
    said = simulate(path, expect=2).stderr.splitlines()
    assert [line.split(": ")[:3:2] for line in said] == [
        [f"{path}:{number(path, key)}:{column}", name]
        for key, column, name in (("days", 7, "days"), ("schedule", 11, "schedule[0]"))
    ]
    path = small(tmp_path, model="gpt")
    assert (
        f"{path}:{number(path, 'model')}:8: error: model: no price"
        in simulate(path, expect=2).stderr
    )


def number(path: Path, key: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(f"{key}:"))


def test_prices_beside_the_plan_take_the_place_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(PRICES, "utf-8")
    path = small(tmp_path, days="2")
    path.write_text(path.read_text("utf-8") + "\nprices: own.toml\n", "utf-8")
    dear = json.loads(simulate(path, "--json").stdout)
    listed = json.loads(simulate(EXAMPLE, "--days", 2, "--json").stdout)
    assert Decimal(dear["savings"]["at_list_price"]) > 100 * Decimal(
        listed["savings"]["at_list_price"]
    )


@pytest.mark.parametrize("days", ["0", "367", "many"])
def test_days_beyond_a_year_are_refused(days: str) -> None:
    assert "--days" in simulate(EXAMPLE, "--days", days, expect=2).stderr
