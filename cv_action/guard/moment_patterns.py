"""How moments are written in English and in ISO 8601, and what each form says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

Fields: TypeAlias = Mapping[str, int | str]
Reader: TypeAlias = Callable[[re.Match[str]], Fields]

_MONTHS: Final = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_NUMBERS: Final = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_MINUTES: Final = 60
_NOON: Final = 12
_SAME: Final = {"past": "last", "previous": "last", "prior": "last", "coming": "next"}
_LAST_HOUR: Final = 23

_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b\.?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d|'\d\d)(?![\w%]|[.,']\d)"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_ORDINAL: Final = r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)"
_WEEKDAY: Final = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"  # their short forms are words of their own
)
_PLACED: Final = re.compile(
    r"(?:^|[-–—(/,;:\n]\s?|\b(?:in|since|from|until|till|by|of|during|before|after|to|through|between"
    r"|and|early|mid|late|end|year|season|fiscal|circa|the|my|our|this)[\s-]+)$",
    re.IGNORECASE,
)
_CLOSED: Final = re.compile(
    r"\s*(?:$|[\n.,;:)–—/-]|(?:and|to|when|as|with|for|at|by)\b)", re.IGNORECASE
)
_COUNTED: Final = re.compile(r"\s+(?:\w+\s)?(?!(?:was|is|as|has|onwards|afterwards)\b)[a-z]+s\b")

TO: Final = re.compile(
    r"\s*(?:-|–|—|/)\s*|\s+(?:to|until|till|through)\s+(?:the\s+)?", re.IGNORECASE
)
"""What stands between the two ends of a period."""
PRESENT: Final = re.compile(
    r"\s*(?:-|–|—|to|until|till)\s*(?:the\s+)?(?:present|now|today|date|current)\b", re.IGNORECASE
)
"""An end that is still open."""
LATER: Final = re.compile(
    r"\s*(?:onwards?|and (?:later|after|since)|[-–—]\s*(?=$|[).;]))", re.IGNORECASE
)
"""A period with a beginning and no end."""

_RELATIVE: Final = (
    r"\b(?:last|next|this|past|previous|prior|coming)\s+(?:week(?:end|day)?|month|year|quarter"
    rf"|summer|winter|spring|autumn|fall|night|morning|evening|{_WEEKDAY})\b"
)
_BARE_MONTH: Final = (
    r"(?:(?<=\bin\s)|(?<=\bof\s)|(?<=\bby\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bfrom\s)"
    rf"|(?<=\bto\s)|(?<=\blast\s)|(?<=\bnext\s)){_MONTH}(?!\s+\d)"
)
_LONG_MONTH: Final = (
    r"\b(?P<month>january|february|april|june|july|august|september|october|november|december)\b"
)


def _year(text: str | None) -> int:
    if not text:
        return 0
    short = text.lstrip("'")
    return int(short) if len(short) > len("99") else 2000 + int(short)


def _named(match: re.Match[str]) -> Fields:
    """A month by its name; lower-case "may" and "march" are verbs unless a number stands by."""
    groups = match.groupdict()
    name = groups["month"]
    day, year = groups.get("day"), _year(groups.get("year"))
    if name.islower() and not (year or (day and name not in {"may", "march"})):
        return {}
    return {"year": year, "month": _NUMBERS[name.lower()], "day": int(day or 0)}


def _iso(match: re.Match[str]) -> Fields:
    month, day = int(match["month"]), int(match["day"] or 0)
    return {"year": int(match["year"]), "month": month, "day": day}


def _slashed(match: re.Match[str]) -> Fields:
    """Day and month in an order that nobody can know, kept as written."""
    return {"year": int(match["year"]), "part": match["rest"]}


def _part(match: re.Match[str]) -> Fields:
    groups = match.groupdict()
    number = groups.get("number") or _ORDINALS[(groups.get("ordinal") or "first").lower()]
    kind = "h" if "h" in (groups.get("kind") or "q").lower() else "q"
    return {"year": _year(groups.get("year")), "part": f"{kind}{number}"}


def _season(match: re.Match[str]) -> Fields:
    season = match["season"].lower()
    return {"year": _year(match["year"]), "part": "autumn" if season == "fall" else season}


def _written(match: re.Match[str]) -> Fields:
    """A weekday, or a time that depends on when it is read: "last year", "the prior year"."""
    words = match[0].lower().replace("-", " ").split()
    return {"part": " ".join(_SAME.get(word, word) for word in words)}


def _fiscal(match: re.Match[str]) -> Fields:
    return {"year": _year(match["year"]), "part": "fiscal"}


def _bare(match: re.Match[str]) -> Fields:
    """A year by itself; four digits that count something are none."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    placed = _PLACED.search(before[-20:]) or _CLOSED.match(after)
    if not placed or _COUNTED.match(after):
        return {}
    return {"year": _year(match["year"])}


def _decade(match: re.Match[str]) -> Fields:
    return {"part": f"{match['decade']}s"}


def _clock(match: re.Match[str]) -> Fields:
    hour, minute = int(match["hour"]), int(match.groupdict().get("minute") or 0)
    half = (match.groupdict().get("half") or "").lower()
    if hour > _LAST_HOUR or minute >= _MINUTES or (half and not 0 < hour <= _NOON):
        return {}
    if half:
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    return {"clock": hour * _MINUTES + minute}


def _compiled(*rows: tuple[str, Reader]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in rows)


PATTERNS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = _compiled(
    (r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-3]\d))?(?![\d-])", _iso),
    (r"\b(?P<rest>\d{1,2}[/.]\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b", _slashed),
    (r"\b(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?P<day>)\b", _iso),
    (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?", _named),
    (rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?", _named),
    (rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}", _named),
    (rf"\b{_YEAR}\s*[-/]?\s*(?P<kind>[QH])(?P<number>[1-4])\b", _part),
    (rf"\b(?P<kind>[QH])(?P<number>[1-4])\b(?:\s*(?:of\s+)?(?:FY\s?)?{_YEAR})?", _part),
    (rf"\b{_ORDINAL}[\s-](?P<kind>quarter|half)\b(?:\s+(?:of\s+)?(?:fiscal\s+)?{_YEAR})?", _part),
    (rf"\b(?P<season>spring|summer|autumn|fall|winter)(?:\s+of)?,?\s+{_YEAR}", _season),
    (rf"\bFY\s?{_YEAR}", _fiscal),
    (r"(?<!\w)(?:19|20|')(?P<decade>\d0)'?s\b", _decade),
    (r"\b(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b\.?", _clock),
    (r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?![\d:])", _clock),
    (_RELATIVE, _written),
    (rf"\b(?:{_WEEKDAY}|yesterday|today|tonight|tomorrow|midnight)\b", _written),
    (_BARE_MONTH, _named),
    (_LONG_MONTH, _named),
    (rf"(?<![\w$€£¥₹.,+]){_YEAR}(?!\+)", _bare),
)  # fmt: skip
