"""What is wrong with a number, and which number of the source it is held against."""

from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.rules import durations, numbers

ABSENT = "The source does not state this number."
COUNTS = "The source counts differently here."
ELSEWHERE = "The source says this number of something else."
SHIFTED = "The source counts something else with this number."
LESS_OFTEN = "The source says this number less often, and another here."
PART = "In one of the texts another number is only a part of this number."
GROUP = "It is the size of a group in one text, and a number of groups in the other."
LABEL = "The number belongs to a name in one text and counts something in the other."


def found(source: str, rewrite: str) -> list[tuple[str, str, str]]:
    """What the rule shows of the new text, of the source, and what it says."""
    case = Case(Evidence(source=source), rewrite)
    return [(each.text, each.source, each.reason) for each in numbers.check(case)]


@pytest.mark.parametrize(
    ("source", "rewrite", "text", "shown", "reason"),
    [
        ("Sold nets, 3 boats.", "Sold 4 boats.", "4", "3", ABSENT),
        ("Sold 3% of it, 5 boats.", "Sold 4 boats.", "4", "5", ABSENT),
        ("Sold 3% of it.", "Sold 4 boats.", "4", "", ABSENT),
        ("Sold 3% of it.", "Sold 4% of it.", "4%", "3%", ABSENT),
        ("Sold 3 boats.", "Sold one boat.", "one", "3", COUNTS),
        ("Sold nets and 3 boats.", "Sold 3 boats, 3 nets.", "3", "3", SHIFTED),
        ("Won the third prize.", "Won the first prize.", "first", "third", COUNTS),
        ("Won the third prize.", "Won the first race.", "first", "third", COUNTS),
        ("Fixed 17 of 20 leaks.", "Fixed 20 of 20 leaks.", "20", "20", PART),
        ("Fixed 17 leaks, 20 nets.", "Fixed 20, 20 nets.", "20", "17", LESS_OFTEN),
        ("Cut 17% here and 20% there.", "Cut 20% here and 20% there.", "20%", "17%", ELSEWHERE),
        ("Sold 3 of 12 boats.", "Sold 12 boats.", "12", "12", PART),
        ("Led a team of 5.", "Led 5 teams.", "5", "5", GROUP),
        ("Led 5 teams.", "Led a team of 5.", "5", "5", GROUP),
        ("Led a team of 5.", "Led teams of 5.", "5", "5", GROUP),
        ("Used Python 3.", "Used 3 boats.", "3", "3", LABEL),
        ("Used 3 boats.", "Used Python 3.", "3", "3", LABEL),
        ("Passed level 3.", "Passed tier 3.", "3", "3", LABEL),
        ("Sold 3 boats, 4 nets.", "Sold 4 boats, 3 nets.", "4", "3", ELSEWHERE),
        ("Sold 3 boats for nets.", "Sold 3 nets for boats.", "3", "3", SHIFTED),
        ("Cut costs 3% and prices 4%.", "Cut prices 3% and costs 4%.", "4%", "3%", ELSEWHERE),
        ("Won the 2nd race, 3rd prize.", "Won the 3rd race.", "3rd", "2nd", ELSEWHERE),
    ],
)
def test_a_difference_is_shown_with_what_the_source_says(
    source: str, rewrite: str, text: str, shown: str, reason: str
) -> None:
    assert found(source, rewrite)[0] == (text, shown, reason)


@pytest.mark.parametrize(
    ("source", "rewrite", "reason"),
    [
        ("30 boats", "over 30 boats", "“exactly” this number, the new text “more than”."),
        ("up to 30 boats", "30 boats", "“up to” this number, the new text “exactly”."),
        ("30 boats a day", "30 boats", "a rate: per day in the source, none in the new text."),
        ("30 boats", "30 boats a day", "a rate: none in the source, per day in the new text."),
        ("grew by 30", "grew to 30", "“to” this number is not “by” it, as the source says."),
    ],
)
def test_what_surrounds_a_number_is_named(source: str, rewrite: str, reason: str) -> None:
    (difference,) = found(source, rewrite)
    assert difference[2].endswith(reason)


@pytest.mark.parametrize(
    ("source", "rewrite"),
    [
        ("Sold 3% of it.", "Sold one boat."),
        ("Sold 3 boats, 4 nets.", "Sold 3 boats and one sail."),
        ("grew by 30", "grew 30"),
        ("grew 30", "grew by 30"),
        ("Led a team of 5.", "Led the team, 5 in all."),
        ("Led a team of 5.", "Led the 5 people of the team."),
        ("Used Python 3.", "Used Python (3)."),
        ("Passed level 3.", "Passed the level with 3."),
        ("Passed level 3.", "Passed the level of 3 boats."),
        ("Passed the level of 3 boats.", "Passed level 3."),
        ("Sold 3 boats here and 3 boats there.", "Sold 3 boats here, 3 boats there."),
        ("Sold 3 boats and nets.", "Sold 3 old boats and nets."),
        ("Sold 3 boats and nets.", "Sold nets and 3 ships."),
        ("Sold 3 boats and 4 nets.", "Sold 3 boats and nets."),
        ("Earned US$ 3 and $4", "Earned $3 and USD 4"),
        ("Cut costs 3% and prices 4%.", "Cut prices 4% and costs 3%."),
    ],
)
def test_the_same_number_of_the_same_things_is_no_difference(source: str, rewrite: str) -> None:
    assert found(source, rewrite) == []


@pytest.mark.parametrize(
    ("source", "rewrite", "holds"),
    [
        ("over 3 years", "over 3 years", True),
        ("over 3 years", "3 years", True),
        ("over 3 years", "more than 3 years", False),
        ("over 3 years", "about 3 years", False),
        ("more than 3 years", "over 3 years", True),
        ("3 years", "over 3 years", False),
        ("at most 3 years", "over 3 years", False),
    ],
)
def test_over_a_length_of_time_claims_no_more_than_during_it(
    source: str, rewrite: str, holds: bool
) -> None:
    case = Case(Evidence(source=f"Sailed {source}"), f"Sailed {rewrite}")
    assert (list(durations.check(case)) == []) is holds
