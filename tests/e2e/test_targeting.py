"""A job description and variants, at a terminal and in a workflow's step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cv_action import app
from tests.advertisements import ENGLISH
from tests.terminal import terminal

EXAMPLE = Path(__file__).parents[2] / "examples" / "cv.json"
NAMES = {"index.html", "cv.pdf", "cv.md", "cv.txt", "cv.docx", "resume.json"}
TAGS = {"x-highlight-variants": "backend = Contributed to; research = Built the import"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cv = json.loads(EXAMPLE.read_text("utf-8"))
    cv["work"][1] |= TAGS
    cv["publications"][0]["x-variants"] = "research"
    (tmp_path / "cv.json").write_text(json.dumps(cv))
    (tmp_path / "ad.md").write_text(ENGLISH)
    return tmp_path


def report(folder: Path, *options: str) -> dict[str, Any]:
    done = terminal("run", "--json", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_at_a_terminal_each_variant_is_written_in_every_format(folder: Path) -> None:
    told = report(folder, "--variants", "Backend,research", "--job-description", "ad.md")
    assert {file.name for file in (folder / "cv-output").iterdir()} == NAMES | {
        ".cv-action.json",
        "backend",
        "research",
    }
    for variant in ("backend", "research"):
        assert {file.name for file in (folder / "cv-output" / variant).iterdir()} == NAMES
    backend, research = (
        (folder / "cv-output" / variant / "cv.txt").read_text("utf-8")
        for variant in ("backend", "research")
    )
    assert "Contributed to the migration" in backend
    assert "Contributed to the migration" not in research
    assert "Replaying money" in research
    assert "Replaying money" not in backend
    assert told["target"]["file"] == "ad.md"
    carried = [term["term"] for term in told["target"]["terms"] if term["facts"]]
    assert {"Go", "PostgreSQL", "Apache Kafka", "Kubernetes"} <= set(carried)
    assert report(folder, "--variants", "backend,research", "--job-description", "ad.md")[
        "changed_files"
    ] == []  # fmt: skip


def test_every_format_has_the_same_order(folder: Path) -> None:
    (folder / "ad.md").write_text("Requirements\n- Experience with TLA+ and Oracle")
    report(folder, "--job-description", "ad.md", "--formats", "text,markdown,html,json")
    for name in ("cv.txt", "cv.md", "index.html", "resume.json"):
        text = (folder / "cv-output" / name).read_text("utf-8").replace("\\", "")
        assert text.index("written in TLA+") < text.index("Used by the ledger"), name


def test_rendering_alone_takes_both_too(folder: Path) -> None:
    done = terminal(
        "render", "cv.json", "--output-dir", "out", "--formats", "text",
        "--variants", "research", "--job-description", "ad.md", cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (folder / "out" / "research" / "cv.txt").is_file()


def test_a_person_is_told_in_a_line_what_is_missing(folder: Path) -> None:
    (folder / "ad.md").write_text("Requirements\n- Experience with Go\n- Experience with Rust\n")
    done = terminal("run", "--job-description", "ad.md", "--formats", "text", cwd=folder)
    assert b"ad.md: 1 of 2 are in the CV; not there, in these words: Rust\n" in done.stdout
    (folder / "ad.md").write_text("Experience with Go\n")
    done = terminal("run", "--job-description", "ad.md", "--formats", "text", cwd=folder)
    assert b"ad.md: 1 of 1 are in the CV\n" in done.stdout


def test_an_unknown_variant_names_those_that_are_there(folder: Path) -> None:
    done = terminal("run", "--variants", "frontend", cwd=folder)
    assert done.returncode == 2
    assert b"backend, research" in done.stderr
    assert not (folder / "cv-output").exists()


def test_a_tag_that_is_not_understood_is_told_with_its_line(folder: Path) -> None:
    text = (folder / "cv.json").read_text().replace("backend = Contributed", "backend = Sold")
    (folder / "cv.json").write_text(text)
    done = terminal("lint", "cv.json", cwd=folder)
    assert done.returncode == 1
    assert b"cv.json:1:" in done.stderr
    assert b"no highlight begins so" in done.stderr


def test_in_a_workflow_the_summary_says_what_was_asked_for_and_what_is_missing(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("runner")
    for name in ("output", "summary"):
        (place / name).touch()
    environ = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(folder),
        "GITHUB_REPOSITORY": "maren/cv",
        "INPUT_PUBLISH": "none",
        "GITHUB_OUTPUT": str(place / "output"),
        "GITHUB_STEP_SUMMARY": str(place / "summary"),
        "INPUT_JOB_DESCRIPTION": "ad.md",
        "INPUT_VARIANTS": "research",
        "INPUT_FORMATS": "text",
    }
    assert app.main(environ) == 0
    page = (place / "summary").read_text("utf-8")
    assert "### What was asked for" in page
    assert "| Go | required | summary/basics, " in page
    (gaps,) = [line for line in page.splitlines() if line.startswith("Asked for, and nothing")]
    assert "event sourcing" in gaps
    assert "Kotlin" in gaps
    assert (folder / "cv-output" / "research" / "cv.txt").is_file()


def test_a_job_description_outside_the_workspace_is_not_read(folder: Path) -> None:
    (folder / "ad.md").unlink()
    (folder / "ad.md").symlink_to("/etc/hostname")
    environ = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(folder),
        "GITHUB_REPOSITORY": "maren/cv",
        "INPUT_PUBLISH": "none",
        "INPUT_JOB_DESCRIPTION": "ad.md",
    }
    assert app.main(environ) == 2
    assert not (folder / "cv-output").exists()
