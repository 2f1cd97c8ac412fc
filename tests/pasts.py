"""Branches with a past: in memory, in a real git checkout, and at the small GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path
from typing import Protocol

from cv_action.adapters.git import GitCheckout
from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_past import GithubPast
from cv_action.adapters.workspace import Workspace
from cv_action.pipeline.ports import Files
from cv_action.publish.change import Change, Publication, Publisher
from cv_action.publish.history import REACH, History
from tests.checkouts import WHO, git
from tests.fakes import MemoryFolder
from tests.github_clients import Waits, client, new_server
from tests.github_git import FILE
from tests.github_server import GithubServer
from tests.results_plugs import in_process

Pushed = Mapping[str, bytes | None]


@dataclass(frozen=True)
class Look:
    """One run's look at a branch."""

    files: Files
    publisher: Publisher
    history: History


class World(Protocol):
    """A repository with a branch ``main``, which is published to, and others."""

    def push(self, files: Pushed, *, branch: str = "main") -> str:
        """Commit files by hand (None takes one away); a new branch begins at main."""
        ...

    def merge(self, branch: str, files: Pushed, *, into: str = "main") -> str:
        """Merge a branch into another, so that these files differ from what that one has had."""
        ...

    def forward(self, branch: str) -> None:
        """Let main go forwards to where a branch is."""
        ...

    def now(self) -> Mapping[str, bytes]:
        """Every file of main."""
        ...

    def message(self) -> str:
        """What main's newest commit says."""
        ...

    def look(self) -> Look:
        """A new run's look."""
        ...


@dataclass
class MemoryWorld:
    """Commits by name: their parents, their files, and their message."""

    commits: dict[str, tuple[list[str], dict[str, bytes], str]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def push(self, files: Pushed, *, branch: str = "main") -> str:
        head = self.heads.get(branch, self.heads.get("main", ""))
        return self.commit(files, [head] if head else [], branch=branch)

    def merge(self, branch: str, files: Pushed, *, into: str = "main") -> str:
        return self.commit(files, [self.heads[into], self.heads[branch]], branch=into)

    def forward(self, branch: str) -> None:
        self.heads["main"] = self.heads[branch]

    def commit(
        self, files: Pushed, parents: list[str], *, branch: str = "main", message: str = "By hand"
    ) -> str:
        there: Pushed = (self.commits[parents[0]][1] if parents else {}) | dict(files)
        name = sha1(str(len(self.commits)).encode(), usedforsecurity=False).hexdigest()
        kept = {path: data for path, data in there.items() if data is not None}
        self.commits[name] = (parents, kept, message)
        self.heads[branch] = name
        return name

    def now(self) -> Mapping[str, bytes]:
        return self.commits[self.heads["main"]][1]

    def message(self) -> str:
        return self.commits[self.heads["main"]][2]

    def look(self) -> Look:
        head = self.heads["main"]
        branch = MemoryBranch(self, head)
        return Look(MemoryFolder(dict(self.now())), branch, branch)


@dataclass
class MemoryBranch:
    """Publishes to a world in memory, and knows what leads to one commit of it."""

    world: MemoryWorld
    head: str

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        return self.at(self.head, paths)

    def publish(self, change: Change) -> Publication:
        files: dict[str, bytes | None] = {file.path: file.data for file in change.files}
        files |= dict.fromkeys(change.deletions)
        sha = self.world.commit(files, [self.head], message=change.message)
        return Publication(commit_sha=sha)

    def forget(self) -> None:
        self.head = self.world.heads["main"]

    def touching(self, path: str) -> Sequence[str]:
        moved = [name for name in self._line() if self._moved(name, path)]
        return moved[:REACH]

    def at(self, commit: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        files = self.world.commits[commit][1]
        return {path: files[path] for path in paths if path in files}

    def _line(self) -> Iterator[str]:
        way = [self.head]
        while way:
            yield way[0]
            way = self.world.commits[way[0]][0]

    def _moved(self, name: str, path: str) -> bool:
        parents, files, _ = self.world.commits[name]
        before = self.world.commits[parents[0]][1] if parents else {}
        return files.get(path) != before.get(path)


@dataclass
class GitWorld:
    """A checkout of a person's own."""

    root: Path

    def push(self, files: Pushed, *, branch: str = "main") -> str:
        if branch != "main":
            known = git(self.root, "branch", "--list", branch)
            git(self.root, "checkout", "-q", *([] if known else ["-b"]), branch)
        self._write(files)
        git(self.root, "commit", "-q", "--allow-empty", "-m", "By hand")
        made = git(self.root, "rev-parse", "HEAD")
        git(self.root, "checkout", "-q", "main")
        return made

    def merge(self, branch: str, files: Pushed, *, into: str = "main") -> str:
        git(self.root, "checkout", "-q", into)
        git(self.root, "merge", "-q", "--no-commit", "--no-ff", "-s", "ours", branch)
        self._write(files)
        git(self.root, "commit", "-q", "-m", "Merge")
        made = git(self.root, "rev-parse", "HEAD")
        git(self.root, "checkout", "-q", "main")
        return made

    def forward(self, branch: str) -> None:
        git(self.root, "merge", "-q", "--ff-only", branch)

    def now(self) -> Mapping[str, bytes]:
        names = git(self.root, "ls-files", "-z").split("\0")
        return {name: (self.root / name).read_bytes() for name in names if name}

    def message(self) -> str:
        return git(self.root, "log", "-1", "--format=%B")

    def look(self) -> Look:
        workspace = Workspace(self.root, confined=False)
        checkout = GitCheckout(workspace, WHO)
        return Look(workspace, checkout, checkout)

    def _write(self, files: Pushed) -> None:
        for path, data in files.items():
            place = self.root / path
            if data is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        git(self.root, "add", "--all", ".")


@dataclass
class GithubWorld:
    """The small GitHub."""

    server: GithubServer
    api: GithubApi

    def push(self, files: Pushed, *, branch: str = "main") -> str:
        return self.server.push(files, branch=branch)

    def merge(self, branch: str, files: Pushed, *, into: str = "main") -> str:
        objects, heads = self.server.objects, self.server.branches
        old = objects.commit(heads[into])
        changes = [
            (path, FILE, None if data is None else objects.blob(data))
            for path, data in files.items()
        ]
        tree = objects.tree(old.tree.decode() if old else None, changes)
        parents = [heads[into], heads[branch]]
        heads[into] = objects.make_commit(
            tree, parents, "Merge", author="maren", at=self.server.now
        )
        return heads[into]

    def forward(self, branch: str) -> None:
        self.server.branches["main"] = self.server.head(branch)

    def now(self) -> Mapping[str, bytes]:
        return self.server.files()

    def message(self) -> str:
        return self.server.messages()[0]

    def look(self) -> Look:
        branch = GithubBranch(self.api, branch="main", pause=Waits())
        return Look(MemoryFolder(dict(self.now())), branch, GithubPast(branch))


WORLDS = ("memory", "git", "github")


@contextmanager
def world(kind: str, folder: Path) -> Iterator[World]:
    """A world in which nothing was committed yet; git's lies in the folder."""
    if kind == "memory":
        yield MemoryWorld()
    elif kind == "git":
        git(folder, "init", "-q", "-b", "main")
        yield GitWorld(folder)
    else:
        server = new_server()
        with in_process(server), client(server) as api:
            yield GithubWorld(server, api)
