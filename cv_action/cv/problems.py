"""The problems of one document, collected while it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cv_action.cv.source import Node
from cv_action.report.problem import Problem, Severity, shown

MAX_PROBLEMS: Final = 500


class Problems:
    """The problems of one document, in the order in which they were found.

    Beyond ``MAX_PROBLEMS`` one more says that there are more: a hostile file has them without end.
    """

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.guesses = 0

    def add(
        self,
        node: Node,
        path: str,
        message: str,
        *,
        accepted: str = "",
        severity: Severity = Severity.ERROR,
        value: str | None = None,
    ) -> None:
        """Note a problem with the value at ``node``."""
        if len(self.found) > MAX_PROBLEMS:
            return
        if len(self.found) == MAX_PROBLEMS:
            self.found.append(Problem("there are more problems than these", line=node.line))
            return
        self.found.append(
            Problem(
                message,
                severity=severity,
                line=node.line,
                column=node.column,
                path=path,
                value=_shown(node) if value is None else value,
                accepted=accepted,
            )
        )


def _shown(node: Node) -> str:
    if isinstance(node.value, Mapping):
        return "a mapping"
    return "a list" if isinstance(node.value, tuple) else shown(node.value)
