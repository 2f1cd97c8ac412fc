"""Somebody else was faster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cv_action.errors import PublishError

_APART: Final = """\
Run the workflow again. To keep its runs apart, let each wait for the one before:

concurrency:
  group: cv-action
  cancel-in-progress: false"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A path that somebody moved while a run was under way; ``by`` and ``commit`` may be empty."""

    path: str
    by: str = ""
    commit: str = ""

    def __str__(self) -> str:
        by = f" by {self.by}" if self.by else ""
        where = f" in {self.commit[:7]}" if self.commit else ""
        return f"{self.path} was changed{by}{where}"


class MovedError(PublishError):
    """What a run read, or was about to replace, is not what it was; nothing was written."""

    def __init__(self, movements: Sequence[Movement], *, more: int = 0) -> None:
        self.movements = tuple(movements)
        others = f", and {more} more" if more else ""
        told = "; ".join(str(movement) for movement in movements)
        super().__init__(f"{told}{others} while this run was under way.", hint=_APART)
