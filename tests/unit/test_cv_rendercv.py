"""RenderCV in and out: kinds by titles and types, and what it has no word for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cv_action.cv import rendercv
from cv_action.cv.dates import Date, Period
from cv_action.cv.model import (
    Award,
    Basics,
    Cv,
    Education,
    Entry,
    Interest,
    Json,
    Kind,
    Language,
    Location,
    Markup,
    Note,
    NoteStyle,
    Profile,
    Project,
    Publication,
    Reference,
    Section,
    Skill,
    Volunteer,
    Work,
)
from cv_action.cv.problems import Problems
from cv_action.cv.source import placed
from cv_action.cv.titles import shown_title
from cv_action.cv.yaml_source import parse_yaml

SOURCE = """\
cv:
  name: Tilda Quist
  headline: Welder of **ships**
  location: Umeå, Sweden
  email: [tilda@example.org, t@example.org]
  photo:
  phone: +46 90 123 45 67
  website: https://tilda.example.org/
  social_networks:
    - {network: GitHub, username: tilda}
  custom_connections:
    - {fontawesome_icon: calendar-days, placeholder: Book a call, url: https://call.example.org/t}
  sections:
    About me:
      - I weld.
      - I also dive.
    employment:
      - company: Norrsvets
        position: Welder
        date:
        start_date: 2019-04
        end_date: present
        highlights:
          - *Joined* 40 hulls
        bonus: yes please
    volunteering:
      - company: Sea Scouts
        position: Diver
        start_date: 2015
        end_date: 2016
    education:
      - institution: Chalmers
        area: Metallurgy
        degree:
        date: Spring 2011
    honours:
      - name: Golden Arc
        date: 2020-05
        summary: For hull no. 7.
    achievements:
      - name: Longest seam
        location: Gdynia
    papers:
      - title: Arcs at sea
        authors: [*Tilda Quist*, A. Berg]
        doi: 10.1234/arcs.7
        journal: Weld Letters
        date: 2021
    skills:
      - label: Welding
        details: TIG, MIG (steel, aluminium)
    languages:
      - label: Swedish
        details: native
    Citizenship:
      - label: Passport
        details: SE
    patents:
      - number: A torch
      - number: Another torch
    talks:
      - reversed_number: On arcs
    references:
      - name: A. Berg
        summary: She welds well.
design:
  theme: sb2nov
"""


def read(source: str) -> tuple[Cv, list[str]]:
    problems = Problems()
    cv = rendercv.read(parse_yaml(source), problems)
    return cv, [problem.sentence for problem in problems.found]


def filled(data: Json) -> Json:
    if isinstance(data, dict):
        return {key: filled(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [filled(value) for value in data]
    return str(data) if isinstance(data, int) else data


def again(cv: Cv) -> Cv:
    problems = Problems()
    found = rendercv.read(parse_yaml(rendercv.write(cv).decode()), problems)
    assert problems.found == []
    return found


def written(*entries: Entry, kind: Kind = Kind.CUSTOM, title: str = "t") -> list[Any]:
    section = Section(kind=kind, title=title, entries=entries)
    cv = Cv(basics=Basics(name="T"), sections=(section,), markup=Markup.MARKDOWN)
    data: Any = rendercv.as_data(cv)
    found: list[Any] = data["cv"]["sections"][title]
    return found


def test_a_file_is_written_back_as_it_was_except_for_its_nulls() -> None:
    cv, problems = read(SOURCE)
    assert problems == []
    assert filled(rendercv.as_data(cv)) == filled(parse_yaml(SOURCE).plain())


def test_titles_and_types_of_entries_tell_the_kind_and_titles_stay_verbatim() -> None:
    cv, _ = read(SOURCE)
    assert [(section.kind, section.title) for section in cv.sections] == [
        (Kind.SUMMARY, "About me"),
        (Kind.WORK, "employment"),
        (Kind.VOLUNTEER, "volunteering"),
        (Kind.EDUCATION, ""),
        (Kind.AWARDS, "honours"),
        (Kind.CUSTOM, "achievements"),
        (Kind.PUBLICATIONS, "papers"),
        (Kind.SKILLS, ""),
        (Kind.LANGUAGES, ""),
        (Kind.CUSTOM, "Citizenship"),
        (Kind.CUSTOM, "patents"),
        (Kind.CUSTOM, "talks"),
        (Kind.REFERENCES, ""),
    ]


def test_entries_are_read_into_the_models_types() -> None:
    cv, _ = read(SOURCE)
    entries = {section.title or str(section.kind): section.entries for section in cv.sections}
    assert entries["employment"] == (
        Work(
            name="Norrsvets",
            position="Welder",
            highlights=("*Joined* 40 hulls",),
            period=Period(Date(2019, 4), None, current=True),
            extra={"bonus": "yes please"},
        ),
    )
    assert entries["volunteering"] == (
        Volunteer(
            organization="Sea Scouts", position="Diver", period=Period(Date(2015), Date(2016))
        ),
    )
    assert entries["education"] == (
        Education(institution="Chalmers", area="Metallurgy", period=Period(verbatim="Spring 2011")),
    )
    assert entries["honours"] == (
        Award(
            title="Golden Arc",
            summary="For hull no. 7.",
            period=Period(Date(2020, 5), Date(2020, 5)),
        ),
    )
    assert entries["achievements"] == (Project(name="Longest seam", location="Gdynia"),)
    assert entries["papers"] == (
        Publication(
            name="Arcs at sea",
            authors=("*Tilda Quist*", "A. Berg"),
            doi="10.1234/arcs.7",
            publisher="Weld Letters",
            period=Period(Date(2021), Date(2021)),
        ),
    )
    assert entries["skills"] == (Skill(name="Welding", keywords=("TIG", "MIG (steel, aluminium)")),)
    assert entries["languages"] == (Language(language="Swedish", fluency="native"),)
    assert entries["Citizenship"] == (Skill(name="Passport", keywords=("SE",)),)
    assert entries["patents"][0] == Note(text="A torch", style=NoteStyle.NUMBERED)
    assert entries["talks"] == (Note(text="On arcs", style=NoteStyle.REVERSED),)
    assert entries["references"] == (Reference(name="A. Berg", reference="She welds well."),)


def test_the_header_is_read_into_the_basics() -> None:
    cv, _ = read(SOURCE)
    assert cv.markup is Markup.MARKDOWN
    assert cv.extra == {"design": {"theme": "sb2nov"}}
    assert cv.basics == Basics(
        name="Tilda Quist",
        label="Welder of **ships**",
        email="tilda@example.org",
        phone="+46 90 123 45 67",
        url="https://tilda.example.org/",
        summary="I weld.\n\nI also dive.",
        location=Location(text="Umeå, Sweden"),
        profiles=(
            Profile(network="GitHub", username="tilda"),
            Profile(
                network="Book a call",
                url="https://call.example.org/t",
                extra={"fontawesome_icon": "calendar-days"},
            ),
        ),
        extra={"emails": ["t@example.org"]},
    )


def test_a_second_section_of_a_title_that_rendercv_cannot_repeat_comes_back_too() -> None:
    role, other = Work(name="N", position="P"), Work(name="M", position="Q")
    cv = Cv(
        basics=Basics(name="T"),
        sections=(
            Section(kind=Kind.WORK, entries=(role,)),
            Section(kind=Kind.WORK, entries=(other,)),
        ),
    )
    data: Any = rendercv.as_data(cv)
    assert list(data["cv"]["sections"]) == ["experience", "experience 2"]
    assert again(cv) == cv


def test_entries_of_several_types_stand_in_several_sections_and_come_back_as_one() -> None:
    own = Section(
        kind=Kind.CUSTOM,
        title="Sea",
        entries=(
            Note(text="Dives", style=NoteStyle.PARAGRAPH),
            Note(text="a reef"),
            Reference(name="A. Berg", reference="Deep."),
        ),
    )
    cv = Cv(basics=Basics(name="T"), sections=(own,))
    data: Any = rendercv.as_data(cv)
    assert list(data["cv"]["sections"]) == ["Sea", "Sea 2", "Sea 3"]
    assert again(cv) == cv


def test_names_alone_are_bullets_and_come_back_as_what_they_were() -> None:
    interests = (Interest(name="Reefs"), Interest(name="Kites"))
    assert written(*interests, kind=Kind.INTERESTS)[1] == {"bullet": "Kites"}
    cv = Cv(sections=(Section(kind=Kind.INTERESTS, entries=interests),))
    assert again(cv) == cv


@pytest.mark.parametrize(
    ("keywords", "details", "kept"),
    [
        (("Go", "Rust"), "Go, Rust", False),
        (("C (old, new)", "B"), "C (old, new), B", False),
        (("Go, Rust",), "Go, Rust", True),
        (("a", " b"), "a,  b", False),
        (("Expert",), "Expert", True),
        ((), "Expert", False),
    ],
)
def test_keywords_are_split_at_commas_only_if_that_gives_them_back(
    keywords: tuple[str, ...], details: str, *, kept: bool
) -> None:
    skill = Skill(name="S", level="Expert", keywords=keywords)
    entry = written(skill)[0]
    assert entry["details"] == details
    assert ("keywords" in entry) is kept
    cv = Cv(sections=(Section(kind=Kind.SKILLS, entries=(skill,)),), markup=Markup.MARKDOWN)
    assert again(cv) == cv


def test_plain_texts_are_escaped_and_taken_back() -> None:
    role = Work(name="N", position="P", highlights=("5 * 3 * [2] \\ snake_case",))
    cv = Cv(basics=Basics(name="T"), sections=(Section(kind=Kind.WORK, entries=(role,)),))
    data: Any = rendercv.as_data(cv)
    entry = data["cv"]["sections"]["experience"][0]
    assert entry["highlights"] == [r"5 \* 3 \* \[2\] \\ snake\_case"]
    assert entry["json_resume"] == 'json: {"textMarkup": "plain"}'
    assert again(cv) == cv


def test_what_rendercv_refuses_is_told_in_another_way() -> None:
    cv = Cv(
        basics=Basics(
            name="T",
            email="nobody at home",
            phone="(206) 555-0142",
            url="javascript:alert(1)",
            image="data:image/png;base64,x",
            profiles=(Profile(network="Codeberg", username="t", url="https://codeberg.org/t"),),
            location=Location(city="Umeå", country_code="SE", address="Storgatan 1"),
        ),
        sections=(
            Section(
                kind=Kind.PUBLICATIONS,
                entries=(Publication(name="A", url="gopher://a", doi="none"),),
            ),
        ),
        extra={"meta": {"version": "1"}},
    )
    data: Any = rendercv.as_data(cv)
    head = data["cv"]
    assert set(data) == {"cv"}
    assert set(head) == {"name", "location", "custom_connections", "sections"}
    assert head["location"] == "Umeå, SE"
    assert [c["placeholder"] for c in head["custom_connections"]] == [
        "Codeberg: t",
        "(206) 555-0142",
    ]
    entry = head["sections"]["publications"][0]
    assert entry["link"] == "gopher://a"
    assert entry["doi_text"] == "none"
    assert {"url", "doi"}.isdisjoint(entry)
    assert again(cv) == cv


def test_edited_contact_details_count_more_than_what_stands_beside_them() -> None:
    cv = Cv(
        basics=Basics(name="T", location=Location(city="Umeå", country_code="SE")),
        sections=(Section(kind=Kind.WORK, entries=(Work(name="N", position="P"),)),),
    )
    data: Any = rendercv.as_data(cv)
    data["cv"]["location"] = "Gdynia"
    found = rendercv.read(placed(data), Problems())
    assert found.basics.location == Location(text="Gdynia")


@pytest.mark.parametrize(
    ("period", "keys"),
    [
        (Period(Date(2020), None, current=True), {"start_date": "2020", "end_date": "present"}),
        (Period(Date(2020, 5), Date(2020, 5)), {"date": "2020-05"}),
        (Period(verbatim="Spring"), {"date": "Spring"}),
        (Period(None, Date(2020)), {"end_date": "2020"}),
        (
            Period(Date(2020, 5), Date(2020)),
            {"date": "2020-05 – 2020", "start_date": "2020-05", "end_date": "2020"},
        ),
        (
            Period(Date(2019), Date(2020), verbatim="two winters"),
            {"date": "two winters", "start_date": "2019", "end_date": "2020"},
        ),
    ],
)
def test_periods_have_rendercvs_keys_and_come_back(period: Period, keys: dict[str, str]) -> None:
    role = Work(name="N", position="P", period=period)
    entry = written(role)[0]
    assert {
        key: entry.get(key) for key in ("date", "start_date", "end_date") if key in entry
    } == keys
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(role,)),), markup=Markup.MARKDOWN)
    assert again(cv) == cv


def test_keys_that_tell_rendercv_the_type_never_stand_on_another_type() -> None:
    role = Work(name="N", position="P", extra={"name": "x", "label": "y", "title": "z"})
    entry = written(role)[0]
    assert entry["otherKeys"] == 'json: {"name": "x", "label": "y", "title": "z"}'
    assert {"name", "label", "title"}.isdisjoint(entry)


def test_what_rendercv_requires_is_there_even_if_it_is_empty() -> None:
    role = written(Work(name="N"), kind=Kind.WORK)[0]
    paper = written(Publication(name="A"), kind=Kind.PUBLICATIONS)[0]
    assert role == {"company": "N", "position": ""}
    assert paper == {"title": "A", "authors": []}


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("cv:\n  name: T\n  sections:\n    a:\n      - colour: red\n", "cv.sections.a[0]"),
        ("cv:\n  name: T\n  sections:\n    a: red\n", "cv.sections.a"),
        ("cv:\n  name: T\n  sections:\n    a:\n      - company: ''\n", "cv.sections.a[0]"),
        (
            "cv:\n  name: T\n  sections:\n    a:\n      - company: A\n        start_date: soon\n",
            "cv.sections.a[0].start_date",
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_line(source: str, path: str) -> None:
    problems = Problems()
    rendercv.read(parse_yaml(source), problems)
    found = {problem.path: problem for problem in problems.found}
    assert path in found
    assert found[path].line >= 4
    assert found[path].accepted


def test_misspelt_keys_are_warned_of() -> None:
    _, problems = read("cv:\n  name: T\n  headlin: W\nsetings: {}\n")
    assert [sentence.split(":")[0] for sentence in problems] == ["cv.headlin", "setings"]


def test_titles_are_shown_by_rendercvs_rule() -> None:
    assert shown_title("selected_honors") == "Selected Honors"
    assert shown_title("education_and_training") == "Education and Training"
    assert shown_title("My path") == "My path"
    assert shown_title("IT") == "IT"


def test_a_cv_without_sections_is_a_rendercv_file() -> None:
    cv = Cv(basics=Basics(name="T"), markup=Markup.MARKDOWN)
    assert rendercv.write(cv) == b"cv:\n  name: T\n"
    assert again(cv) == cv
    assert again(replace(cv, basics=Basics(name="1999"))).basics.name == "1999"
