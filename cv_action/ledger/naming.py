"""How segments are named: by ISO week, and within a run's week by slot.

Why exact names: the server filters by them, so that the number of requests does not grow with
history. Why weeks: an hour's schedule fills two pages of a name in one, and few are looked through
after a pause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

SLOTS: Final = 16
"""Uploads of one run in one week; parallel jobs and second attempts share them."""
_WEEK: Final = timedelta(weeks=1)
_NAME: Final = re.compile(r"cv-ledger-[0-9]{4}-W[0-9]{2}-[0-9]{1,2}")


def week_prefix(week: date) -> str:
    """What all names of a day's week begin with, such as ``cv-ledger-2026-W48-``."""
    year, number, _ = week.isocalendar()
    return f"cv-ledger-{year}-W{number:02}-"


def segment_name(week: date, slot: int) -> str:
    """The name of a slot in the week of a day, such as ``cv-ledger-2026-W48-0``."""
    return f"{week_prefix(week)}{slot}"


def is_segment_name(name: str) -> bool:
    """Whether a name is one of ours; anybody's artifact can begin like one."""
    return _NAME.fullmatch(name) is not None


def week_of(moment: datetime) -> date:
    """The Monday of a moment's ISO week in UTC."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def weeks_back(newest: date, oldest: date) -> Iterator[date]:
    """The Mondays from the newest back to the oldest, both included."""
    week = newest
    while week >= oldest:
        yield week
        week -= _WEEK
