"""``cv-action rollback`` in a person's checkout: back, held, and on again when the CV changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.checkouts import WHO, git
from tests.terminal import terminal

PAGE = "cv-output/cv.md"


def told(done: CompletedProcess[bytes]) -> Mapping[str, Any]:
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def act(folder: Path, *arguments: str) -> CompletedProcess[bytes]:
    return terminal(*arguments, cwd=folder, **WHO)


def write(folder: Path, text: str) -> None:
    (folder / "cv.json").write_text(json.dumps({"basics": {"name": "Maren", "summary": text}}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout in which two versions of a CV were published."""
    git(tmp_path, "init", "-q", "-b", "main")
    for text in ("I like dull systems.", "I like quiet systems."):
        write(tmp_path, text)
        assert act(tmp_path, "run", "--formats", "markdown,text").returncode == 0
    return tmp_path


def test_the_documents_before_are_one_commit_and_the_cv_is_as_it_was(folder: Path) -> None:
    source = (folder / "cv.json").read_bytes()
    first = git(folder, "rev-parse", "HEAD~1")
    report = told(act(folder, "rollback", "--json"))
    assert (report["outcome"], report["mode"]) == ("rolled-back", "rollback")
    assert report["commit_sha"] == git(folder, "rev-parse", "HEAD")
    assert git(folder, "log", "-1", "--format=%s") == f"Roll the CV back to {first[:7]}"
    assert "dull" in (folder / PAGE).read_text()
    assert (folder / "cv.json").read_bytes() == source
    assert git(folder, "diff", "--name-only", first, "HEAD") == "cv-output/.cv-action.json"


def test_what_was_gone_back_to_holds_until_the_cv_changes(folder: Path) -> None:
    told(act(folder, "run", "--mode", "rollback", "--formats", "markdown,text", "--json"))
    held = told(act(folder, "run", "--formats", "markdown,text", "--json"))
    assert (held["outcome"], held["commit_sha"]) == ("unchanged", "")
    assert "dull" in (folder / PAGE).read_text()
    refreshed = told(act(folder, "run", "--force-refresh", "--formats", "markdown,text", "--json"))
    assert (refreshed["outcome"], "quiet" in (folder / PAGE).read_text()) == ("rendered", True)
    write(folder, "I like systems that are gone.")
    assert told(act(folder, "run", "--formats", "markdown,text", "--json"))["commit_sha"]
    assert "gone" in (folder / PAGE).read_text()


def test_the_ledger_shows_what_was_published_and_gone_back_to(folder: Path) -> None:
    first = git(folder, "rev-parse", "HEAD~1")
    made = told(act(folder, "rollback", "--json"))["commit_sha"]
    view = told(act(folder, "ledger", "show", "--json"))
    newest = view["publications"][0]
    assert (newest["commit"], newest["restores"], newest["files"]) == (made, first, 3)
    shown = act(folder, "ledger", "show").stdout.decode()
    assert "Publications" in shown
    assert f"{made[:7]}" in shown
    assert f"{first[:7]}" in shown


def test_with_nothing_to_go_back_to_the_exit_code_says_so(folder: Path) -> None:
    assert act(folder, "rollback").returncode == 0
    done = act(folder, "rollback")
    assert done.returncode == 2
    assert b"No other publication" in done.stderr
    assert b"emergency-update" in done.stderr


def test_outside_a_checkout_there_is_nothing_to_go_back_to(tmp_path: Path) -> None:
    write(tmp_path, "I like dull systems.")
    done = act(tmp_path, "rollback")
    assert done.returncode == 2
    assert b"git checkout" in done.stderr


def test_a_cv_that_is_broken_is_no_hindrance(folder: Path) -> None:
    (folder / "cv.json").write_text("{")
    assert act(folder, "run").returncode == 1
    done = act(folder, "rollback")
    assert done.returncode == 0, done.stderr
    assert b"rolled-back: What" in done.stdout
    assert "dull" in (folder / PAGE).read_text()
