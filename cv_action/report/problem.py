"""One thing that is wrong in a file or a setting, with its place and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cv_action.errors import CvActionError

MAX_SHOWN = 80


class Severity(StrEnum):
    """How much a problem matters; only an error stops a run."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what would be accepted.

    ``line`` and ``column`` count from 1; 0 means that the place is not a line.
    ``path`` is where the value stands in the document: ``work[2].endDate``.
    ``value`` is what stands there, shortened; empty when it must not be shown.
    ``remedy`` is what to do about it, in paragraphs; one of them may be YAML to copy.
    """

    message: str
    severity: Severity = Severity.ERROR
    file: str = ""
    line: int = 0
    column: int = 0
    path: str = ""
    value: str = ""
    accepted: str = ""
    remedy: str = ""

    @property
    def place(self) -> str:
        """The place as editors print it: ``cv.json:12:5``."""
        parts = [self.file, str(self.line) if self.line else "", str(self.column or "")]
        return ":".join(part for part in parts if part)

    @property
    def sentence(self) -> str:
        """The whole problem in one line: path, message, value, what is accepted."""
        subject = f"{self.path}: " if self.path else ""
        value = f" (it is {self.value})" if self.value else ""
        accepted = f" Accepted: {self.accepted}." if self.accepted else ""
        return f"{subject}{self.message.rstrip('.')}{value}.{accepted}"

    @property
    def text(self) -> str:
        """The whole problem and its remedy; only that can have several lines."""
        gap = "\n\n" if "\n" in self.remedy else " "
        return f"{self.sentence}{gap}{self.remedy}" if self.remedy else self.sentence


def problems_of(error: CvActionError) -> tuple[Problem, ...]:
    """Everything that an error has to say, as problems: its own list, or itself as the only one."""
    listed: tuple[Problem, ...] = getattr(error, "problems", ())
    return listed or (Problem(error.message, remedy=error.hint),)


def errors_in(problems: Iterable[Problem]) -> int:
    """How many of the problems are errors."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


def shown(value: object) -> str:
    """Quote a foreign value on one line, at most ``MAX_SHOWN`` characters of it."""
    text = ascii(value) if not isinstance(value, str) else value
    visible = "".join(c if c.isprintable() else " " for c in text)
    return f'"{visible[:MAX_SHOWN]}…"' if len(visible) > MAX_SHOWN else f'"{visible}"'
