"""Whatever the owner takes out of their CV while a job runs is never published after that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.step_world import SOURCE, TEXT, World, step_world

pytestmark = pytest.mark.loopback
EMPLOYER = "Kvitting"
WITHOUT = SOURCE.replace(EMPLOYER.encode(), b"Fjordbank")
LATE = 40
"""More requests than a job makes."""


class Owner:
    """Takes an employer out of the CV at one moment of a job: before or after a request."""

    def __init__(self, world: World, moment: int) -> None:
        self.world = world
        self.moment = moment
        self.passed = 0
        self.edit = ""
        world.github.turn = self.turn

    def turn(self) -> None:
        if self.passed == self.moment:
            self.edit = self.world.github.push({"cv.json": WITHOUT}, by="maren")
        self.passed += 1


def published_since(world: World, edit: str) -> list[str]:
    """What the text said in each commit after the edit."""
    objects = world.github.objects
    history = list(objects.history(world.github.head()))
    after = history[: history.index(edit)]
    return [objects.files(commit).get(TEXT, b"").decode() for commit in after]


@pytest.mark.parametrize("way", ["commit", "pull-request"])
def test_what_the_owner_takes_out_while_a_job_runs_is_never_published(
    tmp_path: Path, way: str
) -> None:
    moments = 0
    for moment in range(LATE):
        place = tmp_path / str(moment)
        place.mkdir()
        with step_world(place) as world:
            owner = Owner(world, moment)
            world.job({"INPUT_PUBLISH": way, "INPUT_FORMATS": "text"})
            world.github.turn = lambda: None
            if not owner.edit:
                break
            moments += 1
            said = published_since(world, owner.edit)
            assert not [text for text in said if EMPLOYER in text]
            world.job({"INPUT_PUBLISH": way, "INPUT_FORMATS": "text"})
            branch = "main" if way == "commit" else "cv-action-update"
            assert EMPLOYER not in world.github.files(branch)[TEXT].decode()
            assert "Fjordbank" in world.github.files(branch)[TEXT].decode()
            assert world.github.files()["cv.json"] == WITHOUT
    assert moments >= 8
