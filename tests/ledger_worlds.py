"""What jobs in an interleaving are drawn from, and how far they went over their limits."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cv_action.quota.budget import Limits
from tests.jobs import Plan, Truth

LIMITS = Limits(run=Decimal("0.50"), day=Decimal("1.00"), month=Decimal("1.30"))
EDGES = (
    datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
    datetime(2026, 11, 22, 23, 58, 30, tzinfo=UTC),
    datetime(2026, 11, 30, 23, 57, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
)


def plan(draw: random.Random, number: int, *, matrix: float) -> Plan:
    wants = Decimal(draw.randint(5, 50)) / 100
    cents = int(wants * 100)
    calls, left = [], cents
    for _ in range(draw.randint(0, 3)):
        cost = draw.randint(0, left)
        calls.append(Decimal(cost) / 100)
        left -= cost
    return Plan(
        wants=wants,
        calls=tuple(calls),
        run=7 if draw.random() < matrix else 100 + number,
        attempt=draw.choice((1, 1, 2)),
        leg=f"leg-{number}",
        skew=draw.choice((timedelta(0), timedelta(hours=-9), timedelta(days=3))),
    )


def overspent(truth: Truth, hidden: int = 0) -> Decimal:
    """By how much the worst day or month is over its limit, some runs not counted."""
    allowed = hidden * LIMITS.run
    days = (truth.on_day(at) - LIMITS.day for at, _ in truth.spent)
    months = (truth.in_month(at) - LIMITS.month for at, _ in truth.spent)
    return max((*days, *months), default=Decimal(0)) - allowed
