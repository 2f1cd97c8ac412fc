"""Our clients of the small GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from github import Auth, Github

from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.http import Limits, Session
from cv_action.publish.change import Change, File
from tests.github_server import GithubServer
from tests.github_server_checked import CheckedGithub
from tests.peers_node import MODULES
from tests.results_plugs import in_process


@dataclass
class Waits:
    """Remembers how long somebody would have waited."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def new_server(*, repository: str = "maren/cv", branch: str = "main") -> GithubServer:
    """A GitHub; held to GitHub's descriptions wherever they are installed."""
    kind = CheckedGithub if MODULES.is_dir() else GithubServer
    return kind(repository=repository, branch=branch)


@contextmanager
def client(
    server: GithubServer, waits: Waits | None = None, *, url: str = ""
) -> Iterator[GithubApi]:
    """A client that waits for nobody."""
    github = Github(
        auth=Auth.Token(server.token),
        base_url=url or server.api_url,
        retry=None,
        seconds_between_requests=None,
        seconds_between_writes=None,
    )
    with closing(github), Session(limits=Limits(), sleep=waits or Waits()) as session:
        yield GithubApi(github, session=session, repository=server.repository)


@contextmanager
def branch(
    server: GithubServer, name: str = "main", waits: Waits | None = None
) -> Iterator[GithubBranch]:
    """A branch of the server, in this process."""
    paused = waits or Waits()
    with in_process(server), client(server, paused) as api:
        yield GithubBranch(api, branch=name, pause=paused)


def change(*files: File, deletions: tuple[str, ...] = (), message: str = "Update the CV") -> Change:
    """A change with a message."""
    return Change(files=files, message=message, deletions=deletions)
