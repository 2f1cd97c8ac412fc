"""One claim about the real GitHub or the real Claude, and what was seen of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim, what was seen in one line, and whether it holds."""

    claim: str
    seen: str
    holds: bool


def finding(claim: str, seen: object, *, holds: bool) -> Finding:
    """A finding; what was seen is foreign, so it becomes one printable line of at most 300."""
    line = " ".join("".join(c if c.isprintable() else " " for c in str(seen)).split())
    return Finding(claim=claim, seen=line[:_LONGEST], holds=holds)


def rows(case: str, findings: Iterable[Finding]) -> Iterator[str]:
    """A table for the job's summary."""
    yield f"### {case}\n\n| claim | seen | |\n|---|---|---|"
    for one in findings:
        seen = one.seen.replace("`", "'").replace("|", "/")
        yield f"| {one.claim} | `{seen or '(nothing)'}` | {'holds' if one.holds else '**fails**'} |"


def keep(path: Path, case: str, findings: Sequence[Finding]) -> None:
    """Add findings to a report, which is a list in JSON."""
    before = json.loads(path.read_text("utf-8")) if path.is_file() else []
    added = [{"case": case, **asdict(one)} for one in findings]
    path.write_text(json.dumps(before + added, indent=2) + "\n", "utf-8")
