"""A step of the live workflow writes down what it saw, and fails when a claim does not hold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.github_clients import new_server
from tests.github_server import GithubServer
from tests.live_scenes import RUN
from tests.results_plugs import in_process
from tools.live.__main__ import CASES, main
from tools.live.finding import finding, rows

WORKFLOW = Path(__file__).resolve().parents[2] / ".github" / "workflows" / "live.yml"


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({"cv.json": b"{}"})
    return server


def ran(server: GithubServer, folder: Path, case: str = "nothing", **environ: str) -> int:
    """What the step's exit code is."""
    report = folder / ".cv-action" / "report.json"
    report.parent.mkdir(exist_ok=True)
    report.write_text("{}")
    outputs = {"outcome": "unchanged", "calls": "0", "report_path": ".cv-action/report.json"}
    given = {
        "GITHUB_API_URL": server.api_url,
        "GITHUB_JOB": "first",
        "GITHUB_REPOSITORY": server.repository,
        "GITHUB_REPOSITORY_ID": str(server.repository_id),
        "GITHUB_RUN_ID": str(RUN),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_TOKEN": server.token,
        "GITHUB_WORKSPACE": str(folder),
        "RUNNER_TEMP": str(folder),
        "BRANCH": "main",
        "BEFORE": server.head(),
        "OUTPUTS": json.dumps(outputs),
    }
    with in_process(server):
        return main(case, given | environ)


def report(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "live-report.json").read_bytes())
    return found


def test_a_case_that_holds_passes_and_is_written_down(server: GithubServer, tmp_path: Path) -> None:
    assert ran(server, tmp_path) == 0
    assert [one["holds"] for one in report(tmp_path)] == [True, True, True]
    assert (tmp_path / "summary.md").read_text().count("| holds |") == 3


def test_a_case_that_fails_fails_the_step(
    server: GithubServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(server, tmp_path, BEFORE="0" * 40) == 1
    assert [one["holds"] for one in report(tmp_path)] == [True, True, False]
    assert "FAILS: the branch stays where it was" in capsys.readouterr().out


def test_a_report_grows_with_every_case(server: GithubServer, tmp_path: Path) -> None:
    ran(server, tmp_path)
    ran(server, tmp_path, "asked")
    assert {one["case"] for one in report(tmp_path)} == {"nothing", "asked"}


def test_what_cannot_be_seen_does_not_hold(server: GithubServer, tmp_path: Path) -> None:
    assert ran(server, tmp_path, BRANCH="gone") == 1
    assert "404" in report(tmp_path)[-1]["seen"]
    assert len(report(tmp_path)) == 3


def test_the_ledger_is_read_from_a_file(server: GithubServer, tmp_path: Path) -> None:
    by = {"run": RUN, "job": "first"}
    lines = [{"kind": "reserved", "usd": "0.01"}, {"kind": "settled", "usd": "0.001"}]
    (tmp_path / "e").write_text("".join(json.dumps(line | {"by": by}) + "\n" for line in lines))
    outputs = json.dumps({"cost_usd": "0.001"})
    given = {"EVENTS": str(tmp_path / "e"), "OUTPUTS": outputs}
    assert ran(server, tmp_path, "remembered", **given) == 0
    assert ran(server, tmp_path, "remembered", **given, JOB="second") == 1


def test_foreign_words_stay_in_their_cell() -> None:
    one = finding("it holds", "a`b|c\n::error::d", holds=True)
    assert "\n" not in one.seen
    assert list(rows("case", [one]))[1] == "| it holds | `a'b/c ::error::d` | holds |"


def test_every_case_is_checked_by_the_workflow_and_no_other() -> None:
    steps = [
        step for job in YAML(typ="safe").load(WORKFLOW)["jobs"].values() for step in job["steps"]
    ]
    asked = [re.findall(r"-m tools\.live ([\w-]+)", step.get("run", "")) for step in steps]
    assert {case for cases in asked for case in cases} == set(CASES)


def test_no_step_that_checks_sees_a_credential_of_claude() -> None:
    text = WORKFLOW.read_text("utf-8")
    workflow = YAML(typ="safe").load(text)
    runs = [step for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert runs
    assert not [step for step in runs if "secrets." in json.dumps(step)]
    assert "secrets." in text
    assert "secrets." not in json.dumps(workflow.get("env", {}))
