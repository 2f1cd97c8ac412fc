"""The image built for real, and run as the runner runs it.

The container store is one of our own: the user's images are neither seen nor touched.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
BASE = "docker.io/library/python:3.13-slim"
IMAGE = "localhost/cv-action:test"
ISOLATED = ("--isolation", "chroot")
ULIMITS = ("--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096")
PYTHON_PACKAGES = "ca-certificates,python3,python3-venv,python3-pip"
AS_IN_SLIM = (
    "ln -sf /usr/bin/python3 /usr/local/bin/python3"
    " && ln -sf /usr/bin/python3 /usr/local/bin/python"
    " && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED"
)
PATH_IN_SLIM = "PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Store:
    """Images and containers in a folder of their own."""

    folder: Path

    def run(self, *command: str, check: bool = True, cwd: Path = ROOT) -> str:
        """What a command prints; a failing one fails the test with all it said."""
        done = self.attempt(*command, cwd=cwd)
        if check and done.returncode:
            pytest.fail(f"{' '.join(command)}: {done.returncode}\n{done.stdout[-8000:]}")
        return done.stdout.strip()

    def attempt(self, *command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        """A command's exit code and what it printed, both streams together."""
        own = {"CONTAINERS_STORAGE_CONF": str(self.folder / "storage.conf")}
        return subprocess.run(
            command,
            check=False,
            cwd=cwd,
            env={**os.environ, **own},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )


@dataclass(frozen=True)
class Image:
    """The built image, beside its base."""

    store: Store

    @property
    def config(self) -> dict[str, object]:
        inspected = json.loads(self.store.run("buildah", "inspect", "--type", "image", IMAGE))
        config: dict[str, object] = inspected["OCIv1"]["config"]
        return config

    def size(self, name: str) -> int:
        """Bytes of an image, unpacked."""
        listed = json.loads(self.store.run("podman", "image", "inspect", name))
        return int(listed[0]["Size"])

    def shell(self, script: str) -> str:
        """What a script says inside a container of the image."""
        return self.store.run(*_podman("--entrypoint", "/bin/sh"), IMAGE, "-ec", script)

    def step(self, job: Path, workspace: Path, inputs: Mapping[str, str]) -> Step:
        """Run the action as a step of a workflow."""
        places = {
            "tmp": "/github/runner_temp",
            "home": "/github/home",
            "workflow": "/github/workflow",
            "commands": "/github/file_commands",
        }
        for name in places:
            (job / name).mkdir(parents=True, exist_ok=True)
        (job / "workflow" / "event.json").write_text("{}")
        for name in ("output", "summary"):
            (job / "commands" / name).write_text("")
        mounts = [f"{job / name}:{inside}" for name, inside in places.items()]
        arguments = [f"--volume={m}" for m in (*mounts, f"{workspace}:/github/workspace")]
        environ = {**RUNNER, **{f"INPUT_{name.upper()}": text for name, text in inputs.items()}}
        arguments += [f"--env={name}={text}" for name, text in environ.items()]
        done = self.store.attempt(
            *_podman("--workdir", "/github/workspace", "--network", "none"), *arguments, IMAGE
        )
        return Step(
            code=done.returncode,
            log=done.stdout,
            outputs=(job / "commands" / "output").read_text("utf-8"),
            summary=(job / "commands" / "summary").read_text("utf-8"),
        )


@dataclass(frozen=True)
class Step:
    """What a step left behind."""

    code: int
    log: str
    outputs: str
    summary: str

    def output(self, name: str) -> str:
        """One output, by the runner's own rule."""
        lines = iter(self.outputs.split("\n"))
        for line in lines:
            if line.startswith(f"{name}<<"):
                fence = line.partition("<<")[2]
                return "\n".join(iter(lines.__next__, fence))
        pytest.fail(f"no output {name} in {self.outputs!r}")


RUNNER = {
    "CI": "true",
    "HOME": "/github/home",
    "GITHUB_ACTIONS": "true",
    "GITHUB_ACTOR": "someone",
    "GITHUB_API_URL": "https://api.github.com",
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_EVENT_PATH": "/github/workflow/event.json",
    "GITHUB_JOB": "cv",
    "GITHUB_OUTPUT": "/github/file_commands/output",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_REPOSITORY": "someone/cv",
    "GITHUB_REPOSITORY_OWNER": "someone",
    "GITHUB_RUN_ATTEMPT": "1",
    "GITHUB_RUN_ID": "77",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_SHA": "0" * 40,
    "GITHUB_STEP_SUMMARY": "/github/file_commands/summary",
    "GITHUB_TRIGGERING_ACTOR": "someone",
    "GITHUB_WORKSPACE": "/github/workspace",
    "INPUT_PUBLISH": "none",
    "RUNNER_TEMP": "/github/runner_temp",
}


def _podman(*options: str) -> tuple[str, ...]:
    command = ("podman", "--runtime", "runc", "--cgroup-manager", "cgroupfs", "run", "--rm")
    return (*command, "--pull=never", *ULIMITS, *options)


def store_in(folder: Path) -> Store:
    """A store in a folder. Its settings name its folders, so they are written anew each time."""
    (folder / "storage.conf").write_text(
        "[storage]\n"
        'driver = "overlay"\n'
        f'graphroot = "{folder / "store"}"\n'
        f'runroot = "{folder / "run"}"\n'
    )
    return Store(folder)


def make_base(store: Store) -> None:
    """A stand-in for the base image, from Debian's packages."""
    if store.attempt("buildah", "inspect", "--type", "image", BASE).returncode == 0:
        return
    archive = store.folder / "base.tar"
    debian = ("mmdebstrap", "-q", "--variant=minbase", "--mode=root")
    store.run(*debian, f"--include={PYTHON_PACKAGES}", "trixie", str(archive))
    container = store.run("buildah", "from", "scratch")
    store.run("buildah", "add", "-q", container, str(archive), "/")
    archive.unlink()
    environ = ("--env", PATH_IN_SLIM, "--env", "LANG=C.UTF-8")
    store.run("buildah", "config", *environ, "--cmd", "python3", container)
    store.run("buildah", "run", *ISOLATED, container, "--", "sh", "-c", AS_IN_SLIM)
    store.run("buildah", "commit", "-q", container, BASE)
    store.run("buildah", "rm", container)


def build(store: Store) -> Image:
    """The image of this tree; a layer whose input is unchanged is taken from the store."""
    cached = ("buildah", "bud", "--layers", "--pull-never", *ISOLATED)
    certificates = ("-v", f"{CERTIFICATES}:{CERTIFICATES}:ro")
    base = ("--build-arg", f"BASE_IMAGE={BASE}")
    store.run(*cached, *certificates, *base, "-f", "Dockerfile", "-t", IMAGE, ".")
    return Image(store)
