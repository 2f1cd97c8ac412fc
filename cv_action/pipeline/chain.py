"""The lanes of one run, asked in turn.

Who answers is decided anew for each request, by what is known at that moment: a window that has
just been seen closed, a circuit that has just opened, money that has just been spent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeVar, assert_never

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Failed, Transport
from cv_action.pipeline.calling import Call, made
from cv_action.pipeline.till import Till
from cv_action.quota.circuits import CONSEQUENCES, Reaction, circuits
from cv_action.quota.ladder import Policy, Task
from cv_action.quota.router import Route, route
from cv_action.quota.windows import windows
from cv_action.report.call import CallReport

Said = TypeVar("Said")
MOST_TURNS: Final = 8
"""Times that one request looks for a lane: each lane and model once, and some a second time."""
MOST_FAILED: Final = 2
"""Times that a model of a lane fails before the lane is left out for the rest of the run."""
_REQUESTS: Final[Mapping[Lane, int]] = MappingProxyType(
    {Lane.SUBSCRIPTION: 4, Lane.API: 1, Lane.OFFLINE: 0}
)
"""Requests that one call can make: the command line tries again, and continues what was cut."""
_BYTES: Final = 2
"""Of a text for each token: the real number is nearer to four in English."""
_SHAPE: Final = 2_000
"""Tokens that a lane adds to a prompt: schema, tools, its own instructions."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Why there is no answer, in words; a ``final`` one would be the same another time."""

    reason: str
    final: bool = False


@dataclass(slots=True, kw_only=True)
class Chain:
    """Asks, reacts to what comes back, and reports each call."""

    lanes: Mapping[Lane, Transport]
    policy: Policy
    till: Till
    calls: list[CallReport] = field(default_factory=list)
    failed: Counter[tuple[Lane, str]] = field(default_factory=Counter)

    def ask(
        self,
        prompt: Prompt,
        purpose: str,
        *,
        understand: Callable[[object], Said | None],
        later: Sequence[Task] = (),
    ) -> Said | Silence:
        """What an answer says, or why no lane gives one that can be understood.

        ``later`` is what may have to be asked after this, so that money is reserved for all of it.
        """
        task = task_of(prompt)
        for _ in range(MOST_TURNS):
            chosen = self._route(task if self.till.granted else together(task, *later))
            if chosen.lane is Lane.OFFLINE:
                return Silence(chosen.reason)
            call = Call(
                prompt=prompt, purpose=purpose, route=chosen, most=self._most(chosen, prompt)
            )
            if not self._may_begin(call):
                continue
            said, report = made(call, self.lanes[chosen.lane], self.till, understand=understand)
            self.calls.append(report)
            if not isinstance(said, Failed):
                return said
            if not self._goes_on(chosen, said.failure):
                return Silence(f"{chosen.model} gave no answer ({said.detail})", final=True)
        return Silence("no lane gave an answer that can be used")

    def _route(self, task: Task) -> Route:
        now = self.till.keeping.desk.now()
        known = self.till.known
        return route(
            task,
            windows=windows(known, now),
            circuits=circuits(known, now),
            budget_left=self.till.left,
            prices=self.till.prices,
            policy=replace(self.policy, no_money=self.till.closed),
            now=now,
        )

    def _most(self, chosen: Route, prompt: Prompt) -> Decimal:
        """The most that a call can cost at list price; where that is money, its prompt is counted.

        Why an answer more for each further request: what was cut off is part of the next prompt.
        """
        lane, task = chosen.lane, task_of(prompt)
        tokens = (
            self.lanes[lane].prompt_tokens(prompt, chosen.model)
            if chosen.worst_case
            else task.prompt_tokens
        )
        once = self.till.prices.worst_case(
            chosen.model,
            prompt_tokens=tokens + (_REQUESTS[lane] - 1) * task.max_output,
            max_output=task.max_output,
            at=self.till.keeping.desk.now(),
        )
        return once * _REQUESTS[lane]

    def _may_begin(self, call: Call) -> bool:
        """Whether the books let a call be made; if not, they have closed what costs money."""
        whole = call.route.worst_case * _REQUESTS[call.route.lane]
        if whole and not self.till.may_spend(call.most, whole=whole):
            return False
        return self.till.begin(call.route, call.most)

    def _goes_on(self, chosen: Route, failure: Failure) -> bool:
        """Whether to look for another way after a failure, which the till knows already."""
        match CONSEQUENCES[failure].reaction:
            case Reaction.NEXT_LANE | Reaction.RETRY:
                self._count(chosen)
                return True
            case Reaction.LEAVE_OUT:
                self._leave_out(chosen.lane, "its program cannot be had here")
                return True
            case Reaction.KEEP_ORIGINAL:
                return False
            case Reaction.ECONOMY_MODEL:
                self._without(chosen)
                return True
            case other:
                assert_never(other)

    def _count(self, chosen: Route) -> None:
        """Why, when windows and circuits are known: not every failure closes one for this model."""
        self.failed[chosen.lane, chosen.model] += 1
        if self.failed[chosen.lane, chosen.model] == MOST_FAILED:
            self._leave_out(chosen.lane, "it failed twice in this run")

    def _without(self, chosen: Route) -> None:
        """Leave a model out that a lane does not know; with it the lane, if it knows neither."""
        prices, economy = self.till.prices, self.policy.economy_model
        now = self.till.keeping.desk.now()
        if prices.knows(economy, now) and prices.resolve(economy) != chosen.model:
            self.policy = replace(self.policy, model=economy)
        else:
            self._leave_out(chosen.lane, f"it does not know the model {chosen.model}")

    def _leave_out(self, lane: Lane, why: str) -> None:
        """Ask a lane nothing more in this run."""
        match lane:
            case Lane.SUBSCRIPTION:
                self.policy = replace(self.policy, no_subscription=why)
            case Lane.API:
                self.policy = replace(self.policy, no_api=why)
            case Lane.OFFLINE:
                pass
            case other:
                assert_never(other)


def task_of(prompt: Prompt) -> Task:
    """What one request will hardly pass, by the length of its texts; nobody is asked for it."""
    size = sum(len(text.encode()) for text in (prompt.system, prompt.context, prompt.request))
    return Task(prompt_tokens=size // _BYTES + _SHAPE, max_output=prompt.max_output)


def together(*tasks: Task) -> Task:
    """Several requests as one piece of work, with a second try of the largest."""
    return Task(
        prompt_tokens=max(task.prompt_tokens for task in tasks),
        max_output=max(task.max_output for task in tasks),
        calls=sum(task.calls for task in tasks) + 1,
    )
