"""Plans of simulations, small enough to run in every test."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from cv_action.ledger.accounts import bookings
from cv_action.ledger.event import Called, Known
from cv_action.quota.prices import list_prices
from cv_action.simulation.plan import Plan
from cv_action.simulation.report import Report, report
from cv_action.simulation.run import Simulated, simulate

START = datetime(2026, 12, 1, tzinfo=UTC)
HUGE = {"five_hours": 10**9, "week": 10**10, "price_usd": 20}
BASE: dict[str, Any] = {
    "start": "2026-12-01",
    "days": 6,
    "schedule": "0 */3 * * *",
    "seed": 3,
    "facts": 20,
    "tokens_per_fact": {"prompt": [100, 200], "answer": [40, 120]},
    "tokens_per_call": 1000,
    "change_rate": {"runs": 1, "facts": [5, 10]},
    "run_budget_usd": 100,
    "day_budget_usd": 100,
    "month_budget_usd": 100,
}


def plan(**more: object) -> Plan:
    return Plan.model_validate(BASE | more)


def simulated(**more: object) -> Simulated:
    return simulate(plan(**more), list_prices())


def reported(**more: object) -> Report:
    return report(simulated(**more))


def outage(lane: str, begins: str, ends: str, failure: str = "overloaded") -> dict[str, str]:
    return {"lane": lane, "from": begins, "to": ends, "failure": failure}


def events_of(done: Simulated, kind: type[Known]) -> list[Any]:
    found = [event for event in done.memory.events if isinstance(event, kind)]
    return sorted(found, key=lambda event: (event.at, event.id))


def calls_of(done: Simulated) -> list[Called]:
    return events_of(done, Called)


def spent(done: Simulated) -> Decimal:
    return sum((one.usd for one in bookings(done.memory.events)), Decimal(0))
