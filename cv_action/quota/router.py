"""Which lane and model take a task, and why not those before them.

Pure and total: the same facts give the same route, and there is always one, for offline is always
there. Every number that decided something stands in the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import takewhile
from typing import assert_never

from cv_action.claude.lane import Lane
from cv_action.quota.circuits import Circuit
from cv_action.quota.ladder import BudgetLeft, Policy, Rung, Task, rungs
from cv_action.quota.prices import PriceTable, UnknownModel
from cv_action.quota.windows import FIVE_HOUR, Windows
from cv_action.quota.wording import percent, usd


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a task goes.

    ``model`` is the id to ask for, empty offline. ``worst_case`` is the most US dollars that the
    task can cost there, to be reserved before it starts; nothing where no money is spent.
    ``probe`` says that the lane has failed lately and that one call should succeed before others
    follow. ``refused`` are the rungs before it, each with its reason in words.
    """

    lane: Lane
    model: str
    reason: str
    worst_case: Decimal = Decimal(0)
    probe: bool = False
    refused: tuple[tuple[Lane, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """Everything that a decision looks at."""

    task: Task
    windows: Windows
    circuits: dict[Lane, Circuit]
    budget_left: BudgetLeft
    prices: PriceTable
    policy: Policy
    now: datetime

    def pays(self, lane: Lane) -> bool:
        """Whether a call on a lane costs money: always by key, and with a plan that is used up."""
        return lane is Lane.API or (lane is Lane.SUBSCRIPTION and self.windows.overage)

    def worst_case(self, model: str) -> Decimal:
        """The most US dollars that the task can cost with a model."""
        task = self.task
        once = self.prices.worst_case(
            model, prompt_tokens=task.prompt_tokens, max_output=task.max_output, at=self.now
        )
        return once * task.calls


def route(
    task: Task,
    *,
    windows: Windows,
    circuits: Iterable[Circuit],
    budget_left: BudgetLeft,
    prices: PriceTable,
    policy: Policy,
    now: datetime,
) -> Route:
    """The first rung of the ladder that nothing speaks against."""
    scene = _Scene(
        task=task,
        windows=windows,
        circuits={circuit.lane: circuit for circuit in circuits},
        budget_left=budget_left,
        prices=prices,
        policy=policy,
        now=now,
    )
    tried = [(rung, _objection(rung, scene)) for rung in rungs(policy)]
    before = list(takewhile(lambda one: one[1], tried))
    refused = tuple(dict.fromkeys((rung.lane, objection) for rung, objection in before))
    return _chosen(tried[len(before)][0], scene, refused)


def _chosen(rung: Rung, scene: _Scene, refused: tuple[tuple[Lane, str], ...]) -> Route:
    if rung.lane is Lane.OFFLINE:
        return Route(lane=rung.lane, model="", reason=_offline(refused), refused=refused)
    model = scene.prices.resolve(rung.model)
    return Route(
        lane=rung.lane,
        model=model,
        reason=_reason(Rung(rung.lane, model), scene),
        worst_case=scene.worst_case(model) if scene.pays(rung.lane) else Decimal(0),
        probe=rung.lane in scene.circuits,
        refused=refused,
    )


def _objection(rung: Rung, scene: _Scene) -> str:
    """What speaks against a rung, empty if nothing; what holds for the whole lane comes first."""
    match rung.lane:
        case Lane.SUBSCRIPTION:
            barred = scene.policy.no_subscription or _unwanted_overage(scene)
        case Lane.API:
            barred = scene.policy.no_api
        case Lane.OFFLINE:
            return ""
        case _:
            assert_never(rung.lane)
    return (
        barred
        or _left_alone(rung.lane, scene)
        or _no_money(rung.lane, scene)
        or _against_model(rung, scene)
    )


def _unwanted_overage(scene: _Scene) -> str:
    if scene.policy.allow_overage or not scene.windows.overage:
        return ""
    return "the plan is used up and calls are billed beyond it, which allow_overage forbids"


def _left_alone(lane: Lane, scene: _Scene) -> str:
    circuit = scene.circuits.get(lane)
    return circuit.reason if circuit is not None and circuit.closed(scene.now) else ""


def _no_money(lane: Lane, scene: _Scene) -> str:
    return "; ".join(scene.policy.no_money) if scene.pays(lane) else ""


def _against_model(rung: Rung, scene: _Scene) -> str:
    try:
        model = scene.prices.resolve(rung.model)
        cost = scene.worst_case(model)
    except UnknownModel as error:
        return error.message
    return _too_small(model, scene) or (
        _too_dear(model, cost, scene) if scene.pays(rung.lane) else _used_up(model, scene)
    )


def _too_small(model: str, scene: _Scene) -> str:
    size, task = scene.prices.models[model], scene.task
    if size.max_output is not None and task.max_output > size.max_output:
        return f"{model} answers with at most {size.max_output:,} tokens, not {task.max_output:,}"
    wanted = task.prompt_tokens + task.max_output
    if size.context is not None and wanted > size.context:
        return f"{model} takes at most {size.context:,} tokens, and {wanted:,} may be needed"
    return ""


def _too_dear(model: str, cost: Decimal, scene: _Scene) -> str:
    if cost <= scene.budget_left.usd:
        return ""
    return f"{_may_cost(model, cost, scene)} and {_left(scene.budget_left)}"


def _used_up(model: str, scene: _Scene) -> str:
    closure = scene.windows.closure(model, scene.policy.room)
    return closure.reason if closure is not None else ""


def _reason(rung: Rung, scene: _Scene) -> str:
    if scene.pays(rung.lane):
        cost = _may_cost(rung.model, scene.worst_case(rung.model), scene)
        reason = f"{cost}, and {_left(scene.budget_left)}"
    else:
        reason = f"{rung.model} answers within the plan, and {_quota(scene.windows)}"
    tried = rung.lane in scene.circuits
    return f"{reason}; the lane failed lately, so one call tries it first" if tried else reason


def _quota(windows: Windows) -> str:
    window = windows.named(FIVE_HOUR)
    if window is None or window.utilization is None:
        return "how much of its five hours is used is not known"
    return f"{percent(window.utilization)} of its five hours was used when last seen"


def _may_cost(model: str, cost: Decimal, scene: _Scene) -> str:
    calls = "the call" if scene.task.calls == 1 else f"the {scene.task.calls} calls"
    return f"{calls} to {model} may cost up to {usd(cost)}"


def _left(budget: BudgetLeft) -> str:
    return f"{usd(budget.usd)} of {budget.period} {usd(budget.limit)} is left"


def _offline(refused: tuple[tuple[Lane, str], ...]) -> str:
    reasons = "; ".join(f"{lane}: {reason}" for lane, reason in refused)
    return f"no model is asked ({reasons})" if reasons else "no model is asked, as `lanes` wants it"
