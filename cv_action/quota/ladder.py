"""The ladder: which lane and model come next when one cannot be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from cv_action.claude.lane import Lane
from cv_action.quota.budget import Period
from cv_action.quota.windows import Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The most that one piece of work can take.

    ``prompt_tokens`` and ``max_output`` are what one call can have, ``calls`` how often it may be
    sent: retries that may be billed, the continuation of a cut answer, the repair of a broken one.
    """

    prompt_tokens: int
    max_output: int
    calls: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLeft:
    """What may still be spent in US dollars, by the limit that leaves least.

    ``period`` is whose limit it is, as in "November 2026's" or "this run's".
    """

    usd: Decimal
    limit: Decimal
    period: str

    @classmethod
    def tightest(cls, periods: Iterable[Period], *, run: Decimal) -> BudgetLeft:
        """The limit that leaves least: the run's own, or that of a day or month."""
        found = [cls(usd=run, limit=run, period="this run's")]
        found += [cls(usd=one.left, limit=one.limit, period=f"{one.name}'s") for one in periods]
        return min(found, key=lambda one: one.usd)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the owner allows in this run.

    ``no_subscription`` and ``no_api`` say why a lane may not be used at all (another person's
    event, no key), and are empty where it may. ``no_money`` are the ledger's reasons against
    spending any.
    """

    model: str
    economy_model: str
    room: Room
    lanes: tuple[Lane, ...] = tuple(Lane)
    allow_overage: bool = False
    no_subscription: str = ""
    no_api: str = ""
    no_money: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """A lane, and the model that is asked there; offline has none."""

    lane: Lane
    model: str = ""


def rungs(policy: Policy) -> Iterator[Rung]:
    """Every rung, the best first: a lane's economy model comes before the next lane.

    The last is always offline, which needs neither a credential nor money. A lane that stands
    behind it in the owner's order is never asked.
    """
    for lane in takewhile(lambda lane: lane is not Lane.OFFLINE, policy.lanes):
        for model in dict.fromkeys((policy.model, policy.economy_model)):
            yield Rung(lane, model)
    yield Rung(Lane.OFFLINE)
