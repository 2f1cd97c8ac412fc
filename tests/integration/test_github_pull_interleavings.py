"""Whatever order runs and the owner of a proposal act in, nobody's word is lost."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

import pytest

from cv_action.publish.proposal import ticks
from tests.github_model import READING, Step
from tests.jobs import Scheduler
from tests.pull_owner import Owner, merged
from tests.pull_runs import INPUT, OURS, OUTPUTS, Run, WatchingGithub

pytestmark = pytest.mark.no_cover  # counting lines would take longer than the schedules do
SCHEDULES = 250
"""In each of four parts, so that they may run beside each other."""
LOSING = (
    *(Step.MAKE_TREE, Step.MAKE_COMMIT, Step.MAKE_REF, Step.MOVE_REF, Step.MAKE_PULL),
    *(Step.EDIT_PULL, Step.PULLS, Step.BRANCH),
)


@dataclass
class World:
    """One schedule: some runs, the owner, and a network that loses answers."""

    server: WatchingGithub
    runs: list[Run]
    owner: Owner


def played(seed: int) -> World:
    draw = random.Random(seed)
    server = WatchingGithub()
    server.push({INPUT: b"1", OUTPUTS[0]: b"old", "notes.txt": b""})
    scheduler = Scheduler(seed)
    runs = [Run(f"Run {number}", server) for number in range(draw.randint(2, 4))]
    owner = Owner(server, draw, count=8)
    if draw.random() < 0.7:
        Run("Run before", server).run()
    for work in (*(run.run for run in runs), owner.run):
        scheduler.add(work)
    server.turn = scheduler.turn

    def lose() -> None:
        if draw.random() < 0.02:
            server.plan(
                draw.choice(LOSING), None, done=draw.random() < 0.7, times=draw.choice([1, 4])
            )

    scheduler.run(crash=0.004, between=lose)
    server.faults.clear()
    server.turn = lambda: None
    return World(server, runs, owner)


def settle(world: World) -> None:
    """One more run, after which the pull request says exactly what differs."""
    server, last = world.server, Run("Last run", world.server)
    last.run()
    if last.error:
        assert "was changed on both branches" in last.error.message, last.error.message
        server.happened["conflict"] += 1
        return
    assert server.refused <= last.refused
    opened = server.opened()
    if not last.change:
        assert opened == []
        server.happened["nothing differs"] += 1
    elif not opened:
        newest = server.pulls[len(server.pulls)]
        assert (newest.state, newest.merged_at) == ("closed", None)
        server.happened["declined"] += 1
    else:
        check_open(world, last, opened[0])


def check_open(world: World, last: Run, number: int) -> None:
    """The request says what the last run made, and merging it changes nothing else of ours."""
    server = world.server
    after = merged(server)
    assert after is not None
    wanted: dict[str, bytes | None] = {file.path: file.data for file in last.change.files}
    wanted |= dict.fromkeys(last.change.deletions)
    assert {path: after.get(path) for path in wanted} == wanted
    unchanged = OURS - wanted.keys()
    assert all(after.get(path) == server.files().get(path) for path in unchanged)
    text = server.pulls[number].body or ""
    assert ticks(text) == ticks(last.change.description)
    server.happened["open"] += 1


def check_quiet(world: World) -> None:
    """One run more writes nothing."""
    server = world.server
    before = (dict(server.branches), repr(server.pulls))
    server.asked.clear()
    Run("Run after", server).run()
    assert server.asked
    assert {step for step, _ in server.asked} <= READING
    assert (server.branches, repr(server.pulls)) == before


def check(world: World) -> Counter[str]:
    server = world.server
    settle(world)
    check_quiet(world)
    server.happened["moved"] += any(run.again for run in world.runs)
    errors = [run.error for run in world.runs]
    server.happened["unknown"] += any(error and "is not known" in str(error) for error in errors)
    return server.happened


@pytest.mark.parametrize("part", range(4))
def test_every_schedule_keeps_every_promise(part: int) -> None:
    seeds = range(part * SCHEDULES, (part + 1) * SCHEDULES)
    happened = sum((check(played(seed)) for seed in seeds), Counter[str]())
    kinds = ("open", "nothing differs", "moved", "unknown", "merged", "closed", "ticked")
    assert all(happened[kind] > 5 for kind in (*kinds, "carried", "kept by hand")), happened
    assert 0 < happened["lost in its moment"] < 10, happened
