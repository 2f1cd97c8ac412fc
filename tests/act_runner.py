"""Runs of a real workflow on act, for a repository at the small GitHub on this machine."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from zipfile import ZipFile

import pytest

from tests.act_workflow import EXAMPLE, on_host, permissions
from tests.github_loopback import Joined, check_out, github_on_loopback
from tests.github_model import Access
from tests.github_server import GithubServer

ACT: Final = Path(sys.executable).with_name("act")
PATIENCE: Final = 120
"""Seconds that a run may take; then it is ended."""
OWNER: Final = "maren"
ON_HOST: Final = ("--platform", "ubuntu-latest=-self-hosted", "--container-daemon-socket", "-")
WORKFLOW: Final = ".github/workflows/cv.yml"


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Why a run is, and what it is given.

    ``asked`` are the inputs of a dispatch, ``inputs`` those of the action that go before the
    example's. ``permissions`` are changes to the example's. ``commit`` is what a run that had to
    wait has checked out.
    """

    event: str = "push"
    actor: str = OWNER
    example: Path = EXAMPLE
    asked: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    permissions: Mapping[str, str] = field(default_factory=dict)
    commit: str = ""


@dataclass(frozen=True)
class Ended:
    """A run that has ended: act's exit code and log, and what the step's witness kept."""

    code: int
    log: str
    result: Path

    @property
    def outputs(self) -> Mapping[str, str]:
        """What the steps after ours could read."""
        found: Mapping[str, str] = json.loads((self.result / "outputs.json").read_bytes())
        return found

    @property
    def workspace(self) -> Path:
        """The workspace as our step left it."""
        return self.result / "workspace"

    @property
    def report(self) -> Mapping[str, Any]:
        """The report that our step wrote."""
        path = self.workspace / self.outputs["report_path"]
        found: Mapping[str, Any] = json.loads(path.read_bytes())
        return found


@dataclass
class ActWorld:
    """One repository over several runs of its workflow."""

    folder: Path
    joined: Joined
    runs: int = 0

    @property
    def github(self) -> GithubServer:
        """The repository."""
        return self.joined.github

    @property
    def artifacts(self) -> Path:
        """Where act's artifact server keeps what it is given."""
        return self.folder / "artifacts"

    def unpacked(self, name: str) -> Mapping[str, bytes]:
        """The files in the artifact of a name that the newest run has left."""
        found = self.artifacts.glob(f"*/{name}/{name}.zip")
        newest = max(found, key=lambda path: int(path.parents[1].name))
        with ZipFile(newest) as archive:
            return {file: archive.read(file) for file in archive.namelist()}

    def run(self, occasion: Occasion) -> Ended:
        """One run, to its end."""
        with self.started(occasion) as (process, result):
            return ended(process, result)

    @contextmanager
    def started(self, occasion: Occasion) -> Iterator[tuple[subprocess.Popen[str], Path]]:
        """One run that has begun, and the folder of its result; it does not outlive the block."""
        place = self.new_run(occasion)
        (result := place / "result").mkdir()
        path = place / "workflow.yml"
        path.write_text(
            on_host(occasion.example, occasion.inputs, python=sys.executable, result=result)
        )
        with self.acting(occasion, place, options=("--workflows", str(path), *ON_HOST)) as process:
            yield process, result

    def new_run(self, occasion: Occasion) -> Path:
        """The folder of a new run, with a clone in ``repository``."""
        self.runs += 1
        self._grant({**permissions(occasion.example), **occasion.permissions})
        (place := self.folder / "runs" / str(self.runs)).mkdir(parents=True)
        check_out(self.github, place / "repository", commit=occasion.commit)
        (place / "event.json").write_text(json.dumps({"inputs": dict(occasion.asked)}))
        return place

    @contextmanager
    def acting(
        self,
        occasion: Occasion,
        place: Path,
        *,
        options: Sequence[str],
        environ: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[subprocess.Popen[str]]:
        """act at work in the folder of a run, which does not outlive the block.

        Why the runtime's URL: act tells jobs that its artifact server is there, and hands it on.
        """
        self.joined.shelf.act = free_port()
        given = {"HOME": str(place), "ACTIONS_RUNTIME_URL": f"{self.github.api_url}/", **environ}
        with subprocess.Popen(
            [str(ACT), occasion.event, *self._arguments(occasion, place), *options],
            cwd=place / "repository",
            env={"PATH": os.environ["PATH"], **given},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def _grant(self, named: Mapping[str, str]) -> None:
        """Let the token do what the job names, as GitHub does."""
        self.github.contents = Access(named.get("contents", Access.NONE))
        self.github.pull_requests = Access(named.get("pull-requests", Access.NONE))
        self.joined.shelf.readable = named.get("actions") in {Access.READ, Access.WRITE}

    def _arguments(self, occasion: Occasion, place: Path) -> Iterator[str]:
        github = self.github
        yield from ("--eventpath", str(place / "event.json"), "--actor", occasion.actor)
        yield from ("--no-cache-server", "--artifact-server-path", str(self.artifacts))
        yield from ("--artifact-server-addr", "127.0.0.1")
        yield from ("--artifact-server-port", str(self.joined.shelf.act))
        given = {
            "GITHUB_API_URL": github.api_url,
            "GITHUB_REPOSITORY": github.repository,
            "GITHUB_REPOSITORY_ID": str(github.repository_id),
            "GITHUB_REPOSITORY_OWNER": OWNER,
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": str(self.runs),
            "GITHUB_TRIGGERING_ACTOR": occasion.actor,
        }
        for name, text in given.items():
            yield from ("--env", f"{name}={text}")
        for name, text in {"GITHUB_TOKEN": github.token, **occasion.secrets}.items():
            yield from ("--secret", f"{name}={text}")


def ended(process: subprocess.Popen[str], result: Path) -> Ended:
    """What a run left behind, when it has ended."""
    log, _ = process.communicate(timeout=PATIENCE)
    return Ended(process.returncode, log, result)


@contextmanager
def act_world(folder: Path, files: Mapping[str, bytes]) -> Iterator[ActWorld]:
    """A repository with these files in it, and the example as its workflow.

    Without act the test is skipped.
    """
    if shutil.which(ACT) is None:
        pytest.skip(f"not installed: {ACT.name}")
    (artifacts := folder / "artifacts").mkdir()
    with github_on_loopback(artifacts) as joined:
        joined.github.push({**files, WORKFLOW: EXAMPLE.read_bytes()}, by=OWNER)
        yield ActWorld(folder, joined)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
