"""The report says what was asked for, where the CV says it, and what is missing there."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import jsonschema
import pytest

from cv_action.report.encode import report_json
from cv_action.report.run import Mode, Outcome, RunReport
from cv_action.report.summary import summary
from cv_action.report.target import Asked, TargetReport, TermReport

FACTS = ("work/kvitting.engineer/1f", "work/kvitting.engineer/2f", "skills/data/3f")
TARGET = TargetReport(
    file="jobs/ad.md",
    terms=(
        TermReport(term="Kafka", asked=Asked.REQUIRED, times=2, facts=FACTS),
        TermReport(term="C#", asked=Asked.MENTIONED, times=1),
        TermReport(term="Go", asked=Asked.WISHED, times=1, facts=FACTS[2:]),
        TermReport(term="<b>|x", asked=Asked.WISHED, times=1),
    ),
    moved=3,
)
REPORT = RunReport(outcome=Outcome.RENDERED, reason="r", mode=Mode.PREVIEW, target=TARGET)


def test_the_summary_has_each_term_with_its_places_and_then_the_gaps() -> None:
    page = summary(REPORT).splitlines()
    (told,) = [line for line in page if line.startswith("2 of the 4 things that jobs/ad.md asks")]
    assert told.endswith("are in your CV; 3 texts stand in another place for it.")
    assert "| Kafka | required | work/kvitting.engineer (2), skills/data |" in page
    assert "| Go | wished | skills/data |" in page
    assert r"Asked for, and nothing in your CV says it in these words: C\#, \<b\>\|x." in page
    assert page.index("### What was asked for") < page.index("| asked for | | your CV says it in |")


def test_without_a_job_description_the_summary_says_nothing_of_one() -> None:
    assert "asked for" not in summary(replace(REPORT, target=None))


def test_where_everything_or_nothing_is_said_there_is_no_empty_table() -> None:
    nothing = summary(replace(REPORT, target=replace(TARGET, terms=TARGET.gaps, moved=1)))
    assert "| --- |" not in nothing
    assert "1 text stands" in nothing
    assert "nothing had to move" in summary(replace(REPORT, target=replace(TARGET, moved=0)))
    everything = summary(replace(REPORT, target=replace(TARGET, terms=TARGET.carried)))
    assert "nothing in your CV" not in everything


def test_the_table_stays_short() -> None:
    many = tuple(
        TermReport(
            term=f"t{n}", asked=Asked.REQUIRED, times=1,
            facts=tuple(f"work/r{m}/f" for m in range(9)) if n % 2 else (),
        )
        for n in range(100)
    )  # fmt: skip
    page = summary(replace(REPORT, target=replace(TARGET, terms=many)))
    assert page.count("| required |") == 25
    assert page.count("and 5 more |") == 25
    assert "50 of the 100 things" in page


@pytest.mark.parametrize("target", [None, TARGET])
def test_the_json_fits_the_published_schema(target: TargetReport | None) -> None:
    path = resources.files("cv_action.report") / "schemas" / "report.schema.json"
    document = json.loads(report_json(replace(REPORT, target=target)))
    jsonschema.Draft202012Validator(json.loads(path.read_text())).validate(document)
    if target:
        assert document["target"]["terms"][0] == {
            "term": "Kafka", "asked": "required", "times": 2, "facts": list(FACTS),
        }  # fmt: skip


def test_the_schema_knows_every_way_of_asking() -> None:
    path = resources.files("cv_action.report") / "schemas" / "report.schema.json"
    terms = json.loads(path.read_text())["properties"]["target"]["properties"]["terms"]
    assert terms["items"]["properties"]["asked"]["enum"] == list(Asked)
