"""Dates and periods as CVs write them."""

from __future__ import annotations

import calendar

import pytest

from cv_action.cv.dates import (
    Date,
    ImpossibleDateError,
    Period,
    is_impossible,
    parse_date,
    parse_period,
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020", Date(2020)),
        ("2020-02", Date(2020, 2)),
        ("2020-2-9", Date(2020, 2, 9)),
        ("2020-02-29T10:00:00", Date(2020, 2, 29)),
        ("02/2020", Date(2020, 2)),
        ("02.2020", Date(2020, 2)),
        ("Feb 2020", Date(2020, 2)),
        ("Feb. 2020", Date(2020, 2)),
        ("September, 2020", Date(2020, 9)),
        ("März 2020", Date(2020, 3)),
        ("Okt. 2020", Date(2020, 10)),
    ],
)
def test_a_date_is_read_in_every_usual_spelling(text: str, date: Date) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize("text", ["", "soon", "Summer 2020", "20", "2020-", "Foo 2020", "٢٠٢٠"])
def test_other_texts_are_no_dates(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text", ["2021-02-29", "2020-13", "2020-00", "13/2020", "0000", "2020-04-31"]
)
def test_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(ImpossibleDateError):
        parse_date(text)
    assert is_impossible(text)
    assert parse_period(text) == Period(verbatim=text)


@pytest.mark.parametrize(
    ("text", "start", "end", "current"),
    [
        ("2018 - Present", Date(2018), None, True),
        ("Feb 2018 – heute", Date(2018, 2), None, True),
        ("2018–2020", Date(2018), Date(2020), False),
        ("2018-2020", Date(2018), Date(2020), False),
        ("Jan 2018 to March 2020", Date(2018, 1), Date(2020, 3), False),
        ("2018-01 bis 2020-03", Date(2018, 1), Date(2020, 3), False),
    ],
)
def test_a_period_in_words_is_read_and_kept(
    text: str, start: Date, end: Date | None, *, current: bool
) -> None:
    assert parse_period(text) == Period(start, end, current=current, verbatim=text)


def test_an_iso_date_needs_no_words() -> None:
    assert parse_period("2020-05") == Period(Date(2020, 5), Date(2020, 5))
    assert parse_period("May 2020").verbatim == "May 2020"


def test_a_period_that_cannot_be_read_is_its_words() -> None:
    assert parse_period("Summer – Autumn 2019") == Period(verbatim="Summer – Autumn 2019")
    assert not is_impossible("Summer – Autumn 2019")
    assert is_impossible("2020-13 – 2021")


def test_a_period_is_reversed_only_if_no_reading_of_it_is_in_order() -> None:
    assert Period(Date(2020, 5), Date(2019)).reversed
    assert Period(Date(2020, 5, 2), Date(2020, 5, 1)).reversed
    assert not Period(Date(2020, 5), Date(2020)).reversed
    assert not Period(Date(2020, 2, 29), Date(2020, 2)).reversed
    assert not Period(Date(2020), None, current=True).reversed


def test_a_period_is_something_as_soon_as_it_says_anything() -> None:
    assert not Period()
    assert Period(verbatim="once")
    assert Period(None, Date(2020)).known


def test_a_date_is_written_in_iso_8601() -> None:
    assert [str(Date(987)), str(Date(2020, 2)), str(Date(2020, 2, 3))] == [
        "0987",
        "2020-02",
        "2020-02-03",
    ]


def test_months_have_the_days_that_the_calendar_gives_them() -> None:
    for year in (1900, 1999, 2000, 2023, 2024, 2100):
        for month in range(1, 13):
            last = calendar.monthrange(year, month)[1]
            assert Date(year, month).last_day == (year, month, last)
            assert is_impossible(f"{year}-{month:02}-{last + 1}")
