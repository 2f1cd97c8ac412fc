"""What the cases of the live workflow are held against here: the small GitHub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from github import Auth, Github

from cv_action.adapters.artifact_listing import ArtifactListing
from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.http import Limits, Session
from tests.github_clients import Waits
from tests.results_plugs import Server, in_process
from tools.live.finding import Finding
from tools.live.scene import Scene

RUN = 77


class Repository(Server, Protocol):
    """A server of one repository."""

    repository: str
    api_url: str
    token: str


@contextmanager
def scene_at(server: Repository, workspace: Path) -> Iterator[Scene]:
    """A scene of a run, in this process."""
    github = Github(
        auth=Auth.Token(server.token),
        base_url=server.api_url,
        retry=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
    )
    session = Session(limits=Limits(), sleep=Waits())
    with in_process(server), closing(github), session:
        listing = ArtifactListing(
            github,
            repository=server.repository,
            repository_id=4711,
            session=session,
            mask=lambda _: None,
        )
        api = GithubApi(github, session=session, repository=server.repository)
        yield Scene(api=api, listing=listing, run=RUN, job="first", workspace=workspace)


def told(scene: Scene, **outputs: str) -> Scene:
    """The scene with other outputs than the run's own."""
    return replace(scene, outputs={**scene.outputs, **outputs})


def failing(findings: Iterable[Finding]) -> set[str]:
    """The claims that do not hold; there must be claims at all."""
    found = list(findings)
    assert found
    return {one.claim for one in found if not one.holds}
