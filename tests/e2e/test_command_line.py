"""The command line, as a person uses it: real processes in a real folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
CV: dict[str, Any] = {
    "basics": {
        "name": "Maren Solbakken",
        "phone": "555 01 234",
        "summary": "I like dull systems.",
    },
    "work": [{"name": "Kvitting", "position": "Engineer", "startDate": "2020-08"}],
}
NAMES = {"index.html", "cv.pdf", "cv.md", "cv.txt", "cv.docx", "resume.json"}


def cv_action(
    *arguments: str, cwd: Path, environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "cv_action", *arguments],
        cwd=cwd, env=base | (environ or {}), timeout=60,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607  the machine's own git
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cv.json").write_text(json.dumps(CV, indent=1))
    return tmp_path


def test_run_makes_every_document_and_says_so(folder: Path) -> None:
    done = cv_action("run", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (folder / "cv-output").iterdir()} == {*NAMES, ".cv-action.json"}
    assert "rendered: 7 files differ" in done.stdout
    assert "unchanged" in cv_action("run", cwd=folder).stdout


def test_run_in_a_checkout_is_one_commit(folder: Path) -> None:
    who = {
        f"GIT_{kind}_{what}": text
        for kind in ("AUTHOR", "COMMITTER")
        for what, text in (("NAME", "Maren"), ("EMAIL", "maren@solbakken.example"))
    }
    _git(folder, "init", "-q")
    done = cv_action("run", "--json", cwd=folder, environ=who)
    report = json.loads(done.stdout)
    log = _git(folder, "log", "--format=%H %s")
    assert log == f"{report['commit_sha']} Update the CV from cv.json\n"


def test_run_takes_the_actions_inputs_as_options(folder: Path) -> None:
    done = cv_action(
        "run", "--formats", "text", "--output-dir", "docs", "--locale", "de",
        "--publish-contact", "phone", cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (folder / "docs" / "cv.txt").read_text()
    assert "BERUFSERFAHRUNG" in text.upper()
    assert "555 01 234" in text


def test_an_unknown_mode_lists_what_fits(folder: Path) -> None:
    done = cv_action("run", "--mode", "emergency", cwd=folder)
    assert done.returncode == 2
    assert "emergency-update" in done.stderr
    assert "preview" in done.stderr


def test_render_takes_any_path(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    target = elsewhere / "out"
    done = cv_action("render", str(folder / "cv.json"), "--output-dir", str(target), cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in target.iterdir()} == NAMES


def test_lint_names_every_problem_with_its_line(folder: Path) -> None:
    bad = {"basics": {"name": "M", "labal": "x"}, "work": [{"name": "K", "startDate": "2020-13"}]}
    (folder / "cv.json").write_text(json.dumps(bad, indent=1))
    done = cv_action("lint", "cv.json", cwd=folder)
    assert done.returncode == 1
    assert "cv.json:4:" in done.stderr
    assert '"label", if that is what you meant' in done.stderr
    assert "2020-13" in done.stderr
    problems = json.loads(cv_action("lint", "cv.json", "--json", cwd=folder).stdout)
    assert {problem["severity"] for problem in problems} == {"error", "warning"}


def test_lint_is_content_with_a_good_cv(folder: Path) -> None:
    done = cv_action("lint", "cv.json", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "cv.json: 0 errors, 0 warnings\n")


@pytest.mark.parametrize("target", ["json-resume", "rendercv", "markdown"])
def test_convert_loses_nothing_that_its_owner_wrote(folder: Path, target: str) -> None:
    done = cv_action("convert", "cv.json", "--to", target, cwd=folder)
    assert done.returncode == 0, done.stderr
    for text in ("Maren Solbakken", "555 01 234", "I like dull systems.", "Kvitting"):
        assert text in done.stdout


def test_convert_writes_a_file_and_refuses_an_unknown_format(folder: Path) -> None:
    written = cv_action("convert", "cv.json", "--to", "rendercv", "-o", "cv2.yaml", cwd=folder)
    assert written.returncode == 0
    assert cv_action("lint", "cv2.yaml", cwd=folder).returncode == 0
    assert cv_action("convert", "cv.json", "--to", "word", cwd=folder).returncode == 2


def test_demo_says_where_everything_is(tmp_path: Path) -> None:
    done = cv_action("demo", "here", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    named = [word for word in done.stdout.split() if word.startswith("here/") and "." in word]
    assert any(name.endswith("index.html") for name in named)
    assert all((tmp_path / name).exists() for name in named)


def test_demo_never_overwrites_a_cv(folder: Path) -> None:
    before = (folder / "cv.json").read_bytes()
    assert cv_action("demo", ".", cwd=folder).returncode == 2
    assert (folder / "cv.json").read_bytes() == before


def test_version_and_help_need_none_of_the_program(tmp_path: Path) -> None:
    assert cv_action("--version", cwd=tmp_path).stdout.startswith("cv-action ")
    for command in ("run", "render", "lint", "convert", "demo"):
        assert "Usage" in cv_action(command, "--help", cwd=tmp_path).stdout


@pytest.mark.parametrize("module", ["typst", "docx", "github", "pydantic_settings", "ruamel.yaml"])
def test_help_loads_nothing_slow(module: str, tmp_path: Path) -> None:
    code = f"import sys, cv_action.cli; print({module!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b'{"basics": {', b"[" * 200_000, b"\x00\x01\x02", b'{"works": []}'],
)
def test_bad_input_is_an_error_with_a_place_and_no_traceback(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "cv.json").write_bytes(content)
    done = cv_action("run", cwd=tmp_path)
    assert done.returncode == 1
    assert "cv.json" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "cv-output").exists()


def test_a_fifty_megabyte_cv_is_refused_at_once(tmp_path: Path) -> None:
    with (tmp_path / "cv.json").open("wb") as file:
        file.truncate(50_000_000)
    done = cv_action("run", cwd=tmp_path)
    assert done.returncode != 0
    assert "bytes" in done.stderr
