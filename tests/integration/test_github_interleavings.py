"""Whatever order runs and people write in, nobody's work is lost and nothing comes twice."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.github_model import Step as Request
from tests.github_server import GithubServer
from tests.github_writers import INPUT, OUTPUTS, Person, Writer, steps
from tests.jobs import Scheduler

SCHEDULES = 250
"""In each of four parts, so that they may run beside each other."""


@dataclass
class World:
    """One schedule: some runs, somebody who edits, and a network that loses answers."""

    server: GithubServer
    writers: list[Writer]
    person: Person


def played(seed: int) -> World:
    draw = random.Random(seed)
    server = GithubServer()
    server.push({INPUT: b"1", OUTPUTS[0]: b"old", "notes.txt": b""})
    server.graphql = draw.random() < 0.5
    scheduler = Scheduler(seed)
    writers = [Writer(f"Run {n}", server) for n in range(draw.randint(2, 3))]
    person = Person(server, draw)
    for work in (*(writer.run for writer in writers), person.run):
        scheduler.add(work)
    server.turn = scheduler.turn

    def lose() -> None:
        if draw.random() < 0.02:
            step = draw.choice([Request.GRAPHQL, Request.MOVE_REF, Request.MAKE_TREE])
            server.plan(step, None, done=draw.random() < 0.7, times=draw.choice([1, 4]))

    scheduler.run(crash=0.004, between=lose)
    return World(server, writers, person)


def check(world: World) -> Counter[str]:
    """Hold a world to every promise; what happened in it, counted."""
    commits = steps(world.server)
    shas = {step.sha for step in commits}
    happened = Counter[str]()
    assert shas.issuperset(world.person.pushed)
    for writer in world.writers:
        own = [step for step in commits if step.message == writer.name]
        assert len(own) <= 1
        assert not (own and writer.moved)
        for step in own:
            assert writer.change
            wanted = {file.path: file.data for file in writer.change.files}
            assert {path: step.after[path] for path in wanted} == wanted
            assert step.touched.items() <= wanted.items()
            assert step.touched
            assert step.before[INPUT] == writer.read
            for path, brought in wanted.items():
                assert step.before.get(path) in {writer.seen.get(path), brought}
        if writer.made:
            assert writer.made in shas
        happened["committed"] += bool(own)
        happened["moved"] += writer.moved
        happened["found done"] += bool(writer.made) and not own
        happened["unknown"] += writer.error is not None and not writer.moved
    happened["built upon"] += any(
        step.message.startswith("Run") and before.message == "Edit by hand"
        for before, step in pairwise(commits)
    )
    return happened


@pytest.mark.parametrize("part", range(4))
def test_every_schedule_keeps_every_promise(part: int) -> None:
    seeds = range(part * SCHEDULES, (part + 1) * SCHEDULES)
    happened = sum((check(played(seed)) for seed in seeds), Counter[str]())
    kinds = ("committed", "moved", "found done", "unknown", "built upon")
    assert all(happened[kind] > 5 for kind in kinds), happened
