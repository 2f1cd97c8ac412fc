"""Dates as CVs write them: a year, a month or a day, and the periods between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

ACCEPTED = "YYYY, YYYY-MM or YYYY-MM-DD"
ACCEPTED_END = f'{ACCEPTED}, or nothing (or "present") for what still goes on'

PRESENT = frozenset(
    {"", "present", "current", "currently", "now", "today", "ongoing", "to date"}
    | {"heute", "aktuell", "laufend", "bis heute", "gegenwart", "jetzt"}
)

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.](\d{4})", re.ASCII)
_NAMED = re.compile(r"([^\W\d_]{3,9})\.?,?\s+(\d{4})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner",
            "february feb februar",
            "march mar märz mär mrz",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_RANGE = re.compile(
    r"\s+(?:-|–|—|to|until|till|bis)\s+|\s*[–—]\s*|(?<=\d{4})\s*-\s*(?=\d{4}\b)",
    re.IGNORECASE,
)


class ImpossibleDateError(ValueError):
    """The text has the form of a date that no calendar holds."""


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day, a month (``day`` 0) or a year (``month`` and ``day`` 0)."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    @property
    def last_day(self) -> tuple[int, int, int]:
        """The last day that this date can mean."""
        month = self.month or 12
        return (self.year, month, self.day or _days(self.year, month))


@dataclass(frozen=True, slots=True)
class Period:
    """When something was: an interval, one date (``start == end``), or only words.

    ``current`` says that it goes on. ``verbatim`` keeps the source's own words where the source
    wrote the period as one text; it is shown when no interval could be read from it.
    """

    start: Date | None = None
    end: Date | None = None
    current: bool = False
    verbatim: str = ""

    @property
    def known(self) -> bool:
        """Whether any date could be read."""
        return self.start is not None or self.end is not None

    @property
    def reversed(self) -> bool:
        """Whether it ends before it begins."""
        return (
            self.start is not None
            and self.end is not None
            and (self.start.year, self.start.month or 1, self.start.day or 1) > self.end.last_day
        )

    def __bool__(self) -> bool:
        return self.known or bool(self.verbatim)


def parse_date(text: str) -> Date | None:
    """Read one date; ``None`` when the text is none.

    Raises:
        ImpossibleDateError: it has the form of a date, but there is no such day or month.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return _checked(text, match[1], match[2], match[3])
    if match := _MONTH_FIRST.fullmatch(text):
        return _checked(text, match[2], match[1], None)
    if (match := _NAMED.fullmatch(text)) and (month := _MONTHS.get(match[1].lower())):
        return Date(int(match[2]), month)
    return None


def parse_period(text: str) -> Period:
    """Read a free-text period ("2018 – Present", "Mar 2020", "Summer school").

    What cannot be read stays in ``verbatim`` alone. Impossible dates are not read. A date in
    ISO 8601 is its own spelling and leaves ``verbatim`` empty.
    """
    text = text.strip()
    try:
        return _parse_period(text)
    except ImpossibleDateError:
        return Period(verbatim=text)


def is_impossible(text: str) -> bool:
    """Whether a free text has the form of a date that no calendar holds, or of such a period."""
    try:
        _parse_period(text.strip())
    except ImpossibleDateError:
        return True
    return False


def _parse_period(text: str) -> Period:
    if (single := parse_date(text)) is not None:
        return Period(single, single, verbatim="" if text == str(single) else text)
    parts = _RANGE.split(text)
    if len(parts) != 2 or (start := parse_date(parts[0])) is None:  # noqa: PLR2004  a range has two ends
        return Period(verbatim=text)
    if parts[1].strip().lower() in PRESENT:
        return Period(start, None, current=True, verbatim=text)
    end = parse_date(parts[1])
    return Period(start, end, verbatim=text) if end else Period(verbatim=text)


def _checked(text: str, year: str, month: str | None, day: str | None) -> Date:
    date = Date(int(year), int(month or 0), int(day or 0))
    bad_month = month is not None and not 1 <= date.month <= 12  # noqa: PLR2004  months of a year
    if date.year == 0 or bad_month:
        raise ImpossibleDateError(text)
    if day is not None and not 1 <= date.day <= _days(date.year, date.month):
        raise ImpossibleDateError(text)
    return date


def _days(year: int, month: int) -> int:
    """The days of a month. The standard library's calendar costs more than all dates of a CV."""
    if month == 2:  # noqa: PLR2004  February
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31
