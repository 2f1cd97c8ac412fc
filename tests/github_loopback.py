"""The small GitHub on this machine: repository, pull requests, GraphQL and act's artifacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dulwich.objects import ObjectID
from dulwich.refs import Ref
from dulwich.repo import Repo

from tests.act_shelf import TWIRP, ActShelf
from tests.github_clients import new_server
from tests.github_server import GithubServer
from tests.github_server_checked import CheckedGithub
from tests.results_model import Answer
from tests.results_plugs import listening


@dataclass(frozen=True)
class Joined:
    """One address for both: the repository's artifacts from one server, the rest from the other."""

    github: GithubServer
    shelf: ActShelf

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request; both have the same time."""
        self.shelf.server.now = self.github.now
        stored = (f"/repos/{self.github.repository}/actions/", "/blob/", TWIRP)
        if urlsplit(url).path.startswith(stored):
            return self.shelf.handle(method, url, headers, body)
        return self.github.handle(method, url, headers, body)

    @property
    def faults(self) -> list[str]:
        """What GitHub's descriptions of its APIs have against what was asked and answered."""
        found = self.github.check.faults if isinstance(self.github, CheckedGithub) else []
        return [*self.shelf.faults, *found]


@contextmanager
def github_on_loopback(artifacts: Path) -> Iterator[Joined]:
    """A GitHub at its ``github.api_url``, with what act stores in a folder."""
    github = new_server()
    shelf = ActShelf(artifacts, api_url=github.api_url, token=github.token)
    joined = Joined(github, shelf)
    with listening(joined) as url:
        github.api_url = shelf.server.api_url = shelf.server.blob_url = url
        yield joined
    assert joined.faults == []


def check_out(github: GithubServer, folder: Path, *, branch: str = "", commit: str = "") -> None:
    """A clone of the repository on disk, with git's own names of everything."""
    name = branch or github.default_branch
    with Repo.init(str(folder), mkdir=True) as clone:
        clone.object_store.add_objects([(one, None) for one in github.objects.everything()])
        reference = Ref(f"refs/heads/{name}".encode())
        clone.refs[reference] = ObjectID((commit or github.head(name)).encode())
        clone.refs.set_symbolic_ref(Ref(b"HEAD"), reference)
        clone.get_worktree().reset_index()
