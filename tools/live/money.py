"""Claims about what is asked of Claude, what it costs, and what the ledger remembers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tools.live.finding import Finding, finding
from tools.live.scene import JSON, Scene


def asked(scene: Scene) -> Iterator[Finding]:
    """The Messages API answers, counts its tokens, and costs what the prices say."""
    calls = scene.report.get("calls", [])
    seen = [(call["lane"], call["model"], call["outcome"], call["detail"]) for call in calls]
    answered = [call["lane"] == "api" and call["outcome"] == "answered" for call in calls]
    yield finding("every call is answered by the API", seen, holds=bool(calls) and all(answered))
    tokens = [(call["input_tokens"], call["output_tokens"]) for call in calls]
    counted = all(given and taken for given, taken in tokens)
    yield finding("every reply counts its tokens", tokens, holds=bool(calls) and counted)
    yield _within(scene)


def _within(scene: Scene) -> Finding:
    cost = Decimal(scene.outputs.get("cost_usd") or "0")
    holds = 0 < cost <= Decimal(scene.most)
    return finding("it costs something, and no more than it may", f"${cost}", holds=holds)


def remembered(scene: Scene) -> Iterator[Finding]:
    """What a job has spent is read back from its artifacts by another."""
    spent = Decimal(scene.outputs.get("cost_usd") or "0")
    theirs = tuple(_of(scene, "settled"))
    settled = sum((Decimal(event["usd"]) for event in theirs), Decimal(0))
    yield finding(
        "the ledger says what the job has spent",
        f"${settled} settled, ${spent} by the job's own report",
        holds=bool(theirs) and settled == spent > 0,
    )
    reserved = sum((Decimal(event["usd"]) for event in _of(scene, "reserved")), Decimal(0))
    seen = f"${reserved} reserved, ${settled} settled"
    yield finding("no more was spent than had been reserved", seen, holds=reserved >= settled > 0)


def planned(scene: Scene) -> Iterator[Finding]:
    """The official command line answers within the plan, for no money, and tells its windows."""
    calls = scene.report.get("calls", [])
    seen = [(call["lane"], call["outcome"], call["detail"]) for call in calls]
    ours = [call["lane"] == "subscription" and call["outcome"] == "answered" for call in calls]
    yield finding("every call is answered by the plan", seen, holds=bool(calls) and all(ours))
    cost = scene.outputs.get("cost_usd")
    yield finding("no money is spent", f"${cost}", holds=cost == "0")
    windows = {event["window"]: event for event in _of(scene, "window-seen")}
    shown = [
        (name, event["status"], event.get("utilization"), event.get("resets_at"))
        for name, event in windows.items()
    ]
    told = any("resets_at" in event for event in windows.values())
    yield finding("the server tells its windows and when they reset", shown, holds=told)


def _of(scene: Scene, kind: str) -> Iterator[JSON]:
    """The events of a kind that one job of this run has written."""
    for event in scene.events:
        by = event.get("by", {})
        if event.get("kind") == kind and (by.get("run"), by.get("job")) == (scene.run, scene.job):
            yield event
