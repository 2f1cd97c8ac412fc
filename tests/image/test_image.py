"""The action in its container, under the runner's mounts and environment, without any network."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.image.engine import BASE, IMAGE, Image

pytestmark = pytest.mark.image

OWNER = 1001
DOCUMENTS = {"index.html", "cv.pdf", "cv.md", "cv.txt", "cv.docx", "resume.json", ".cv-action.json"}
ADDED_AT_MOST = 165_000_000


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_step_renders_the_cv(image: Image, tmp_path: Path, workspace: Path) -> None:
    source = (workspace / "cv.json").read_bytes()
    step = image.step(tmp_path / "job", workspace, {"page_size": "letter"})
    assert step.code == 0, step.log
    made = files(workspace / "cv-output")
    assert set(made) == DOCUMENTS
    assert all(made.values())
    assert made["cv.pdf"].startswith(b"%PDF-")
    assert "Noor Abendroth" in made["index.html"].decode()
    assert (workspace / "cv.json").read_bytes() == source
    assert step.output("outcome") == "rendered"
    assert set(step.output("changed_files").split("\n")) == {f"cv-output/{n}" for n in DOCUMENTS}
    report = json.loads((workspace / step.output("report_path")).read_text("utf-8"))
    assert report["outcome"] == "rendered"
    assert "cv-output/cv.pdf" in step.summary
    assert step.log.count("::group::") == step.log.count("::endgroup::") > 0
    assert "Traceback" not in step.log


def test_what_a_step_writes_belongs_to_the_workspaces_owner(
    image: Image, tmp_path: Path, workspace: Path
) -> None:
    image.step(tmp_path / "job", workspace, {})
    paths = list(workspace.rglob("*"))
    assert len(paths) > len(DOCUMENTS)
    assert {(path.stat().st_uid, path.stat().st_gid) for path in paths} == {(OWNER, OWNER)}


def test_a_second_step_changes_nothing(image: Image, tmp_path: Path, workspace: Path) -> None:
    image.step(tmp_path / "first", workspace, {})
    before = files(workspace / "cv-output")
    step = image.step(tmp_path / "second", workspace, {})
    assert step.code == 0, step.log
    assert step.output("outcome") == "unchanged"
    assert step.output("changed_files") == ""
    assert files(workspace / "cv-output") == before
    assert set(before) == DOCUMENTS


def test_an_input_that_does_not_fit_is_told_without_its_value(
    image: Image, tmp_path: Path, workspace: Path
) -> None:
    secret = "sk-ant-oat01-in-the-wrong-place"  # noqa: S105  made up
    step = image.step(tmp_path / "job", workspace, {"design": secret, "formats": "pdf,docs"})
    assert step.code == 2, step.log
    assert "::error::design: it is none of the choices. Accepted: modern, plain." in step.log
    assert "::error::formats: entry 2 is none of them; perhaps docx was meant." in step.log
    assert step.output("outcome") == "failed"
    written = "".join(p.read_text("utf-8") for p in workspace.rglob("*") if p.is_file())
    assert secret not in step.log + step.outputs + step.summary + written
    assert not (workspace / "cv-output").exists()


def test_a_repository_without_a_cv_is_an_error(
    image: Image, tmp_path: Path, workspace: Path
) -> None:
    (workspace / "cv.json").unlink()
    step = image.step(tmp_path / "job", workspace, {})
    assert step.code in {1, 2}, step.log
    assert "::error" in step.log
    assert step.output("outcome") == "failed"
    assert not (workspace / "cv-output").exists()


def test_a_repositorys_own_modules_are_never_imported(
    image: Image, tmp_path: Path, workspace: Path
) -> None:
    shadows = ("cv_action", "github", "json", "typst", "sitecustomize", "usercustomize", "logging")
    for name in shadows:
        (workspace / f"{name}.py").write_text("raise SystemExit('shadowed')\n")
    step = image.step(tmp_path / "job", workspace, {"formats": "text"})
    assert step.code == 0, step.log
    assert "shadowed" not in step.log


def test_no_text_of_a_cv_is_a_command(image: Image, tmp_path: Path, workspace: Path) -> None:
    hostile = "x\n::error::forged\n##[error]forged\r::add-mask::a"
    cv = {"basics": {"name": hostile, "summary": hostile, "email": hostile}, hostile: hostile}
    (workspace / "cv.json").write_text(json.dumps(cv))
    step = image.step(tmp_path / "job", workspace, {"formats": "text"})
    lines = [line.strip() for line in step.log.replace("\r", "\n").split("\n")]
    assert len(lines) > 1
    assert not [line for line in lines if line.startswith(("::error::forged", "::add-mask::"))]
    assert not [line for line in lines if "##[" in line and not line.startswith("::")]


def test_the_image_starts_as_the_runner_expects(image: Image) -> None:
    config = image.config
    assert config["Entrypoint"] == ["/usr/local/bin/python", "-I", "/app/entrypoint.py"]
    assert not config.get("User")
    assert not config.get("WorkingDir")
    assert image.shell("/app/entrypoint.py 2>&1 || test $? = 2").startswith("::error")


def test_the_other_door_opens_by_itself_and_fails_nothing(image: Image) -> None:
    assert image.shell("/app/settle.py 2>&1 && echo fine").splitlines()[-1] == "fine"


def test_the_image_holds_what_a_run_needs_and_nothing_else(image: Image) -> None:
    listed = set(image.shell("ls -A /app").split())
    assert {"cv_action", "entrypoint.py", "requirements.txt", "typst"} <= listed
    assert not listed & {"tests", "tools", "bin", "pip", "setuptools", "pytest", "rich", "typer"}
    kept = image.shell(
        "find /root /tmp /var/tmp /home -type f ! -name '.bashrc' ! -name '.profile'"
    )
    assert kept == ""
    for tool in ("git", "gcc", "make", "curl"):
        assert image.shell(f"command -v {tool} || echo none") == "none"


def test_the_image_holds_the_tree_as_it_is(image: Image) -> None:
    root = Path(__file__).resolve().parents[2]
    there = image.shell("cd /app && find cv_action -type f ! -name '*.pyc' | sort").split("\n")
    here = [
        os.path.relpath(path, root)
        for path in (root / "cv_action").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    assert len(here) > 10
    assert there == sorted(here)


def test_every_module_in_the_image_is_compiled(image: Image) -> None:
    modules = image.shell(
        "cd /app && find . -name '*.py' ! -path ./entrypoint.py ! -path ./settle.py"
    ).split()
    compiled = image.shell("cd /app && find . -path '*/__pycache__/*.cpython-313.pyc'").split()
    assert len(modules) > 100
    parents = {Path(name).parent.parent / Path(name).name.partition(".")[0] for name in compiled}
    assert {Path(name).with_suffix("") for name in modules} == parents


def test_the_image_adds_little_to_its_base(image: Image) -> None:
    assert 0 < image.size(IMAGE) - image.size(BASE) <= ADDED_AT_MOST
