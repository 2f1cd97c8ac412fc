"""Where the command line comes from: never from the workspace, always of the pinned version."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from cv_action.adapters.claude_binary import Unusable
from cv_action.adapters.claude_wheel import fetched, pinned
from cv_action.claude.failure import Failure
from cv_action.claude.reply import Failed
from tests.cli_fakes import fake
from tests.cli_lines import VERSION
from tests.cli_real import CACHE, a_binary, a_lane, real_program
from tests.messages_prompts import MODEL, PROMPT

LOCK = files("cv_action.adapters").joinpath("claude.txt").read_text("utf-8")


def reason(found: Path | Unusable) -> str:
    assert isinstance(found, Unusable)
    return found.reason


def test_the_lock_pins_one_wheel_for_every_machine() -> None:
    assert re.findall(r"^([a-z-]+)==[\d.]+ \\$", LOCK, re.MULTILINE) == ["claude-agent-sdk"]
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", LOCK)) == 6
    assert pinned() == VERSION


def test_the_wheel_brings_the_version_that_is_pinned(tmp_path: Path) -> None:
    program = real_program()
    assert fetched(CACHE, {}) == program
    assert a_binary(program, tmp_path).path() == program


def test_a_path_of_the_owner_is_taken(tmp_path: Path) -> None:
    program = fake(tmp_path, "")
    assert a_binary(program, tmp_path / "workspace").path() == program


def test_what_was_found_out_is_remembered(tmp_path: Path) -> None:
    program = fake(tmp_path, "")
    binary = a_binary(program, tmp_path / "workspace")
    before = binary.path()
    program.unlink()
    assert binary.path() == before


@pytest.mark.parametrize(
    "way",
    [
        "workspace/claude",
        "elsewhere/../workspace/claude",
        "elsewhere/to-workspace",
        "elsewhere/to-folder/claude",
        "workspace/out",
        "elsewhere/through",
    ],
)
def test_no_way_to_it_leads_through_the_workspace(tmp_path: Path, way: str) -> None:
    workspace, elsewhere = tmp_path / "workspace", tmp_path / "elsewhere"
    workspace.mkdir()
    elsewhere.mkdir()
    inside, outside = fake(workspace, ""), fake(elsewhere, "")
    (elsewhere / "to-workspace").symlink_to(inside)
    (elsewhere / "to-folder").symlink_to("../workspace")
    (workspace / "out").symlink_to(outside)
    (elsewhere / "through").symlink_to(workspace / "out")
    assert (tmp_path / way).exists()
    assert "workspace" in reason(a_binary(tmp_path / way, workspace).path())


def test_a_link_that_stays_outside_is_followed(tmp_path: Path) -> None:
    program = fake(tmp_path, "")
    (tmp_path / "link").symlink_to("./claude")
    assert a_binary(tmp_path / "link", tmp_path / "workspace").path() == program


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("claude", "root"),
        ("missing", "No such file"),
        ("folder", "no file"),
        ("plain", "executed"),
        ("loop", "symbolic links"),
        ("broken", "version"),
        ("nonsense", "could not|cannot"),
    ],
)
def test_what_cannot_run_is_named(tmp_path: Path, path: str, told: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    for name, text in (("broken", "#!/bin/false\n"), ("nonsense", "\0")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    given = path if path == "claude" else str(tmp_path / path)
    assert re.search(told, reason(a_binary(given, tmp_path / "workspace").path()))


def test_a_program_that_cannot_be_used_is_a_failure_that_cost_nothing(tmp_path: Path) -> None:
    lane = a_lane(fake(tmp_path, "", version="9.9.9"), "", tmp_path / "workspace")
    came = lane.ask(PROMPT, MODEL)
    assert isinstance(came, Failed)
    assert (came.failure, came.measured, came.spent) == (Failure.NO_PROGRAM, True, ())
    assert "9.9.9" in came.detail
