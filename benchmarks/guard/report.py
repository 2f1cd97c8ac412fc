"""The guard's figures as a page of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

HEADS = ("", "false", "true", "recall", "false blocks", "balanced", "asked: false", "asked: true")
KEYS = (
    "false_rewrites", "true_rewrites", "recall", "false_blocks", "balanced_accuracy",
    "asked_of_false", "asked_of_true",
)  # fmt: skip
RULES = (
    "What each rule blocks of the false and of the true rewrites, in percent, and what no other"
    " rule blocks with it: leaving the rule out would lose and save as much."
)
MINIMAL = (
    "Beside its source, the true side is the source with its sentences turned round.\n"
    "Beside the article alone, it is the source itself, a free summary of the article: the guard"
    " compares a rewrite with one fact, so most such text is rightly not its own."
)

WORST = (
    "A text of the greatest length that is compared (4,000 characters, the same over and over), and"
    " one rewrite beside many statements that were not read before.\n"
    "Longer texts are blocked unread. Milliseconds of processor time."
)


def page(results: Mapping[str, Any]) -> str:
    edits = results["edits"]
    parts = (
        _intro(results),
        "## Rewrites of summaries, eight domains",
        _table(
            {"all": edits["all"], "an open question counts as a block": edits["asks_as_blocks"]}
        ),
        "### By domain",
        _table(edits["by_domain"]),
        _spread(edits["without_domain"]),
        "### By kind of edit",
        _table(edits["by_edit"]),
        "### By rule",
        RULES,
        _rules(edits["rules"]),
        "## Smallest false edits",
        MINIMAL,
        _table(results["minimal"]),
        "### By error, beside its source",
        _table(results["minimal_by_error"]),
        "## The worst that it can be given",
        WORST,
        _evidence(results["evidence_milliseconds"]),
        _longest(results["longest_by_rule"]),
    )
    return "\n\n".join(("# The guard, measured", *parts)) + "\n"


def _intro(results: Mapping[str, Any]) -> str:
    times = results["milliseconds"]
    return (
        "Labelled rewrites from two public collections (SummEdits, its `evaluation` split,"
        " Apache-2.0; BUMP, task 2, MIT), judged by the rules alone.\n"
        "The source of each rewrite is its fact, the document the rest of the evidence.\n"
        "Recall is the share of false rewrites that are blocked, false blocks that of true ones;"
        " balanced accuracy is the mean of recall and of the true ones let through.\n"
        "What is only asked about is counted apart: without an answer the original stands.\n\n"
        f"A rewrite takes {times['median']} ms of processor time (median; 95 % within"
        f" {times['p95']} ms, the longest {times['most']} ms), the first one"
        f" {results['load_milliseconds']} ms with its imports and word lists"
        f" (Python {results['python']}, one core).\n"
        "`make bench` writes this page where the data is."
    )


def _table(rows: Mapping[str, Mapping[str, Any]]) -> str:
    return _lines(HEADS, ((name, *(_cell(row[key]) for key in KEYS)) for name, row in rows.items()))


def _rules(rows: Mapping[str, Mapping[str, Any]]) -> str:
    keys = ("blocks", "blocks_wrongly", "adds", "costs")
    heads = ("rule", "blocks", "wrongly", "adds", "costs")
    return _lines(heads, ((name, *(_cell(row[key]) for key in keys)) for name, row in rows.items()))


def _evidence(row: Mapping[str, Any]) -> str:
    return _lines(("statements", *row), (("milliseconds", *map(_cell, row.values())),))


def _longest(rows: Mapping[str, Mapping[str, Any]]) -> str:
    cells = ((name, _cell(row["milliseconds"]), f"`{row['of']}`") for name, row in rows.items())
    return _lines(("rule", "milliseconds", "worst text"), cells)


def _spread(row: Mapping[str, Any]) -> str:
    return (
        "With any one domain left out, balanced accuracy stays between"
        f" {row['lowest']} and {row['highest']}."
    )


def _lines(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = tuple(heads)
    rule = ("---", *("---:" for _ in titles[1:]))
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, rule, *rows))


def _cell(value: float | None) -> str:
    return "" if value is None else str(value)
