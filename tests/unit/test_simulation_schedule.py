"""When a schedule runs, by the same rules as on GitHub."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cv_action.simulation.dice import Dice, Span
from cv_action.simulation.schedule import fault, moments, too_close

MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


def times(expression: str, *, days: int = 1, start: datetime = MONDAY) -> list[str]:
    found = moments([expression], start, start + timedelta(days=days), most=1000)
    return [f"{at:%d %H:%M}" for at in found]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 */6 * * *", ["30 00:00", "30 06:00", "30 12:00", "30 18:00"]),
        ("5,35 3-4 * * *", ["30 03:05", "30 03:35", "30 04:05", "30 04:35"]),
        ("20/15 7 * * *", ["30 07:20", "30 07:35", "30 07:50"]),
        ("0 12 30 nov mon", ["30 12:00"]),
        ("0 12 * JUL *", []),
        ("0 12 1 * *", []),
    ],
)
def test_lists_ranges_steps_and_names_are_understood(expression: str, expected: list[str]) -> None:
    assert times(expression) == expected


def test_a_day_of_the_month_and_one_of_the_week_are_either_of_them() -> None:
    assert times("0 12 2 * FRI", days=7) == ["02 12:00", "04 12:00"]


def test_the_first_moment_counts_and_the_last_does_not() -> None:
    assert times("0 0 * * *", days=2) == ["30 00:00", "01 00:00"]
    late = MONDAY + timedelta(seconds=30)
    assert times("0 0 * * *", days=2, start=late) == ["01 00:00", "02 00:00"]


def test_moments_of_several_schedules_are_one_list_without_repeats() -> None:
    found = moments(["0 12 * * *", "0 */12 * * *"], MONDAY, MONDAY + timedelta(days=1), most=9)
    assert [at.hour for at in found] == [0, 12]


def test_no_more_moments_are_looked_for_than_wanted() -> None:
    assert len(moments(["* * * * *"], MONDAY, MONDAY + timedelta(days=366), most=7)) == 7


@pytest.mark.parametrize(
    "expression",
    [
        *("", "0 0 * *", "0 0 0 * * *", "@daily", "60 * * * *", "* 24 * * *", "* * 0 * *"),
        *("* * * 13 *", "* * * * 8", "*/0 * * * *", "a * * * *", "0 0 L * *", "0 0 LW * *"),
        *("0 0 * * 5L", "0 0 * * 5#1", "0 0 ? * *", "0 0 31 2 *", "1-0 * * * *", "٣ * * * *"),
        "0 " * 5 + " " * 300,
    ],
)
def test_what_github_does_not_take_is_a_fault(expression: str) -> None:
    assert fault(expression)


@pytest.mark.parametrize(
    "expression", ["* * * * *", "0 0 * JUL SUN", "0 0 1-7 */2 1,3", "0 0 29 2 *"]
)
def test_what_github_takes_is_none(expression: str) -> None:
    assert fault(expression) == ""


def test_five_minutes_are_the_shortest_interval() -> None:
    assert not too_close([MONDAY, MONDAY + timedelta(minutes=5)])
    assert too_close([MONDAY, MONDAY + timedelta(minutes=4)])


def test_a_draw_depends_on_what_is_asked_about_and_on_nothing_else() -> None:
    dice = Dice(5)
    asked = [dice.share("x", n) for n in range(50)]
    assert asked == [Dice(5).share("x", n) for n in range(50)]
    assert len(set(asked)) == 50
    assert dice.share("x", 1) != Dice(6).share("x", 1)
    assert all(0 <= share < 1 for share in asked)


def test_a_span_is_drawn_from_end_to_end() -> None:
    drawn = [Dice(5).within(Span(3, 6), n) for n in range(400)]
    assert {number: drawn.count(number) > 60 for number in drawn} == dict.fromkeys(
        range(3, 7), True
    )
    assert Dice(5).within(Span(4, 4), "any") == 4
