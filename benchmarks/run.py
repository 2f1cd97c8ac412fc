"""Measures the program as a person meets it: whole processes, medians of several runs.

Every figure comes from the operating system's account of a finished process. Run it with
``make bench``; it writes ``results.json`` and ``README.md`` beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
PROGRAM = [sys.executable, "-P", "-m", "cv_action"]
SIZES = (25, 50, 100, 200)


HOSTILE = {
    "60,000 open emphases": "# Maren\n## Experience\n" + "_a " * 60_000,
    "30,000 headings": "# Maren\n## Experience\n" + "### X\n" * 30_000,
    "150,000 brackets": "# Maren\n\n" + "[" * 150_000,
}
"""Files that are made to take long."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Seconds and megabytes of one command: medians, and the range of the wall time."""

    name: str
    command: str
    runs: int
    wall_s: float
    wall_min_s: float
    wall_max_s: float
    cpu_s: float
    peak_mb: float
    limit: str


@dataclass(frozen=True, slots=True)
class Run:
    wall: float
    cpu: float
    peak_mb: float


def once(command: list[str]) -> Run:
    """Run a command to its end and take what the system says it used."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{shlex.join(command)} failed with {child.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(name: str, arguments: list[str], *, runs: int, limit: str = "") -> Figure:
    """Measure one command after one run that does not count."""
    command = [*PROGRAM, *arguments]
    once(command)
    done = [once(command) for _ in range(runs)]
    shown = ["cv-action", *("DIR" if "/bench-" in a else a for a in arguments)]
    figure = Figure(
        name=name,
        command=shlex.join(shown),
        runs=runs,
        wall_s=round(statistics.median(run.wall for run in done), 3),
        wall_min_s=round(min(run.wall for run in done), 3),
        wall_max_s=round(max(run.wall for run in done), 3),
        cpu_s=round(statistics.median(run.cpu for run in done), 3),
        peak_mb=round(statistics.median(run.peak_mb for run in done), 1),
        limit=limit,
    )
    print(f"{name:34} {figure.wall_s:7.3f} s  {figure.peak_mb:6.1f} MB", flush=True)
    return figure


def long_cv(cv: dict[str, Any], roles: int) -> bytes:
    """The same person with that many roles, each at an employer of its own."""
    work = [
        cv["work"][i % len(cv["work"])] | {"name": f"Employer {i}", "startDate": str(2200 - i)}
        | {"endDate": str(2201 - i)}
        for i in range(roles)
    ]  # fmt: skip
    return json.dumps(cv | {"work": work}).encode()


def figures(cv: Path, folder: Path, runs: int) -> list[Figure]:
    """Every figure, in the order in which it is shown."""

    def made(name: str, source: Path, *options: str, limit: str = "") -> Figure:
        # A folder of its own for each run would hide the cost of writing; a fresh one for each
        # figure makes the first, uncounted run write and the counted ones compare.
        target = str(folder / f"bench-{name}".replace(" ", "-"))
        arguments = ["render", str(source), "--output-dir", target, *options]
        return measure(name, arguments, runs=runs, limit=limit)

    found = [
        measure("process start", ["--version"], runs=runs, limit="0.150 s"),
        measure("help of a command", ["render", "--help"], runs=runs, limit="0.150 s"),
        measure(
            "whole offline run",
            ["run", "--cv", str(cv), "--output-dir", str(folder / "bench-run")],
            runs=runs,
            limit="1.0 s, 150 MB",
        ),
        made("PDF alone", cv, "--formats", "pdf", limit="0.3 s"),
        made("page alone", cv, "--formats", "html"),
        made("DOCX alone", cv, "--formats", "docx"),
    ]
    for name, text in HOSTILE.items():
        source = folder / f"{name}.md"
        source.write_text(text)
        found.append(measure(f"lint, {name}", ["lint", str(source)], runs=runs))
    document = json.loads(cv.read_bytes())
    for roles in SIZES:
        source = folder / f"{roles}.json"
        source.write_bytes(long_cv(document, roles))
        found.append(made(f"{roles} roles, every format", source))
    return found


def machine() -> str:
    """What the figures were measured on."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


def commit() -> str:
    """The commit that was measured, marked when the tree had changes."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12"],  # noqa: S607  the machine's git
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return said.stdout.strip() or "unknown"


def table(document: dict[str, Any]) -> str:
    """The results as a page."""
    lines = [
        "# Benchmarks",
        "",
        f"Commit {document['commit']}, {document['date']}, on {document['machine']}.",
        f"Made by `{document['command']}`.",
        f"Whole processes, medians of {document['runs']} runs after one that does not count.",
        "",
        "| what | command | wall | range | CPU | peak memory | at most |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    lines += [
        f"| {f['name']} | `{f['command']}` | {f['wall_s']:.3f} s"
        f" | {f['wall_min_s']:.3f} to {f['wall_max_s']:.3f} s | {f['cpu_s']:.3f} s"
        f" | {f['peak_mb']:.0f} MB | {f['limit']} |"
        for f in document["figures"]
    ]
    lines += ["", f"CPU time for each further role, from {SIZES[0]} to {SIZES[-1]} roles:", ""]
    lines += [f"- {step}" for step in document["scaling"]]
    return "\n".join(lines) + "\n"


def scaling(found: list[Figure]) -> list[str]:
    """What a role costs between each size and the next: the same when the cost is linear."""
    times = [figure.cpu_s for figure in found[-len(SIZES) :]]
    pairs = zip(SIZES, SIZES[1:], times, times[1:], strict=False)
    return [
        f"{low} to {high}: {(after - before) / (high - low) * 1000:.1f} ms"
        for low, high, before, after in pairs
    ]


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cv", type=Path, default=ROOT / "examples" / "cv.json")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--dry", action="store_true", help="print only")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cv-action-") as folder:
        found = figures(arguments.cv.resolve(), Path(folder), arguments.runs)
    document = {
        "commit": commit(),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "command": "make bench",
        "runs": arguments.runs,
        "figures": [asdict(figure) for figure in found],
        "scaling": scaling(found),
    }
    print(*scaling(found), sep="\n")
    if not arguments.dry:
        (HERE / "results.json").write_text(json.dumps(document, indent=2) + "\n")
        (HERE / "README.md").write_text(table(document))


if __name__ == "__main__":
    main()
