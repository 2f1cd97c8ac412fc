"""The standard library's logging, said in the runner's way.

INFO is a plain line, WARNING and ERROR are annotations, each step of a run is one fold.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from cv_action.actions.commands import Commands, Place
from cv_action.report.problem import Problem, Severity


class RunnerHandler(logging.Handler):
    """Writes log records as workflow commands."""

    def __init__(self, commands: Commands) -> None:
        super().__init__(logging.INFO)
        self._commands = commands

    def emit(self, record: logging.LogRecord) -> None:
        """Say one record in the way of its level."""
        text = self.format(record)
        if record.levelno >= logging.ERROR:
            self._commands.error(text)
        elif record.levelno >= logging.WARNING:
            self._commands.warning(text)
        else:
            self._commands.text(text)


@contextmanager
def step(commands: Commands, title: str) -> Iterator[None]:
    """Fold what is logged inside under a title; the fold is closed whatever happens."""
    commands.group(title)
    try:
        yield
    finally:
        commands.end_group()


def annotate(commands: Commands, problems: Iterable[Problem]) -> None:
    """Show each problem at its place in its file.

    Why: the log shows an annotation's message alone, so the message names the place too.
    """
    for problem in problems:
        say = commands.error if problem.severity is Severity.ERROR else commands.warning
        place = Place(file=problem.file, line=problem.line, column=problem.column)
        say(
            f"{problem.place}: {problem.text}" if problem.place else problem.text,
            place=place,
        )
