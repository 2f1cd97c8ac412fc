"""Modules with one thing broken.

Not broken, since nothing could notice it by construction: the flags of dataclasses, the sizes of
caches, ``strict=`` of zip, which only holds an assumption of the code itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SWAPS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
WEAKER: Final = {"BLOCK": "ASK", "ASK": "PASS"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing broken; ``path`` is relative to the root."""

    path: str
    line: int
    what: str
    source: str

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".")


def mutants(root: Path, path: str) -> Iterator[Mutant]:
    tree = ast.parse((root / path).read_text("utf-8"))
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
