"""A report says what happened, in values, in JSON and on a page."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest

from cv_action.report.encode import report_json
from cv_action.report.problem import Problem, Severity, shown
from cv_action.report.run import FactReport, FileReport, Mode, Outcome, RunReport, Treatment
from cv_action.report.summary import literal, summary

REPORT = RunReport(
    outcome=Outcome.RENDERED,
    reason="2 files differ.",
    mode=Mode.ACTIVITY_ONLY,
    source="cv.json",
    commit_sha="a" * 40,
    files=(
        FileReport(path="cv-output/index.html", size=1234, changed=True),
        FileReport(path="cv-output/cv.txt", size=5, changed=False),
    ),
    facts=(
        FactReport(
            fact_id="work/a/1", treatment=Treatment.TIDIED, before="a  b", after="a b", reason="why"
        ),
    ),
    facts_total=3,
    problems=(
        Problem("odd", severity=Severity.WARNING, file="cv.json", line=3, path="work", value='"x"'),
    ),
)


def test_the_json_fits_the_published_schema() -> None:
    schema = json.loads(
        (resources.files("cv_action.report") / "schemas" / "report.schema.json").read_text()
    )
    document = json.loads(report_json(REPORT))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["changed_files"] == ["cv-output/index.html"]
    assert document["problems"][0]["line"] == 3


def test_the_schema_knows_every_outcome_mode_and_treatment() -> None:
    schema = json.loads(
        (resources.files("cv_action.report") / "schemas" / "report.schema.json").read_text()
    )["properties"]
    assert schema["outcome"]["enum"] == list(Outcome)
    assert schema["mode"]["enum"] == list(Mode)
    assert schema["facts"]["items"]["properties"]["treatment"]["enum"] == list(Treatment)


def test_the_summary_says_what_happened() -> None:
    page = summary(REPORT)
    for part in ("CV rendered", "2 files differ", "index.html", "1,234 B", "a b", "cv.json:3"):
        assert part in page
    assert "3 statements read, 1 in other words" in page


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_heading(outcome: Outcome) -> None:
    assert summary(replace(REPORT, outcome=outcome)).startswith("## CV ")


@pytest.mark.parametrize(
    "text",
    ["<script>", "a | b", "[x](javascript:y)", "`code`", "# h", "line\n::set-output", "@everyone"],
)
def test_foreign_text_is_literal_in_the_summary(text: str) -> None:
    line = literal(text)
    assert "\n" not in line
    for mark in "<|[`#@":
        assert line.count(mark) == line.count(f"\\{mark}")


def test_foreign_text_is_shortened_in_the_summary() -> None:
    assert len(literal("x" * 10_000)) < 400


def test_a_value_is_shown_on_one_line_and_shortened() -> None:
    assert shown("a\nb\x1b[31m") == '"a b [31m"'
    assert len(shown("x" * 1000)) < 100
    assert shown(12) == '"12"'


def test_a_problem_reads_as_one_sentence() -> None:
    problem = Problem("there is no such date", file="cv.json", line=3, column=5, path="work[0]",
                      value='"2020-13"', accepted="YYYY-MM")  # fmt: skip
    assert problem.place == "cv.json:3:5"
    assert problem.sentence == (
        'work[0]: there is no such date (it is "2020-13"). Accepted: YYYY-MM.'
    )
