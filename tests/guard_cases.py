"""The guard's table of cases: rewrites of facts of people who do not exist.

``guard/cases.jsonl`` is also what ``cv-action guard`` reads. Beside the case, each line says which
rules may find it (``rules``) and what they must do (``must``): ``block`` it, ``stop`` it (block or
ask), or let it ``pass`` without a finding of weight.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cv_action.evidence.statement import Evidence
from cv_action.guard.wire import decode

FILE = Path(__file__).parent / "guard" / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class GuardCase:
    name: str
    rules: tuple[str, ...]
    must: str
    evidence: Evidence
    rewrite: str


@cache
def guard_cases() -> tuple[GuardCase, ...]:
    return tuple(map(_case, FILE.read_bytes().splitlines()))


def _case(line: bytes) -> GuardCase:
    given = json.loads(line)
    item = decode(line)
    return GuardCase(
        str(item.id), tuple(given["rules"]), given["must"], item.evidence, item.rewrite
    )
