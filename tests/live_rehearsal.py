"""The live workflow, step by step, against the small GitHub and a small Messages API.

What its steps do with ``gh`` is done here to the server; what runs the action or checks a case is
what the workflow says, with its expressions filled in.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from ruamel.yaml import YAML

from cv_action import app
from cv_action.ledger.codec import write_lines
from cv_action.ledger.segment import unpack
from tests import github_pulls
from tests.github_clients import new_server
from tests.github_server import GithubServer
from tests.results_model import Answer
from tests.results_plugs import listening
from tests.results_server import ResultsServer

ROOT: Final = Path(__file__).resolve().parents[1]
WORKFLOW: Final[Mapping[str, Any]] = YAML(typ="safe").load(
    ROOT / ".github" / "workflows" / "live.yml"
)
RUN: Final = 77
EXAMPLE: Final = "examples/cv.json"
_PLACE: Final = re.compile(r"\$\{\{ (.*?) \}\}")
_ASKED: Final = re.compile(r"^python -m tools\.live ([\w-]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Both:
    """One address for the repository and its artifacts."""

    github: GithubServer
    results: ResultsServer

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request."""
        self.results.now = self.github.now
        path = urlsplit(url).path
        stored = path.startswith(("/twirp/", "/blob/")) or "/actions/artifacts" in path
        return (self.results if stored else self.github).handle(method, url, headers, body)


@contextmanager
def both() -> Iterator[Both]:
    """A repository with the example CV, and its artifacts, on this machine."""
    found = Both(new_server(), ResultsServer())
    found.github.push({EXAMPLE: (ROOT / EXAMPLE).read_bytes()}, by="maren")
    with listening(found) as url:
        found.github.api_url = found.results.api_url = url
        found.results.results_url = found.results.blob_url = url
        yield found


@dataclass
class Rehearsal:
    """A job of the workflow, in a workspace of its own.

    ``given`` is what the action gets beside the workflow's inputs, ``needs`` what earlier jobs
    have told. ``checked`` are the cases that were checked, ``failed`` those that do not hold.
    """

    servers: Both
    folder: Path
    job: str
    given: Mapping[str, str]
    check: Callable[[str, Mapping[str, str]], int]
    needs: Mapping[str, Any] = field(default_factory=dict)
    steps: dict[str, Any] = field(default_factory=dict)
    checked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self) -> Mapping[str, str]:
        """Do every step; what the job tells others."""
        self.workspace.mkdir(parents=True)
        for step in WORKFLOW["jobs"][self.job]["steps"]:
            self._step(step)
        outputs = WORKFLOW["jobs"][self.job].get("outputs", {})
        return {name: self._filled(text) for name, text in outputs.items()}

    @property
    def workspace(self) -> Path:
        """Where the branch is checked out."""
        return self.folder / "workspace"

    @property
    def summary(self) -> str:
        """The job's summary."""
        return (self.folder / "summary.md").read_text("utf-8")

    @property
    def branch(self) -> str:
        """The job's own branch."""
        return self._filled(WORKFLOW["jobs"][self.job]["env"]["BRANCH"])

    @property
    def github(self) -> GithubServer:
        """The repository."""
        return self.servers.github

    def _step(self, step: Mapping[str, Any]) -> None:
        uses, script = step.get("uses", ""), step.get("run", "")
        if uses == "./":
            self._act(step)
        elif uses.startswith("actions/checkout"):
            self._check_out(self._filled(step["with"].get("ref", "main")))
        elif cases := _ASKED.findall(script):
            self._check(cases, step, script)
        elif "gh api" in script:
            self.steps[step.get("id", "")] = {"outputs": ACTS[step["name"]](self) or {}}

    def _act(self, step: Mapping[str, Any]) -> None:
        """Run the action, as the runner would."""
        output = self.folder / f"{step['id']}.output"
        output.touch()
        wanted = {name: self._filled(text) for name, text in step["with"].items()}
        inputs = {f"INPUT_{name.upper()}": text for name, text in wanted.items()}
        environ = self._environ() | {"GITHUB_OUTPUT": str(output), "INPUT_GITHUB_TOKEN": self.token}
        assert app.main(environ | inputs | dict(self.given)) == 0, output.read_text()
        self.steps[step["id"]] = {"outputs": _outputs(output.read_text())}

    def _check(self, cases: list[str], step: Mapping[str, Any], script: str) -> None:
        more = {name: self._filled(text) for name, text in step.get("env", {}).items()}
        environ = self._environ() | {"GITHUB_TOKEN": self.token, "BRANCH": self.branch} | more
        if "ledger export" in script:
            Path(more["EVENTS"]).write_bytes(self._ledger())
        for case in cases:
            self.checked.append(case)
            if self.check(case, environ):
                self.failed.append(case)

    def _ledger(self) -> bytes:
        """The ledger's events, as the command line exports them."""
        listed = self.servers.results.artifacts.values()
        data = [one.data for one in listed if one.name.startswith("cv-ledger-")]
        return write_lines(frozenset().union(*(unpack(one).events for one in data)))

    def _check_out(self, branch: str) -> None:
        shutil.rmtree(self.workspace)
        self.workspace.mkdir()
        for path, data in self.github.files(branch).items():
            (self.workspace / path).parent.mkdir(parents=True, exist_ok=True)
            (self.workspace / path).write_bytes(data)

    def _environ(self) -> dict[str, str]:
        """What the runner gives every step."""
        server = self.servers.results
        return {
            "GITHUB_ACTION": "__self",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTOR": "maren",
            "GITHUB_API_URL": server.api_url,
            "GITHUB_EVENT_NAME": "workflow_dispatch",
            "GITHUB_JOB": self.job,
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REPOSITORY": server.repository,
            "GITHUB_REPOSITORY_ID": str(server.repository_id),
            "GITHUB_REPOSITORY_OWNER": "maren",
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": str(RUN),
            "GITHUB_SHA": self.github.head(),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_TRIGGERING_ACTOR": "maren",
            "GITHUB_WORKSPACE": str(self.workspace),
            "ACTIONS_RESULTS_URL": server.results_url,
            "ACTIONS_RUNTIME_TOKEN": server.runtime_token(RUN),
            "RUNNER_TEMP": str(self.folder),
            **{name: self._filled(text) for name, text in WORKFLOW["env"].items()},
        }

    @property
    def token(self) -> str:
        """The job's token."""
        return self.github.token

    def _filled(self, text: object) -> str:
        return _PLACE.sub(lambda place: self._value(place[1]), str(text))

    def _value(self, expression: str) -> str:
        """What an expression stands for; the workflow has names and ``toJSON`` of one."""
        if whole := re.fullmatch(r"toJSON\((.*)\)", expression):
            return json.dumps(self._found(whole[1]))
        return str(self._found(expression))

    def _found(self, name: str) -> Any:  # noqa: ANN401  whatever stands there
        first, *rest = name.split(".")
        inputs = WORKFLOW["on"]["workflow_dispatch"]["inputs"]
        value: Any = {
            "env": {**WORKFLOW["env"], **WORKFLOW["jobs"][self.job]["env"]},
            "github": {
                "actor": "maren",
                "run_id": RUN,
                "run_attempt": 1,
                "sha": self.github.head(),
                "token": self.token,
            },
            "inputs": {key: about["default"] for key, about in inputs.items()},
            "needs": self.needs,
            "runner": {"temp": str(self.folder)},
            "secrets": {"ANTHROPIC_API_KEY": "", "CLAUDE_OAUTH_TOKEN": ""},
            "steps": self.steps,
        }[first]
        for key in rest:
            value = value[key]
        return self._filled(value) if isinstance(value, str) else value


def _outputs(text: str) -> dict[str, str]:
    """The outputs that a step has written into its file."""
    found = re.findall(r"(\w+)<<(\w+)\n(.*?)\n?\2\n", text, re.DOTALL)
    return {name: value for name, _, value in found}


def _begin(job: Rehearsal) -> dict[str, str]:
    job.github.branches[job.branch] = job.github.head()
    return {"name": job.branch}


def _edit(job: Rehearsal) -> dict[str, str]:
    place = job.workspace / EXAMPLE
    text = place.read_text("utf-8")
    assert "25 minutes" in text
    place.write_text(text.replace("25 minutes", "24 minutes"), "utf-8")
    head = job.github.push({EXAMPLE: place.read_bytes()}, branch=job.branch, by="maren")
    return {"head": head}


def _tick(job: Rehearsal) -> None:
    pull = job.github.pulls[1]
    pull.body = (pull.body or "").replace("\n- [ ]", "\n- [x]", 1).replace("\n", "\r\n")


def _close(job: Rehearsal) -> None:
    job.github.pulls[1].state = "closed"


def _merge(job: Rehearsal) -> None:
    github_pulls.merge(job.github, job.github.pulls[2])


ACTS: Final[Mapping[str, Callable[[Rehearsal], dict[str, str] | None]]] = {
    "Make a branch of our own": _begin,
    "Make a branch of our own, where nobody else proposes": _begin,
    "Let the CV change": _edit,
    "Tick the first offer, as its owner would": _tick,
    "Close it": _close,
    "Merge what is proposed now": _merge,
}
"""What a step does with ``gh``, by its name."""
