"""Counts what a job asks of GitHub, way by way, in repositories of three sizes.

The jobs are whole ones, in this process, against a small GitHub; every request that it gets is
counted. Writes ``publishing.json`` beside this file and its part of ``README.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.run import commit, machine
from tests.github_git import FILE
from tests.step_world import SOURCE, World, step_world

HERE: Final = Path(__file__).parent
HEADING: Final = "## Handing back"
EVERY: Final = {"INPUT_FORMATS": "html,pdf,markdown,text,docx,json"}
USUAL: Final[Mapping[str, str]] = {}
PREVIEW: Final = {"INPUT_MODE": "preview"}
PULL: Final = {"INPUT_PUBLISH": "pull-request"}
ARTIFACT: Final = {"INPUT_PUBLISH": "artifact"}
NONE: Final = {"INPUT_PUBLISH": "none"}
SIZES: Final = {"2 files": (0, 100_000), "1,000 files": (998, 100_000), "too large": (998, 100)}
"""How many files there are beside the CV and a note, and how many entries GitHub lists at once."""
FEW: Final = 20
MORE: Final = 6
BULLET: Final = b"Wrote the tests for the payment service together with two colleagues"


@dataclass(frozen=True, slots=True)
class Counted:
    """The requests of one job: to the repository and to its artifacts, by kind."""

    name: str
    repository: Mapping[str, int]
    artifacts: Mapping[str, int]
    most: int

    @property
    def total(self) -> int:
        return sum(self.repository.values()) + sum(self.artifacts.values())


class Counting:
    """Runs jobs in a world and counts what each asks for."""

    def __init__(self, world: World) -> None:
        self.world = world

    def job(
        self, name: str, outcome: str, *, most: int = 0, more: Mapping[str, str] = USUAL
    ) -> Counted:
        """A job that has to end as foreseen; ``most`` is how many requests it may make."""
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123  no path of ours
            found = self.world.job({**EVERY, **more}, key=True)
        if found != outcome:
            sys.exit(f"{name}: the job is not the one that was to be counted: {found}")
        counted = Counted(
            name,
            Counter(step.value for step, _ in self.world.github.asked),
            Counter(step.value for step, _ in self.world.results.asked),
            most,
        )
        if most and counted.total > most:
            sys.exit(f"{name}: {counted.total} requests, of {most}")
        return counted

    def edit(self, old: bytes, new: bytes) -> None:
        """Let the owner edit the CV."""
        files = self.world.github.files()
        self.world.github.push({"cv.json": files["cv.json"].replace(old, new)}, by="maren")


def commits(here: Counting) -> Iterator[Counted]:
    yield here.job("commit: the first, with a call", "enhanced")
    still = here.job("commit: nothing has changed", "unchanged", most=FEW)
    yield still
    yield here.job(
        "commit: nothing has changed, by schedule", "unchanged", most=FEW,
        more={"GITHUB_EVENT_NAME": "schedule"},
    )  # fmt: skip
    here.edit(b',\n        "' + BULLET + b'"', b"")
    eight = here.job("commit: 8 files", "rendered", most=still.total + MORE)
    if len(here.world.report["changed_files"]) != 8:  # noqa: PLR2004  as its name says
        sys.exit("the commit is not one of 8 files")
    yield eight
    here.edit(b"Maren Solbakken", b"Maren Bakken")
    yield here.job("preview: 7 files would change", "previewed", more=PREVIEW)
    yield here.job("commit: 7 files, after a preview of them", "rendered")
    yield here.job("rollback", "rolled-back", more={"INPUT_MODE": "rollback"})
    yield here.job("commit: held after a rollback", "unchanged", most=FEW)


def pulls(here: Counting) -> Iterator[Counted]:
    yield here.job("pull request: opened, with a call", "enhanced", more=PULL)
    yield here.job("pull request: nothing new", "unchanged", more=PULL)
    here.edit(b"Maren Solbakken", b"Maren Bakken")
    yield here.job("pull request: updated", "rendered", more=PULL)
    here.world.github.pulls[1].state = "closed"
    yield here.job("pull request: opened again after it was closed", "rendered", more=PULL)


def others(here: Counting) -> Iterator[Counted]:
    yield here.job("artifact: the first, with a call", "enhanced", more=ARTIFACT)
    yield here.job("artifact: nothing has changed", "unchanged", more=ARTIFACT, most=FEW)
    yield here.job("none: the first, with a call", "enhanced", more=NONE)
    yield here.job("none: later", "rendered", more=NONE, most=FEW)


LIVES: Final[tuple[Callable[[Counting], Iterator[Counted]], ...]] = (commits, pulls, others)


def counted(size: str) -> list[Counted]:
    """Every job in repositories of one size, each life in one of its own."""
    found: list[Counted] = []
    files, shown = SIZES[size]
    for life in LIVES:
        with tempfile.TemporaryDirectory() as folder, step_world(Path(folder)) as world:
            blob = world.github.objects.blob(SOURCE)
            more = [(f"src/{n % 20}/{n}.json", FILE, blob) for n in range(files)]
            if more:
                world.github.commit_on("main", more, "Everything else", by="maren")
            world.github.most_entries = shown
            found += life(Counting(world))
    return found


def kinds(found: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in found.items()) or "-"


def section(document: Mapping[str, object], found: Mapping[str, list[Counted]]) -> str:
    """The results as a part of the page."""
    smallest, *_ = found
    lines = [
        HEADING,
        "",
        f"Commit {document['commit']}, {document['date']}, on {document['machine']}.",
        "Requests of one job to GitHub, every one counted, those of the ledger included, in a",
        "repository of two files, in one of 1,000, and in one whose tree GitHub cuts short.",
        "",
        f"| job | {' | '.join(found)} | at most |",
        f"| --- |{' ---: |' * len(found)} ---: |",
        *(
            f"| {row[0].name} | {' | '.join(str(one.total) for one in row)} | {row[0].most or ''} |"
            for row in zip(*found.values(), strict=True)
        ),
        "",
        f"Where there are {smallest}, by kind:",
        "",
        "| job | repository | artifacts |",
        "| --- | --- | --- |",
        *(
            f"| {one.name} | {kinds(one.repository)} | {kinds(one.artifacts)} |"
            for one in found[smallest]
        ),
    ]
    return "\n".join(lines) + "\n"


def place(text: str, heading: str) -> None:
    """Put a part into the page, where it was or at the end."""
    page = HERE / "README.md"
    before, _, after = page.read_text("utf-8").partition(f"\n{heading}\n")
    _, following, rest = after.partition("\n## ")
    page.write_text(f"{before}\n{text}{following}{rest}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="print only")
    arguments = parser.parse_args()
    found = {size: counted(size) for size in SIZES}
    for row in zip(*found.values(), strict=True):
        print(f"{row[0].name:48}", *(f"{one.total:4}" for one in row))
    if arguments.dry:
        return
    document = {
        "commit": commit(), "date": time.strftime("%Y-%m-%d"), "machine": machine(),
        "requests": {
            size: {
                one.name: {
                    "all": one.total, "at_most": one.most or None,
                    "repository": one.repository, "artifacts": one.artifacts,
                }
                for one in rows
            }
            for size, rows in found.items()
        },
    }  # fmt: skip
    (HERE / "publishing.json").write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    place(section(document, found), HEADING)


if __name__ == "__main__":
    main()
