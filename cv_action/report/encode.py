"""The report as ``report.json`` (schema in ``schemas/report.schema.json``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from cv_action.report.call import CallReport
from cv_action.report.run import RunReport

VERSION: Final = 1


def report_json(report: RunReport) -> bytes:
    """Write a report as JSON: outcome first, then numbers, then every detail."""
    document: dict[str, Any] = {
        "version": VERSION,
        "outcome": report.outcome,
        "reason": report.reason,
        "mode": report.mode,
        "source": report.source,
        "commit_sha": report.commit_sha,
        "pull_request": report.pull_request,
        "artifact": report.artifact,
        "changed_files": list(report.changed_files),
        "lane": report.lane,
        "cost_usd": plain(report.usd),
        "list_price_usd": plain(report.list_usd),
        "facts_total": report.facts_total,
        "facts_waiting": report.facts_waiting,
        "unasked": report.unasked,
        "facts": [asdict(fact) for fact in report.facts],
        "calls": [_call(call) for call in report.calls],
        "target": asdict(report.target) if report.target else None,
        "files": [asdict(file) for file in report.files],
        "problems": [asdict(problem) for problem in report.problems],
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def plain(amount: Decimal) -> str:
    """An amount of money without an exponent and without zeros that say nothing."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _call(call: CallReport) -> dict[str, Any]:
    """A call as JSON: money as text, so that no reader rounds it; what was not counted is null."""
    written = asdict(call)
    took = written.pop("took")
    return written | {
        "usd": plain(call.usd),
        "list_usd": plain(call.list_usd),
        "milliseconds": took // timedelta(milliseconds=1),
    }
