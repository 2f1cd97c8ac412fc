"""Break the guard's rules one at a time and count how many of the breaks a test notices.

``make mutation`` runs it; ``ARGS="--sample 40 --only person tense"`` makes it shorter. The work
tree is left alone: the changes are made in a copy.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGE: Final = "cv_action/guard"
SWAPS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
WEAKER: Final = {"BLOCK": "ASK", "ASK": "PASS"}
SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing broken."""

    path: str
    line: int
    what: str
    source: str


def mutants(path: str) -> Iterator[Mutant]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    for place, node in enumerate(ast.walk(tree)):
        changed = deepcopy(tree)
        twin = list(ast.walk(changed))[place]
        what = broken(twin)
        if what:
            yield Mutant(path, getattr(node, "lineno", 0), what, ast.unparse(changed))


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


def is_killed(mutant: Mutant, copy: Path) -> bool:
    target = copy / mutant.path
    whole = target.read_text("utf-8")
    target.write_text(mutant.source, "utf-8")
    try:
        return any(fails(test, copy) for test in tests_of(mutant.path))
    finally:
        target.write_text(whole, "utf-8")


def tests_of(path: str) -> list[str]:
    """The module's own tests, then those of everything."""
    own = f"tests/unit/test_guard_{Path(path).stem}.py"
    others = [f"tests/unit/test_guard_{name}.py" for name in ("cases", "words", "laws")]
    return [test for test in dict.fromkeys([own, *others]) if (ROOT / test).exists()]


def fails(test: str, copy: Path) -> bool:
    command = [sys.executable, "-P", "-m", "pytest", "-x", "-q", "-p", "no:randomly"]
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy), "CI": "1"}
    try:
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", test],
            cwd=copy, env=environ, capture_output=True, check=False, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def copied(folder: Path) -> Path:
    for name in ("cv_action", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def chosen(arguments: argparse.Namespace) -> list[Mutant]:
    paths = sorted(str(path.relative_to(ROOT)) for path in (ROOT / PACKAGE).rglob("*.py"))
    wanted = [path for path in paths if not arguments.only or Path(path).stem in arguments.only]
    found = [mutant for path in wanted for mutant in mutants(path)]
    size = min(arguments.sample or len(found), len(found))
    return random.Random(arguments.seed).sample(found, size)  # noqa: S311  no secret is drawn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="so many, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], metavar="MODULE")
    todo = chosen(parser.parse_args())
    killed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        if any(fails(test, copy) for path in {m.path for m in todo} for test in tests_of(path)):
            sys.exit("The tests fail before anything is broken.")
        for mutant in sorted(todo, key=lambda mutant: (mutant.path, mutant.line)):
            if is_killed(mutant, copy):
                killed[mutant.path] += 1
            else:
                print(f"survived  {mutant.path}:{mutant.line}: {mutant.what}", flush=True)
    for path, count in sorted(Counter(mutant.path for mutant in todo).items()):
        print(f"{killed[path]:>4} of {count:<4} {path}")
    print(f"{killed.total()} of {len(todo)} were noticed")


if __name__ == "__main__":
    main()
