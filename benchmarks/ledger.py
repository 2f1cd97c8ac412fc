"""Measures the ledger: how long it takes to pack and read, and how often it asks.

Times are of one process each, around the work alone; the peak is the whole process's. Requests are
counted on a shelf in memory as GitHub would: a page of 100 entries is one, a download two, an
upload four. Writes ``ledger.json`` beside this file and its part of ``README.md``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.run import commit, machine
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.accounts import bookings
from cv_action.ledger.event import Called, Entry, Reserved, RunFinished, Settled, WindowSeen, Writer
from cv_action.ledger.memory import Memory
from cv_action.ledger.segment import Segment, pack, unpack
from cv_action.quota.windows import windows
from tests.jobs import light_segments
from tests.ledger_jobs import hourly, weekly

HERE = Path(__file__).parent
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
HEADING = "## The ledger"
COST = Decimal("0.031275")
CALLS = 3
MANY, YEAR = 100_000, 6_000


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds of one piece of work and megabytes of its process: medians, and the range."""

    name: str
    events: int
    wall_s: float
    wall_min_s: float
    wall_max_s: float
    cpu_s: float
    peak_mb: float
    limit: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests of a job that spends and of one that does not."""

    history: str
    spending: int
    otherwise: int


def run_of(number: int) -> tuple[Entry, ...]:
    """What one run with three calls writes down."""
    at = BEGUN + timedelta(minutes=5 * number)
    nonce = f"{number:032x}"
    by = Writer(run=10**10 + number, attempt=1, job="cv", nonce=nonce)
    wanted = Reserved(
        id=f"{nonce}-0", at=at, by=by, usd=Decimal("0.42"), until=at + timedelta(minutes=30)
    )
    calls = (
        Called(
            id=f"{nonce}-{n}", at=at, by=by, lane=Lane.API, model="claude-sonnet-5-5", usd=COST,
            list_usd=COST, usage=Usage(input=8_000, output=512), reservation=wanted.id,
        )
        for n in range(1, CALLS + 1)
    )  # fmt: skip
    return (
        wanted,
        *calls,
        WindowSeen(
            id=f"{nonce}-w", at=at, by=by, window="five_hour", status="allowed", utilization=0.25
        ),
        Settled(
            id=f"{nonce}-s", at=at, by=by, reservation=wanted.id, calls=CALLS, usd=CALLS * COST
        ),
        RunFinished(
            id=f"{nonce}-f", at=at, by=by, mode="comprehensive", outcome="enhanced",
            stages={"read": 12, "ask": 8_400, "render": 420},
        ),
    )  # fmt: skip


def history(count: int) -> Segment:
    """A segment of that many events, seven for each run."""
    runs = range(-(-count // 7))
    events = [event for number in runs for event in run_of(number)][:count]
    return Segment(events=frozenset(events), absorbed=frozenset(range(600)), horizon=BEGUN)


def packing(data: bytes) -> Callable[[], object]:
    """Everything that an upload costs before its first byte leaves."""
    segment = unpack(data)
    return lambda: pack(segment)


def loading(data: bytes) -> Callable[[], object]:
    """Everything from a segment's bytes to what it says about money and windows."""

    def load() -> object:
        memory = Memory(horizon=BEGUN, now=BEGUN).with_segment(1, unpack(data))
        return bookings(memory.events), windows(memory.events, BEGUN + timedelta(days=400))

    return load


WORK: dict[str, Callable[[bytes], Callable[[], object]]] = {"pack": packing, "load": loading}


def child(work: str, source: Path) -> None:
    """Do one piece of work once and say what it took."""
    prepared = WORK[work](source.read_bytes())
    wall, cpu = time.perf_counter(), time.process_time()
    prepared()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak_mb()}))


def peak_mb() -> float:
    """The most memory that this process had; the usual count begins with its parent's."""
    status = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def measured(work: str, name: str, source: Path, *, events: int, runs: int, limit: str) -> Figure:
    """Medians of a piece of work, each time in a process of its own."""
    command = [sys.executable, "-P", __file__, "--work", work, "--source", str(source)]
    said = [
        json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        for _ in range(runs + 1)
    ][1:]
    walls = [one["wall"] for one in said]
    figure = Figure(
        name=name,
        events=events,
        wall_s=round(statistics.median(walls), 3),
        wall_min_s=round(min(walls), 3),
        wall_max_s=round(max(walls), 3),
        cpu_s=round(statistics.median(one["cpu"] for one in said), 3),
        peak_mb=round(statistics.median(one["peak"] for one in said), 1),
        limit=limit,
    )
    shown = f"{figure.wall_s:7.3f} s {figure.cpu_s:7.3f} s {figure.peak_mb:6.1f} MB"
    print(f"{name:34} {events:8,} {shown}", flush=True)
    return figure


def figures(folder: Path, runs: int) -> list[Figure]:
    """Every time, in the order in which it is shown."""
    found = []
    for count, limits in ((MANY, ("2.0 s, 300 MB",) * 2), (YEAR, ("", "0.120 s"))):
        source = folder / f"{count}.zip"
        source.write_bytes(pack(history(count)))
        for (work, name), limit in zip(
            (("pack", "pack, and read back"), ("load", "unpack, unite, fold")), limits, strict=True
        ):
            found.append(measured(work, name, source, events=count, runs=runs, limit=limit))
    return found


def asked() -> list[Asked]:
    """Every count of requests."""
    with light_segments():
        found = [Asked(f"{weeks:,} weekly segments", *weekly(weeks)) for weeks in (1, 100, 1000)]
        hours = list(hourly(2))
    monday = hours[len(hours) // 2]
    worst = (max(one for one, _ in hours), max(other for _, other in hours))
    return [
        *found,
        Asked("an hourly week, the Monday after", *monday),
        Asked("two hourly weeks, the worst hour", *worst),
    ]


def section(document: dict[str, Any]) -> str:
    """The results as a part of the page."""
    lines = [
        HEADING,
        "",
        f"Commit {document['commit']}, {document['date']}, on {document['machine']}.",
        f"One process for each, medians of {document['runs']} runs after one that does not count.",
        "",
        "| what | events | wall | range | CPU | peak memory | at most |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
        *(
            f"| {f['name']} | {f['events']:,} | {f['wall_s']:.3f} s"
            f" | {f['wall_min_s']:.3f} to {f['wall_max_s']:.3f} s | {f['cpu_s']:.3f} s"
            f" | {f['peak_mb']:.0f} MB | {f['limit']} |"
            for f in document["figures"]
        ),
        "",
        "Requests of one job to GitHub, uploads counted as four and downloads as two:",
        "",
        "| history | a job that spends (at most 28) | any other (at most 16) |",
        "| --- | ---: | ---: |",
        *(f"| {a['history']} | {a['spending']} | {a['otherwise']} |" for a in document["requests"]),
    ]
    return "\n".join(lines) + "\n"


def shown(page: Path, document: dict[str, Any]) -> None:
    """Put the results under their heading, in place of those that were there."""
    before, _, after = page.read_text("utf-8").partition(f"\n{HEADING}\n")
    _, following, rest = after.partition("\n## ")
    page.write_text(f"{before}\n{section(document)}{following}{rest}", "utf-8")


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--work", choices=WORK, help="do one piece of work once, for the measurer")
    parser.add_argument("--source", type=Path)
    parser.add_argument("--dry", action="store_true", help="print only")
    arguments = parser.parse_args()
    if arguments.work:
        child(arguments.work, arguments.source)
        return
    with tempfile.TemporaryDirectory(prefix="cv-action-") as folder:
        found = figures(Path(folder), arguments.runs)
    counted = asked()
    print(*counted, sep="\n")
    document = {
        "commit": commit(), "date": datetime.now(UTC).date().isoformat(), "machine": machine(),
        "runs": arguments.runs, "figures": [asdict(one) for one in found],
        "requests": [asdict(one) for one in counted],
    }  # fmt: skip
    if not arguments.dry:
        (HERE / "ledger.json").write_text(json.dumps(document, indent=2) + "\n")
        shown(HERE / "README.md", document)


if __name__ == "__main__":
    main()
