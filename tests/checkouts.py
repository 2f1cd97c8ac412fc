"""A person's git, with a name to commit as and no settings of this machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

WHO = {
    "GIT_AUTHOR_NAME": "Maren",
    "GIT_AUTHOR_EMAIL": "maren@example.org",
    "GIT_COMMITTER_NAME": "Maren",
    "GIT_COMMITTER_EMAIL": "maren@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "PATH": os.environ["PATH"],
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607  the machine's own git
        cwd=folder, env=WHO, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()
