"""When a month's budget runs dry, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger.accounts import Booking
from cv_action.quota import forecast
from cv_action.quota.forecast import (
    Forecast,
    NotEnough,
    month_forecast,
    spent_by_day,
)

TODAY = date(2026, 11, 11)
DAY = timedelta(days=1)


def spends(*usd: str, today: date = TODAY) -> dict[date, Decimal]:
    """The last amount is today's."""
    first = today - DAY * (len(usd) - 1)
    return {first + DAY * n: Decimal(amount) for n, amount in enumerate(usd)}


def midnight(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


def month(*usd: str, budget: str = "10") -> Forecast:
    found = month_forecast(spends(*usd), budget=Decimal(budget), today=TODAY)
    assert isinstance(found, Forecast)
    return found


def dry(*usd: str, budget: str = "10") -> tuple[datetime | None, ...]:
    found = month(*usd, budget=budget)
    return found.earliest, found.likely, found.latest


def test_a_steady_spend_runs_dry_on_one_day() -> None:
    assert dry(*["0.50"] * 10, "0", budget="10") == (midnight(20),) * 3


def test_today_counts_as_no_less_than_what_it_has_cost() -> None:
    assert dry("1", "1", "1", "1", "6", budget="10")[1] == midnight(11)
    assert dry("1", "1", "1", "1", "0", budget="5")[1] == midnight(11)
    assert dry("1", "1", "1", "1", "0", budget="5.5")[1] == midnight(12)


def test_an_uneven_spend_runs_dry_within_a_span() -> None:
    spent = ("0.2", "0.9", "0.1", "0.8", "0.5", "0")
    assert dry(*spent, budget="6") == (midnight(15), midnight(17), midnight(26))
    assert dry(*spent, budget="8") == (midnight(17), midnight(21), None)


def test_a_month_that_lasts_has_no_day() -> None:
    assert dry("0.1", "0.1", "0.1", "0") == (None, None, None)
    assert dry("0", "0", "0", "0") == (None, None, None)
    assert dry("1", "1", "1", "0", budget="23") == (midnight(30),) * 3
    assert dry("1", "1", "1", "0", budget="23.01") == (None, None, None)


def test_what_is_spent_already_needs_no_forecast() -> None:
    assert dry("4", "0", "7", "0") == (midnight(11),) * 3


def test_days_without_a_record_cost_nothing() -> None:
    sparse = {TODAY - 4 * DAY: Decimal(1)}
    found = month_forecast(sparse, budget=Decimal(3), today=TODAY)
    assert isinstance(found, Forecast)
    assert found.observations == 4
    assert found.likely == midnight(18)
    nearly = month_forecast({TODAY - 4 * DAY: Decimal(1)}, budget=Decimal("1.5"), today=TODAY)
    assert isinstance(nearly, Forecast)
    assert nearly.likely == midnight(12)


def test_last_month_says_how_fast_and_not_how_much() -> None:
    today = date(2026, 11, 2)
    found = month_forecast(spends(*["1"] * 10, today=today), budget=Decimal(10), today=today)
    assert isinstance(found, Forecast)
    assert found.likely == midnight(10)
    assert found.ends_at == midnight(1, 12)


def test_only_the_last_four_weeks_count() -> None:
    assert month(*["5"] * 10, *["0.1"] * 28, "0", budget="100").observations == 28
    assert dry(*["5"] * 10, *["0.1"] * 28, "0", budget="100")[1] is None


@pytest.mark.parametrize("usd", [(), ("1",), ("1", "1"), ("1", "1", "1")])
def test_fewer_than_three_whole_days_are_not_enough(usd: tuple[str, ...]) -> None:
    found = month_forecast(spends(*usd), budget=Decimal(1), today=TODAY)
    whole = max(0, len(usd) - 1)
    assert found == NotEnough(f"the spend of {whole} whole days is known, and 3 are needed")


def test_a_forecast_says_what_it_is_based_on() -> None:
    assert month("1", "1", "1", "0").basis == (
        "from what 3 days cost; if the days to come are like them, it happens between the earliest "
        "and the latest day in eight cases of ten"
    )


def test_the_spend_of_each_day_comes_from_the_books() -> None:
    booked = [
        Booking(first=TODAY, last=TODAY, usd=Decimal("0.3")),
        Booking(first=TODAY - DAY, last=TODAY, usd=Decimal("0.5"), open=True),
        Booking(first=TODAY - 9 * DAY, last=TODAY - 9 * DAY, usd=Decimal(7)),
    ]
    assert spent_by_day(booked, since=TODAY - 2 * DAY, today=TODAY) == {
        TODAY - 2 * DAY: Decimal(0),
        TODAY - DAY: Decimal("0.5"),
        TODAY: Decimal("0.8"),
    }


def below(t: float, degrees: int) -> float:
    """How often Student's t stays below a value, by Simpson's rule over its density."""
    steps = 2000
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))
    scale /= math.sqrt(degrees * math.pi)

    def density(x: float) -> float:
        return scale * math.pow(1 + x * x / degrees, -(degrees + 1) / 2)

    inner = sum((4 if n % 2 else 2) * density(t * n / steps) for n in range(1, steps))
    return 0.5 + (density(0) + inner + density(t)) * t / steps / 3


def test_the_quantiles_are_those_of_student_s_distribution() -> None:
    table: Sequence[int] = forecast._T  # noqa: SLF001  a table is checked where it stands
    assert len(table) == 27
    for degrees, thousandths in enumerate(table, start=1):
        assert (
            below((thousandths - 0.501) / 1000, degrees)
            < 0.9
            < below((thousandths + 0.501) / 1000, degrees)
        )


def test_the_span_holds_in_eight_cases_of_ten() -> None:
    draw = Random(5)
    held = 0
    for _ in range(400):
        days = [Decimal(round(draw.gauss(100, 20))) for _ in range(10)]
        to_come = [Decimal(round(draw.gauss(100, 20))) for _ in range(8)]
        low, high = (forecast._foretold(days, 8, margin) for margin in (-1, 1))  # noqa: SLF001  the reckoning itself
        held += low <= sum(to_come) <= high
    assert 0.76 < held / 400 < 0.84


AMOUNTS = st.lists(st.decimals(0, 5, places=2).map(str), min_size=4, max_size=40)


@given(AMOUNTS, st.decimals(0, 60, places=2))
def test_the_likely_day_lies_between_the_earliest_and_the_latest(
    usd: list[str], budget: Decimal
) -> None:
    found = month(*usd, budget=str(budget))
    moments = [found.earliest, found.likely, found.latest]
    order = [at or found.ends_at for at in moments]
    assert order == sorted(order)
    assert all(midnight(11) <= at <= found.ends_at for at in order)


@given(AMOUNTS, st.decimals(0, 60, places=2), st.decimals(0, 60, places=2))
def test_a_larger_budget_never_runs_dry_sooner(usd: list[str], one: Decimal, two: Decimal) -> None:
    less, more = (month(*usd, budget=str(budget)) for budget in sorted((one, two)))
    assert (less.likely or less.ends_at) <= (more.likely or more.ends_at)
