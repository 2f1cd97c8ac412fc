"""act with real containers: podman answers it as docker would, for our own store."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.act_runner import PATIENCE, ActWorld, Occasion
from tests.act_workflow import EXAMPLE, OURS, ROOT, our_step, workflow
from tests.image.engine import BASE, CERTIFICATES, Store

SHIPPED: Final = ("action.yml", "Dockerfile", ".dockerignore", "entrypoint.py", "settle.py")
OFFICIAL: Final = "default: https://api.anthropic.com\n"
ACTIVATED: Final = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execvp("podman", ["podman", "system", "service", "--time=0"])
"""
SETTINGS: Final = """
[containers]
default_ulimits=["nofile=4096:4096","nproc=4096:4096"]
netns="host"
volumes=["{certificates}:{certificates}:ro","{temp}:/tmp"]
[engine]
runtime="runc"
cgroup_manager="cgroupfs"
events_logger="file"
"""


@dataclass(frozen=True)
class Ran:
    """A run that has ended: act's exit code and its log."""

    code: int
    log: str

    @property
    def told(self) -> list[str]:
        """The lines that the job's own steps have printed."""
        return [line.partition(" | ")[2] for line in self.log.splitlines() if " | " in line]

    def output(self, name: str) -> str:
        """An output of our step, as far as it stands in one line."""
        found = re.search(rf"::set-output:: {name}=(.*)", self.log)
        assert found, self.log
        return found[1]


@dataclass(frozen=True)
class Containers:
    """Where act finds containers, and the folder that it takes our action from."""

    action: Path
    environ: Mapping[str, str]

    def run(self, world: ActWorld, occasion: Occasion) -> Ran:
        """One run of the example as it is, to its end."""
        with self.started(world, occasion) as process:
            return ran(process)

    @contextmanager
    def started(self, world: ActWorld, occasion: Occasion) -> Iterator[subprocess.Popen[str]]:
        """One run of the example as it is, which does not outlive the block."""
        assert not occasion.inputs, "the example is run as it is"
        used = our_step(workflow(EXAMPLE))["uses"]
        options = (
            *("--rm", "--pull=false", "--platform", f"ubuntu-latest={BASE}"),
            *("--local-repository", f"{used}={self.action}"),
        )
        place = world.new_run(occasion)
        with world.acting(occasion, place, options=options, environ=self.environ) as process:
            yield process

    def kill(self) -> None:
        """End the container of our step at once."""
        name = OURS.lower().replace("/", "-").rstrip("@")
        listed = self._podman("ps", "--format", "{{.ID}} {{.Image}}").splitlines()
        (found,) = (line.split()[0] for line in listed if name in line)
        self._podman("kill", "--signal", "KILL", found)

    def _podman(self, *command: str) -> str:
        done = subprocess.run(
            ["podman", *command],  # noqa: S607  the machine's own
            check=True,
            env=self.environ,
            capture_output=True,
            text=True,
        )
        return done.stdout


def ran(process: subprocess.Popen[str]) -> Ran:
    """What a run said, when it has ended."""
    log, _ = process.communicate(timeout=PATIENCE)
    return Ran(process.returncode, log)


@contextmanager
def containers(store: Store, folder: Path, *, model: str) -> Iterator[Containers]:
    """Containers of a store, and our action, which asks the model at this address by default.

    Why ``/tmp`` is shared: there act has what the runner keeps between the steps of a job.
    """
    (temp := folder / "temp").mkdir()
    settings = folder / "containers.conf"
    settings.write_text(SETTINGS.format(certificates=CERTIFICATES, temp=temp))
    environ = {
        "PATH": f"{os.environ['PATH']}:/usr/sbin",
        "HOME": str(folder),
        "BUILDAH_ISOLATION": "chroot",
        "CONTAINERS_CONF": str(settings),
        "CONTAINERS_STORAGE_CONF": str(store.folder / "storage.conf"),
        "DOCKER_HOST": f"unix://{folder / 'podman.sock'}",
    }
    with _serving(folder / "podman.sock", environ):
        yield Containers(_action(folder / "action", model), environ)


@contextmanager
def _serving(path: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """Podman at a socket that is ours, so that nobody has to wait until it is there."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        number = listening.fileno()
        command = (sys.executable, "-c", ACTIVATED, str(number))
        process = subprocess.Popen(command, env=environ, pass_fds=(number,))
    with process:
        try:
            yield
        finally:
            process.terminate()


def _action(folder: Path, model: str) -> Path:
    """What a release of the action has, but for an address: nothing of the example is changed."""
    shutil.copytree(
        ROOT / "cv_action", folder / "cv_action", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "requirements").mkdir()
    for name in (*SHIPPED, "requirements/image.txt"):
        shutil.copy(ROOT / name, folder / name)
    text = (ROOT / "action.yml").read_text("utf-8")
    assert text.count(OFFICIAL) == 1
    (folder / "action.yml").write_text(text.replace(OFFICIAL, f"default: {model}\n"))
    return folder
