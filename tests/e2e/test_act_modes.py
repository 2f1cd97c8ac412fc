"""What a person can ask for by hand, in the workflow that people copy, and what a preview does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.report.run import Mode, Outcome
from tests.act_house import EDITED, MANIFEST, OVERLAY, PAGES, QUICK, TEXT, WITH_KEY, House, house
from tests.act_runner import Occasion
from tests.act_workflow import PREVIEW
from tests.claude_terminal import BETTER, BULLETS
from tests.github_model import READING, Access

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("act-modes")]
OWN_WORDS = BULLETS[0]
BETTER_WORDS = BETTER[OWN_WORDS]


def dispatched(**asked: str) -> Occasion:
    return Occasion(event="workflow_dispatch", asked=asked, secrets=WITH_KEY, inputs=QUICK)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as found:
        yield found


@pytest.mark.parametrize("mode", [Mode.COMPREHENSIVE, Mode.AI_ONLY])
def test_a_mode_that_asks_publishes_better_words(place: House, mode: Mode) -> None:
    outputs = place.run(dispatched(mode=mode)).outputs
    assert (outputs["outcome"], outputs["calls"]) == (Outcome.ENHANCED, "1")
    assert outputs["commit_sha"] == place.world.github.head()
    assert BETTER_WORDS in place.text


@pytest.mark.parametrize("mode", [Mode.ACTIVITY_ONLY, Mode.EMERGENCY_UPDATE])
def test_a_mode_that_asks_nobody_publishes_the_owners_words(place: House, mode: Mode) -> None:
    outputs = place.run(dispatched(mode=mode)).outputs
    assert (outputs["outcome"], outputs["calls"]) == (Outcome.RENDERED, "0")
    assert outputs["commit_sha"] == place.world.github.head()
    assert place.model.asked == []
    assert OWN_WORDS in place.text


@pytest.mark.parametrize("asked", [{"mode": "preview"}, {"mode": "ai-only", "dry_run": "true"}])
def test_a_preview_by_hand_commits_nothing(place: House, asked: dict[str, str]) -> None:
    head = place.world.github.head()
    outputs = place.run(dispatched(**asked)).outputs
    assert outputs["outcome"] == Outcome.PREVIEWED
    assert TEXT in outputs["changed_files"].split("\n")
    assert place.world.github.head() == head
    assert writing(place) == []


def test_every_mode_that_publishes_at_once_was_tried() -> None:
    tried = {Mode.COMPREHENSIVE, Mode.AI_ONLY, Mode.ACTIVITY_ONLY, Mode.EMERGENCY_UPDATE}
    assert set(Mode) - tried == {Mode.PREVIEW, Mode.ROLLBACK}


def test_a_way_back_publishes_what_was_there_before_and_holds(place: House) -> None:
    place.run(dispatched())
    first = documents(place)
    place.edit(OWN_WORDS, EDITED)
    place.run(dispatched())
    assert documents(place) != first
    outputs = place.run(dispatched(mode=Mode.ROLLBACK)).outputs
    assert outputs["outcome"] == Outcome.ROLLED_BACK
    assert outputs["commit_sha"] == place.world.github.head()
    assert documents(place) == first
    again = place.run(dispatched()).outputs
    assert (again["outcome"], again["calls"]) == (Outcome.UNCHANGED, "0")
    assert documents(place) == first
    place.edit(BULLETS[1], "Tested the payment service together with two colleagues")
    assert place.run(dispatched()).outputs["outcome"] in {Outcome.ENHANCED, Outcome.RENDERED}
    assert documents(place) != first


def documents(place: House) -> dict[str, bytes]:
    """What is published, beside the manifest, which says what was gone back to."""
    paths = [OVERLAY, *(f"cv-output/{name}" for name in PAGES)]
    return {path: place.files[path] for path in paths if path in place.files}


def test_seeking_words_again_asks_about_everything_again(place: House) -> None:
    place.run(dispatched())
    outputs = place.run(dispatched(force_refresh="true", creativity="conservative")).outputs
    assert outputs["calls"] == "1"
    assert place.asked == [sorted(BULLETS), sorted(BULLETS)]


def test_a_pull_request_is_previewed_without_a_secret_or_a_right_to_write(place: House) -> None:
    ended = place.run(Occasion(event="pull_request", actor="mallory", example=PREVIEW))
    assert place.world.github.contents is Access.READ
    assert ended.outputs["outcome"] == Outcome.PREVIEWED
    made = {f"cv-output/{name}" for name in PAGES} | {MANIFEST}
    assert set(ended.outputs["changed_files"].split("\n")) == made
    assert f" | {TEXT}" in ended.log
    assert ended.report["problems"] == []
    assert set(place.world.unpacked("cv-preview")) >= made
    assert place.model.asked == []
    assert writing(place) == []


def writing(place: House) -> list[str]:
    """What was asked of the repository that would have changed something."""
    return [step for step in place.world.github.steps() if step not in READING]
