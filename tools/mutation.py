"""Break the guard's code one thing at a time and count how many of the breaks a test notices.

``make mutation`` breaks everything that it knows to break; ``ARGS="--sample 40 --only person"``
makes it shorter. Two workers share the breaks, each in a copy of its own, so that the work tree is
left alone. The same code and the same tests give the same survivors: the sample has a seed, and
Hypothesis draws the same examples each time.

Not broken, since nothing could notice it by construction: the flags of dataclasses, the sizes of
caches, ``strict=`` of zip, which only holds an assumption of the code itself.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import os
import py_compile
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = "cv_action/guard"
WORKERS: Final = 2
SLOWEST: Final = 20
"""So many times what all tests take together, and a mutant that still runs never ends."""
LAST: Final = ("hashes", "limits", "laws")
"""Slow, and about everything."""
SWAPS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
WEAKER: Final = {"BLOCK": "ASK", "ASK": "PASS"}
PLUGINS: Final = ("randomly", "cacheprovider", "xdist", "pytest_cov")
PYTEST: Final = ("-P", "-m", "pytest", "-x", "-q", *(f"-pno:{name}" for name in PLUGINS))


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing broken."""

    path: str
    line: int
    what: str
    source: str


def mutants(path: str) -> Iterator[Mutant]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    harmless = {id(part) for node in ast.walk(tree) for part in of_no_effect(node)}
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in harmless or not broken(deepcopy(node)):
            continue
        changed = deepcopy(tree)
        what = broken(list(ast.walk(changed))[place])
        yield Mutant(path, getattr(node, "lineno", 0), what, ast.unparse(changed))


def of_no_effect(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that no test could notice the change of."""
    match node:
        case ast.Call(func=ast.Name(id="dataclass" | "lru_cache")):
            yield from ast.walk(node)
        case ast.keyword(arg="strict"):
            yield from ast.walk(node)


def broken(node: ast.AST) -> str:
    """Break a node in place, and say how; nothing when there is nothing to break in it."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPS:
            node.ops = [SWAPS[type(op)]()]
            return f"{type(op).__name__} became {SWAPS[type(op)].__name__}"
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            return f"a condition became {type(node.op).__name__}"
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            node.value = ast.Constant(None)
            return "a finding was not given"
        case ast.Constant(value=int()) | ast.UnaryOp(op=ast.Not()) | ast.Attribute():
            return other_value(node)
        case _:
            return ""


def other_value(node: ast.Constant | ast.UnaryOp | ast.Attribute) -> str:
    match node:
        case ast.UnaryOp():
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
            return "a not was dropped"
        case ast.Constant(value=bool() as value):
            node.value = not value
            return f"{value} became {not value}"
        case ast.Constant(value=int() as value):
            node.value = value + 1
            return f"{value} became {value + 1}"
        case ast.Attribute(attr=attr, value=ast.Name(id="Effect")) if attr in WEAKER:
            node.attr = WEAKER[attr]
            return f"{attr} became {WEAKER[attr]}"
        case _:
            return ""


@cache
def tests_of(path: str) -> list[str]:
    """All of the guard's tests: the module's own, those that import it, the cases, the rest."""
    stem, name = Path(path).stem, path.removesuffix(".py").replace("/", ".")
    package, _, _ = name.rpartition(".")
    imports = (f"from {name} import", f"from {package} import {stem}\n")

    def distance(test: Path) -> tuple[int, str]:
        topic = test.stem.removeprefix("test_guard_")
        near = any(line in test.read_text("utf-8") for line in imports)
        ways = (topic == stem, near and topic not in LAST, topic == "cases", topic not in LAST)
        return next((step for step, way in enumerate(ways) if way), len(ways)), topic

    found = sorted((ROOT / "tests" / "unit").glob("test_guard_*.py"), key=distance)
    return [str(test.relative_to(ROOT)) for test in found]


def copied(folder: Path) -> Path:
    """A copy whose compiled files are valid only for the very text that they were made of."""
    for name in ("cv_action", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(folder / "cv_action", quiet=1, invalidation_mode=checked)
    return folder


def fails(copy: Path, tests: list[str], *, seconds: float | None, compiled: str = "1") -> bool:
    own = {"PYTHONDONTWRITEBYTECODE": compiled, "PYTHONPATH": str(copy), "CI": "1"}
    try:
        done = subprocess.run(
            [sys.executable, *PYTEST, *tests], cwd=copy, env={**os.environ, **own},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=seconds,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def is_killed(mutant: Mutant, copies: SimpleQueue[Path], seconds: float) -> bool:
    copy = copies.get()
    target = copy / mutant.path
    whole = target.read_text("utf-8")
    target.write_text(mutant.source, "utf-8")
    try:
        return fails(copy, tests_of(mutant.path), seconds=seconds)
    finally:
        target.write_text(whole, "utf-8")
        copies.put(copy)


def chosen(arguments: argparse.Namespace) -> list[Mutant]:
    paths = sorted(str(path.relative_to(ROOT)) for path in (ROOT / PACKAGE).rglob("*.py"))
    wanted = [path for path in paths if not arguments.only or Path(path).stem in arguments.only]
    found = [mutant for path in wanted for mutant in mutants(path)]
    size = min(arguments.sample or len(found), len(found))
    drawn = random.Random(arguments.seed).sample(found, size)  # noqa: S311  no secret is drawn
    return sorted(drawn, key=lambda mutant: (mutant.path, mutant.line))


def survivors(todo: list[Mutant]) -> Iterator[Mutant]:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        began = time.monotonic()
        for number in range(WORKERS):
            copy = copied(Path(folder) / str(number))
            if fails(copy, tests_of(PACKAGE), seconds=None, compiled=""):
                sys.exit("The tests fail before anything is broken.")
            copies.put(copy)
        seconds = SLOWEST * (time.monotonic() - began) / WORKERS
        killed = pool.map(lambda mutant: is_killed(mutant, copies, seconds), todo)
        for mutant, noticed in zip(todo, killed, strict=True):
            if not noticed:
                print(f"survived  {mutant.path}:{mutant.line}: {mutant.what}", flush=True)
                yield mutant


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
