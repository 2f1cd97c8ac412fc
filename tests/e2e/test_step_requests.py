"""What a run asks GitHub for: nothing twice, and little, however large the repository is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.github_model import Step
from tests.step_world import SOURCE, World, step_world

pytestmark = pytest.mark.loopback
EVERY = {"INPUT_FORMATS": "html,pdf,markdown,text,docx,json"}
PULL = {"INPUT_PUBLISH": "pull-request"}
CHANGED = {"cv.json": SOURCE.replace(b"Maren Solbakken", b"Maren Bakken")}
NAMED = {Step.TREE, Step.BLOB, Step.COMMIT}
"""What is asked for by a name that never stands for anything else."""


@pytest.fixture(params=[100_000, 20], ids=["whole", "too large to be listed"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with step_world(tmp_path) as world:
        files: dict[str, bytes | None] = {f"notes/{n}.txt": b"%d" % n for n in range(40)}
        world.github.push(files, by="maren")
        world.github.most_entries = request.param
        yield world


def twice(world: World) -> dict[str, int]:
    """What the last job has asked for more than once although it cannot have changed."""
    named = Counter(asked.url for step, asked in world.github.asked if step in NAMED)
    assert named
    return {url: times for url, times in named.items() if times > 1}


def test_a_run_that_changes_nothing_and_one_that_commits_are_few_requests(world: World) -> None:
    world.job(EVERY)
    assert twice(world) == {}
    assert world.job(EVERY) == "unchanged"
    assert twice(world) == {}
    still = world.requests
    assert still <= 20
    world.github.push(CHANGED)
    world.job(EVERY)
    assert len(world.report["changed_files"]) == 7
    assert twice(world) == {}
    assert world.requests <= still + 6


def test_a_pull_request_is_few_requests_in_its_whole_life(world: World) -> None:
    assert world.job(PULL, key=True) == "enhanced"
    assert twice(world) == {}
    assert world.job(PULL, key=True) == "unchanged"
    assert twice(world) == {}
    assert len(world.github.asked) <= 12
    world.github.push(CHANGED)
    assert world.job(PULL, key=True) == "rendered"
    assert twice(world) == {}
    world.github.pulls[1].state = "closed"
    assert world.job(PULL, key=True) == "rendered"
    assert world.outputs["pull_request_number"] == "2"
    assert twice(world) == {}


def test_going_back_reads_everything_once(world: World) -> None:
    world.job()
    world.github.push(CHANGED)
    world.job()
    assert world.job({"INPUT_MODE": "rollback"}) == "rolled-back"
    assert twice(world) == {}
