"""Runs that propose what they have made, at the small GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_pull import BRANCH, GithubPull
from cv_action.publish.change import Change, File, Publication
from cv_action.publish.manifest import change_to, manifest_of
from cv_action.publish.proposal import task
from tests.github_clients import Waits, client, new_server
from tests.github_server import GithubServer
from tests.results_plugs import in_process

INPUT, PAGE, TEXT = "cv.json", "out/index.html", "out/cv.txt"
ID, OTHER = "work/acme/1", "work/acme/2"
TASKS = {ID: task(ID, "one"), OTHER: task(OTHER, "two")}
BODY = f"Two files differ.\n\n{TASKS[ID]}\n{TASKS[OTHER]}\n"
Made = Mapping[str, bytes]


@dataclass(frozen=True)
class Proposers:
    """Runs of one repository, and the owner."""

    server: GithubServer
    api: GithubApi

    def run(self) -> GithubPull:
        """A new run, which has seen nothing yet."""
        base = GithubBranch(self.api, branch="main", pause=Waits())
        return GithubPull(self.api, base=base, folder="out", pause=Waits())

    def propose(self, made: Made, body: str = BODY, *, by: GithubPull | None = None) -> Publication:
        """What a run does with what it has made."""
        run = by or self.run()
        wanted = change(run, made, body)
        return run.publish(wanted)

    def tick(self, fact_id: str) -> None:
        """Let the owner tick a task of the first pull request in their browser."""
        pull = self.server.pulls[1]
        task = TASKS[fact_id]
        ticked = (pull.body or "").replace(task, task.replace("[ ]", "[x]"))
        pull.body = ticked.replace("\n", "\r\n")

    @property
    def proposed(self) -> Made:
        """What merging our branch would change, the manifest aside."""
        objects, server = self.server.objects, self.server
        fork = objects.files(objects.fork_point(server.head(), server.head(BRANCH)))
        ours = server.files(BRANCH)
        moved = {path for path in fork.keys() | ours.keys() if fork.get(path) != ours.get(path)}
        return {path: ours.get(path, b"gone") for path in moved if ".cv-action" not in path}


@contextmanager
def proposers() -> Iterator[Proposers]:
    """A repository with an old document in it, in this process."""
    server = new_server()
    server.push({INPUT: b"{}", PAGE: b"old", "notes.txt": b"mine"}, by="maren")
    with ExitStack() as stack:
        stack.enter_context(in_process(server))
        yield Proposers(server, stack.enter_context(client(server)))


def produced(made: Made) -> tuple[File, ...]:
    """Documents and their manifest."""
    files = tuple(File(path, data) for path, data in made.items())
    return (*files, manifest_of("out", files))


def change(run: GithubPull, made: Made, body: str = BODY) -> Change:
    """What a run would change."""
    wanted = change_to(produced(made), run, folder="out", message="Update the CV\n\nBecause.")
    return replace(wanted, description=body)
