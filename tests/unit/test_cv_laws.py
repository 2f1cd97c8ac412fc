"""What holds for every CV that is written and read again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cv_action.cv import json_resume, rendercv
from cv_action.cv.json_source import parse_json
from cv_action.cv.markup import as_markdown, as_plain
from cv_action.cv.model import Cv, Json, Kind, Markup, Section, Work
from cv_action.cv.problems import Problems
from cv_action.cv.source import placed
from cv_action.cv.yaml_source import parse_yaml
from cv_action.cv.yaml_text import yaml_text
from cv_action.report.problem import Severity
from tests.strategies import cvs, data

ROLE = Section(kind=Kind.WORK, title="where notes are kept", entries=(Work(name="Analytical"),))
laws = settings(
    max_examples=40,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
)


def errors(problems: Problems) -> list[str]:
    return [p.sentence for p in problems.found if p.severity is Severity.ERROR]


@laws
@given(cvs())
def test_json_resume_gives_back_every_cv(cv: Cv) -> None:
    problems = Problems()
    again = json_resume.read(parse_json(json_resume.write(cv).decode()), problems)
    assert again == cv
    assert errors(problems) == []


@laws
@given(cvs())
def test_rendercv_gives_back_every_cv_that_has_an_entry_with_keys(cv: Cv) -> None:
    cv = replace(cv, sections=(*cv.sections, ROLE))
    problems = Problems()
    again = rendercv.read(parse_yaml(rendercv.write(cv).decode()), problems)
    assert again == cv
    assert errors(problems) == []


@laws
@given(cvs())
def test_every_entry_is_one_that_rendercv_can_draw(cv: Cv) -> None:
    cv = replace(cv, sections=(*cv.sections, ROLE))
    data: Any = rendercv.as_data(cv)
    entries = [entry for section in data["cv"]["sections"].values() for entry in section]
    keyed = [entry for entry in entries if isinstance(entry, dict)]
    assert keyed
    for entry in keyed:
        lists = [entry.pop(key, []) for key in ("highlights", "authors")]
        assert all(isinstance(text, str) for texts in lists for text in texts)
        assert all(value is None or isinstance(value, str) for value in entry.values())


@laws
@given(cvs())
def test_a_json_resume_survives_being_rendercv(cv: Cv) -> None:
    cv = replace(cv, sections=(*cv.sections, ROLE), markup=Markup.PLAIN)
    before = json_resume.as_data(cv)
    through = rendercv.read(placed(rendercv.as_data(cv)), Problems())
    assert json_resume.as_data(through) == before


@laws
@given(cvs())
def test_escaping_is_undone_exactly(cv: Cv) -> None:
    plain = replace(cv, markup=Markup.PLAIN)
    assert as_plain(as_markdown(plain)) == plain


@laws
@given(data())
def test_yaml_gives_back_any_data(value: Json) -> None:
    assert parse_yaml(yaml_text({"value": value})).plain() == {"value": value}


@laws
@given(data())
def test_located_json_means_what_the_standard_library_says(value: Json) -> None:
    text = json.dumps(value)
    assert parse_json(text).plain() == json.loads(text)


def test_the_laws_are_not_empty() -> None:
    assert pytest.approx(len(ROLE.entries)) == 1
