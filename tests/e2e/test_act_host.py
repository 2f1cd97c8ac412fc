"""The workflow that people copy, run by a real workflow engine: first, again, after an edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

import pytest

from cv_action.ledger.codec import write_line
from cv_action.ledger.event import Called, RunFinished, Settled
from tests.act_house import (
    BETTER_EDITED,
    EDITED,
    MANIFEST,
    OVERLAY,
    PAGES,
    SOURCE,
    TEXT,
    WITH_KEY,
    House,
    house,
)
from tests.act_runner import WORKFLOW, Ended, Occasion
from tests.claude_terminal import BETTER, BULLETS, KEY
from tests.results_model import Step

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("act-host")]


@dataclass(frozen=True)
class Told:
    """A run, and how the branch and the model stood after it."""

    ended: Ended
    head: str
    files: Mapping[str, bytes]
    asked: int
    read: int
    """Artifacts that were downloaded, in all runs up to this."""


@dataclass(frozen=True)
class Story:
    """Three runs of one repository; before the third its owner has edited one statement."""

    house: House
    first: Told
    second: Told
    third: Told
    edit: str


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with house(tmp_path_factory.mktemp("act")) as place:
        first, second = told(place), told(place)
        edit = place.edit(BULLETS[0], EDITED)
        yield Story(place, first, second, told(place), edit)


def told(place: House) -> Told:
    ended = place.run(Occasion(secrets=WITH_KEY))
    github, shelf = place.world.github, place.world.joined.shelf.server
    read = shelf.steps().count(Step.DOWNLOAD)
    return Told(ended, github.head(), github.files(), len(place.model.messages), read)


def test_a_first_run_words_renders_and_commits(story: Story) -> None:
    outputs, files = story.first.ended.outputs, story.first.files
    assert outputs["outcome"] == "enhanced"
    assert outputs["commit_sha"] == story.first.head
    assert (outputs["calls"], outputs["lane"]) == ("1", "api")
    made = {f"cv-output/{name}" for name in PAGES} | {MANIFEST, OVERLAY}
    assert set(files) == made | {"cv.json", WORKFLOW}
    assert set(outputs["changed_files"].split("\n")) == made
    text = " ".join(files[TEXT].decode().split())
    assert all(better in text for better in BETTER.values())
    assert files["cv.json"] == SOURCE


def test_the_runner_has_the_same_bytes_for_the_steps_that_follow(story: Story) -> None:
    published = {path: data for path, data in story.first.files.items() if path != WORKFLOW}
    workspace = story.first.ended.workspace
    assert {path: (workspace / path).read_bytes() for path in published} == published


def test_the_step_after_ours_sees_what_became_of_it(story: Story) -> None:
    lines = [line.partition(" | ")[2] for line in story.first.ended.log.splitlines()]
    reason = story.first.ended.outputs["reason"]
    assert f"enhanced: {reason}" in lines
    assert TEXT in lines


def test_a_first_run_leaves_its_ledger_in_an_artifact(story: Story) -> None:
    kept = [path.name for path in (story.house.world.artifacts / "1").iterdir()]
    assert kept
    assert all(name.startswith("cv-ledger-") for name in kept)
    told = [one for one in story.house.events() if isinstance(one, Called | Settled | RunFinished)]
    first = {type(event) for event in told if event.by.run == 1}
    assert first == {Called, Settled, RunFinished}


def test_a_second_run_reads_that_ledger_asks_nothing_and_commits_nothing(story: Story) -> None:
    outputs = story.second.ended.outputs
    assert outputs["outcome"] == "unchanged"
    assert (outputs["calls"], outputs["cost_usd"], outputs["commit_sha"]) == ("0", "0", "")
    assert story.second.head == story.first.head
    assert story.second.asked == story.first.asked == 1
    assert (story.first.read, story.second.read) == (0, 1)


def test_after_an_edit_only_that_statement_is_asked_about(story: Story) -> None:
    assert story.house.asked[1:] == [[EDITED]]
    outputs = story.third.ended.outputs
    assert (outputs["outcome"], outputs["commit_sha"]) == ("enhanced", story.third.head)


def test_after_an_edit_only_what_belongs_to_it_changes(story: Story) -> None:
    before, after = (one.files[TEXT].decode().splitlines() for one in (story.first, story.third))
    moved = [line[1:].strip(" -") for line in unified_diff(before, after, n=0)][3:]
    assert moved == [BETTER[BULLETS[0]], BETTER_EDITED]
    changed = set(story.third.ended.outputs["changed_files"].split("\n"))
    assert changed == {f"cv-output/{name}" for name in PAGES} | {MANIFEST, OVERLAY}


def test_every_commit_is_the_owners_or_brings_documents(story: Story) -> None:
    messages = story.house.world.github.messages()
    assert messages == [
        "Update the CV from cv.json",
        "Edit by hand",
        "Update the CV from cv.json",
        "Edit by hand",
    ]


def test_no_secret_is_in_a_file_or_in_the_ledger(story: Story) -> None:
    """Why not in the log: there the engine itself takes them out."""
    result = story.third.ended.result
    files = [path.read_bytes() for path in result.rglob("*") if path.is_file()]
    events = [write_line(event) for event in story.house.events()]
    assert len(files) > len(PAGES)
    assert events
    for secret in (KEY, story.house.world.github.token):
        assert not [text for text in (*files, *events) if secret.encode() in text]
