"""What stood in the way of a lane, by kind: the router's sentences differ with every amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cv_action.claude.lane import Lane
from cv_action.quota.budget import Period
from cv_action.quota.circuits import Circuit
from cv_action.quota.ladder import BudgetLeft, Policy
from cv_action.quota.router import Route
from cv_action.quota.windows import State, Window, Windows

RUN: Final = "run_budget_usd"
DAY: Final = "day_budget_usd"
MONTH: Final = "month_budget_usd"


@dataclass(frozen=True, slots=True, order=True)
class Hurdle:
    """Why a lane was not taken: the input that sets the limit, or what happened, in words."""

    lane: Lane
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a route was chosen from."""

    windows: Windows
    circuits: tuple[Circuit, ...]
    periods: tuple[Period, ...]
    budget_left: BudgetLeft
    policy: Policy


def hurdles(route: Route, scene: Scene) -> frozenset[Hurdle]:
    """What kept a route from being a better one."""
    return frozenset(Hurdle(lane, _what(lane, reason, scene)) for lane, reason in route.refused)


def _what(lane: Lane, reason: str, scene: Scene) -> str:
    told = (*_by_circuit(lane, reason, scene.circuits), *_by_window(reason, scene))
    budget = scene.budget_left
    if not told and f"of {budget.period} " in reason:
        return _limit(budget, scene.periods)
    return next(iter(told), reason)


def _by_circuit(lane: Lane, reason: str, circuits: Iterable[Circuit]) -> Iterator[str]:
    for circuit in circuits:
        if circuit.lane is lane and circuit.reason == reason:
            yield f"left alone after {circuit.failure}"


def _by_window(reason: str, scene: Scene) -> Iterator[str]:
    for window in scene.windows.windows:
        model = window.name.rpartition("_")[2]
        closure = Windows((window,)).closure(model, scene.policy.room)
        if closure is not None and closure.reason == reason:
            yield _of_window(window, scene.policy)


def _of_window(window: Window, policy: Policy) -> str:
    if window.state is State.CLOSED:
        return f"{window.name} used up"
    return policy.room.of(window)[1]


def _limit(budget: BudgetLeft, periods: Iterable[Period]) -> str:
    """The input that sets a limit."""
    named = {f"{one.name}'s": DAY if one.first == one.last else MONTH for one in periods}
    return named.get(budget.period, RUN)
