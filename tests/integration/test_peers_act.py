"""An upload from a real step of a job, held to act, which runs the job and takes the artifact."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from cv_action.adapters.artifact_blob import BLOCK
from tests.act_runner import ACT, free_port

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("act")]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
WORKFLOW = """
on: push
jobs:
  upload:
    runs-on: ubuntu-latest
    steps:
      - run: '"$PYTHON" -P -m tests.peers.upload'
"""
SEGMENTS = {
    "cv-ledger-2026-W48-0": b"PK\x03\x04" + bytes(range(256)) + b"\r\n",
    "cv-ledger-2026-W48-1": bytes(range(251)) * (2 * BLOCK // 251 + 1),
}


@dataclass(frozen=True)
class Job:
    """A job that act ran: where it put the artifacts, and what the step said of them."""

    artifacts: Path
    outcome: dict[str, object]

    def stored(self, run: int, name: str) -> bytes:
        return (self.artifacts / str(run) / name / f"{name}.zip").read_bytes()


def run_job(folder: Path, run: int) -> Job:
    """Run the workflow in the repository of the folder, as a run of this number."""
    given = {
        "GITHUB_RUN_ID": str(run),
        "OUTCOME": str(folder / "outcome.json"),
        "PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT),
        "UPLOADS": str(folder / "uploads"),
    }
    server = ("--artifact-server-addr", "127.0.0.1", "--artifact-server-port", str(free_port()))
    done = subprocess.run(
        [
            str(ACT), "push", "--no-cache-server", "--container-daemon-socket", "-",
            "--platform", "ubuntu-latest=-self-hosted",
            "--artifact-server-path", str(folder / "artifacts"), *server,
            *(word for name, text in given.items() for word in ("--env", f"{name}={text}")),
        ],
        check=False,
        cwd=folder / "repository",
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return Job(folder / "artifacts", json.loads((folder / "outcome.json").read_bytes()))


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    missing = [tool for tool in ("git", str(ACT)) if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("act")
    (workflows := folder / "repository" / ".github" / "workflows").mkdir(parents=True)
    (workflows / "upload.yml").write_text(WORKFLOW)
    subprocess.run(["git", "init", "--quiet", folder / "repository"], check=True)  # noqa: S607  the machine's own git
    (folder / "uploads").mkdir()
    for name, data in SEGMENTS.items():
        (folder / "uploads" / name).write_bytes(data)
    return run_job(folder, 77)


def test_what_a_step_uploads_lies_there_byte_for_byte(job: Job) -> None:
    assert {name: job.stored(77, name) for name in SEGMENTS} == SEGMENTS


def test_the_step_is_told_the_ids(job: Job) -> None:
    assert job.outcome.keys() == SEGMENTS.keys()
    assert all(isinstance(told, int) for told in job.outcome.values()), job.outcome
