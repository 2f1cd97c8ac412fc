"""What a job tells beside its result: the end of a schedule, and what is not as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cv_action.ledger.event import AlertRaised, Published
from cv_action.ledger.segment import unpack
from tests.github_model import Step
from tests.step_world import SOURCE, TEXT, World, step_world

pytestmark = pytest.mark.loopback
SCHEDULE = {"GITHUB_EVENT_NAME": "schedule"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with step_world(tmp_path) as world:
        yield world


def events(world: World) -> list[object]:
    ledgers = [a for a in world.results.artifacts.values() if a.name.startswith("cv-ledger")]
    return list(unpack(ledgers[-1].data).events)


@pytest.mark.parametrize(("days", "warned"), [(49, False), (51, True)])
def test_a_quiet_repository_is_told_when_its_schedule_ends(
    world: World, days: int, warned: bool
) -> None:
    world.job()
    world.github.now += timedelta(days=days)
    assert world.job(SCHEDULE) == "unchanged"
    assert ("switches schedules off" in world.summary) is warned
    assert world.job() == "unchanged"
    assert "switches schedules off" not in world.summary


def test_a_run_that_commits_has_no_reason_to_warn(world: World) -> None:
    world.job()
    world.github.now += timedelta(days=55)
    world.github.push({"cv.json": SOURCE.replace(b"Kvitting", b"Fjordbank")})
    world.github.now += timedelta(days=55)
    assert world.job(SCHEDULE) == "rendered"
    assert "switches schedules off" not in world.summary


def test_what_was_published_is_in_the_ledger(world: World) -> None:
    world.job()
    (published,) = [event for event in events(world) if isinstance(event, Published)]
    assert published.commit == world.github.head()
    assert TEXT in published.files
    world.job()
    assert len([event for event in events(world) if isinstance(event, Published)]) == 1


def test_what_does_not_stand_there_as_it_was_published_is_an_error_and_an_alert(
    world: World,
) -> None:
    nothing = {"sha": "0" * 40, "url": f"{world.github.api_url}/tree", "tree": []}
    answer = json.dumps({**nothing, "truncated": False}).encode()
    world.github.after[Step.GRAPHQL] = lambda: world.github.plan(Step.TREE, (200, {}, answer))
    assert world.job(code=1) == "failed"
    assert "is not what was to be published" in world.outputs["reason"]
    assert [event.alert for event in events(world) if isinstance(event, AlertRaised)] == [
        "published-mismatch"
    ]
