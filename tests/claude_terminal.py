"""A person's folder at a terminal, with a credential and a made-up model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.messages_server import MessagesServer

KEY = "sk-ant-api03-made-up"
BULLETS = [
    "Was responsible for building the ledger in Python",
    "Wrote the tests for the payment service together with two colleagues",
    "Built the ledger in Python and it handled 40 payments a second",
]
BETTER = {
    BULLETS[0]: "Built the ledger in Python.",
    BULLETS[1]: "Wrote the payment service tests together with two colleagues.",
    BULLETS[2]: "Built the ledger in Python, which handled 40 payments a second.",
}
CV = {
    "basics": {
        "name": "Maren Solbakken",
        "email": "maren@solbakken.example",
        "phone": "555 01 234",
    },
    "work": [
        {
            "name": "Kvitting",
            "position": "Engineer",
            "startDate": "2020-08",
            "endDate": "2023-02",
            "highlights": BULLETS,
        }
    ],
}


def better(text: str) -> str:
    return BETTER.get(text, text)


def boastful(text: str) -> str:
    return f"{text}, cutting costs by 40 % across 15+ systems"


class Terminal:
    """A person's folder, and the program in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write(CV)

    def write(self, cv: object) -> None:
        (self.folder / "cv.json").write_text(json.dumps(cv))

    def reword(self, old: str, new: str) -> None:
        """Let the person change a statement."""
        self.write(json.loads(json.dumps(CV).replace(old, new)))

    def cv_action(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-P", "-m", "cv_action", *arguments],
            cwd=self.folder, env=inherited | environ, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def run(self, server: MessagesServer, *more: str, **environ: str) -> Mapping[str, Any]:
        """One run with JSON for a report; with a key, unless other credentials are given."""
        credentials = environ or {"ANTHROPIC_API_KEY": KEY}
        done = self.cv_action(
            "run", "--json", "--formats", "text", "--anthropic-base-url", server.url, *more,
            **credentials,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert not [one for one in credentials.values() if one in done.stdout + done.stderr]
        report: Mapping[str, Any] = json.loads(done.stdout)
        return report

    @property
    def text(self) -> str:
        return " ".join((self.folder / "cv-output/cv.txt").read_text().split())

    def ledger(self) -> Mapping[str, Any]:
        shown: Mapping[str, Any] = json.loads(self.cv_action("ledger", "show", "--json").stdout)
        return shown
