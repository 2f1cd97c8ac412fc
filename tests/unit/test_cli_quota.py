"""Budgets of the command line are amounts of money, exactly as they were written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cv_action.cli.quota import limits
from cv_action.errors import ConfigurationError
from cv_action.quota.budget import Limits
from cv_action.quota.defaults import LIMITS


def test_a_budget_that_is_left_out_is_the_usual_one() -> None:
    assert limits(run=None, day=None, month=None) == LIMITS


def test_budgets_are_the_amounts_that_were_given() -> None:
    given = limits(run="0", day="$0.40", month="5")
    assert given == Limits(run=Decimal(0), day=Decimal("0.40"), month=Decimal(5))


@pytest.mark.parametrize(
    "amount", ["", "-1", "nan", "sNaN", "inf", "1e400", "1e-400", "0.001", "much", "2000000", "$"]
)
def test_a_budget_that_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ConfigurationError, match="--day-budget does not take"):
        limits(run=None, day=amount, month=None)
