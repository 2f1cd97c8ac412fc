"""Dates as people write them, and what each says."""

from __future__ import annotations

import pytest

from cv_action.guard.moments import Moment, Relation, moments

MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may may", "june jun", "july jul",
    "august aug", "september sept", "october oct", "november nov", "december dec",
)  # fmt: skip
NAMED = [
    (name.title(), number) for number, names in enumerate(MONTHS, start=1) for name in names.split()
]


def said(text: str) -> list[str]:
    """Each moment as its year, month, day, part and minutes; what is not stated is left out."""
    return [
        " ".join(
            [str(each) for each in (moment.year, moment.month, moment.day, moment.part) if each]
            + [f"@{moment.clock}"] * (moment.clock >= 0)
        )
        for moment in moments(text)
    ]


@pytest.mark.parametrize(("name", "number"), NAMED)
def test_a_month_has_its_number(name: str, number: int) -> None:
    assert said(f"Joined {name} 2019") == [f"2019 {number}"]
    assert said(f"Joined on 7 {name}. 2019") == [f"2019 {number} 7"]
    assert said(f"Joined in {name}") == [str(number)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Joined 2019-03-04", ["2019 3 4"]),
        ("Joined 2019-03", ["2019 3"]),
        ("Joined 2019-12", ["2019 12"]),
        ("Joined 2019-13", ["2019"]),
        ("Joined 3/2019", ["2019 3"]),
        ("Joined 03/2019", ["2019 3"]),
        ("Joined 4/3/2019", ["2019 4/3"]),
        ("Joined 04.03.2019", ["2019 04.03"]),
        ("Joined on the 4th of March, 2019", ["2019 3 4"]),
        ("Joined on 1st March", ["3 1"]),
        ("Joined on March 22nd 2019", ["2019 3 22"]),
        ("Joined on March 3rd, 2019", ["2019 3 3"]),
        ("Joined March of 2019", ["2019 3"]),
        ("Joined March '19", ["2019 3"]),
        ("joined 4 march 2019", ["2019 3 4"]),
        ("joined 4 april", ["4 4"]),
        ("march 4 miles", []),
        ("may 4 boats", []),
        ("they may march on", []),
        ("Saw april and june", []),
        ("Saw April and June", ["4", "6"]),
        ("Joined in Q2", ["q2"]),
        ("Joined in Q2 2019", ["2019 q2"]),
        ("Joined in Q2 of FY 2019", ["2019 q2"]),
        ("Joined in 2019 Q2", ["2019 q2"]),
        ("Joined in 2019-Q2", ["2019 q2"]),
        ("Joined in 2019/h2", ["2019 h2"]),
        ("Joined in H2", ["h2"]),
        ("Joined in Q5", []),
        ("Joined in the first quarter of 2019", ["2019 q1"]),
        ("Joined in the second half of fiscal 2019", ["2019 h2"]),
        ("Joined in the 3rd quarter", ["q3"]),
        ("Joined in the fourth-quarter", ["q4"]),
        ("Joined in the 1st half", ["h1"]),
        ("Joined in the 2nd half", ["h2"]),
        ("Joined in the 4th quarter", ["q4"]),
        ("Joined in the third half", ["h3"]),
        ("Joined in Fall 2019", ["2019 autumn"]),
        ("Joined in the winter of 2019", ["2019 winter"]),
        ("Joined in summer, 2019", ["2019 summer"]),
        ("Joined in FY2019", ["2019 fiscal"]),
        ("Joined in FY '19", ["2019 fiscal"]),
        ("A tool of the 1990s", ["90s"]),
        ("A tool of the '90's", ["90s"]),
        ("Opened at 5 pm", ["@1020"]),
        ("Opened at 5:30 a.m.", ["@330"]),
        ("Opened at 12 pm", ["@720"]),
        ("Opened at 12 am", ["@0"]),
        ("Opened at 17:05", ["@1025"]),
        ("Opened at 23:59", ["@1439"]),
        ("Opened at 24:00", []),
        ("Opened at 13 pm", []),
        ("Opened at 0 am", []),
        ("Opened at 1:60", []),
        ("Opened at 1:02:03", []),
        ("Opened last week", ["last week"]),
        ("Opened past week", ["last week"]),
        ("Opened the previous year", ["last year"]),
        ("Opened the prior quarter", ["last quarter"]),
        ("Opened this coming Monday", ["next monday"]),
        ("Opened next weekend", ["next weekend"]),
        ("Opened this morning", ["this morning"]),
        ("Opened on Tuesday", ["tuesday"]),
        ("Opened yesterday at midnight", ["yesterday", "midnight"]),
        ("Opened in 2019", ["2019"]),
        ("Opened in '19", ["2019"]),
        ("Opened 2019, sold 2021.", ["2019", "2021"]),
        ("Opened the 2019 season", ["2019"]),
        ("Opened 2019 boats", []),
        ("Opened in 2019 boats", []),
        ("Opened in 2019 was", ["2019"]),
        ("Opened 2019 and sold", ["2019"]),
        ("Opened mid-2019", ["2019"]),
        ("Opened 2019+", []),
        ("Opened 2019%", []),
        ("Opened 2019.5", []),
        ("Opened €2019", []),
        ("Opened 1899", []),
        ("Opened (2019)", ["2019"]),
    ],
)
def test_a_date_says_what_it_says(text: str, wanted: list[str]) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("in 2019", [Relation.AT]),
        ("since 2019", [Relation.SINCE]),
        ("starting in 2019", [Relation.SINCE]),
        ("starting 2019", [Relation.SINCE]),
        ("as of 2019", [Relation.SINCE]),
        ("as  of early 2019", [Relation.SINCE]),
        ("from the end of 2019", [Relation.SINCE]),
        ("after 2019", [Relation.AFTER]),
        ("until 2019", [Relation.UNTIL]),
        ("till 2019", [Relation.UNTIL]),
        ("through 2019", [Relation.UNTIL]),
        ("up to 2019", [Relation.UNTIL]),
        ("by mid-2019", [Relation.BY]),
        ("before the 2019 season", [Relation.BEFORE]),
        ("prior to 2019", [Relation.BEFORE]),
        ("ahead of 2019", [Relation.BEFORE]),
        ("BEFORE 2019", [Relation.BEFORE]),
        ("2019 – present", [Relation.SINCE]),
        ("2019 to date", [Relation.SINCE]),
        ("2019 until now", [Relation.SINCE]),
        ("2019 onwards", [Relation.SINCE]),
        ("2019 and later", [Relation.SINCE]),
        ("2019 –", [Relation.SINCE]),
        ("2019–2021", [Relation.START, Relation.END]),
        ("2019 - 2021", [Relation.START, Relation.END]),
        ("2019/2021", [Relation.START, Relation.END]),
        ("from 2019 to 2021", [Relation.START, Relation.END]),
        ("in 2019 through the 2021 season", [Relation.START, Relation.END]),
        ("between 2019 and 2021", [Relation.START, Relation.END]),
        ("in 2019 and 2021", [Relation.AT, Relation.AT]),
        ("between 2019, then 2021", [Relation.AT, Relation.AT]),
        ("since 2018, and 2019–2021", [Relation.SINCE, Relation.START, Relation.END]),
        ("since last year", [Relation.AT]),
    ],
)
def test_a_date_is_bound_in_its_way(text: str, relations: list[Relation]) -> None:
    assert [moment.relation for moment in moments(text)] == relations


@pytest.mark.parametrize(
    ("less", "more", "within"),
    [
        (Moment(year=2019), Moment(year=2019, month=3, day=4, clock=60), True),
        (Moment(year=2019), Moment(year=2020), False),
        (Moment(month=3), Moment(year=2019, month=3), True),
        (Moment(month=3), Moment(year=2019), False),
        (Moment(day=4), Moment(day=4, month=3), True),
        (Moment(day=4), Moment(month=3), False),
        (Moment(part="q1"), Moment(year=2019, part="q1"), True),
        (Moment(part="q1"), Moment(year=2019, part="q2"), False),
        (Moment(clock=60), Moment(clock=60), True),
        (Moment(clock=60), Moment(clock=61), False),
        (Moment(clock=0), Moment(clock=61), False),
    ],
)
def test_a_date_lies_within_one_that_says_as_much(less: Moment, more: Moment, within: bool) -> None:
    assert less.within(more) is within


@pytest.mark.parametrize(
    ("part", "relative"),
    [
        ("last year", True),
        ("tomorrow", True),
        ("this week", True),
        ("q1", False),
        ("monday", False),
    ],
)
def test_some_dates_depend_on_when_they_are_read(part: str, relative: bool) -> None:
    assert Moment(part=part).is_relative is relative


def test_a_date_stands_where_it_stands_in_the_raw_text() -> None:
    text = "Joined\u200b in March\u00a0\uff12\uff10\uff11\uff19, left"
    (moment,) = moments(text)
    assert text[moment.start : moment.end] == "March\u00a0\uff12\uff10\uff11\uff19"
