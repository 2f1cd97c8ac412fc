"""The official command line, where `make test` puts it, as a lane against a server of a test."""

from __future__ import annotations

import os
import select
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from pydantic import SecretStr

from cv_action.adapters.claude_binary import ClaudeBinary
from cv_action.adapters.claude_cli import ClaudeCli
from cv_action.adapters.claude_wheel import pinned

CANARY: Final = f"sk-ant-oat01-made-up-canary-{os.getpid()}"
"""A token that opens nothing, this process's own, to be looked for where no token belongs."""
ROOT: Final = Path(__file__).resolve().parents[1]
CACHE: Final = ROOT / ".venv" / ".claude"
PROGRAM: Final = CACHE / f"claude-{pinned()}" / "claude_agent_sdk" / "_bundled" / "claude"


def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let everything temporary lie in a folder of the test, and give it."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def real_program() -> Path:
    """The CLI; without it the test is skipped."""
    if not PROGRAM.is_file():
        pytest.skip("the Claude CLI is missing (make .venv/.claude/fetched)")
    return PROGRAM


def a_lane(
    program: Path, url: str, workspace: Path, *, seconds: float = 60, token: str = CANARY
) -> ClaudeCli:
    """A lane to a server, with a program of the test's choice."""
    return ClaudeCli(
        SecretStr(token),
        binary=a_binary(program, workspace),
        base_url=url,
        patience=timedelta(seconds=seconds),
    )


def a_binary(program: Path | str, workspace: Path) -> ClaudeBinary:
    """The program at a path that its owner gave."""
    return ClaudeBinary(
        given=str(program),
        workspace=workspace,
        cache=workspace.parent / "cache",
        environ=os.environ,
    )


def running() -> list[int]:
    """The processes on this machine, but for this one, that have the token in their environment."""
    places = (place for place in Path("/proc").glob("[0-9]*") if place.name != str(os.getpid()))
    return [int(place.name) for place in places if CANARY.encode() in _environment(place)]


def outlived() -> list[int]:
    """Those of them that do not end at once, which takes a moment even for the killed."""
    return [process for process in running() if not _ends(process)]


def _environment(place: Path) -> bytes:
    try:
        return (place / "environ").read_bytes()
    except OSError:
        return b""


def _ends(process: int) -> bool:
    try:
        pidfd = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([pidfd], [], [], 5)[0])
    finally:
        os.close(pidfd)
