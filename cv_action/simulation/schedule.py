"""When a schedule runs: cron expressions of five fields in UTC, as GitHub takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise, takewhile
from typing import Final

from cronsim import CronSim, CronSimError

ACCEPTED: Final = (
    "minute, hour, day of the month, month and day of the week, in UTC, each *, a number, a range, "
    "a list or a step, such as 30 6-18/3 * * MON-FRI"
)
SHORTEST: Final = timedelta(minutes=5)
"""GitHub starts a schedule no more often. Source: its documentation of ``on.schedule``."""
_FIELDS: Final = 5
_CHARACTERS: Final = re.compile(r"[0-9A-Z*,/ -]+", re.ASCII)
_TOO_LONG: Final = 200
_SECOND: Final = timedelta(seconds=1)
_ANY: Final = datetime(2026, 1, 1, tzinfo=UTC)


def fault(expression: str) -> str:
    """What is wrong with an expression, empty if nothing.

    Why the fields and characters are looked at: the library knows seconds, last days and more,
    which GitHub does not.
    """
    words = expression.split()
    if len(words) != _FIELDS or len(expression) > _TOO_LONG:
        return f"it does not have {_FIELDS} fields"
    if not _CHARACTERS.fullmatch(" ".join(words).upper()) or _has_last(words):
        return "it has something that a schedule does not take"
    try:
        CronSim(expression, _ANY)
    except CronSimError as error:
        return str(error).lower()
    return ""


def _has_last(words: list[str]) -> bool:
    """Whether a day is counted from the end, which is the library's own idea."""
    return any("L" in word.upper().replace("JUL", "") for word in words)


def moments(
    expressions: Iterable[str], start: datetime, end: datetime, *, most: int
) -> tuple[datetime, ...]:
    """The moments from ``start`` on and before ``end``, each once, in order; the first ``most``."""
    found = {at for one in expressions for at in islice(_moments(one, start, end), most)}
    return tuple(sorted(found))[:most]


def too_close(found: Iterable[datetime]) -> bool:
    """Whether two moments lie closer together than GitHub starts runs."""
    return any(later - earlier < SHORTEST for earlier, later in pairwise(found))


def _moments(expression: str, start: datetime, end: datetime) -> Iterator[datetime]:
    return takewhile(lambda at: at < end, CronSim(expression, start - _SECOND))
