"""Somebody commits while the workflow that people copy waits, reads or hands back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.act_house import BETTER_EDITED, EDITED, QUICK, TEXT, WITH_KEY, House, house
from tests.act_runner import Occasion
from tests.claude_terminal import BETTER, BULLETS
from tests.github_model import Step

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("act-races")]
ASKING = Occasion(secrets=WITH_KEY, inputs=QUICK)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as found:
        yield found


def test_a_run_that_had_to_wait_publishes_the_cv_as_it_is_now(place: House) -> None:
    old = place.world.github.head()
    place.edit(BULLETS[0], EDITED)
    ended = place.run(Occasion(secrets=WITH_KEY, inputs=QUICK, commit=old))
    assert ended.outputs["outcome"] == "enhanced"
    assert place.asked == [sorted([EDITED, *BULLETS[1:]])]
    assert BETTER_EDITED in place.text


def test_what_somebody_edits_meanwhile_is_not_lost_and_nobody_is_asked_again(place: House) -> None:
    place.world.github.after[Step.TREE] = lambda: place.edit(BULLETS[0], EDITED)
    ended = place.run(ASKING)
    assert ended.outputs["commit_sha"] == place.world.github.head()
    assert len(place.asked) == 1
    assert EDITED in place.text
    assert BETTER[BULLETS[1]] in place.text


def test_a_commit_beside_it_is_built_upon(place: House) -> None:
    place.world.github.after[Step.TREE] = lambda: place.write({"notes.txt": b"mine"})
    ended = place.run(ASKING)
    assert ended.outputs["commit_sha"] == place.world.github.head()
    assert place.files["notes.txt"] == b"mine"
    assert place.world.github.steps().count(Step.GRAPHQL) > 1
    assert place.world.github.messages()[:2] == ["Update the CV from cv.json", "Edit by hand"]


def test_what_cannot_be_handed_back_is_kept_and_the_step_fails(place: House) -> None:
    head = place.world.github.head()
    reading = Occasion(secrets=WITH_KEY, inputs=QUICK, permissions={"contents": "read"})
    ended = place.world.run(place.here(reading))
    assert ended.code != 0
    assert ended.outputs["outcome"] == "failed"
    assert "does not let us publish" in ended.outputs["reason"]
    (trouble,) = (p for p in ended.report["problems"] if p["severity"] == "error")
    assert "contents: write" in trouble["remedy"]
    assert "cv-rescued" in trouble["remedy"]
    assert place.world.github.head() == head
    rescued = place.world.unpacked("cv-rescued")
    assert BETTER[BULLETS[0]] in " ".join(rescued[TEXT].decode().split())
