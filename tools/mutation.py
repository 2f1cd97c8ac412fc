"""Break the guard's code one thing at a time and count how many of the breaks a test notices.

``make mutation`` breaks everything that ``mutants.py`` knows to break; ``ARGS="--sample 40 --only
person"`` makes it shorter. Two workers share the breaks; each break is tried in a process of its
own, over a copy of the work tree in which the broken module is never written, only imported.

The same code and the same tests give the same survivors: the sample has a seed, Hypothesis draws
the same examples each time, and what does not end is stopped by the processor time that it took.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Final

import hypothesis
import pytest

from tools.mutants import Mutant, mutants

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = "cv_action/guard"
WORKERS: Final = 2
SECONDS: Final = 120
"""Of processor time; all tests together take a tenth of it."""
BYTES: Final = 2 * 10**9
EXAMPLES: Final = 30
COPIED: Final = (
    "pyproject.toml", "cv_action/**/*", "tests/*.py", "tests/guard/*", "tests/unit/test_guard_*.py"
)  # fmt: skip
NOTICED: Final = {pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}
"""A test failed, or no test could be collected any more, or it took too long."""
OWN: Final = ("hashes", "limits")
"""Topics that say nothing about modules which their tests do not import."""
PLUGINS: Final = ("randomly", "cacheprovider", "xdist", "pytest_cov")
OPTIONS: Final = (
    "-x",
    "-q",
    "-Wignore::pytest.PytestAssertRewriteWarning",
    *(f"-pno:{name}" for name in PLUGINS),
)


class Broken(InspectLoader):
    """Imports the broken module in the place of the whole one."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.mutant.module else None

    def get_source(self, fullname: str) -> str:
        return self.mutant.source if fullname == self.mutant.module else ""


class FewExamples:
    """Fewer examples of each property: another mutant is tried in the time."""

    def pytest_collection(self) -> None:
        hypothesis.settings.register_profile(
            "few", derandomize=True, max_examples=EXAMPLES, deadline=None
        )
        hypothesis.settings.load_profile("few")


@cache
def tests_of(path: str) -> list[str]:
    """Of the copy's tests: the module's own, those that import it, the cases, the rest."""
    stem, name = Path(path).stem, path.removesuffix(".py").replace("/", ".")
    package, _, _ = name.rpartition(".")
    imports = (f"from {name} import", f"from {package} import {stem}\n")
    ways: dict[str, int] = {}
    for test in sorted(Path("tests", "unit").glob("test_guard_*.py")):
        topic = test.stem.removeprefix("test_guard_")
        near = any(line in test.read_text("utf-8") for line in imports)
        if near or topic not in OWN or not path.endswith(".py"):
            order = (topic == stem, near and topic != "laws", topic == "cases", topic != "laws")
            ways[str(test)] = (*order, True).index(True)
    return sorted(ways, key=lambda test: (ways[test], test))


def fails(mutant: Mutant | None) -> bool:
    """Whether a test notices; without a mutant, whether one fails anyway. Ends this process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
    if mutant:
        sys.dont_write_bytecode = True
        sys.meta_path.insert(0, Broken(mutant))
        signal.signal(signal.SIGVTALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    tests = tests_of(mutant.path if mutant else PACKAGE)
    told = pytest.main([*OPTIONS, *tests], plugins=[FewExamples()])
    if told not in NOTICED and told != pytest.ExitCode.OK:
        raise RuntimeError(f"The tests could not be run: {told!r}.")
    return told in NOTICED


def chosen(arguments: argparse.Namespace) -> list[Mutant]:
    paths = sorted(str(path.relative_to(ROOT)) for path in (ROOT / PACKAGE).rglob("*.py"))
    wanted = [path for path in paths if not arguments.only or Path(path).stem in arguments.only]
    found = [mutant for path in wanted for mutant in mutants(ROOT, path)]
    size = min(arguments.sample or len(found), len(found))
    drawn = random.Random(arguments.seed).sample(found, size)  # noqa: S311  no secret is drawn
    return sorted(drawn, key=lambda mutant: (mutant.path, mutant.line))


def survivors(todo: list[Mutant]) -> Iterator[Mutant]:
    with tempfile.TemporaryDirectory() as folder:
        for path in (path for pattern in COPIED for path in ROOT.glob(pattern) if path.is_file()):
            copy = Path(folder, path.relative_to(ROOT))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        os.chdir(folder)
        sys.path[:] = [folder, *(path for path in sys.path if Path(path) != ROOT)]
        fresh = multiprocessing.get_context("fork").Pool(WORKERS, maxtasksperchild=1)
        with fresh:
            if fresh.apply(fails, (None,)):
                sys.exit("The tests fail before anything is broken.")
            for mutant, noticed in zip(todo, fresh.imap(fails, todo), strict=True):
                if not noticed:
                    print(f"survived  {mutant.path}:{mutant.line}: {mutant.what}", flush=True)
                    yield mutant
            if fresh.apply(fails, (None,)):
                sys.exit("The tests fail when nothing is broken, so that nothing was measured.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="so many, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], metavar="MODULE")
    todo = chosen(parser.parse_args())
    survived = Counter(mutant.path for mutant in survivors(todo))
    print("| module | broken | noticed | % |\n| --- | ---: | ---: | ---: |")
    for path, count in sorted(Counter(mutant.path for mutant in todo).items()):
        noticed = count - survived[path]
        name = path.removeprefix(f"{PACKAGE}/").removesuffix(".py")
        print(f"| {name} | {count} | {noticed} | {100 * noticed / count:.0f} |")
    noticed = len(todo) - survived.total()
    print(f"| all | {len(todo)} | {noticed} | {100 * noticed / max(1, len(todo)):.1f} |")


if __name__ == "__main__":
    main()
