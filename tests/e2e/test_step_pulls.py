"""A job offers what it has made in one pull request, and hears what its owner says there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.claude_terminal import BETTER, BULLETS
from tests.github_pulls import merge
from tests.step_world import OVERLAY, SOURCE, TEXT, World, step_world

pytestmark = pytest.mark.loopback
PULL = {"INPUT_PUBLISH": "pull-request"}
OURS = "cv-action-update"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with step_world(tmp_path) as world:
        yield world


def said(world: World, branch: str = "") -> str:
    return " ".join(world.github.files(branch)[TEXT].decode().split())


def test_a_pull_request_lives_its_whole_life(world: World) -> None:
    head = world.github.head()
    assert world.job(PULL, key=True) == "enhanced"
    assert world.outputs["pull_request_number"] == "1"
    assert world.github.head() == head
    assert BETTER[BULLETS[0]] in said(world, OURS)
    assert set(world.statuses(OURS).values()) == {"pending"}

    assert world.job(PULL, key=True) == "unchanged"
    assert len(world.model.messages) == 1

    pull = world.github.pulls[1]
    task = next(
        line
        for line in (pull.body or "").splitlines()
        if "Built the ledger in Python\\." in line or BETTER[BULLETS[0]].rstrip(".") in line
    )
    pull.body = (pull.body or "").replace(task, task.replace("[ ]", "[x]"))
    assert world.job(PULL, key=True) == "rendered"
    assert BETTER[BULLETS[0]] not in said(world, OURS)
    assert BETTER[BULLETS[1]] in said(world, OURS)
    assert sorted(world.statuses(OURS).values()) == ["pending", "pending", "rejected"]

    merge(world.github, world.github.pulls[1])
    assert world.job(PULL, key=True) == "unchanged"
    assert len(world.github.pulls) == 1
    assert BETTER[BULLETS[1]] in said(world)
    assert len(world.model.messages) == 1


def test_a_pull_request_without_a_reason_any_more_is_closed(world: World) -> None:
    world.job(PULL, key=True)
    world.github.push({path: world.github.files(OURS)[path] for path in world.github.files(OURS)})
    assert world.job(PULL, key=True) == "unchanged"
    assert world.github.pulls[1].state == "closed"
    assert "#1" in world.outputs["reason"]


def test_what_the_owner_closed_stays_closed_and_is_not_asked_about_again(world: World) -> None:
    world.job(PULL)
    merge(world.github, world.github.pulls[1])
    assert world.job(PULL, key=True) == "enhanced"
    world.github.pulls[2].state = "closed"
    for _ in range(2):
        assert world.job(PULL, key=True) == "unchanged"
    assert len(world.github.pulls) == 2
    assert len(world.model.messages) == 1
    assert BETTER[BULLETS[0]] not in said(world)


def test_a_closed_request_is_asked_about_again_in_no_part(world: World) -> None:
    assert world.job(PULL, key=True) == "enhanced"
    pull = world.github.pulls[1]
    pull.state = "closed"
    world.github.push({"cv.json": SOURCE.replace(b"555 01 234", b"555 01 235")}, by="maren")
    assert world.job(PULL, key=True) == "rendered"
    assert set(world.statuses(OURS).values()) == {"rejected"}
    assert len(world.model.messages) == 1
    assert BETTER[BULLETS[0]] not in said(world, OURS)


def test_a_second_step_of_the_same_job_offers_the_same(world: World) -> None:
    world.job(PULL, key=True)
    body = world.github.pulls[1].body
    assert not (world.workspace / OVERLAY).exists()
    assert world.job(PULL, key=True) == "unchanged"
    assert world.github.pulls[1].body == body


def test_a_request_to_another_branch_knows_what_that_has(world: World) -> None:
    world.github.push({"page.html": b"<p>"}, branch="pages", by="maren")
    other = {**PULL, "INPUT_BRANCH": "pages"}
    assert world.job(other, key=True) == "enhanced"
    merge(world.github, world.github.pulls[1])
    assert world.job(other, key=True) == "unchanged"
    assert len(world.github.pulls) == len(world.model.messages) == 1
