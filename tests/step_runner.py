"""A repository's checkout, and a job of a workflow in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cv_action import app
from tests.results_server import ResultsServer


class Runner:
    """A repository's checkout, and the runner's environment around a job in it."""

    def __init__(self, place: Path, server: ResultsServer, cv: object) -> None:
        self.server = server
        self.workspace = place / "workspace"
        self.temp = place / "temp"
        for folder in (self.workspace, self.temp):
            folder.mkdir()
        self.write(cv)

    def write(self, cv: object) -> None:
        (self.workspace / "cv.json").write_text(json.dumps(cv))

    def environ(self, run: int, **more: str) -> dict[str, str]:
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_REPOSITORY": self.server.repository,
            "GITHUB_REPOSITORY_ID": str(self.server.repository_id),
            "GITHUB_API_URL": self.server.api_url,
            "GITHUB_RUN_ID": str(run),
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_JOB": "cv",
            "GITHUB_ACTION": "__maren_cv-action",
            "RUNNER_TEMP": str(self.temp),
            "ACTIONS_RESULTS_URL": self.server.results_url,
            "ACTIONS_RUNTIME_TOKEN": self.server.runtime_token(run),
            "GITHUB_REPOSITORY_OWNER": "maren",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_ACTOR": "maren",
            "GITHUB_TRIGGERING_ACTOR": "maren",
            "INPUT_GITHUB_TOKEN": self.server.token,
            "INPUT_PUBLISH": "none",
            **more,
        }

    def job(self, run: int = 1, **more: str) -> int:
        return app.main(self.environ(run, **more))

    def after(self, run: int = 1) -> int:
        return app.settle(self.environ(run))

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.workspace / ".cv-action/report.json").read_text())
        return found

    @property
    def journal(self) -> Path:
        return self.temp / "cv-action-__maren_cv-action.journal"

    @property
    def documents(self) -> int:
        return len(list((self.workspace / "cv-output").iterdir()))
