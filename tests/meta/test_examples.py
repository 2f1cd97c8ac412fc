"""The workflows that people copy say what the action has, and keep the rules of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cv_action.enhance.creativity import Creativity
from cv_action.pipeline.sources import CV_NAMES
from cv_action.report.run import Mode
from tests.act_workflow import ACTION, EXAMPLE, OURS, PREVIEW, our_step, workflow

ROOT = Path(__file__).resolve().parents[2]
FILES = (EXAMPLE, PREVIEW)
CI = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
OUTPUT = re.compile(r"steps\.cv\.outputs\.(\w+)")
EXPRESSION = "${{"
each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def dispatch() -> dict[str, Any]:
    """The inputs that a person is asked for; ``on`` is a word like any other here."""
    inputs: dict[str, Any] = workflow(EXAMPLE)["on"]["workflow_dispatch"]["inputs"]
    return inputs


def runs(found: dict[str, Any]) -> Iterator[str]:
    for job in found["jobs"].values():
        yield from (step["run"] for step in job["steps"] if "run" in step)


def test_every_workflow_among_the_examples_is_looked_at() -> None:
    found = {path for path in (ROOT / "examples").glob("*.yml") if "jobs:" in path.read_text()}
    assert found == set(FILES)


@each
def test_an_example_gives_and_reads_only_what_the_action_has(path: Path) -> None:
    step = our_step(workflow(path))
    assert step["id"] == "cv"
    assert set(step["with"]) <= set(ACTION["inputs"])
    read = set(OUTPUT.findall(path.read_text("utf-8")))
    assert read
    assert read <= set(ACTION["outputs"])


@each
def test_no_expression_and_no_secret_reaches_a_shell(path: Path) -> None:
    found = workflow(path)
    scripts = list(runs(found))
    assert scripts
    assert not [script for script in scripts if EXPRESSION in script]
    environs = [step.get("env", {}) for job in found["jobs"].values() for step in job["steps"]]
    assert "secrets." not in str([found.get("env"), *environs])


@each
def test_foreign_actions_are_those_that_our_own_workflow_has_pinned(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    foreign = [one for one in used if not one.startswith(OURS)]
    assert foreign
    assert all(f"uses: {one}\n" in CI for one in foreign)
    assert [one for one in used if re.match(rf"{OURS}[0-9a-f]{{40}} # ", one)]


@each
def test_no_job_has_a_permission_that_it_does_not_name(path: Path) -> None:
    found = workflow(path)
    assert found["permissions"] == {}
    assert all("permissions" in job and "timeout-minutes" in job for job in found["jobs"].values())


def test_a_preview_has_no_secret_and_may_write_nothing() -> None:
    text = PREVIEW.read_text("utf-8")
    assert "secrets." not in text
    assert "write" not in str(workflow(PREVIEW)["jobs"])
    assert our_step(workflow(PREVIEW))["with"] == {"mode": "preview"}


def test_a_person_can_choose_every_mode_and_every_creativity() -> None:
    asked = dispatch()
    assert asked["mode"]["options"] == list(Mode)
    assert asked["creativity"]["options"] == list(Creativity)
    assert asked["mode"]["default"] == ACTION["inputs"]["mode"]["default"]
    assert asked["creativity"]["default"] == ACTION["inputs"]["creativity"]["default"]


@each
def test_a_run_starts_for_every_name_of_a_cv_in_the_root_and_for_nothing_it_makes(
    path: Path,
) -> None:
    on = workflow(path)["on"]
    paths = on["pull_request" if "pull_request" in on else "push"]["paths"]
    begins = [one for one in paths if not one.startswith(".github/")]
    assert begins == [one for one in CV_NAMES if one.startswith("cv.")]
    assert not [one for one in begins if "*" in one]


def test_two_runs_of_one_repository_wait_for_each_other() -> None:
    waits = workflow(EXAMPLE)["concurrency"]
    assert EXPRESSION not in waits["group"]
    assert waits["cancel-in-progress"] is False


def test_the_quick_start_is_the_example_word_for_word() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.count(f"```yaml\n{EXAMPLE.read_text('utf-8')}```") == 1
