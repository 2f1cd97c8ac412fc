"""The offline lane mends what is provably neutral, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.dates import Date, Period
from cv_action.cv.model import Cv, Kind, Section, Skill, Work
from cv_action.enhance.tidy import arranged, tidy_text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Built  the   ledger ", "Built the ledger"),
        ("Fast , small", "Fast, small"),
        ("Fast,, small", "Fast, small"),
        ("First line \nsecond", "First line\nsecond"),
    ],
)
def test_spacing_and_doubled_marks_are_mended(before: str, after: str) -> None:
    assert tidy_text(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "Run `a  ,b`",
        "[x](https://a.example/a,,b)",
        "1,000",
        "a...b",
        "Vite ; bien",
        "Wait…",
        "50 %",
    ],
)
def test_code_links_numbers_and_other_marks_are_left_alone(text: str) -> None:
    assert tidy_text(text) == text


@given(st.text())
def test_tidying_changes_only_space_commas_and_semicolons_and_settles_at_once(text: str) -> None:
    tidy = tidy_text(text)
    assert [c for c in tidy if not c.isspace() and c not in ",;"] == [
        c for c in text if not c.isspace() and c not in ",;"
    ]
    assert tidy_text(tidy) == tidy


def role(name: str, start: int, end: int | None) -> Work:
    period = Period(Date(start), Date(end) if end else None, current=end is None)
    return Work(name=name, position="Engineer", period=period)


def names(cv: Cv) -> list[str]:
    return [entry.name for s in cv.sections for entry in s.entries if isinstance(entry, Work)]


def test_roles_stand_newest_first() -> None:
    old, new, now = role("old", 2001, 2005), role("new", 2006, 2010), role("now", 2008, None)
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(old, new, now)),))
    assert names(arranged(cv)) == ["now", "new", "old"]


def test_roles_keep_their_order_when_one_has_no_date() -> None:
    undated = Work(name="undated", position="Engineer")
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(role("a", 2001, 2002), undated)),))
    assert names(arranged(cv)) == ["a", "undated"]


def test_roles_of_the_same_time_keep_the_owners_order() -> None:
    entries = tuple(role(name, 2001, 2002) for name in "cab")
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=entries),))
    assert names(arranged(cv)) == ["c", "a", "b"]


def test_a_skill_that_stands_twice_stands_once() -> None:
    entries = (
        Skill(name="Languages", keywords=("Go", "Java", "go ")),
        Skill(name="languages", keywords=("go", "java")),
        Skill(name="Languages", level="expert", keywords=("Go", "Java")),
    )
    kept = arranged(Cv(sections=(Section(kind=Kind.SKILLS, entries=entries),))).sections[0].entries
    assert kept == (
        Skill(name="Languages", keywords=("Go", "Java")),
        Skill(name="Languages", level="expert", keywords=("Go", "Java")),
    )
