from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import durations

BLOCKED = [
    ("Worked there from 2016 to 2024", "Worked there for 8 years"),
    ("Java developer", "Java developer with over ten years of experience"),
    ("Java developer", "Java developer with a decade of experience"),
    ("Java developer for 3 years", "Java developer for 3+ years"),
    ("Java developer for 3 years", "Java developer for nearly 4 years"),
    ("Java developer for 3 years", "Java developer for 3 decades"),
    ("Java developer for 3+ years", "Java developer for 3 years"),
    ("Led it for 18 months", "Led it for 18 years"),
    ("Led it over 3 years", "Led it for more than 3 years"),
    ("Shipped in 6 weeks", "Shipped in 6 days"),
    ("Shipped in under 6 weeks", "Shipped in 6 weeks"),
    ("Cut builds from 40 minutes to 5", "Cut builds from 40 minutes to 5 seconds"),
    ("Cut builds from 40 minutes to 5 minutes", "Cut builds from 5 minutes to 40 minutes"),
    ("Kept p99 latency under 200 ms", "Kept p99 latency under 200 s"),
    ("Kept p99 latency under 200 ms", "Kept p99 latency under 20 ms"),
    ("Ran a project", "Ran a multi-month project of 1½ years"),
    ("Two years in sales, 3 years in design", "Three years in sales, 2 years in design"),
]
PASSED = [
    ("Led it for 18 months", "Led it for 1.5 years"),
    ("Led it for 18 months", "For a year and a half led it, 18 months in all"),
    ("Led it for 3 years", "Led it for three years"),
    ("Led it for 3 years", "Three-year lead of it"),
    ("Led it for 3+ years", "Led it for more than 3 years"),
    ("Led it over 3 years", "Led it for 3 years"),
    ("Over 10 years' experience in sales", "More than 10 years of experience in sales"),
    ("Led it for a year and a half", "Led it for 18 months"),
    ("Led it for 10 years", "Led it for a decade, that is 10 years"),
    ("Shipped in 14 days", "Shipped in 2 weeks"),
    ("Kept latency under 0.2 s", "Kept latency below 200 ms"),
    ("Has 5 years' experience", "Has 5 yrs of experience"),
    ("Two years in sales, 3 years in design", "Three years in design, 2 years in sales"),
    ("Led it for 3 years", "Led it"),
]


def effects(before: str, after: str) -> list[Effect]:
    return [finding.effect for finding in durations.check(Case(Evidence(source=before), after))]


@pytest.mark.parametrize(("before", "after"), BLOCKED)
def test_a_length_of_time_that_the_source_does_not_state_blocks(before: str, after: str) -> None:
    assert Effect.BLOCK in effects(before, after)


@pytest.mark.parametrize(("before", "after"), PASSED)
def test_the_same_length_of_time_passes(before: str, after: str) -> None:
    assert effects(before, after) == []


def test_dates_of_the_role_are_no_experience_to_be_worked_out() -> None:
    evidence = Evidence(source="Built shops", role=("2016-2024", "8 years at the shop"))
    found = list(durations.check(Case(evidence, "Built shops for 8 years")))
    assert [finding.effect for finding in found] == [Effect.BLOCK]


@given(
    number=st.integers(min_value=2, max_value=60),
    unit=st.sampled_from(["years", "months", "weeks", "hours", "decades", "yrs"]),
)
def test_a_length_of_time_from_nowhere_always_blocks(number: int, unit: str) -> None:
    assert effects("Built shops", f"Built shops for {number} {unit}") == [Effect.BLOCK]


@given(st.text(alphabet="0123456789 yearsmonths-½+.", max_size=40))
def test_hostile_durations_pass_as_themselves(text: str) -> None:
    assert effects(text, text) == []
