"""Measures a run that changes nothing, from its start to its exit, and where its time goes.

It runs in its container and as a process of this machine, by turns, against a small GitHub on
loopback, which answers at once: what is left is ours. Needs what the tests of the image need.
Writes ``container.json`` beside this file and its part of ``README.md``.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.publishing import EVERY, place
from benchmarks.run import ROOT, commit, machine
from cv_action.ledger.event import RunFinished
from cv_action.ledger.segment import unpack
from tests.github_server import GithubServer
from tests.image.conftest import CACHE
from tests.image.engine import IMAGE, ULIMITS, Store, build, make_base, store_in
from tests.step_world import World, read_outputs, step_world

HERE: Final = Path(__file__).parent
HEADING: Final = "## A run that changes nothing"
IN_CONTAINER: Final = "in its container"
ON_MACHINE: Final = "as a process of this machine"
LIMITS: Final = {IN_CONTAINER: "3.0 s"}
PODMAN: Final = (
    *("podman", "--runtime", "runc", "--cgroup-manager", "cgroupfs", "run", "--rm"),
    *("--pull=never", "--network", "host", *ULIMITS),
)
HERE_TOO: Final = [sys.executable, "-I"]
ENTRYPOINT: Final = str(ROOT / "entrypoint.py")
SHOWN: Final = 8


@dataclass(slots=True)
class Measuring:
    """Seconds of each kind of process, and milliseconds of each stage of a run."""

    world: World
    store: Store
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    stages: dict[str, dict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def turn(self) -> None:
        """Each kind of process once."""
        for where, command in ((IN_CONTAINER, contained), (ON_MACHINE, at_home)):
            self.took[where].append(self.job(command))
            for stage, milliseconds in self.newest().stages.items():
                self.stages[where][stage].append(milliseconds)
        empty = [*PODMAN, "--entrypoint", "/bin/true", IMAGE]
        self.took["an empty container"].append(self.timed(empty))
        self.took["an empty Python on this machine"].append(self.timed([*HERE_TOO, "-c", ""]))

    def job(self, command: Callable[[Path, Mapping[str, str]], list[str]]) -> float:
        """Seconds of a run that changes nothing."""
        folder = self.world.new_run()
        environ = {"HOME": str(folder), **self.world.environ(folder, "", key=True), **EVERY}
        took = self.timed(command(folder, environ), environ)
        outcome = read_outputs((folder / "output").read_text("utf-8"))["outcome"]
        if outcome != "unchanged":
            sys.exit(f"the run is not the one that was to be measured: {outcome}")
        return took

    def timed(self, command: list[str], environ: Mapping[str, str] | None = None) -> float:
        own = {"CONTAINERS_STORAGE_CONF": str(self.store.folder / "storage.conf")}
        began = time.perf_counter()
        subprocess.run(
            command, check=True, capture_output=True, env={**os.environ, **own, **(environ or {})}
        )
        return time.perf_counter() - began

    def newest(self) -> RunFinished:
        """What the last run has told the ledger about itself."""
        kept = max(self.world.results.artifacts.values(), key=lambda artifact: artifact.id)
        events = [one for one in unpack(kept.data).events if isinstance(one, RunFinished)]
        return next(one for one in events if one.by.run == self.world.runs)

    def imports(self) -> dict[str, float]:
        """Milliseconds that each package takes to load, its dependencies aside, in one run."""
        folder = self.world.new_run()
        environ = {"PATH": os.environ["PATH"], **self.world.environ(folder, "", key=True), **EVERY}
        done = subprocess.run(
            [*HERE_TOO, "-X", "importtime", ENTRYPOINT],
            env=environ, check=True, capture_output=True, text=True,
        )  # fmt: skip
        found: dict[str, float] = defaultdict(float)
        for line in done.stderr.splitlines():
            own, _, name = (part.strip() for part in line.removeprefix("import time:").split("|"))
            if own.isdigit():
                found[package(name)] += int(own) / 1000
        return dict(sorted(found.items(), key=lambda item: -item[1]))


def package(module: str) -> str:
    """What a module belongs to."""
    root = module.partition(".")[0]
    return "the standard library" if root.lstrip("_") in STANDARD else root


STANDARD: Final = {name.lstrip("_") for name in sys.stdlib_module_names} | {"encodings", "site"}


def contained(folder: Path, environ: Mapping[str, str]) -> list[str]:
    """Why one mount: the runner's are five, of the same kind."""
    named = [f"--env={name}" for name in environ]
    mounted = f"--volume={folder}:{folder}"
    return [*PODMAN, mounted, "--workdir", str(folder / "workspace"), *named, IMAGE]


def at_home(_: Path, __: Mapping[str, str]) -> list[str]:
    return [*HERE_TOO, ENTRYPOINT]


def measured(runs: int) -> dict[str, Any]:
    """Everything, in medians of so many turns after one that does not count."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (
        (CACHE / "lock").open("w") as lock,
        tempfile.TemporaryDirectory() as folder,
        step_world(Path(folder), GithubServer()) as world,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        store = store_in(CACHE)
        make_base(store)
        build(store)
        first = world.new_run()
        environ = {**world.environ(first, "", key=True), **EVERY}
        warm = Measuring(world, store)
        warm.timed(at_home(first, environ), environ)
        warm.turn()
        counted, before = Measuring(world, store), os.getloadavg()
        for _ in range(runs):
            counted.turn()
        return {
            "load": {"before": round(before[0], 2), "after": round(os.getloadavg()[0], 2)},
            "rows": {
                name: {
                    "s": round(statistics.median(took), 3),
                    "min": round(min(took), 3), "max": round(max(took), 3),
                    "limit": LIMITS.get(name, ""),
                }
                for name, took in counted.took.items()
            },
            "stages_ms": {
                where: {name: statistics.median(took) for name, took in stages.items()}
                for where, stages in counted.stages.items()
            },
            "imports_ms": {name: round(took, 1) for name, took in counted.imports().items()},
        }  # fmt: skip


def section(document: Mapping[str, Any]) -> str:
    """The results as a part of the page."""
    stages, imports = document["stages_ms"], document["imports_ms"]
    load = document["load"]
    lines = [
        HEADING,
        "",
        f"Commit {document['commit']}, {document['date']}, on {document['machine']}.",
        "Every document is made and compared, the ledger is read and kept; GitHub answers at once.",
        f"Whole processes by turns, medians of {document['runs']} after one that does not count;",
        f"load {load['before']} before and {load['after']} after.",
        "",
        "| what | wall | range | at most |",
        "| --- | ---: | ---: | --- |",
        *(
            f"| {name} | {row['s']:.3f} s | {row['min']:.3f} to {row['max']:.3f} s"
            f" | {row['limit']} |"
            for name, row in document["rows"].items()
        ),
        "",
        "Where it goes, as the run itself tells the ledger; the rest is its start:",
        "",
        f"| stage | {IN_CONTAINER} | {ON_MACHINE} |",
        "| --- | ---: | ---: |",
        *(
            f"| {name} | {took:.0f} ms | {stages[ON_MACHINE].get(name, 0):.0f} ms |"
            for name, took in stages[IN_CONTAINER].items()
        ),
        "",
        f"Loading modules, in one run on this machine: {sum(imports.values()):.0f} ms, of which",
        ", ".join(f"{name} {took:.0f} ms" for name, took in list(imports.items())[:SHOWN]) + ".",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--dry", action="store_true", help="print only")
    arguments = parser.parse_args()
    document = {
        "commit": commit(), "date": time.strftime("%Y-%m-%d"), "machine": machine(),
        "runs": arguments.runs, **measured(arguments.runs),
    }  # fmt: skip
    print(section(document))
    if not arguments.dry:
        (HERE / "container.json").write_text(json.dumps(document, indent=2) + "\n", "utf-8")
        place(section(document), HEADING)


if __name__ == "__main__":
    main()
