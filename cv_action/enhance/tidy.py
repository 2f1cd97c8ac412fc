"""The offline lane: free, deterministic, and only what provably says the same.

It mends white space, doubled and detached punctuation, drops skills that stand twice, puts those
of one category side by side, and dated entries in order. It adds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Final

from cv_action.cv.dates import Period
from cv_action.cv.model import Cv, Entry, Kind, Section, Skill

_SPACES: Final = re.compile(r"[ \t\u00a0]{2,}")
_BEFORE_COMMA: Final = re.compile(r"(?<=\w)[ \t]+,(?=\s|$)")
_DOUBLED_MARK: Final = re.compile(r"([,;])(?:\s*\1)+")
_TRAILING: Final = re.compile(r"[ \t]+(?=\r?\n|$)")
_DATED: Final = frozenset({Kind.WORK, Kind.VOLUNTEER, Kind.EDUCATION})
_LAST_YEAR: Final = 9999


def tidy_text(text: str) -> str:
    """The same words with clean spacing and punctuation; code and links are left alone."""
    if "`" in text or "](" in text:
        return text
    text = _TRAILING.sub("", text).strip()
    text = _SPACES.sub(" ", text)
    return _BEFORE_COMMA.sub(",", _DOUBLED_MARK.sub(r"\1", text))


def arranged(cv: Cv) -> Cv:
    """The CV with each skill once, beside those of its category, and dated entries newest first."""
    return replace(cv, sections=tuple(_section(section) for section in cv.sections))


def _section(section: Section) -> Section:
    if section.kind is Kind.SKILLS:
        return replace(section, entries=_grouped(_distinct_skills(section.entries)))
    if section.kind in _DATED:
        return replace(section, entries=_newest_first(section.entries))
    return section


def _distinct_skills(entries: Iterable[Entry]) -> Iterable[Entry]:
    seen: set[tuple[object, ...]] = set()
    for entry in entries:
        kept = (
            replace(entry, keywords=_distinct(entry.keywords))
            if isinstance(entry, Skill)
            else entry
        )
        known = tuple(_folded(getattr(kept, f.name)) for f in fields(kept) if f.name != "extra")
        if known not in seen:
            seen.add(known)
            yield kept


def _grouped(skills: Iterable[Entry]) -> tuple[Entry, ...]:
    """Single skills of one category side by side, where the first of them stands."""
    groups: dict[str | int, list[Entry]] = {}
    for at, skill in enumerate(skills):
        category = skill.category if isinstance(skill, Skill) and not skill.keywords else ""
        groups.setdefault(category or at, []).append(skill)
    return tuple(skill for group in groups.values() for skill in group)


def _folded(value: object) -> object:
    if isinstance(value, str):
        return value.casefold().strip()
    return tuple(_folded(item) for item in value) if isinstance(value, tuple) else value


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(text.casefold().strip(), text)
    return tuple(first.values())


def _newest_first(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Order by end, then start; left as it is when an entry has no date to order by."""
    periods = [getattr(entry, "period", Period()) for entry in entries]
    if not all(period.start or period.end for period in periods):
        return entries
    return tuple(sorted(entries, key=_recency, reverse=True))


def _recency(entry: Entry) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    period: Period = getattr(entry, "period", Period())
    still = (_LAST_YEAR, 12, 31)
    end = still if period.current else period.end.last_day if period.end else (0, 0, 0)
    start = period.start
    return end, ((start.year, start.month, start.day) if start else (0, 0, 0))
