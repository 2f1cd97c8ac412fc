"""Publications that are broken or forged are passed over, and the next good one comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from cv_action.errors import ConfigurationError, PublishError
from tests.fakes import MemoryFolder
from tests.github_clients import Waits
from tests.pasts import WORLDS, GithubWorld, MemoryWorld, world
from tests.publications import (
    CV,
    JOB,
    MANIFEST,
    OVERLAY,
    PAGE,
    SOURCE,
    TEXT,
    House,
    house,
    made,
    published,
    whole,
)

WORKFLOW = ".github/workflows/cv.yml"


@pytest.fixture(params=WORLDS)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with world(request.param, tmp_path) as one:
        yield house(one)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def naming(files: Mapping[str, bytes], **more: object) -> bytes:
    """A manifest that says that it has made these files."""
    named = {name: digest(data) for name, data in files.items()}
    return json.dumps({"files": named, **more}).encode()


@pytest.mark.parametrize(
    "broken",
    [
        {PAGE: None},
        {PAGE: b"not what the manifest says"},
        {MANIFEST: b""},
        {MANIFEST: b"{"},
        {MANIFEST: b'{"files": {}}'},
        {MANIFEST: b'{"files": {"index.html": 1}}'},
        {MANIFEST: b"[" * 100_000},
        {MANIFEST: naming({"index.html": b"x"}) + b" " * 1_000_000},
    ],
    ids=lambda broken: next(iter(broken)) + repr(next(iter(broken.values())))[:12],
)
def test_a_publication_that_is_not_as_it_says_is_passed_over(
    home: House, broken: Mapping[str, bytes | None]
) -> None:
    list(published(home, 1))
    home.world.push({**whole(made(1)), **broken})
    home.publish(made(2))
    home.back()
    assert home.documents == made(0)


@pytest.mark.parametrize(
    "name",
    [
        "../cv.json",
        "../notes.txt",
        "/notes.txt",
        "a/../../notes.txt",
        ".git/config",
        "..\\notes.txt",
        "./index.html",
        ".cv-action.json",
        "",
    ],
)
def test_a_publication_with_a_name_that_leads_away_is_none_of_ours(home: House, name: str) -> None:
    list(published(home, 1))
    files = {"index.html": b"forged", name: b"mine"}
    home.world.push({PAGE: b"forged", MANIFEST: naming(files)})
    home.publish(made(2))
    home.back()
    assert home.documents == made(0)
    assert home.world.now()["notes.txt"] == b"mine"


def at_the_root(home: House, job: str = "") -> House:
    return replace(home, job=replace(JOB, output_dir=".", job_description=job))


@pytest.mark.parametrize("path", [CV, "ad.md", WORKFLOW, ".GitHub/Workflows/cv.yml"])
def test_neither_what_the_owner_wrote_nor_a_workflow_ever_comes_back(
    home: House, path: str
) -> None:
    root = at_the_root(home, "ad.md")
    home.world.push({"ad.md": b"ad", WORKFLOW: b"on: push\n"})
    home.publish({"index.html": b"zero"}, folder=".")
    home.world.push({**whole({"index.html": b"one", path: b"old"}, "."), path: b"old"})
    home.world.push({path: b"new"})
    home.publish({"index.html": b"two"}, folder=".")
    root.back()
    now = home.world.now()
    assert (now["index.html"], now[path]) == (b"zero", b"new")


@pytest.mark.parametrize("path", [CV, "ad.md", WORKFLOW, "cv.enhanced.json"])
def test_what_todays_manifest_claims_takes_nothing_of_the_owners_away(
    home: House, path: str
) -> None:
    root = at_the_root(home, "ad.md")
    home.world.push({"ad.md": b"ad", WORKFLOW: b"on: push\n"})
    home.publish({"index.html": b"zero"}, overlay=b"{}", folder=".")
    there = home.world.now()[path]
    home.world.push(whole({"index.html": b"one", path: there}, "."))
    root.back()
    now = home.world.now()
    assert (now["index.html"], now[path]) == (b"zero", there)


@pytest.mark.parametrize(
    "hold",
    [
        {"commit": "f" * 40, "inputs": "a" * 64},
        {"commit": "HEAD", "inputs": "a" * 64},
        {"commit": "--help", "inputs": "a" * 64},
        {"commit": 1},
        [],
        "x" * 1000,
    ],
)
def test_a_forged_hold_only_fails_to_say_where_to_begin(home: House, hold: object) -> None:
    list(published(home, 2))
    files = {path.removeprefix("out/"): data for path, data in made(1).items()}
    home.world.push({MANIFEST: naming(files, held=hold)})
    home.back()
    assert home.documents == made(0)


def test_a_hold_on_what_is_no_publication_is_passed_for_none(home: House) -> None:
    list(published(home, 2))
    files = {path.removeprefix("out/"): data for path, data in made(2).items()}
    hold = {"commit": "f" * 40, "inputs": "a" * 64}
    forged = home.world.push({**made(2), MANIFEST: naming(files, held=hold)})
    home.publish(made(3))
    assert forged[:7] in home.back().reason
    home.back()
    assert home.documents == made(1)


def test_an_overlay_that_todays_manifest_claims_goes_once(home: House) -> None:
    root = at_the_root(home)
    home.publish({"index.html": b"zero"}, folder=".")
    home.world.push(whole({"index.html": b"one", OVERLAY: b"{}"}, "."))
    root.back()
    assert OVERLAY not in home.world.now()
    deleted = root.world.look().history.touching(OVERLAY)
    assert len(deleted) == 2


def test_more_documents_than_we_would_ever_make_are_none_of_ours() -> None:
    home = house(MemoryWorld())
    list(published(home, 1))
    home.publish(made(1, *(f"out/{number}/cv.md" for number in range(199))))
    home.publish(made(2))
    home.back()
    assert {path: home.documents[path] for path in made(0)} == made(0)


def test_nobody_is_kept_busy_by_a_long_row_of_broken_publications() -> None:
    home = house(MemoryWorld())
    list(published(home, 1))
    for number in range(25):
        home.world.push({**whole(made(number)), PAGE: b"broken"})
    home.publish(made(2))
    with pytest.raises(ConfigurationError):
        home.back()


def test_nothing_comes_back_from_outside_the_repository(home: House) -> None:
    list(published(home, 2))
    for job in (replace(JOB, output_dir="../out"), replace(JOB, output_dir="/out")):
        with pytest.raises(ConfigurationError, match="no path below"):
            replace(home, job=job).back()
    with pytest.raises(ConfigurationError, match="no path below"):
        replace(home, job=replace(JOB, cv="../cv.json")).back()


def test_a_way_back_needs_few_requests(tmp_path: Path) -> None:
    with world("github", tmp_path) as one:
        home = house(one)
        list(published(home, 2))
        assert isinstance(one, GithubWorld)
        one.server.asked.clear()
        home.back()
        steps = [step.value for step in one.server.steps()]
        assert len(steps) <= 20, steps
        assert Waits().seconds == []


def test_trouble_at_github_is_an_error_and_changes_nothing(tmp_path: Path) -> None:
    with world("github", tmp_path) as one:
        home = house(one)
        list(published(home, 2))
        assert isinstance(one, GithubWorld)
        before = one.now()
        one.server.token = "another"  # noqa: S105  made up
        ports = replace(home.ports(), files=MemoryFolder({CV: SOURCE}))
        from cv_action.pipeline.rollback import roll_back

        with pytest.raises(PublishError):
            roll_back(JOB, ports)
        assert one.now() == before
        assert TEXT in before
