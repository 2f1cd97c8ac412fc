from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.moments import Moment, Relation, moments
from cv_action.guard.rules import dates

BLOCKED = [
    ("Joined in 2019", "Joined in 2018"),
    ("Joined in 2019", "There since 2019"),
    ("Joined in 2019", "Joined in March 2019"),
    ("Joined in 2019", "Joined in Q1 2019"),
    ("Joined in March 2019", "Joined in May 2019"),
    ("Joined in Spring 2024", "Joined in Autumn 2024"),
    ("Joined in Spring 2024", "Joined in Spring 2023"),
    ("There from 2019 to 2021", "There since 2019"),
    ("There from 2019 to 2021", "There from 2019 to 2022"),
    ("There 2019–2021", "There 2019–2021 and again in 2023"),
    ("There since 2019", "There until 2019"),
    ("Done by 2020", "Done before 2020"),
    ("Reported in Q2", "Reported in Q4"),
    ("Released on Monday", "Released on Friday"),
    ("Released last year", "Released next year"),
    ("Released at 5 pm", "Released at 6 pm"),
    ("Joined 2019-03-04", "Joined 2019-03-05"),
    ("Joined", "Joined in \uff12\uff10\uff11\uff19"),
    ("Joined", "Joined in ٢٠\u0661٩"),
    ("Joined in 2019", "Joined in 20\u200b18"),
    ("A tool of the 1990s", "A tool of the 1980s"),
    ("Q2 was low, they hope for Q3", "Q3 was low, they hope for Q3"),
    ("Grew in 2019 and sold in 2020", "Grew in 2020 and sold in 2020"),
]
PASSED = [
    ("Joined in March 2019", "Joined in 2019"),
    ("Joined in March 2019", "Joined in Mar 2019"),
    ("Joined in March 2019", "Joined 03/2019"),
    ("Joined 2019-03-04", "Joined on 4 March 2019"),
    ("Joined on March 4th, 2019", "Joined 2019-03-04"),
    ("There from 2019 to 2021", "There 2019–2021"),
    ("There between 2019 and 2021", "There from 2019 until 2021"),
    ("There since 2019", "There from 2019 to the present"),
    ("There since 2019", "There 2019 – present"),
    ("Reported in Q3 2020", "Reported in the third quarter of 2020"),
    ("Released at 5 pm", "Released at 17:00"),
    ("Joined in Fall 2024", "Joined in autumn 2024"),
    ("A tool of the 1990s", "A tool of the '90s"),
    ("Joined in 2019", "Joined"),
    ("May help with tests, march on", "May march on and help with tests"),
    ("Won the acme 2019 award", "Won an award in 2019"),
]


def effects(before: str, after: str) -> list[Effect]:
    return [finding.effect for finding in dates.check(Case(Evidence(source=before), after))]


@pytest.mark.parametrize(("before", "after"), BLOCKED)
def test_a_date_that_the_source_does_not_carry_blocks(before: str, after: str) -> None:
    assert Effect.BLOCK in effects(before, after)


@pytest.mark.parametrize(("before", "after"), PASSED)
def test_the_same_date_in_another_form_passes(before: str, after: str) -> None:
    assert effects(before, after) == []


def test_a_time_that_depends_on_its_reader_asks() -> None:
    assert effects("Released it", "Released it last year") == [Effect.ASK]


@pytest.mark.parametrize("text", ["2000 users", "$2000", "2019.5", "2000+ tests", "30s", "20190"])
def test_four_digits_that_count_are_no_year(text: str) -> None:
    assert moments(text) == ()


def test_a_moment_knows_its_place_and_its_relation() -> None:
    (moment,) = moments("There since March 2019")
    assert moment == Moment(year=2019, month=3, relation=Relation.SINCE, start=12, end=22)


@given(year=st.integers(min_value=1900, max_value=2099))
def test_a_year_from_nowhere_always_blocks(year: int) -> None:
    assert effects("Joined the team", f"Joined the team in {year}") == [Effect.BLOCK]


@given(st.text(alphabet="0123456789 -/–:apm.QMarchtosince'", max_size=40))
def test_hostile_dates_pass_as_themselves(text: str) -> None:
    assert effects(text, text) == []
