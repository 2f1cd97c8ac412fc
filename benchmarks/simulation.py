"""Measures ``cv-action simulate``: a month of hourly runs, as whole processes.

Writes ``simulation.json`` beside this file and its part of ``README.md``.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.run import ROOT, Figure, commit, machine, measure

HERE = Path(__file__).parent
HEADING = "## A simulated month"
EXAMPLE = ROOT / "examples" / "simulation.yml"
LIMIT = "5.0 s"
EVERY_RUN_PAYS = """\
start: 2026-12-01
days: 31
schedule: "0 * * * *"
facts: 60
tokens_per_fact: {prompt: [120, 200], answer: [40, 120]}
tokens_per_call: 2500
change_rate: {runs: 1, facts: [1, 12]}
run_budget_usd: 100
day_budget_usd: 100
month_budget_usd: 1000
"""
"""The most that a month of hourly runs can hold: each reserves, calls and settles."""


def figures(folder: Path, runs: int) -> list[Figure]:
    """Every figure, in the order in which it is shown."""
    dear = folder / "every-run-pays.yml"
    dear.write_text(EVERY_RUN_PAYS)
    shown = str(EXAMPLE.relative_to(ROOT))
    return [
        measure("744 runs, 197 after changes", ["simulate", shown], runs=runs, limit=LIMIT),
        measure("744 runs, each pays for a call", ["simulate", str(dear)], runs=runs),
    ]


def section(document: dict[str, Any]) -> str:
    """The results as a part of the page."""
    lines = [
        HEADING,
        "",
        f"Commit {document['commit']}, {document['date']}, on {document['machine']}.",
        f"Whole processes, medians of {document['runs']} runs after one that does not count.",
        "",
        "| what | wall | range | CPU | peak memory | at most |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
        *(
            f"| {f['name']} | {f['wall_s']:.3f} s"
            f" | {f['wall_min_s']:.3f} to {f['wall_max_s']:.3f} s | {f['cpu_s']:.3f} s"
            f" | {f['peak_mb']:.0f} MB | {f['limit']} |"
            for f in document["figures"]
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--dry", action="store_true", help="print only")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cv-action-") as folder:
        found = figures(Path(folder), arguments.runs)
    document = {
        "commit": commit(),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "runs": arguments.runs,
        "figures": [
            {key: value for key, value in asdict(one).items() if key != "command"} for one in found
        ],
    }
    if not arguments.dry:
        (HERE / "simulation.json").write_text(json.dumps(document, indent=2) + "\n")
        page = HERE / "README.md"
        before, _, after = page.read_text("utf-8").partition(f"\n{HEADING}\n")
        _, following, rest = after.partition("\n## ")
        page.write_text(f"{before}\n{section(document)}{following}{rest}", "utf-8")


if __name__ == "__main__":
    main()
