"""What a step hands to the steps after it.

The file's format is that of actions/toolkit (packages/core/src/file-command.ts).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from uuid import uuid4


class Output(StrEnum):
    """The outputs that ``action.yml`` declares."""

    OUTCOME = "outcome"
    REASON = "reason"
    LANE = "lane"
    CALLS = "calls"
    COST_USD = "cost_usd"
    LIST_PRICE_USD = "list_price_usd"
    CHANGED_FILES = "changed_files"
    COMMIT_SHA = "commit_sha"
    PULL_REQUEST_NUMBER = "pull_request_number"
    REPORT_PATH = "report_path"


def random_fence() -> str:
    """A line that nobody can have foreseen."""
    return f"cv_action_{uuid4().hex}"


def write_outputs(
    path: Path, values: Mapping[Output, str], *, fence: Callable[[], str] = random_fence
) -> None:
    """Append the outputs to the runner's file (GITHUB_OUTPUT)."""
    entries = "".join(entry(name, text, fence=fence) for name, text in values.items())
    with path.open("a", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.write(entries)


def entry(name: str, value: str, *, fence: Callable[[], str] = random_fence) -> str:
    """One output, between two lines that do not occur in its value."""
    line = fence()
    while line in value:
        line = fence()
    return f"{name}<<{line}\n{value}\n{line}\n"
