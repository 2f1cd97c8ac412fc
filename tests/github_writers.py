"""Runs and people that write to one branch, taking turns at every request, and what they did."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast
from urllib.parse import urlencode

import requests
from github import Github

from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.http import Session
from cv_action.errors import PublishError
from cv_action.publish.change import Change, File, change_between
from cv_action.publish.moved import MovedError
from tests.github_server import SOMEBODY, GithubServer
from tests.results_model import LostAnswerError

INPUT = "cv.json"
OUTPUTS = ("out/cv.md", "out/cv.txt")
HABITS = (INPUT, *OUTPUTS, "notes.txt", "out/notes.txt")
"""What people edit by hand."""


class Door:
    """The client's client, without sockets and without all that makes it slow."""

    graphql_url = "https://api.example/graphql"

    def __init__(self, server: GithubServer) -> None:
        self.requester = self
        self._server = server

    def requestJson(  # noqa: N802  the client's name
        self,
        method: str,
        url: str,
        parameters: Mapping[str, str] | None = None,
        *,
        input: object = None,  # noqa: A002  the client's name
    ) -> tuple[int, dict[str, str], str]:
        whole = url if url.startswith("https") else f"https://api.example{url}"
        query = f"?{urlencode(parameters)}" if parameters else ""
        headers = {"Authorization": f"token {self._server.token}"}
        body = b"" if input is None else json.dumps(input).encode()
        try:
            status, told, text = self._server.handle(method, whole + query, headers, body)
        except LostAnswerError as error:
            raise requests.ConnectionError from error
        return status, {name.lower(): value for name, value in told.items()}, text.decode()


@dataclass
class Writer:
    """A run that makes documents of what it read; ``made`` is the commit that it was told of."""

    name: str
    server: GithubServer
    change: Change | None = None
    read: bytes = b""
    seen: dict[str, bytes] = field(default_factory=dict)
    made: str = ""
    error: PublishError | None = None

    def run(self) -> None:
        with Session(sleep=_at_once) as session:
            door = cast("Github", Door(self.server))
            api = GithubApi(door, session=session, repository=self.server.repository)
            try:
                self._publish(GithubBranch(api, branch="main", pause=_at_once))
            except PublishError as error:
                self.error = error

    def _publish(self, branch: GithubBranch) -> None:
        entry = branch.start((INPUT,)).tree[INPUT]
        branch.saw(INPUT, entry)
        self.read = branch.reading.blob(entry.sha)
        produced = [File(path, path.encode() + b" of " + self.read) for path in OUTPUTS]
        current = branch.current(OUTPUTS)
        self.seen = dict(current)
        self.change = change_between(produced, current, message=self.name)
        if self.change:
            self.made = branch.publish(self.change).commit_sha

    @property
    def moved(self) -> bool:
        return isinstance(self.error, MovedError)


@dataclass
class Person:
    """Somebody who edits by hand, at any moment."""

    server: GithubServer
    random: random.Random
    pushed: list[str] = field(default_factory=list)

    def run(self) -> None:
        for number in range(self.random.randint(0, 3)):
            self.server.turn()
            text = f"{number}{self.random.random()}".encode()
            self.pushed.append(self.server.push({self.random.choice(HABITS): text}, by=SOMEBODY))


def _at_once(_: float) -> None: ...


@dataclass(frozen=True)
class Step:
    """A commit of the branch, before and after."""

    sha: str
    message: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    @property
    def touched(self) -> Mapping[str, bytes | None]:
        """The paths that it moved, and what stands there since."""
        paths = self.before.keys() | self.after.keys()
        moved = {path for path in paths if self.before.get(path) != self.after.get(path)}
        return {path: self.after.get(path) for path in moved}


def steps(server: GithubServer) -> list[Step]:
    """Every commit after the first, the oldest first; each has one parent, the one before it."""
    shas = server.objects.history(server.head())[::-1]
    found = []
    for before, sha in pairwise(shas):
        commit: Any = server.objects.commit(sha)
        assert [parent.decode() for parent in commit.parents] == [before]
        old, new = server.objects.files(before), server.objects.files(sha)
        found.append(Step(sha, commit.message.decode(), old, new))
    return found
