"""What the live workflow claims about its pull request holds in a good life, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import github_pulls
from tests.github_model import Pull
from tests.github_proposers import ID, OTHER, TASKS, Proposers, proposers
from tests.github_server import GithubServer
from tests.live_scenes import failing, told
from tools.live.pulls import merged, proposed, refused, respected
from tools.live.scene import Scene

MADE = {"out/index.html": b"new"}


@pytest.fixture
def world() -> Iterator[Proposers]:
    with proposers() as world:
        yield world


@pytest.fixture
def scene(world: Proposers, tmp_path: Path) -> Scene:
    listing: Any = None  # no artifact is looked at
    return Scene(
        api=world.api,
        listing=listing,
        branch="main",
        before=world.server.head(),
        workspace=tmp_path,
        outputs={"pull_request_number": "1", "calls": "0", "outcome": "unchanged"},
    )


def rejecting(scene: Scene, *ids: str) -> Scene:
    facts = [{"fact_id": id_, "treatment": "rejected"} for id_ in ids]
    return replace(scene, report={"facts": [*facts, {"fact_id": "x", "treatment": "cached"}]})


def another(server: GithubServer) -> Pull:
    pull = replace(server.pulls[1], number=2, head="another", state="open")
    server.branches["another"] = server.head("cv-action-update")
    server.pulls[2] = pull
    return pull


def test_one_pull_request_with_offers_holds(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    assert failing(proposed(scene)) == set()


def test_no_pull_request_is_noticed(scene: Scene) -> None:
    assert failing(proposed(scene)) == {"one pull request is open, and the run names it"}


def test_a_second_pull_request_is_noticed(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    another(world.server)
    assert failing(proposed(scene)) == {"one pull request is open, and the run names it"}


def test_a_pull_request_that_offers_nothing_is_noticed(world: Proposers, scene: Scene) -> None:
    world.propose(MADE, "Two files differ.\n")
    assert failing(proposed(scene)) == {"it offers other words"}


def test_a_commit_to_the_branch_itself_is_noticed(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    world.server.push({"out/index.html": b"new"})
    assert failing(proposed(scene)) == {"the branch itself stays where it was"}


def test_a_tick_that_is_respected_holds(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    world.tick(ID)
    assert failing(respected(rejecting(scene, ID))) == set()
    assert failing(respected(rejecting(scene, OTHER))) == {"what is ticked is rejected"}


def test_asking_again_is_noticed(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    world.tick(ID)
    again = told(rejecting(scene, ID), calls="1")
    assert failing(respected(again)) == {"nothing is asked again"}


def test_without_a_rejection_a_tick_proves_nothing(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    assert failing(respected(scene)) == {"what is ticked is rejected"}


def test_closing_refuses_all_that_was_offered(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    world.server.pulls[1].state = "closed"
    assert failing(refused(rejecting(scene, ID, OTHER))) == set()
    assert failing(refused(rejecting(scene, ID))) == {"all that was offered is rejected"}
    again = another(world.server)
    again.body = f"One file differs.\n\n{TASKS[OTHER]}\n"
    assert failing(refused(rejecting(scene, ID, OTHER))) == {"none of it is offered again"}


def test_without_a_pull_request_nothing_was_refused(scene: Scene) -> None:
    assert failing(refused(scene)) == {"all that was offered is rejected"}


def test_what_is_merged_is_done(world: Proposers, scene: Scene) -> None:
    world.propose(MADE)
    assert failing(merged(scene)) == {"no pull request is open"}
    github_pulls.merge(world.server, world.server.pulls[1])
    assert failing(merged(scene)) == set()
    assert failing(merged(told(scene, outcome="rendered"))) == {"the run finds nothing to do"}
