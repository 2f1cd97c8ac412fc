"""Whatever goes wrong at whichever request of a proposal's life, it ends as if nothing had."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple, cast

import pytest
from github import Github

from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_pull import BRANCH
from cv_action.adapters.http import Session
from cv_action.errors import PublishError
from cv_action.publish.proposal import task
from tests.github_clients import Waits
from tests.github_model import limited, refusal
from tests.github_proposers import BODY, ID, INPUT, PAGE, TEXT, Proposers, produced
from tests.github_pulls import merge
from tests.github_server import GithubServer
from tests.github_writers import Door
from tests.results_model import Answer

OLD, NEW = {PAGE: b"new\xff"}, {PAGE: b"newer\xff", TEXT: b"text"}
MORE = BODY + task("work/acme/3", "three") + "\n"


@dataclass(frozen=True)
class Scene:
    """What was there before, and what a run does then."""

    name: str
    before: Callable[[Proposers], object]
    run: Callable[[Proposers], object]


def ticked(world: Proposers) -> None:
    world.propose(OLD)
    world.tick(ID)


def moved(world: Proposers) -> None:
    ticked(world)
    world.server.push({"notes.txt": b"more", PAGE: b"by hand"}, by="maren")
    world.server.push({"added.txt": b"added"}, branch=BRANCH, by="maren")


def settled(world: Proposers) -> None:
    ticked(world)
    world.server.push({file.path: file.data for file in produced(OLD)}, by="maren")


def merged(world: Proposers) -> None:
    ticked(world)
    merge(world.server, world.server.pulls[1])


SCENES = (
    Scene("opened", lambda _: None, lambda world: world.propose(OLD)),
    Scene("updated", ticked, lambda world: world.propose(NEW, MORE)),
    Scene("updated and merged into", moved, lambda world: world.propose(NEW, MORE)),
    Scene("closed", settled, lambda world: world.propose(OLD)),
    Scene("opened after a merge", merged, lambda world: world.propose(NEW, MORE)),
)


class Trouble(NamedTuple):
    """What happens at a request, so many times in a row."""

    answer: Answer | None
    done: bool = False
    times: int = 1


PASSING = {
    "unavailable": Trouble(refusal(503, "Unavailable")),
    "lost on the way": Trouble(None),
    "lost on the way back": Trouble(None, done=True),
    "limited": Trouble(limited(retry_after=30)),
}
LASTING = {
    "unavailable": Trouble(refusal(503, "Unavailable"), times=4),
    "lost on the way": Trouble(None, times=4),
    "lost on the way back": Trouble(None, done=True, times=4),
    "limited": Trouble(limited(retry_after=3600)),
}


@contextmanager
def world(scene: Scene) -> Iterator[Proposers]:
    """A repository in which the scene is about to begin."""
    server = GithubServer()
    server.push({INPUT: b"{}", PAGE: b"old", "notes.txt": b"mine"}, by="maren")
    with Session(sleep=Waits()) as session:
        api = GithubApi(cast("Github", Door(server)), session=session, repository=server.repository)
        one = Proposers(server, api)
        scene.before(one)
        server.asked.clear()
        yield one


def watch(server: GithubServer, index: int, trouble: Trouble) -> list[object]:
    """Let trouble happen at a request; what stands on our branch at each moment from then on."""
    seen: list[object] = []
    due = [trouble]

    def turn() -> None:
        seen.append(on_branch(server))
        assert sum(pull.state == "open" for pull in server.pulls.values()) <= 1
        if due and len(server.asked) == index + 1:
            answer, done, times = due.pop()
            server.plan(server.asked[-1][0], answer, done=done, times=times)

    server.turn = turn
    return seen


def on_branch(server: GithubServer) -> object:
    """The files of our branch, and of how many commits it is."""
    if BRANCH not in server.branches:
        return None
    return len(server.objects.history(server.head(BRANCH))), server.files(BRANCH)


def end(server: GithubServer) -> object:
    pulls = [(one.number, one.state, one.title, one.body) for one in server.pulls.values()]
    return pulls, on_branch(server), server.head()


def requests(scene: Scene) -> int:
    """How many requests it takes where nothing goes wrong."""
    with world(scene) as one:
        scene.run(one)
        return len(one.server.asked)


PLACES = [
    pytest.param(scene, index, id=f"{scene.name}-{index}")
    for scene in SCENES
    for index in range(requests(scene))
]


def without_trouble(scene: Scene) -> tuple[object, object, object]:
    """Our branch before and after, and how all of it ends."""
    with world(scene) as one:
        before = on_branch(one.server)
        scene.run(one)
        return before, on_branch(one.server), end(one.server)


def test_there_are_places_for_trouble() -> None:
    assert len(PLACES) > 50


@pytest.mark.parametrize("trouble", PASSING)
@pytest.mark.parametrize(("scene", "index"), PLACES)
def test_trouble_that_passes_leaves_no_trace(scene: Scene, index: int, trouble: str) -> None:
    before, after, wanted = without_trouble(scene)
    with world(scene) as one:
        seen = watch(one.server, index, PASSING[trouble])
        scene.run(one)
        assert len(one.server.asked) > index
        assert all(moment in (before, after) for moment in seen)
        assert end(one.server) == wanted


@pytest.mark.parametrize("trouble", LASTING)
@pytest.mark.parametrize(("scene", "index"), PLACES)
def test_one_more_run_ends_what_trouble_has_cut_short(
    scene: Scene, index: int, trouble: str
) -> None:
    before, after, wanted = without_trouble(scene)
    with world(scene) as one:
        seen = watch(one.server, index, LASTING[trouble])
        with suppress(PublishError):
            scene.run(one)
        one.server.faults.clear()
        scene.run(one)
        assert all(moment in (before, after) for moment in seen)
        assert end(one.server) == wanted
