"""What a person, or a script, is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from cv_action.actions.commands import printable
from cv_action.report.problem import Problem

if TYPE_CHECKING:
    from cv_action.report.run import RunReport
    from cv_action.report.target import TargetReport


def print_report(report: RunReport) -> None:
    """Every file and what became of it, then the outcome in a sentence."""
    print_problems(report.problems)
    for file in report.files:
        typer.echo(f"{'new ' if file.changed else 'same'} {file.size:>9,} B  {file.path}")
    if report.target:
        typer.echo(printable(_answer(report.target)))
    typer.echo(f"{report.outcome}: {report.reason}")
    if report.commit_sha:
        typer.echo(f"commit {report.commit_sha}")


def _answer(target: TargetReport) -> str:
    """How the CV answers a job description, in a line."""
    gaps = ", ".join(term.term for term in target.gaps)
    missing = f"; not there, in these words: {gaps}" if gaps else ""
    return f"{target.file}: {len(target.carried)} of {len(target.terms)} are in the CV{missing}"


def print_problems(problems: Iterable[Problem]) -> None:
    """A line for each problem, its place first, as compilers do; a long remedy follows it."""
    for problem in problems:
        place = f"{problem.place}: " if problem.place else ""
        tell(f"{place}{problem.severity}: {problem.text}")


def print_problems_json(problems: Iterable[Problem]) -> None:
    """The problems as a JSON list."""
    listed = [asdict(problem) for problem in problems]
    typer.echo(json.dumps(listed, indent=2, ensure_ascii=False))


def tell(message: str) -> None:
    """Say something beside what the command prints; foreign text cannot steer the terminal."""
    typer.echo(printable(message), err=True)
