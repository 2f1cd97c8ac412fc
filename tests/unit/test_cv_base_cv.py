"""The original project's CV file, old and new."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cv_action.cv import base_cv, json_resume
from cv_action.cv.dates import Date, Period
from cv_action.cv.json_source import parse_json
from cv_action.cv.model import (
    Award,
    Basics,
    Certificate,
    Cv,
    Education,
    Interest,
    Kind,
    Language,
    Location,
    Profile,
    Project,
    Skill,
    Volunteer,
    Work,
)
from cv_action.cv.problems import Problems

SOURCE: dict[str, Any] = {
    "metadata": {"version": "2.0.0", "content_protection": {"enabled": True}},
    "personal_info": {
        "name": "Tilda Quist",
        "title": "Welder",
        "location": "Umeå, Sweden",
        "email": "tilda@example.org",
        "website": "https://tilda.example.org",
        "github": "https://github.com/tilda",
        "linkedin": "tilda-quist",
        "tagline": "Holds things together",
        "availability": "soon",
    },
    "professional_summary": "Welds ships.",
    "experience": [
        {
            "position": "Welder",
            "company": "Norrsvets",
            "location": "Umeå",
            "period": "2018 - Present",
            "type": "Full-time",
            "description": "Hulls.",
            "achievements": ["Joined 40 hulls"],
            "technologies": ["TIG"],
            "key_projects": ["Icebreaker"],
        }
    ],
    "projects": [
        {
            "name": "Torch",
            "subtitle": "a torch",
            "description": "Small.",
            "detailed_description": "Small and hot.",
            "technologies": ["brass"],
            "github": "https://github.com/tilda/torch",
            "demo": "https://torch.example.org",
            "status": "done",
            "period": "Mar 2020",
            "key_outcomes": ["Burns"],
            "key_features": ["Blue flame"],
        }
    ],
    "skills": [
        {
            "name": "TIG",
            "category": "Welding",
            "level": 95,
            "experience_years": 9,
            "proficiency": "Expert",
        },
        {"name": "MIG", "category": "Welding", "tier": "Secondary", "description": "fine"},
    ],
    "achievements": [
        {
            "icon": "*",
            "title": "Golden Arc",
            "description": "Won.",
            "date": "2020",
            "verified": True,
        }
    ],
    "education": [
        {
            "degree": "MSc Metallurgy",
            "institution": "Chalmers",
            "period": "2009 - 2011",
            "description": "Metals.",
            "key_areas": ["Steel"],
            "certifications": ["Welding inspector"],
        }
    ],
    "certifications": [{"name": "EN 9606", "issuer": "TÜV", "date": "2012-05", "status": "valid"}],
    "languages": [{"language": "Swedish", "proficiency": "native", "level": 100}],
    "interests": ["Reefs", "Kites"],
    "volunteer_work": [
        {
            "role": "Diver",
            "organization": "Sea Scouts",
            "period": "a summer",
            "description": "Dived.",
        }
    ],
}


def read(data: dict[str, Any]) -> tuple[Cv, list[str]]:
    problems = Problems()
    cv = base_cv.read(parse_json(json.dumps(data)), problems)
    return cv, [problem.sentence for problem in problems.found]


@pytest.fixture(scope="module")
def cv() -> Cv:
    found, problems = read(SOURCE)
    assert problems == []
    return found


def strings(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {str(value)}


def test_the_person_is_read_from_addresses_and_bare_names(cv: Cv) -> None:
    assert cv.basics == Basics(
        name="Tilda Quist",
        label="Welder",
        email="tilda@example.org",
        url="https://tilda.example.org",
        summary="Welds ships.",
        location=Location(text="Umeå, Sweden"),
        profiles=(
            Profile(network="GitHub", username="tilda", url="https://github.com/tilda"),
            Profile(network="LinkedIn", username="tilda-quist"),
        ),
        extra={"tagline": "Holds things together", "availability": "soon"},
    )


def test_sections_keep_the_order_of_the_file(cv: Cv) -> None:
    assert [section.kind for section in cv.sections] == [
        Kind.SUMMARY,
        Kind.WORK,
        Kind.PROJECTS,
        Kind.SKILLS,
        Kind.AWARDS,
        Kind.EDUCATION,
        Kind.CERTIFICATES,
        Kind.LANGUAGES,
        Kind.INTERESTS,
        Kind.VOLUNTEER,
    ]


def test_achievements_projects_outcomes_and_features_are_highlights(cv: Cv) -> None:
    work, project = cv.sections[1].entries[0], cv.sections[2].entries[0]
    assert work == Work(
        name="Norrsvets",
        position="Welder",
        location="Umeå",
        summary="Hulls.",
        highlights=("Joined 40 hulls", "Icebreaker"),
        keywords=("TIG",),
        period=Period(Date(2018), None, current=True, verbatim="2018 - Present"),
        extra={"type": "Full-time"},
    )
    assert project == Project(
        name="Torch",
        description="Small.",
        summary="Small and hot.",
        url="https://torch.example.org",
        highlights=("Burns", "Blue flame"),
        keywords=("brass",),
        period=Period(Date(2020, 3), Date(2020, 3), verbatim="Mar 2020"),
        extra={
            "subtitle": "a torch",
            "github": "https://github.com/tilda/torch",
            "status": "done",
        },
    )


def test_a_percentage_is_no_level(cv: Cv) -> None:
    assert cv.sections[3].entries == (
        Skill(
            name="TIG",
            category="Welding",
            level="Expert",
            extra={"level": 95, "experience_years": 9},
        ),
        Skill(name="MIG", category="Welding", level="Secondary", extra={"description": "fine"}),
    )
    assert cv.sections[7].entries == (
        Language(language="Swedish", fluency="native", extra={"level": 100}),
    )


def test_a_percentage_alone_is_no_level_either() -> None:
    cv, _ = read({"personal_info": {"name": "T"}, "skills": [{"name": "Stick", "level": 40}]})
    assert cv.sections[0].entries == (Skill(name="Stick", extra={"level": 40}),)


def test_the_other_sections_are_read(cv: Cv) -> None:
    assert cv.sections[4].entries == (
        Award(
            title="Golden Arc",
            summary="Won.",
            period=Period(Date(2020), Date(2020)),
            extra={"icon": "*", "verified": True},
        ),
    )
    assert cv.sections[5].entries == (
        Education(
            institution="Chalmers",
            study_type="MSc Metallurgy",
            summary="Metals.",
            courses=("Steel",),
            highlights=("Welding inspector",),
            period=Period(Date(2009), Date(2011), verbatim="2009 - 2011"),
        ),
    )
    assert cv.sections[6].entries == (
        Certificate(
            name="EN 9606",
            issuer="TÜV",
            period=Period(Date(2012, 5), Date(2012, 5)),
            extra={"status": "valid"},
        ),
    )
    assert cv.sections[8].entries == (Interest(name="Reefs"), Interest(name="Kites"))
    assert cv.sections[9].entries == (
        Volunteer(
            position="Diver",
            organization="Sea Scouts",
            summary="Dived.",
            period=Period(verbatim="a summer"),
        ),
    )


def test_nothing_that_the_person_wrote_is_dropped(cv: Cv) -> None:
    written = strings(json_resume.as_data(cv))
    assert len(strings(SOURCE)) > 40
    assert {text for text in strings(SOURCE) if text not in written} == set()


def test_it_becomes_a_json_resume_and_comes_back(cv: Cv) -> None:
    problems = Problems()
    assert json_resume.read(parse_json(json_resume.write(cv).decode()), problems) == cv
    assert problems.found == []


def test_entries_without_a_title_and_lists_that_are_none_are_problems() -> None:
    _, problems = read({"personal_info": {"name": "T"}, "skills": [{"tier": "x"}], "projects": {}})
    assert [sentence.split(":")[0] for sentence in problems] == ["skills[0]"]
    _, problems = read({"personal_info": {"name": "T"}, "interests": "Reefs", "projects": 3})
    assert [sentence.split(":")[0] for sentence in problems] == ["interests", "projects"]
