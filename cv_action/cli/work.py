"""The job behind a command, with a person's own folder around it."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from cv_action.adapters.git import GitCheckout
from cv_action.adapters.workspace import Workspace
from cv_action.errors import ConfigurationError
from cv_action.pipeline.ports import Job
from cv_action.pipeline.run import run
from cv_action.publish.change import File, Publisher
from cv_action.report.run import RunReport
from cv_action.settings import settings_from
from cv_action.step import example_cv, job_of, ports


class Spinner:
    """Turns for a person who is watching, and is silent for anybody else."""

    def step(self, title: str) -> AbstractContextManager[Any]:
        """Turn for as long as a step lasts."""
        if not sys.stderr.isatty():
            return nullcontext()
        from rich.console import Console  # noqa: PLC0415  nobody is watching a script

        return Console(stderr=True).status(title)


def here() -> Workspace:
    """The folder that the person is in; their own paths may lead anywhere."""
    return Workspace(Path.cwd(), confined=False)


def job(cv: str, output_dir: str | None, **options: object) -> Job:
    """A job from a command's options.

    Raises:
        SettingsError: options do not fit, all of them listed.
    """
    usual = job_of(settings_from(**options))
    return replace(usual, cv=cv, output_dir=output_dir or usual.output_dir)


def perform(wanted: Job, *, fonts: str | None, commit: bool) -> RunReport:
    """Do a job in this folder; ``commit`` says whether a git checkout gets a commit."""
    workspace = here()
    publisher = _publisher(workspace, wanted.output_dir) if commit else workspace
    return _run(wanted, workspace, publisher, fonts or "")


def demonstrate(folder: Path) -> RunReport:
    """Do the whole job on the example CV, in a folder of its own.

    Raises:
        ConfigurationError: there is a CV already, and not the example.
    """
    example = File("cv.json", example_cv())
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(folder, confined=False)
    there = workspace.current([example.path])
    if there.get(example.path, example.data) != example.data:
        raise ConfigurationError(
            f"{folder}/cv.json is somebody's CV already.", hint="Name an empty folder."
        )
    workspace.write((example,))
    return _run(Job(cv=example.path), workspace, workspace, "")


def read(path: Path) -> bytes:
    """A file that the person named.

    Raises:
        ConfigurationError: it is not there, or is no file.
    """
    return here().read(str(path))


def _run(wanted: Job, workspace: Workspace, publisher: Publisher, fonts: str) -> RunReport:
    outside = ports(workspace, publisher=publisher, progress=Spinner(), fonts=fonts)
    return run(wanted, outside)


def _publisher(workspace: Workspace, output_dir: str) -> Publisher:
    checkout = GitCheckout(workspace, os.environ)
    return checkout if checkout.usable(output_dir) else workspace
