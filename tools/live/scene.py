"""What a claim is held against: a run of the action, its branch, and what GitHub shows of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from cv_action.adapters.artifact_listing import ArtifactListing, github_client
from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.http import Session

JSON = Mapping[str, Any]


class UnseenError(Exception):
    """GitHub does not show what a claim is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A run of the action and its repository.

    ``before`` is the head of ``branch`` before the run, ``outputs`` are the step's, ``report`` is
    its ``report.json``, ``events`` the ledger as ``cv-action ledger export`` gives it. ``run`` is
    the workflow run's number, ``job`` the id of the job that the ledger is asked about. ``most``
    is what one run of the action may spend, in US dollars.
    """

    api: GithubApi
    listing: ArtifactListing
    branch: str = ""
    before: str = ""
    outputs: Mapping[str, str] = field(default_factory=dict)
    report: JSON = field(default_factory=dict)
    events: tuple[JSON, ...] = ()
    run: int = 0
    job: str = ""
    most: str = "0"
    workspace: Path = Path()

    def get(self, path: str, **query: str | int) -> Any:  # noqa: ANN401  GitHub's JSON, looked into where it is used
        """What GitHub shows below the repository.

        Raises:
            UnseenError: nothing.
        """
        reply = self.api.ask("GET", path, query=query)
        if reply.status != HTTPStatus.OK:
            raise UnseenError(f"GET {path or '/'} was answered {reply.status}")
        return json.loads(reply.body)

    def head(self, branch: str = "") -> JSON:
        """The newest commit of a branch, of the run's own where none is named."""
        shown: JSON = self.get(f"/branches/{branch or self.branch}")["commit"]
        return shown

    def files(self, commit: str) -> Mapping[str, str]:
        """The files of a commit: the name that git gives to their bytes, by path."""
        tree = self.get(f"/git/trees/{commit}", recursive=1)["tree"]
        return {one["path"]: one["sha"] for one in tree if one["type"] == "blob"}


@contextmanager
def scene(environ: Mapping[str, str]) -> Iterator[Scene]:
    """The scene that a step of the workflow describes in its environment."""
    repository = environ["GITHUB_REPOSITORY"]
    workspace = Path(environ["GITHUB_WORKSPACE"])
    outputs = json.loads(environ.get("OUTPUTS") or "{}")
    report = workspace / outputs.get("report_path", "")
    client = github_client(token=environ["GITHUB_TOKEN"], api_url=environ["GITHUB_API_URL"])
    with closing(client) as github, Session() as session:
        yield Scene(
            api=GithubApi(github, session=session, repository=repository),
            listing=ArtifactListing(
                github,
                repository=repository,
                repository_id=int(environ["GITHUB_REPOSITORY_ID"]),
                session=session,
                mask=lambda signature: print(f"::add-mask::{signature}"),
            ),
            branch=environ.get("BRANCH", ""),
            before=environ.get("BEFORE", ""),
            outputs=outputs,
            report=json.loads(report.read_bytes()) if report.is_file() else {},
            events=_events(environ.get("EVENTS", "")),
            run=int(environ["GITHUB_RUN_ID"]),
            job=environ.get("JOB") or environ["GITHUB_JOB"],
            most=environ.get("MOST") or "0",
            workspace=workspace,
        )


def _events(path: str) -> tuple[JSON, ...]:
    return tuple(map(json.loads, Path(path).read_text("utf-8").splitlines())) if path else ()
