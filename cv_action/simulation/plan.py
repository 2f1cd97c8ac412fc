"""What is simulated: when runs are, what they ask for, what there is to answer and to spend."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.quota.budget import Limits
from cv_action.quota.defaults import ECONOMY_MODEL, LIMITS, MODEL, THRESHOLDS
from cv_action.quota.ladder import Policy, Task
from cv_action.quota.windows import Room
from cv_action.simulation import fields as f
from cv_action.simulation.dice import Span
from cv_action.simulation.schedule import SHORTEST, moments, too_close

MOST_RUNS: Final = 3_000
MOST_DAYS: Final = 366
NO_PLAN: Final = "this plan has no subscription"
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, arbitrary_types_allowed=True
    )


class TokensPerFact(_Part):
    """Tokens of one fact in a prompt and in its answer; the most of each is what is reserved."""

    prompt: f.Counts
    answer: f.Counts


class ChangeRate(_Part):
    """The share of runs before which something changed, and how many facts that are."""

    runs: f.Share
    facts: f.Counts


class Subscription(_Part):
    """What is assumed of a plan: how many tokens its windows take, and its owner's own use.

    ``owner_use`` are tokens in each hour of the day (UTC). Why assumed: how much a plan takes is
    not published, and differs by model. ``overage`` says that calls beyond it are answered, and
    billed at list price.
    """

    five_hours: Annotated[f.Tokens, Field(gt=0)]
    week: Annotated[f.Tokens, Field(gt=0)]
    price_usd: f.Usd = Decimal(0)
    overage: f.Switch = False
    owner_use: f.Hours = {}

    def used_by_owner(self, hour: int) -> int:
        """Tokens that the owner uses in an hour of the day."""
        return sum(tokens for hours, tokens in self.owner_use.items() if hour in hours)


class Outage(_Part):
    """A lane fails in one way, from one moment to another."""

    lane: Lane
    begins: f.Moment = Field(alias="from")
    ends: f.Moment = Field(alias="to")
    failure: Failure

    @model_validator(mode="after")
    def _fits(self) -> Outage:
        if self.lane is Lane.OFFLINE:
            raise f.misfit("this lane cannot fail", "subscription, api", at="lane")
        if self.ends <= self.begins:
            raise f.misfit("it ends before it begins", "a moment after `from`", at="to")
        return self

    def holds(self, lane: Lane, now: datetime) -> bool:
        """Whether a lane is out at a moment."""
        return lane is self.lane and self.begins <= now < self.ends


class Plan(_Part):
    """A whole plan; what the action has an input for has the same name and default here."""

    start: f.Moment
    days: Annotated[int, Field(strict=True, ge=1, le=MOST_DAYS)]
    schedule: Annotated[tuple[f.Expression, ...], Field(max_length=20), f.Several]
    seed: Annotated[int, Field(strict=True, ge=0, le=2**63)] = 0

    facts: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    facts_per_run: Annotated[int, Field(strict=True, ge=1)] | None = None
    tokens_per_fact: TokensPerFact
    tokens_per_call: Annotated[int, Field(strict=True, ge=0, le=f.MOST_PER_CALL)]
    change_rate: ChangeRate
    tries: Annotated[int, Field(strict=True, ge=1, le=10)] = 3

    subscription: Subscription | None = None
    lanes: Annotated[tuple[Lane, ...], Field(max_length=20), f.Words] = tuple(Lane)
    model: _Name = MODEL
    economy_model: _Name = ECONOMY_MODEL
    run_budget_usd: f.Usd = LIMITS.run
    day_budget_usd: f.Usd = LIMITS.day
    month_budget_usd: f.Usd = LIMITS.month
    alert_thresholds: Annotated[tuple[f.Percent, ...], Field(max_length=20)] = THRESHOLDS
    max_window_utilization: f.Share = Room().window
    max_week_utilization: f.Share = Room().week
    allow_overage: f.Switch = False
    prices: str = ""
    outages: Annotated[tuple[Outage, ...], Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _fits(self) -> Plan:
        if not self.runs:
            raise f.misfit("it starts no run in this time", "a schedule with runs", at="schedule")
        if len(self.runs) > MOST_RUNS:
            accepted = f"a schedule with at most {MOST_RUNS:,}"
            raise f.misfit("it starts too many runs", accepted, at="schedule")
        if too_close(self.runs):
            accepted = f"{SHORTEST // timedelta(minutes=1)} minutes between two runs"
            raise f.misfit("it starts runs too soon after each other", accepted, at="schedule")
        return self

    @property
    def end(self) -> datetime:
        """When the simulated time is over."""
        return self.start + timedelta(days=self.days)

    @property
    def runs(self) -> tuple[datetime, ...]:
        """When the runs are."""
        return moments(self.schedule, self.start, self.end, most=MOST_RUNS + 1)

    @property
    def limits(self) -> Limits:
        """What may be spent."""
        return Limits(run=self.run_budget_usd, day=self.day_budget_usd, month=self.month_budget_usd)

    @property
    def policy(self) -> Policy:
        """What the owner allows."""
        return Policy(
            model=self.model,
            economy_model=self.economy_model,
            room=Room(window=self.max_window_utilization, week=self.max_week_utilization),
            lanes=tuple(dict.fromkeys(self.lanes)),
            allow_overage=self.allow_overage,
            no_subscription="" if self.subscription else NO_PLAN,
        )

    def task(self, facts: int) -> Task:
        """The most that asking for so many facts can take."""
        return Task(
            prompt_tokens=self.prompt(facts).most,
            max_output=self.answer(facts).most,
            calls=self.tries,
        )

    def prompt(self, facts: int) -> Span:
        """Tokens of a prompt about so many facts."""
        one = self.tokens_per_fact.prompt
        base = self.tokens_per_call
        return Span(base + facts * one.least, base + facts * one.most)

    def answer(self, facts: int) -> Span:
        """Tokens of an answer about so many facts."""
        one = self.tokens_per_fact.answer
        return Span(facts * one.least, facts * one.most)
