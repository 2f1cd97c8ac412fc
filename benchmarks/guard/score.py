"""Measures the guard on rewrites that people have labelled: what it stops, rightly and wrongly.

    python -P benchmarks/guard/score.py [FOLDER]

The folder holds ``edits.jsonl``, ``documents.jsonl`` and ``minimal_edits.jsonl``; without it
nothing is measured and nothing is written. Writes ``results.json`` and ``README.md`` beside this
file; no text of the data is in either.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.guard.report import page

HERE = Path(__file__).parent
FOLDER = HERE.parents[1].parent / "shared" / "data" / "guard"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the guard said of one rewrite: the rules that block, and whether any asks."""

    true: bool
    group: str
    kinds: tuple[str, ...]
    blocking: frozenset[str]
    asks: bool
    seconds: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the guard on labelled rewrites.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    if not (folder / "edits.jsonl").is_file():
        print(f"guard: no labelled rewrites at {folder}, so nothing is measured")
        return
    results = measured(folder)
    (HERE / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    (HERE / "README.md").write_text(page(results), encoding="utf-8")
    best = results["edits"]["all"]
    print(
        f"guard: balanced accuracy {best['balanced_accuracy']}, recall {best['recall']},"
        f" false blocks {best['false_blocks']}"
    )


def measured(folder: Path) -> dict[str, Any]:
    load = load_seconds()
    from benchmarks.guard.worst import (  # noqa: PLC0415  the guard's import is measured
        by_evidence,
        longest_by_rule,
    )

    edits = edit_outcomes(folder)
    minimal = minimal_outcomes(folder)
    return {
        "python": ".".join(map(str, sys.version_info[:3])),
        "edits": {
            "all": figures(edits),
            "asks_as_blocks": figures(edits, stops=lambda o: bool(o.blocking) or o.asks),
            "by_domain": grouped(edits, lambda o: (o.group,)),
            "by_edit": grouped(edits, lambda o: o.kinds or ("(none named)",)),
            "without_domain": spread(edits),
            "rules": by_rule(edits),
        },
        "minimal": {name: figures(found) for name, found in minimal.items()},
        "minimal_by_error": grouped(minimal["beside its source"], lambda o: o.kinds),
        "milliseconds": milliseconds(edits),
        "load_milliseconds": round(1000 * load),
        "longest_by_rule": longest_by_rule(),
        "evidence_milliseconds": by_evidence(),
    }


def load_seconds() -> float:
    """Seconds to import the guard and to judge a first rewrite."""
    began = time.perf_counter()
    outcome("Built a boat shed.", "Built the best boat house.", (), true=False)
    return time.perf_counter() - began


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def edit_outcomes(folder: Path) -> list[Outcome]:
    documents = {row["id"]: row["text"] for row in rows(folder / "documents.jsonl")}
    return [
        outcome(
            row["before"], row["after"], (documents[row["document"]],),
            true=row["consistent"], group=row["domain"], kinds=tuple(row["edit_types"]),
        )
        for row in rows(folder / "edits.jsonl")
    ]  # fmt: skip


def minimal_outcomes(folder: Path) -> dict[str, list[Outcome]]:
    """Each edit beside its source, and beside the article alone.

    The true side of the first is the source with its sentences in the reverse order: nothing is
    said or unsaid. The true side of the second is the source itself, a free summary.
    """
    beside, alone = [], []
    for row in rows(folder / "minimal_edits.jsonl"):
        source, edited, article = (
            row[name] for name in ("reference_summary", "edited_summary", "article")
        )
        kinds = (row["error_type"],)
        turned = " ".join(reversed(re.split(r"(?<=\.)\s+", source.strip())))
        beside.append(outcome(source, edited, (article,), true=False, kinds=kinds))
        beside.append(outcome(source, turned, (article,), true=True, kinds=kinds))
        alone.append(outcome(article, edited, (), true=False, kinds=kinds))
        alone.append(outcome(article, source, (), true=True, kinds=kinds))
    return {"beside its source": beside, "beside the article alone": alone}


def outcome(
    before: str, after: str, rest: tuple[str, ...], *, true: bool, group: str = "",
    kinds: tuple[str, ...] = (),
) -> Outcome:  # fmt: skip
    from cv_action.evidence.statement import Evidence  # noqa: PLC0415  its import is measured
    from cv_action.guard.finding import Effect  # noqa: PLC0415  the same
    from cv_action.guard.verdict import judge  # noqa: PLC0415  the same

    began = time.process_time()
    found = judge(Evidence(source=before, rest=rest), after).findings
    return Outcome(
        true, group, kinds,
        frozenset(finding.rule for finding in found if finding.effect is Effect.BLOCK),
        any(finding.effect is Effect.ASK for finding in found),
        time.process_time() - began,
    )  # fmt: skip


def blocked(one: Outcome) -> bool:
    return bool(one.blocking)


def figures(
    outcomes: Iterable[Outcome], stops: Callable[[Outcome], bool] = blocked
) -> dict[str, float | int | None]:
    """Recall, false blocks and balanced accuracy in percent; what is only asked about."""
    false = [one for one in outcomes if not one.true]
    true = [one for one in outcomes if one.true]
    recall, wrong = share(false, stops), share(true, stops)
    both = None if recall is None or wrong is None else round((recall + 100 - wrong) / 2, 1)
    return {
        "false_rewrites": len(false),
        "true_rewrites": len(true),
        "recall": recall,
        "false_blocks": wrong,
        "balanced_accuracy": both,
        "asked_of_false": share(false, lambda one: one.asks and not stops(one)),
        "asked_of_true": share(true, lambda one: one.asks and not stops(one)),
    }


def share(outcomes: list[Outcome], test: Callable[[Outcome], bool]) -> float | None:
    if not outcomes:
        return None
    return round(100 * sum(map(test, outcomes)) / len(outcomes), 1)


def grouped(
    outcomes: list[Outcome], names: Callable[[Outcome], tuple[str, ...]]
) -> dict[str, dict[str, float | int | None]]:
    found = sorted({name for one in outcomes for name in names(one)})
    return {name: figures([one for one in outcomes if name in names(one)]) for name in found}


def spread(outcomes: list[Outcome]) -> dict[str, Any]:
    """Balanced accuracy with each domain left out."""
    domains = sorted({one.group for one in outcomes})
    without = {
        name: figures([one for one in outcomes if one.group != name])["balanced_accuracy"]
        for name in domains
    }
    known = [value for value in without.values() if value is not None]
    return {"lowest": min(known), "highest": max(known), "each": without}


def by_rule(outcomes: list[Outcome]) -> Mapping[str, dict[str, float | None]]:
    """What each rule blocks, and what only it blocks, of the false and of the true."""
    from cv_action.guard.rules.table import TABLE  # noqa: PLC0415  its import is measured

    false = [one for one in outcomes if not one.true]
    true = [one for one in outcomes if one.true]

    def row(rule: str) -> dict[str, float | None]:
        return {
            "blocks": share(false, lambda one: rule in one.blocking),
            "blocks_wrongly": share(true, lambda one: rule in one.blocking),
            "adds": share(false, lambda one: one.blocking == {rule}),
            "costs": share(true, lambda one: one.blocking == {rule}),
        }

    return {rule: row(rule) for rule in TABLE}


def milliseconds(outcomes: list[Outcome]) -> dict[str, float]:
    times = sorted(1000 * one.seconds for one in outcomes)
    return {
        "median": round(statistics.median(times), 1),
        "p95": round(times[int(0.95 * len(times))], 1),
        "most": round(times[-1], 1),
    }


if __name__ == "__main__":
    main()
