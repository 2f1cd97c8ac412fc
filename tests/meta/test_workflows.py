"""Our own workflows keep the rules that we ask others to keep."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CI: Mapping[str, Any] = YAML(typ="safe").load(ROOT / ".github" / "workflows" / "ci.yml")
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def used(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        found = re.search(r"\buses: (.+)", line)
        if found:
            yield found[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_foreign_action_is_pinned_to_a_commit_and_says_its_version(path: Path) -> None:
    foreign = [text for text in used(path) if not text.startswith("./")]
    assert foreign
    assert all(PINNED.fullmatch(text) for text in foreign)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_job_has_a_permission_that_it_does_not_name(path: Path) -> None:
    workflow = YAML(typ="safe").load(path)
    assert workflow["permissions"] == {}
    assert workflow["jobs"]
    assert all(
        "permissions" in job and "timeout-minutes" in job for job in workflow["jobs"].values()
    )


def test_there_are_workflows_to_look_at() -> None:
    assert FILES


def test_the_tests_run_on_every_python_that_the_project_supports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    supported = SpecifierSet(project["requires-python"])
    tested = CI["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert tested == [f"3.{minor}" for minor in range(30) if f"3.{minor}" in supported]


def test_the_required_job_waits_for_every_other() -> None:
    jobs = dict(CI["jobs"])
    required = jobs.pop("required")
    assert required["needs"] == list(jobs)
    (step,) = required["steps"]
    assert step["run"].count("success") == len(jobs) > 1
