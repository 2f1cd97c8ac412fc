"""Claims about the one pull request that proposes what a run has made."""

from __future__ import annotations

from collections.abc import Iterator

from cv_action.publish.proposal import ticks
from tools.live.commits import verified
from tools.live.finding import Finding, finding
from tools.live.scene import JSON, Scene


def proposed(scene: Scene) -> Iterator[Finding]:
    """The run has opened a pull request, or brought the one that is open up to date."""
    opened = _open(scene)
    numbers = [str(pull["number"]) for pull in opened]
    told = scene.outputs.get("pull_request_number")
    yield finding(
        "one pull request is open, and the run names it", numbers, holds=numbers == [told]
    )
    for pull in opened:
        offers = ticks(pull["body"] or "")
        yield finding("it offers other words", f"{len(offers)} offers", holds=bool(offers))
        yield verified(scene.head(pull["head"]["ref"]))
    sha = scene.head()["sha"]
    seen = f"{scene.before} {sha}"
    yield finding("the branch itself stays where it was", seen, holds=sha == scene.before != "")


def respected(scene: Scene) -> Iterator[Finding]:
    """What the owner has ticked stays ticked, is rejected, and is not asked about again."""
    refused = _treated(scene, "rejected")
    ticked = _offers(scene, ticked=True)
    seen = f"{len(ticked)} ticked, {len(refused)} rejected"
    yield finding("what is ticked is rejected", seen, holds=bool(refused) and ticked <= refused)
    calls = scene.outputs.get("calls")
    yield finding("nothing is asked again", f"{calls} calls", holds=calls == "0")


def refused(scene: Scene) -> Iterator[Finding]:
    """What stood in a pull request that was closed unmerged is rejected, all of it."""
    last = scene.get(
        "/pulls", base=scene.branch, state="all", sort="created", direction="asc", per_page=1
    )
    offered = {id_ for pull in last for id_ in ticks(pull["body"] or "")}
    rejected = _treated(scene, "rejected")
    seen = f"{len(offered)} offered, {len(rejected)} rejected"
    yield finding("all that was offered is rejected", seen, holds=set() != offered <= rejected)
    again = offered & _offers(scene, ticked=False)
    yield finding("none of it is offered again", f"{len(again)} again", holds=not again)


def merged(scene: Scene) -> Iterator[Finding]:
    """What is merged needs no pull request any more."""
    opened = [pull["number"] for pull in _open(scene)]
    yield finding("no pull request is open", opened, holds=not opened)
    outcome = scene.outputs.get("outcome")
    yield finding("the run finds nothing to do", outcome, holds=outcome == "unchanged")


def _open(scene: Scene) -> list[JSON]:
    found: list[JSON] = scene.get("/pulls", base=scene.branch, state="open", per_page=100)
    return found


def _offers(scene: Scene, *, ticked: bool) -> set[str]:
    """The facts that open pull requests offer other words for: those that are ticked, or not."""
    offers = (ticks(pull["body"] or "") for pull in _open(scene))
    return {id_ for found in offers for id_, tick in found.items() if tick is ticked}


def _treated(scene: Scene, how: str) -> set[str]:
    return {fact["fact_id"] for fact in scene.report.get("facts", []) if fact["treatment"] == how}
