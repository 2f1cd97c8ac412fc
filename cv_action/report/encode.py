"""The report as ``report.json`` (schema in ``schemas/report.schema.json``)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Final

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
        "changed_files": list(report.changed_files),
        "facts_total": report.facts_total,
        "facts": [asdict(fact) for fact in report.facts],
        "files": [asdict(file) for file in report.files],
        "problems": [asdict(problem) for problem in report.problems],
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
