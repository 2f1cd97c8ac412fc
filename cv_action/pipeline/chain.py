"""The lanes of one run, asked in turn.

Who answers is decided anew for each request, by what is known at that moment: a window that has
just been seen closed, a circuit that has just opened, money that has just been spent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, TypeVar, assert_never

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed, Transport
from cv_action.claude.usage import Usage
from cv_action.ledger.event import Called
from cv_action.pipeline.till import Till
from cv_action.quota.circuits import CONSEQUENCES, Reaction, circuits
from cv_action.quota.ladder import Policy, Task
from cv_action.quota.router import Route, route
from cv_action.quota.windows import windows
from cv_action.report.call import ANSWERED, CallReport

Said = TypeVar("Said")
MOST_TURNS: Final = 8
"""Times that one request looks for a lane: each lane and model once, and some a second time."""
MOST_MALFORMED: Final = 2
"""Answers of no use after which a lane is left out for the rest of the run."""
_REQUESTS: Final[Mapping[Lane, int]] = {Lane.SUBSCRIPTION: 4, Lane.API: 1, Lane.OFFLINE: 0}
"""Requests that one call can make: the command line tries again, and continues what was cut."""
_BYTES: Final = 2
"""Of a text for each token, at the least: the real number is nearer to four in English."""
_SHAPE: Final = 2_000
"""Tokens that a lane adds to a prompt: schema, tools, its own instructions."""


@dataclass(slots=True, kw_only=True)
class Chain:
    """Asks, reacts to what comes back, and reports each call.

    ``silent`` says why the last request found no lane, in words.
    """

    lanes: Mapping[Lane, Transport]
    policy: Policy
    till: Till
    calls: list[CallReport] = field(default_factory=list)
    silent: str = ""

    def ask(
        self,
        prompt: Prompt,
        purpose: str,
        *,
        understand: Callable[[object], Said | None],
        later: Sequence[Task] = (),
    ) -> Said | None:
        """What an answer says, or nothing when no lane gives one that can be understood.

        ``later`` is what may have to be asked after this, so that money is reserved for all of it.
        """
        task = task_of(prompt)
        malformed: Counter[Lane] = Counter()
        for _ in range(MOST_TURNS):
            chosen = self._route(task if self.till.granted else together(task, *later))
            if chosen.lane is Lane.OFFLINE:
                self.silent = chosen.reason
                return None
            if chosen.worst_case and not self.till.may_spend(self._most(chosen, prompt, later)):
                continue
            answer = self._called(chosen, prompt, purpose)
            said = understand(answer.data) if isinstance(answer, Answered) else None
            if said is not None:
                return said
            failure = answer.failure if isinstance(answer, Failed) else Failure.MALFORMED_REPLY
            malformed[chosen.lane] += failure is Failure.MALFORMED_REPLY
            if malformed[chosen.lane] == MOST_MALFORMED:
                self._leave_out(chosen.lane, "its answers could not be used")
            elif not self._goes_on(chosen, failure):
                return None
        return None

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

    def _most(self, chosen: Route, prompt: Prompt, later: Sequence[Task]) -> Decimal:
        """The most that this and everything after it can cost, the prompt counted by the server."""
        if self.till.granted:
            return self._most_of_one(chosen, prompt)
        counted = self.lanes[chosen.lane].prompt_tokens(prompt, chosen.model)
        bound = task_of(prompt)
        task = replace(bound, prompt_tokens=min(counted, bound.prompt_tokens))
        whole = together(task, *later)
        once = self.till.prices.worst_case(
            chosen.model,
            prompt_tokens=whole.prompt_tokens,
            max_output=whole.max_output,
            at=self.till.keeping.desk.now(),
        )
        return once * whole.calls * _REQUESTS[chosen.lane]

    def _called(self, chosen: Route, prompt: Prompt, purpose: str) -> Answered | Failed:
        most = self._most_of_one(chosen, prompt)
        elapsed = self.till.keeping.elapsed
        self.till.begin(chosen.lane, chosen.model, most)
        began = elapsed()
        answer = self.lanes[chosen.lane].ask(prompt, chosen.model)
        took = elapsed() - began
        booked = self.till.end(chosen.lane, chosen.model, most, answer)
        self.calls.append(
            CallReport(
                lane=chosen.lane,
                model=chosen.model,
                purpose=purpose,
                outcome=answer.failure if isinstance(answer, Failed) else ANSWERED,
                detail=answer.detail if isinstance(answer, Failed) else "",
                reason=chosen.reason,
                usd=sum((call.usd for call in booked), Decimal(0)),
                list_usd=sum((call.list_usd for call in booked), Decimal(0)),
                took=took,
                **_tokens(booked),
            )
        )
        return answer

    def _most_of_one(self, chosen: Route, prompt: Prompt) -> Decimal:
        task = task_of(prompt)
        return (
            self.till.prices.worst_case(
                chosen.model,
                prompt_tokens=task.prompt_tokens,
                max_output=task.max_output,
                at=self.till.keeping.desk.now(),
            )
            * _REQUESTS[chosen.lane]
        )

    def _goes_on(self, chosen: Route, failure: Failure) -> bool:
        """Whether to look for another way after a failure, which the till knows already."""
        match CONSEQUENCES[failure].reaction:
            case Reaction.NEXT_LANE | Reaction.RETRY:
                return True
            case Reaction.KEEP_ORIGINAL:
                return False
            case Reaction.ECONOMY_MODEL:
                return self._without(chosen)
            case other:
                assert_never(other)

    def _without(self, chosen: Route) -> bool:
        """Leave a model out that a lane does not know; with it the lane, if it knows neither."""
        economy = self.policy.economy_model
        if chosen.model != self.till.prices.resolve(economy):
            self.policy = replace(self.policy, model=economy)
            return True
        self._leave_out(chosen.lane, f"it does not know the model {chosen.model}")
        return True

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
    """The most that one request can take, by the length of its texts."""
    size = sum(len(text.encode()) for text in (prompt.system, prompt.context, prompt.request))
    return Task(prompt_tokens=size // _BYTES + _SHAPE, max_output=prompt.max_output)


def together(*tasks: Task) -> Task:
    """Several requests as one piece of work, with a second try of the largest."""
    return Task(
        prompt_tokens=max(task.prompt_tokens for task in tasks),
        max_output=max(task.max_output for task in tasks),
        calls=sum(task.calls for task in tasks) + 1,
    )


def _tokens(booked: Sequence[Called]) -> dict[str, int]:
    """Tokens of a call by their kind; none where the reply did not count them."""
    counted = [call.usage for call in booked if call.usage is not None]
    if not counted:
        return {}
    total = sum(counted, Usage())
    return {
        "input_tokens": total.input,
        "output_tokens": total.output,
        "cache_read_tokens": total.cache_read,
        "cache_write_tokens": total.cache_write_5m + total.cache_write_1h,
    }
