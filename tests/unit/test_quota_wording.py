"""How amounts, shares and moments are said to a person."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from cv_action.quota.wording import moment, percent, usd


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "$0.00"),
        ("0.0000001", "$0.00"),
        ("0.0028", "$0.0028"),
        ("0.072", "$0.072"),
        ("0.11", "$0.11"),
        ("1", "$1.00"),
        ("1E+3", "$1,000.00"),
        ("1234567.891", "$1,234,567.891"),
        ("-0.5", "-$0.50"),
        ("1" + "0" * 40, "$10" + ",000" * 13 + ".00"),
    ],
)
def test_an_amount_is_said_with_the_decimals_that_matter(amount: str, words: str) -> None:
    assert usd(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0 %"), (0.8, "80 %"), (0.29, "29 %"), (0.999, "99 %"), (1.2, "120 %")]
)
def test_a_share_is_never_said_to_be_more_than_it_is(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_moment_is_said_in_utc() -> None:
    there = timezone(timedelta(hours=5, minutes=30))
    assert moment(datetime(2026, 11, 23, 19, 35, tzinfo=there)) == "2026-11-23 14:05 UTC"
