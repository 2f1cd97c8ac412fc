"""JSON Resume in and out, with its extensions and its aliases."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cv_action.cv import json_resume
from cv_action.cv.dates import Date, Period
from cv_action.cv.json_source import parse_json
from cv_action.cv.model import (
    Award,
    Basics,
    Cv,
    Kind,
    Location,
    Markup,
    Note,
    NoteStyle,
    Section,
    Skill,
    Work,
)
from cv_action.cv.problems import Problems

PLAIN: dict[str, Any] = {
    "$schema": "https://example.org/schema.json",
    "basics": {
        "name": "Tilda Quist",
        "label": "Welder",
        "image": "",
        "email": "tilda@example.org",
        "url": "https://tilda.example.org",
        "summary": "Welds.",
        "location": {"city": "Umeå", "countryCode": "SE", "postalCode": ""},
        "profiles": [{"network": "GitHub", "username": "tilda", "since": 2011}],
        "mood": None,
    },
    "work": [
        {
            "name": "Norrsvets",
            "position": "Welder",
            "startDate": "2019-04",
            "highlights": ["Joined 40 hulls", "Taught 3 apprentices"],
            "salary": {"amount": 1, "cur": ["SEK"]},
        },
        {"name": "Varvet", "startDate": "2011", "endDate": "2019-03-31", "highlights": []},
    ],
    "awards": [{"title": "Golden Arc", "date": "2020-05-01", "awarder": "Guild"}],
    "skills": [{"name": "TIG", "level": "Master", "keywords": ["steel", "titanium"]}],
    "interests": [],
    "meta": {"version": "v1.0.0"},
    "tilda:private": [1, 2.5, {"a": None}],
}


def read(data: dict[str, Any]) -> tuple[Cv, list[str]]:
    problems = Problems()
    cv = json_resume.read(parse_json(json.dumps(data)), problems)
    return cv, [problem.sentence for problem in problems.found]


def again(cv: Cv) -> Cv:
    problems = Problems()
    found = json_resume.read(parse_json(json_resume.write(cv).decode()), problems)
    assert problems.found == []
    return found


def test_a_file_is_written_back_as_it_was_with_unknown_keys_and_empty_ones() -> None:
    cv, problems = read(PLAIN)
    assert problems == []
    assert json_resume.as_data(cv) == PLAIN


def test_a_plain_file_has_its_sections_in_our_order_and_no_extension() -> None:
    cv, _ = read(PLAIN)
    assert [section.kind for section in cv.sections] == [
        Kind.SUMMARY,
        Kind.WORK,
        Kind.SKILLS,
        Kind.AWARDS,
        Kind.INTERESTS,
    ]
    assert {"customSections", "sectionOrder", "textMarkup"}.isdisjoint(json_resume.as_data(cv))


def test_output_is_indented_utf_8_with_a_last_line_feed() -> None:
    written = json_resume.write(Cv(basics=Basics(name="Åsa")))
    assert written == '{\n  "basics": {\n    "name": "Åsa"\n  }\n}\n'.encode()


def test_a_start_without_an_end_goes_on_and_one_date_is_a_period() -> None:
    cv, _ = read(PLAIN)
    work, awards = cv.sections[1].entries, cv.sections[3].entries
    assert isinstance(work[0], Work)
    assert work[0].period == Period(Date(2019, 4), None, current=True)
    assert isinstance(awards[0], Award)
    assert awards[0].period == Period(Date(2020, 5, 1), Date(2020, 5, 1))


@pytest.mark.parametrize("end", ["", "Present", "present", "heute", None, "to date"])
def test_present_and_empty_ends_are_read_and_left_out(end: str | None) -> None:
    cv, problems = read(
        {"basics": {"name": "T"}, "work": [{"name": "N", "startDate": "2020", "endDate": end}]}
    )
    assert problems == []
    assert json_resume.as_data(cv)["work"] == [{"name": "N", "startDate": "2020"}]


def test_old_spellings_are_read_and_written_as_the_schema_has_them() -> None:
    cv, problems = read(
        {
            "basics": {"name": "T", "picture": "t.png", "website": "https://t.example"},
            "work": [{"company": "N", "website": "https://n.example", "position": "P"}],
            "certifications": [{"name": "C"}],
        }
    )
    assert problems == []
    assert json_resume.as_data(cv) == {
        "basics": {"name": "T", "image": "t.png", "url": "https://t.example"},
        "work": [{"name": "N", "position": "P", "url": "https://n.example"}],
        "certificates": [{"name": "C"}],
    }


def test_an_old_spelling_beside_the_new_one_is_kept_as_an_unknown_key() -> None:
    data = {"work": [{"name": "N", "company": "M", "position": "P"}]}
    cv, _ = read(data)
    assert json_resume.as_data(cv) == data


def test_sections_of_ones_own_keep_title_place_and_types_of_entries() -> None:
    cv = Cv(
        basics=Basics(name="T", summary="S"),
        sections=(
            Section(kind=Kind.WORK, title="My path", entries=(Work(name="N"),)),
            Section(kind=Kind.SUMMARY, title="Me"),
            Section(
                kind=Kind.CUSTOM,
                title="Talks",
                entries=(
                    Note(text="On arcs"),
                    Note(text="On rust", style=NoteStyle.NUMBERED, extra={"kind": "x"}),
                    Skill(name="Speaking", extra={"kind": 3}),
                ),
            ),
            Section(kind=Kind.WORK, title="Before", entries=(Work(name="M"),)),
        ),
    )
    assert again(cv) == cv


def test_an_order_written_by_hand_may_name_some_sections_only() -> None:
    cv, problems = read(
        {
            "basics": {"name": "T", "summary": "S"},
            "work": [{"name": "N"}],
            "skills": [{"name": "TIG"}],
            "customSections": [{"title": "Talks", "entries": ["On arcs", {"text": "On rust"}]}],
            "sectionOrder": ["skills", "summary", "custom"],
        }
    )
    assert problems == []
    assert [(s.kind, s.title) for s in cv.sections] == [
        (Kind.SKILLS, ""),
        (Kind.SUMMARY, ""),
        (Kind.CUSTOM, "Talks"),
        (Kind.WORK, ""),
    ]
    assert cv.sections[2].entries == (Note(text="On arcs"), Note(text="On rust"))


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"sectionOrder": ["wrok"]}, "sectionOrder"),
        ({"textMarkup": "html"}, "textMarkup"),
        ({"customSections": [{"kind": "wrok"}]}, "customSections[0].kind"),
        ({"customSections": [{"entries": [{"kind": "x"}]}]}, "customSections[0].entries[0].kind"),
        ({"customSections": [{"entries": [7]}]}, "customSections[0].entries[0]"),
        ({"work": {"name": "N"}}, "work"),
        ({"work": ["N"]}, "work[0]"),
        ({"work": [{"location": "X"}]}, "work[0]"),
        ({"work": [{"name": ["N"]}]}, "work[0].name"),
        ({"basics": {"location": 3}}, "basics.location"),
        ({"basics": {"profiles": {"network": "x"}}}, "basics.profiles"),
        ({"awards": [{"title": "A", "date": "soon"}]}, "awards[0].date"),
        ({"awards": [{"title": "A", "date": "2020-13"}]}, "awards[0].date"),
        ({"work": [{"name": "N", "startDate": "2021", "endDate": "2020"}]}, "work[0].endDate"),
        ({"work": [{"name": "N", "startDate": "2021-02-30"}]}, "work[0].startDate"),
    ],
)
def test_what_cannot_be_is_named_with_its_path_and_what_is_accepted(
    data: dict[str, Any], path: str
) -> None:
    problems = Problems()
    json_resume.read(parse_json(json.dumps(data, indent=1)), problems)
    found = {problem.path: problem for problem in problems.found}
    assert path in found
    assert found[path].line > 1
    assert found[path].accepted


def test_misspelt_keys_are_warned_of_at_every_level() -> None:
    _, problems = read(
        {
            "basics": {"name": "T", "emial": "x", "location": {"citty": "U"}},
            "skils": [],
            "work": [{"name": "N", "postion": "P"}],
        }
    )
    assert [sentence.split(":")[0] for sentence in problems] == [
        "work[0].postion",
        "basics.location.citty",
        "basics.emial",
        "skils",
    ]
    assert '"position"' in problems[0]


def test_markdown_texts_are_told_apart_from_plain_ones() -> None:
    cv = Cv(basics=Basics(name="T"), markup=Markup.MARKDOWN)
    assert json_resume.as_data(cv)["textMarkup"] == "markdown"
    assert again(cv) == cv


def test_a_location_in_one_line_is_read() -> None:
    cv, problems = read({"basics": {"name": "T", "location": "Umeå, Sweden"}})
    assert problems == []
    assert cv.basics.location == Location(text="Umeå, Sweden")


def test_keys_of_another_format_that_mean_something_here_stay_out_of_the_way() -> None:
    cv = Cv(
        basics=Basics(name="T"),
        sections=(Section(kind=Kind.SKILLS, entries=(Skill(name="TIG", extra={"level": 90}),)),),
        extra={"work": "full-time"},
    )
    data = json_resume.as_data(cv)
    assert data["skills"] == [{"name": "TIG", "otherKeys": {"level": 90}}]
    assert data["otherKeys"] == {"work": "full-time"}
    assert again(cv) == cv


def test_a_period_in_words_stands_beside_what_could_be_read_of_it() -> None:
    period = Period(Date(2018), None, current=True, verbatim="2018 – Present")
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(Work(name="N", period=period),)),))
    assert json_resume.as_data(cv)["work"] == [
        {"name": "N", "startDate": "2018", "period": "2018 – Present"}
    ]
    assert again(cv) == cv
