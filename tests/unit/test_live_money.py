"""What the live workflow claims about calls and money holds for a good run, and for no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.github_clients import new_server
from tests.live_scenes import RUN, failing, scene_at, told
from tools.live.money import asked, planned, remembered
from tools.live.scene import Scene

CALL: dict[str, Any] = {
    "lane": "api",
    "model": "a-model",
    "outcome": "answered",
    "detail": "",
    "input_tokens": 2100,
    "output_tokens": 1300,
}
WINDOW: dict[str, Any] = {
    "kind": "window-seen",
    "window": "five_hour",
    "status": "allowed",
    "utilization": 0.1,
    "resets_at": "2026-11-23T15:00:00Z",
}
RESERVED = {"kind": "reserved", "usd": "0.01"}
SETTLED = {"kind": "settled", "usd": "0.0009"}


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with scene_at(new_server(), tmp_path) as scene:
        yield replace(scene, most="0.02")


def ran(scene: Scene, cost: str = "0.0009", **call: Any) -> Scene:  # noqa: ANN401  JSON
    return replace(told(scene, cost_usd=cost), report={"calls": [CALL | call]})


def ledger(scene: Scene, *events: dict[str, Any], job: str = "first", run: int = RUN) -> Scene:
    by = {"run": run, "job": job}
    return replace(told(scene, cost_usd="0.0009"), events=tuple(e | {"by": by} for e in events))


def test_a_call_that_was_answered_and_counted_holds(scene: Scene) -> None:
    assert failing(asked(ran(scene))) == set()


@pytest.mark.parametrize(
    "call", [{"outcome": "overloaded"}, {"lane": "subscription"}, {"output_tokens": None}]
)
def test_a_call_that_was_not_is_noticed(scene: Scene, call: dict[str, Any]) -> None:
    assert len(failing(asked(ran(scene, **call)))) == 1


def test_a_run_without_a_call_proves_nothing(scene: Scene) -> None:
    assert len(failing(asked(scene))) == 3


@pytest.mark.parametrize("cost", ["0", "0.0201"])
def test_a_cost_that_cannot_be_is_noticed(scene: Scene, cost: str) -> None:
    assert failing(asked(ran(scene, cost))) == {"it costs something, and no more than it may"}


def test_what_another_job_has_spent_is_read_back(scene: Scene) -> None:
    assert failing(remembered(ledger(scene, RESERVED, SETTLED))) == set()


@pytest.mark.parametrize("changed", [{"job": "second"}, {"run": RUN - 1}], ids=["job", "run"])
def test_what_others_have_spent_is_not_theirs(scene: Scene, changed: dict[str, Any]) -> None:
    assert len(failing(remembered(ledger(scene, RESERVED, SETTLED, **changed)))) == 2


def test_another_sum_is_noticed(scene: Scene) -> None:
    claims = failing(remembered(ledger(scene, RESERVED, SETTLED | {"usd": "0.02"})))
    assert len(claims) == 2


def test_a_plan_that_answers_and_tells_its_windows_holds(scene: Scene) -> None:
    done = ran(ledger(scene, WINDOW), "0", lane="subscription")
    assert failing(planned(done)) == set()


def test_a_plan_that_tells_no_window_is_noticed(scene: Scene) -> None:
    silent = {name: value for name, value in WINDOW.items() if name != "resets_at"}
    for events in ((), (silent,)):
        done = ran(ledger(scene, *events), "0", lane="subscription")
        assert failing(planned(done)) == {"the server tells its windows and when they reset"}


def test_a_plan_that_costs_money_is_noticed(scene: Scene) -> None:
    claims = failing(planned(ran(ledger(scene, WINDOW), lane="api")))
    assert claims == {"every call is answered by the plan", "no money is spent"}
