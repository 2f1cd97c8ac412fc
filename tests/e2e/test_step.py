"""The action's step, with the runner's environment and files, in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cv_action import app
from cv_action import step as step_module

CV: dict[str, Any] = {
    "basics": {
        "name": "Maren Solbakken",
        "email": "maren@solbakken.example",
        "phone": "555 01 234",
    },
    "work": [{"name": "Kvitting", "position": "Engineer", "startDate": "2020-08"}],
}


class Step:
    """A workspace and the runner's command files around it."""

    def __init__(self, place: Path) -> None:
        self.workspace = place / "workspace"
        self.workspace.mkdir()
        self.output = place / "output"
        self.summary = place / "summary"
        self.output.touch()
        self.summary.touch()

    def cv(self, document: object, name: str = "cv.json") -> None:
        (self.workspace / name).write_text(json.dumps(document, indent=1))

    def run(self, **inputs: str) -> int:
        environ = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_REPOSITORY": "maren/cv",
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "INPUT_PUBLISH": "none",
        }
        named = {f"INPUT_{name.upper()}": text for name, text in inputs.items()}
        return app.main(environ | named)

    def outputs(self) -> Mapping[str, str]:
        lines = iter(self.output.read_text().splitlines())
        found: dict[str, str] = {}
        for line in lines:
            name, _, fence = line.partition("<<")
            value = []
            for inner in lines:
                if inner == fence:
                    break
                value.append(inner)
            found[name] = "\n".join(value)
        return found


@pytest.fixture
def step(tmp_path: Path) -> Step:
    return Step(tmp_path)


def test_a_step_renders_reports_and_hands_out(
    step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    step.cv(CV)
    assert step.run() == 0
    outputs = step.outputs()
    assert outputs["outcome"] == "rendered"
    assert set(outputs["changed_files"].split("\n")) == {
        f"cv-output/{name}"
        for name in (
            "index.html",
            "cv.pdf",
            "cv.md",
            "cv.txt",
            "cv.docx",
            "resume.json",
            ".cv-action.json",
        )
    }
    report = json.loads((step.workspace / outputs["report_path"]).read_text())
    assert report["outcome"] == "rendered"
    assert "CV rendered" in step.summary.read_text()
    log = capsys.readouterr().out
    assert "::group::Rendering" in log
    assert "::error" not in log
    for place in step.workspace.rglob("*"):
        assert place.is_dir() or b"555 01 234" not in place.read_bytes() or place.name == "cv.json"


def test_a_second_step_changes_nothing(step: Step) -> None:
    step.cv(CV)
    step.run()
    before = {p: p.read_bytes() for p in (step.workspace / "cv-output").iterdir()}
    step.output.write_text("")
    assert step.run() == 0
    assert step.outputs()["outcome"] == "unchanged"
    assert step.outputs()["changed_files"] == ""
    assert {p: p.read_bytes() for p in (step.workspace / "cv-output").iterdir()} == before


def test_the_report_is_ignored_by_git(step: Step) -> None:
    step.cv(CV)
    step.run()
    assert (step.workspace / ".cv-action" / ".gitignore").read_text() == "*\n"


def test_a_broken_cv_is_annotated_in_its_lines_and_the_last_good_output_stays(
    step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    step.cv(CV)
    step.run()
    good = (step.workspace / "cv-output" / "cv.txt").read_bytes()
    broken = {"basics": {"naem": "Maren"}, "work": [{"name": "K", "startDate": "2020-13"}]}
    step.cv(broken)
    capsys.readouterr()
    step.output.write_text("")
    assert step.run() == 1
    log = capsys.readouterr().out
    assert "::error file=cv.json,line=8" in log.replace("title=,", "")
    assert "2020-13" in log
    assert step.outputs()["outcome"] == "failed"
    assert (step.workspace / "cv-output" / "cv.txt").read_bytes() == good


def test_unfit_inputs_are_all_said_at_once_and_never_repeated(
    step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    step.cv(CV)
    secret = "sk-ant-oat01-made-up"  # noqa: S105  made up
    assert step.run(mode=secret, design=secret, cv="../../etc/passwd") == 2
    log = capsys.readouterr().out
    said = log + step.output.read_text() + step.summary.read_text()
    said += (step.workspace / ".cv-action" / "report.json").read_text()
    assert secret not in said
    for name in ("mode", "design", "cv"):
        assert f"::error::{name}: " in log
    assert not (step.workspace / "cv-output").exists()


def test_no_cv_is_a_configuration_error_with_a_remedy(
    step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    assert step.run() == 2
    assert "cv.json" in capsys.readouterr().out
    assert step.outputs()["outcome"] == "failed"


def test_a_misspelt_input_is_a_warning_that_names_the_right_one(
    step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    step.cv(CV)
    assert step.run(publish_contacts="none") == 0
    assert "publish_contact was meant" in capsys.readouterr().out


def test_no_text_of_the_cv_can_speak_to_the_runner(
    step: Step, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "x\n::set-output name=a::b\n::add-mask::y"
    step.cv({"basics": {"name": evil, "email": evil}, "work": [{"name": evil, "startDate": evil}]})
    step.run()
    lines = capsys.readouterr().out.splitlines()
    commands = {line.split("::")[1].split(" ")[0] for line in lines if line.startswith("::")}
    assert commands <= {"group", "endgroup", "error", "warning"}
    assert commands


def test_a_symlink_in_the_checkout_is_not_followed(step: Step, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(json.dumps(CV))
    (step.workspace / "cv.json").symlink_to(tmp_path / "secret.json")
    assert step.run(cv="cv.json") == 2
    outside = tmp_path / "outside"
    outside.mkdir()
    (step.workspace / "cv.json").unlink()
    step.cv(CV)
    (step.workspace / "cv-output").symlink_to(outside)
    assert step.run() == 2
    assert list(outside.iterdir()) == []


def test_an_unwritable_output_is_an_error_and_leaves_nothing_half_written(step: Step) -> None:
    step.cv(CV)
    (step.workspace / "cv-output").write_text("a file where the folder should be")
    assert step.run() == 1
    assert step.outputs()["outcome"] == "failed"
    assert sorted(p.name for p in step.workspace.iterdir()) == [
        ".cv-action",
        "cv-output",
        "cv.json",
    ]


def test_a_preview_writes_no_document(step: Step) -> None:
    step.cv(CV)
    assert step.run(mode="preview") == 0
    assert step.outputs()["outcome"] == "previewed"
    assert not (step.workspace / "cv-output").exists()


def test_what_nobody_foresaw_is_one_line_without_the_owners_words(
    step: Step, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*_: object, **__: object) -> None:
        raise ZeroDivisionError(CV["basics"]["phone"])

    step.cv(CV)
    monkeypatch.setattr(step_module, "run", burst)
    assert step.run() == 1
    log = capsys.readouterr().out
    assert "ZeroDivisionError" in log
    assert "555 01 234" not in log
    assert "Traceback" not in log


def test_outside_a_workflow_the_step_says_what_to_use_instead(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert app.main({}) == 2
    assert "cv-action command" in capsys.readouterr().out
