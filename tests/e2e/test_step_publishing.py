"""A job hands back what it has made, in the way that the owner has chosen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.publish.archive import packed
from cv_action.publish.change import File
from tests.claude_terminal import BETTER, BULLETS
from tests.github_model import Protection, Step
from tests.results_model import digest
from tests.step_world import MANIFEST, OVERLAY, SOURCE, TEXT, World, step_world

pytestmark = pytest.mark.loopback


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with step_world(tmp_path) as world:
        yield world


def said(world: World, branch: str = "") -> str:
    return " ".join(world.github.files(branch)[TEXT].decode().split())


def test_a_job_commits_what_it_has_made_and_the_next_commits_nothing(world: World) -> None:
    first = world.github.head()
    assert world.job(key=True) == "enhanced"
    assert world.outputs["commit_sha"] == world.github.head() != first
    assert set(world.github.files()) >= {TEXT, MANIFEST, OVERLAY, "notes.txt"}
    assert world.github.files()["cv.json"] == SOURCE
    assert BETTER[BULLETS[0]] in said(world)
    head = world.github.head()
    assert world.job(key=True) == "unchanged"
    assert (world.github.head(), world.outputs["commit_sha"]) == (head, "")
    assert len(world.model.messages) == 1


def test_later_steps_find_every_file_in_the_workspace(world: World) -> None:
    world.job()
    assert (world.workspace / TEXT).read_bytes() == world.github.files()[TEXT]


def test_a_queued_job_publishes_from_what_is_on_the_branch_by_now(world: World) -> None:
    queued = world.github.head()
    world.github.push({"cv.json": SOURCE.replace(b"Kvitting", b"Fjordbank")}, by="maren")
    assert world.job(commit=queued) == "rendered"
    assert "Fjordbank" in said(world)
    assert "Kvitting" not in said(world)


def test_a_document_that_is_not_made_any_more_is_removed_and_the_owners_stay(
    world: World,
) -> None:
    world.job()
    world.github.push({"cv-output/own.txt": b"mine"}, by="maren")
    world.job({"INPUT_FORMATS": "text"})
    assert {path for path in world.github.files() if path.startswith("cv-output/")} == {
        TEXT, MANIFEST, "cv-output/own.txt",
    }  # fmt: skip


def test_a_message_is_the_owners(world: World) -> None:
    world.job({"INPUT_COMMIT_MESSAGE": "{files} files of {source} by {mode} [skip ci]"})
    assert world.github.messages()[0] == "3 files of cv.json by comprehensive [skip ci]"
    world.github.push({"cv.json": SOURCE.replace(b"Kvitting", b"Fjordbank")})
    world.job()
    assert world.github.messages()[0] == "Update the CV from cv.json"


def test_a_change_of_what_was_read_has_everything_made_again(world: World) -> None:
    def edit() -> None:
        world.github.push({"cv.json": SOURCE.replace(b"Kvitting", b"Fjordbank")}, by="maren")

    world.github.after[Step.TREE] = edit
    assert world.job(key=True) == "enhanced"
    assert "Fjordbank" in said(world)
    assert "Kvitting" not in said(world)
    assert len(world.model.messages) == 1
    (told,) = (p["message"] for p in world.report["problems"] if "changed" in p["message"])
    assert "cv.json was changed by maren" in told


def test_a_branch_of_its_own_begins_with_nothing_else_on_it(world: World) -> None:
    pages = {"INPUT_BRANCH": "gh-pages", "INPUT_CREATE_BRANCH": "true", "INPUT_OUTPUT_DIR": "."}
    head = world.github.head()
    assert world.job(pages, key=True) == "enhanced"
    assert world.github.head() == head
    assert set(world.github.files("gh-pages")) == {
        "cv.txt", "resume.json", ".cv-action.json", OVERLAY,
    }  # fmt: skip
    assert len(world.github.messages("gh-pages")) == 1
    assert world.job(pages, key=True) == "unchanged"
    assert len(world.model.messages) == 1


def test_a_branch_that_is_not_there_is_not_begun_unasked(world: World) -> None:
    assert world.job({"INPUT_BRANCH": "gh-pages"}, code=1) == "failed"
    assert "has no branch 'gh-pages'" in world.outputs["reason"]
    assert world.artifacts == ["cv-rescued"]


def test_what_cannot_be_published_is_kept_and_not_paid_for_twice(world: World) -> None:
    world.github.protected["main"] = Protection.CLASSIC
    assert world.job(key=True, code=1) == "failed"
    assert "publish: pull-request" in world.summary
    assert "artifact cv-rescued" in world.summary
    assert (world.outputs["calls"], world.artifacts) == ("1", ["cv-rescued"])
    world.github.protected.clear()
    assert world.job(key=True) == "rendered"
    assert BETTER[BULLETS[0]] in said(world)
    assert len(world.model.messages) == 1


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("refs/tags/v1", "the tag 'v1'"),
        ("refs/pull/7/merge", "a pull request"),
        ("", "no branch"),
    ],
)
def test_a_run_of_no_branch_keeps_its_documents(world: World, ref: str, why: str) -> None:
    assert world.job({"GITHUB_REF": ref}, code=1) == "failed"
    assert why in world.outputs["reason"]
    assert "```yaml\nwith:\n  branch: main\n```" in world.summary
    assert world.artifacts == ["cv-rescued"]


def test_a_preview_shows_what_would_change_and_changes_nothing(world: World) -> None:
    head = world.github.head()
    assert world.job({"INPUT_MODE": "preview"}) == "previewed"
    assert world.github.head() == head
    assert world.artifacts == ["cv-preview"]
    assert "What would change" in world.summary
    assert not (world.workspace / TEXT).exists()


def test_words_of_a_preview_are_paid_for_once(world: World) -> None:
    for _ in range(2):
        assert world.job({"INPUT_MODE": "preview"}, key=True) == "previewed"
        assert BETTER[BULLETS[0]] in world.summary
    assert world.job(key=True) == "rendered"
    assert BETTER[BULLETS[0]] in said(world)
    assert len(world.model.messages) == 1


def test_a_preview_of_a_pull_request_needs_no_branch(world: World) -> None:
    assert world.job({"INPUT_MODE": "preview", "GITHUB_REF": "refs/pull/7/merge"}) == "previewed"
    assert "cv-output/cv.txt" in world.summary


def test_an_artifact_holds_everything_and_the_next_run_knows_its_words(world: World) -> None:
    head = world.github.head()
    assert world.job({"INPUT_PUBLISH": "artifact"}, key=True) == "enhanced"
    assert world.artifacts == ["cv"]
    assert world.job({"INPUT_PUBLISH": "artifact"}, key=True) == "unchanged"
    assert (world.artifacts, world.github.head()) == (["cv"], head)
    assert len(world.model.messages) == 1


def test_with_nothing_published_the_words_come_back_all_the_same(world: World) -> None:
    assert world.job({"INPUT_PUBLISH": "none"}, key=True) == "enhanced"
    first = (world.workspace / TEXT).read_bytes()
    assert world.artifacts == ["cv-overlay"]
    assert world.job({"INPUT_PUBLISH": "none"}, key=True) == "rendered"
    assert (world.workspace / TEXT).read_bytes() == first
    assert len(world.model.messages) == 1
    assert world.artifacts == ["cv-overlay"]


def test_a_rollback_goes_back_and_holds_until_the_cv_changes(world: World) -> None:
    world.job()
    before = said(world)
    world.job(key=True)
    assert said(world) != before
    assert world.job({"INPUT_MODE": "rollback"}) == "rolled-back"
    assert said(world) == before
    head = world.github.head()
    assert world.job(key=True) == "unchanged"
    assert "holds until" in world.outputs["reason"]
    assert world.github.head() == head
    world.github.push({"cv.json": SOURCE.replace(b"Kvitting", b"Fjordbank")})
    assert world.job() == "rendered"
    assert "Fjordbank" in said(world)


def test_a_kept_overlay_that_nobody_can_read_stops_no_run(world: World) -> None:
    world.github.protected["main"] = Protection.CLASSIC
    world.job(code=1)
    (kept,) = (a for a in world.results.artifacts.values() if a.name == "cv-rescued")
    kept.data = packed([File(OVERLAY, b'{"version": 99}')])
    kept.digest = digest(kept.data)
    world.github.protected.clear()
    assert world.job() == "rendered"
    assert "What the last run has kept cannot be used" in world.summary


def test_a_folder_that_cannot_be_written_to_is_told_when_all_is_published(world: World) -> None:
    pages = {"INPUT_BRANCH": "gh-pages", "INPUT_CREATE_BRANCH": "true"}
    world.github.push({"cv-output": b"a file where the folder should be"})
    assert world.job(pages) == "rendered"
    assert TEXT in world.github.files("gh-pages")
    assert "Later steps do not find the files" in world.summary
