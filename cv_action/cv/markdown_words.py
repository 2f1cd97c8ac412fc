"""What single lines of a Markdown CV say: links, labels, periods, two things with a dash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cv_action.cv.dates import Period, parse_period

_LINK: Final = re.compile(
    r"!?\[((?:\\.|[^\]\\])*)\]\(\s*<?((?:\\.|[^()\s>\\]|\([^()\s]*\))*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_AUTOLINK: Final = re.compile(r"<((?:[a-z][a-z0-9+.-]*:|[^\s<>@]+@)[^\s<>]*)>", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS: Final = re.compile(r"(?<!\\)(\*{1,3}|_{1,3}|`+)(?=\S)(.+?)(?<=\S)(?<!\\)\1(?!\w)")
_ENTITY: Final = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)((?:\\.|(?!\1).)+?)(?<=\S)\1")
_EMPHASIS: Final = re.compile(r"(\*|_)(?=[^\s*_])((?:\\.|[^*_\\])+?)\1")
_LABEL: Final = re.compile(
    r"(?:\*\*|__)(?P<strong>(?:\\.|[^*_\\])+?)(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*[:–—-])\s*(?P<rest>.*)"
)
_PLAIN_LABEL: Final = re.compile(r"(?P<strong>[^\W\d][\w &/+.-]{0,40}?)\s*:\s+(?P<rest>\S.*)")
_SEPARATORS: Final = re.compile(r"(?<=\s)[·•](?=\s)|(?<!\\)\||\s{2,}")
_DASH: Final = re.compile(r"(?<=\s)(?:[—–@|·-]|at|bei)(?=\s)")
_TAIL: Final = re.compile(r"[,(|·:]|\s[—–-](?=\s)|\s(?=[(\w])")
_LONGEST_PERIOD: Final = 60
_LONGEST_LINE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Linked:
    """A text and the address that it leads to, if all of it is a link."""

    text: str
    url: str = ""


def linked(text: str) -> Linked:
    """Take a link apart; marks of emphasis around it stay with the text."""
    text = text.strip()
    bare = _unwrapped(text)
    if match := _LINK.fullmatch(bare):
        return Linked(match[1], _ESCAPE.sub(r"\1", match[2]))
    if match := _AUTOLINK.fullmatch(bare):
        return Linked(match[1], match[1])
    return Linked(text)


def _unwrapped(text: str) -> str:
    match = _STRONG.fullmatch(text) or _EMPHASIS.fullmatch(text)
    return match[2] if match else text


def words(text: str) -> str:
    """The words alone: no links, marks or escapes. Longer texts than a line can be stay as is."""
    if len(text) > _LONGEST_LINE:
        return text
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text))
    while (bare := _MARKS.sub(r"\2", text)) != text:
        text = bare
    for entity, character in _ENTITY.items():
        text = text.replace(entity, character)
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def strong(text: str) -> str:
    """What is in bold type, if all of the text is."""
    match = _STRONG.fullmatch(text.strip())
    return match[2] if match else ""


def emphasized(text: str) -> str:
    """What is in italics, if all of the text is."""
    match = _EMPHASIS.fullmatch(text.strip())
    return match[2] if match else ""


def begins_strong(text: str) -> bool:
    """Whether a line begins with words in bold type, or in italics, that are no label."""
    return bool(_STRONG.match(text)) and labelled(text) is None


def split_strong(text: str) -> tuple[str, str]:
    """The words in bold type at the beginning, and what follows them after a separator."""
    match = _STRONG.match(text)
    return (match[2], text[match.end() :].lstrip(" ,:–—-|·")) if match else (text, "")


def labelled(text: str, *, plain: bool = False) -> tuple[str, str] | None:
    """A label in bold type (with ``plain``, in any) and what follows it."""
    match = _LABEL.fullmatch(text) or (_PLAIN_LABEL.fullmatch(text) if plain else None)
    return (match["strong"].strip(), match["rest"].strip()) if match else None


def parts(line: str) -> tuple[str, ...]:
    """The parts of a line between `` · ``, ``|`` or wide gaps."""
    return tuple(part.strip() for part in _SEPARATORS.split(line.strip()) if part.strip())


def split_period(text: str) -> tuple[str, Period]:
    """Take a period off the end of a text; all of it may be one.

    Why: "Expo 2020" and "EN 9606" are names, so a year alone needs more than a space before it.
    """
    if period := _period(text):
        return "", period
    for match in _TAIL.finditer(text, max(0, len(text) - 2 * _LONGEST_PERIOD)):
        period = _period(text[match.end() :])
        is_year = period.start == period.end and not (period.start and period.start.month)
        if period and not (is_year and match[0].isspace()):
            return text[: match.start()].strip(), period
    return _leading_period(text)


def _leading_period(text: str) -> tuple[str, Period]:
    """Take an interval or a month off the beginning: "Jan 2020 – Present, Berlin"."""
    first, comma, rest = text.strip("*_ ").partition(", ")
    period = _period(first) if comma else Period()
    telling = period.current or (
        period.start and (period.start != period.end or period.start.month)
    )
    return (rest.strip(), period) if telling else (text, Period())


def _period(text: str) -> Period:
    bare = words(text).strip("()[]*_ ")
    period = parse_period(bare) if len(bare) <= _LONGEST_PERIOD else Period()
    years = [date.year for date in (period.start, period.end) if date]
    return period if years and all(1900 <= year <= 2100 for year in years) else Period()  # noqa: PLR2004  years of a life


def split_two(text: str, *, comma: bool = True) -> tuple[str, str]:
    """Two things in one line: "Engineer — Acme", "Engineer at Acme", "Engineer, Acme"."""
    if match := _DASH.search(text):
        return text[: match.start()].strip(), text[match.end() :].strip()
    if comma and ", " in text:
        first, _, second = text.partition(", ")
        return first.strip(), second.strip()
    return text.strip(), ""


def between_commas(text: str) -> tuple[str, ...]:
    """Items between commas outside of brackets and links."""
    items, depth, start = [], 0, 0
    for i, character in enumerate(text):
        depth = max(0, depth + (character in "([") - (character in ")]"))
        if depth == 0 and character in ",;" and text[i + 1 : i + 2] in (" ", ""):
            items.append(text[start:i].strip())
            start = i + 1
    items.append(text[start:].strip())
    return tuple(item for item in items if item)
