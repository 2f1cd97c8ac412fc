"""Measures what asking costs by itself: own time of a run, of failing over, and bytes of a request.

Models are made up and answer at once, so what is left is ours: the ledger, the plan, the prompts,
the guard, the overlay. Writes ``asking.json`` beside this file and its part of ``README.md``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.ledger import history
from benchmarks.run import commit, machine
from cv_action.claude.lane import Lane
from cv_action.claude.messages import request_body
from cv_action.ledger.event import WindowSeen
from cv_action.quota.circuits import circuits
from cv_action.quota.defaults import LIMITS
from cv_action.quota.ladder import BudgetLeft, Task
from cv_action.quota.prices import list_prices
from cv_action.quota.router import route
from cv_action.quota.windows import windows
from tests.asked_runs import POLICY, House

HERE = Path(__file__).parent
HEADING = "## Asking"
EVENTS = 6_000


def first_run() -> float:
    """CPU seconds of a process that asks about a whole CV, its start and its imports included."""
    return after(House(), runs=1, calls=True)


def second_run() -> float:
    """The same with a second run in which everything is settled."""
    return after(House(), runs=2, calls=False)


def after(house: House, *, runs: int, calls: bool) -> float:
    """CPU seconds of this process after some runs, the last of which asked or did not."""
    reports = [house.run() for _ in range(runs)]
    if bool(reports[-1].calls) is not calls:
        sys.exit("the run is not the one that was to be measured")
    return time.process_time()


def failing_over() -> float:
    """Seconds until a run knows, from a year's ledger, that the plan is used up and who is next."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    events = sorted(history(EVENTS).events, key=lambda event: event.at)
    shut = WindowSeen(
        id="shut", at=now, by=next(e.by for e in events if isinstance(e, WindowSeen)),
        window="five_hour", status="rejected", resets_at=now + timedelta(hours=3),
    )  # fmt: skip
    known = frozenset((*events, shut))
    began = time.perf_counter()
    chosen = route(
        Task(prompt_tokens=8_000, max_output=4_000),
        windows=windows(known, now), circuits=circuits(known, now),
        budget_left=BudgetLeft.tightest((), run=LIMITS.run), prices=list_prices(),
        policy=POLICY, now=now,
    )  # fmt: skip
    took = time.perf_counter() - began
    if chosen.lane is not Lane.API:
        sys.exit(f"the route is another: {chosen.reason}")
    return took


def own_bytes() -> int:
    """The most bytes of a request that are not the CV's: instructions, schema and shape."""
    house = House()
    house.run()
    prompts = [prompt for lane in house.lanes.values() for _, prompt in lane.asked]
    return max(
        len(request_body(prompt, "claude-sonnet-5-5"))
        - len(prompt.context.encode())
        - len(prompt.request.encode())
        for prompt in prompts
    )


WORK: dict[str, tuple[str, str, Callable[[], float]]] = {
    "first": ("a process that asks about a whole CV, CPU", "0.5 s", first_run),
    "second": ("the same and another run, with everything settled, CPU", "0.5 s", second_run),
    "over": ("knowing that the plan is used up, from 6,000 events", "0.010 s", failing_over),
}


def measured(work: str, runs: int) -> list[float]:
    """Seconds of a piece of work, each time in a process of its own, the first left out."""
    command = [sys.executable, "-P", __file__, "--work", work]
    said = [
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        for _ in range(runs + 1)
    ]
    return said[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", choices=WORK)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    if arguments.work:
        print(WORK[arguments.work][2]())
        return
    rows = {}
    for work, (name, limit, _) in WORK.items():
        took = measured(work, arguments.runs)
        median = statistics.median(took)
        rows[name] = {"s": round(median, 4), "min": min(took), "max": max(took), "limit": limit}
        print(f"{name:55} {median:7.4f} s  at most {limit}", flush=True)
    document = {
        "commit": commit(), "date": time.strftime("%Y-%m-%d"), "machine": machine(),
        "runs": arguments.runs, "rows": rows, "own_bytes": own_bytes(),
    }  # fmt: skip
    (HERE / "asking.json").write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    lines = [
        HEADING,
        "",
        f"Commit {document['commit']}, {document['date']}, on {document['machine']}.",
        f"One process for each, medians of {arguments.runs} runs after one that does not count.",
        "",
        "| what | median | range | at most |",
        "| --- | ---: | ---: | --- |",
        *(
            f"| {name} | {row['s']:.4f} s | {row['min']:.4f} to {row['max']:.4f} s"
            f" | {row['limit']} |"
            for name, row in rows.items()
        ),
        "",
        f"Our own bytes of a request beside the CV's text: {document['own_bytes']:,} of 6,000.",
        "",
    ]
    page = HERE / "README.md"
    before, _, after = page.read_text("utf-8").partition(f"\n{HEADING}\n")
    _, following, rest = after.partition("\n## ")
    page.write_text("\n".join((before, *lines)) + following + rest, "utf-8")


if __name__ == "__main__":
    main()
