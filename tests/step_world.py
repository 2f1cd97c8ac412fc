"""A repository at GitHub with its artifacts, and jobs of its workflow, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from operator import ne
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from cv_action import app
from tests.claude_terminal import CV, KEY, better
from tests.editor import editor
from tests.github_clients import new_server
from tests.github_loopback import check_out
from tests.github_server import GithubServer
from tests.github_server_checked import CheckedGithub
from tests.messages_server import MessagesServer
from tests.results_model import Answer
from tests.results_plugs import listening
from tests.results_server import ResultsServer

SOURCE = json.dumps(CV, indent=2).encode()
OVERLAY = "cv.enhanced.json"
MANIFEST = "cv-output/.cv-action.json"
TEXT = "cv-output/cv.txt"


@dataclass(frozen=True)
class Joined:
    """One address for both servers."""

    github: GithubServer
    results: ResultsServer

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        path = urlsplit(url).path
        own = path == "/graphql" or path.startswith(f"/repos/{self.github.repository}")
        actions = path.startswith(f"/repos/{self.github.repository}/actions/")
        self.results.now = self.github.now
        server = self.github if own and not actions else self.results
        return server.handle(method, url, headers, body)


@dataclass
class World:
    """The repository, the model, and the folder in which each job gets a checkout."""

    github: GithubServer
    results: ResultsServer
    model: MessagesServer
    place: Path
    runs: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""

    def job(
        self,
        more: Mapping[str, str] = MappingProxyType({}),
        *,
        key: bool = False,
        commit: str = "",
        code: int = 0,
    ) -> str:
        """A job on a fresh checkout, of a commit if one is named; gives its outcome."""
        folder = self.new_run(commit)
        assert app.main(self.environ(folder, commit, key=key) | {**more}) == code
        self.summary = (folder / "summary").read_text()
        self.outputs = read_outputs((folder / "output").read_text())
        return self.outputs["outcome"]

    def new_run(self, commit: str = "") -> Path:
        """The folder of another run: a checkout, and the files that its step writes to."""
        self.runs += 1
        folder = self.place / f"run-{self.runs}"
        folder.mkdir()
        check_out(self.github, folder / "workspace", commit=commit)
        self.github.asked.clear()
        self.results.asked.clear()
        for name in ("output", "summary"):
            (folder / name).touch()
        return folder

    def environ(self, folder: Path, commit: str, *, key: bool) -> dict[str, str]:
        temp = folder / "temp"
        temp.mkdir()
        given = {"INPUT_ANTHROPIC_API_KEY": KEY} if key else {}
        return given | {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(folder / "workspace"),
            "GITHUB_REPOSITORY": self.github.repository,
            "GITHUB_REPOSITORY_ID": str(self.results.repository_id),
            "GITHUB_REPOSITORY_OWNER": "maren",
            "GITHUB_API_URL": self.github.api_url,
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_SHA": commit or self.github.head(),
            "GITHUB_RUN_ID": str(self.runs),
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_JOB": "cv",
            "GITHUB_ACTION": "__maren_cv-action",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_ACTOR": "maren",
            "GITHUB_TRIGGERING_ACTOR": "maren",
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "RUNNER_TEMP": str(temp),
            "ACTIONS_RESULTS_URL": self.results.results_url,
            "ACTIONS_RUNTIME_TOKEN": self.results.runtime_token(self.runs),
            "INPUT_GITHUB_TOKEN": self.github.token,
            "INPUT_ANTHROPIC_BASE_URL": self.model.url,
            "INPUT_FORMATS": "text,json",
        }

    @property
    def workspace(self) -> Path:
        """The last job's."""
        return self.place / f"run-{self.runs}" / "workspace"

    @property
    def report(self) -> dict[str, Any]:
        """What the last job has written down."""
        found: dict[str, Any] = json.loads((self.workspace / ".cv-action/report.json").read_text())
        return found

    @property
    def requests(self) -> int:
        """How many requests the last job has made to GitHub, its artifacts included."""
        return len(self.github.asked) + len(self.results.asked)

    @property
    def artifacts(self) -> list[str]:
        """The names of all artifacts but those of the ledger, in order."""
        found = (artifact.name for artifact in self.results.artifacts.values())
        return [name for name in found if not name.startswith("cv-ledger")]

    def statuses(self, branch: str = "") -> dict[str, str]:
        """The overlay of a branch: what became of each text."""
        entries = json.loads(self.github.files(branch).get(OVERLAY, b'{"entries": []}'))["entries"]
        return {entry["text"]: entry["status"] for entry in entries}


def read_outputs(text: str) -> dict[str, str]:
    """What steps after ours see."""
    lines = iter(text.splitlines())
    found: dict[str, str] = {}
    for line in lines:
        name, _, fence = line.partition("<<")
        found[name] = "\n".join(takewhile(partial(ne, fence), lines))
    return found


@contextmanager
def step_world(place: Path, server: GithubServer | None = None) -> Iterator[World]:
    """A repository with a CV in it, and a model that words it better."""
    github, results = server or new_server(), ResultsServer()
    github.push({"cv.json": SOURCE, "notes.txt": b"mine"}, by="maren")
    with MessagesServer(editor(better)) as model, listening(Joined(github, results)) as url:
        github.api_url = url
        results.api_url = results.results_url = results.blob_url = url
        yield World(github, results, model, place)
    if isinstance(github, CheckedGithub):
        assert github.check.faults == []
