"""The statements of a CV as facts with stable ids, and the way to put other words in their place.

A fact's id is its section, whom it belongs to, a hash of its normalised text, and an ordinal when
the same text stands there more than once: ``work/acme.engineer/1f2e3d4c5b6a``. It survives
reordering and edits elsewhere; it changes with the text, the title and the employer.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from cv_action.cv.dates import Period
from cv_action.cv.model import (
    Award,
    Basics,
    Certificate,
    Cv,
    Education,
    Entry,
    Interest,
    Kind,
    Language,
    Note,
    Project,
    Publication,
    Reference,
    Section,
    Skill,
    Volunteer,
    Work,
)

PROSE: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        Basics: ("label", "summary"),
        Work: ("summary", "highlights"),
        Volunteer: ("summary", "highlights"),
        Education: ("summary", "highlights"),
        Project: ("description", "summary", "highlights"),
    }
)
"""What may be put into other words; names, titles, dates, degrees and quotations never are."""

CITED: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        Basics: ("name",),
        Work: ("name", "position", "location", "description", "keywords"),
        Volunteer: ("organization", "position", "location"),
        Education: ("institution", "area", "study_type", "location", "score", "courses"),
        Project: ("name", "entity", "type", "location", "roles", "keywords"),
        Award: ("title", "awarder", "summary"),
        Certificate: ("name", "issuer"),
        Publication: ("name", "publisher", "summary", "authors"),
        Skill: ("name", "level", "category", "keywords"),
        Language: ("language", "fluency"),
        Interest: ("name", "keywords"),
        Reference: ("name", "reference"),
        Note: ("text",),
    }
)
"""What may only be quoted."""

_OWNERS: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        Work: ("name", "position"),
        Volunteer: ("organization", "position"),
        Education: ("institution", "study_type", "area"),
        Project: ("name",),
        Award: ("title",),
        Certificate: ("name",),
        Publication: ("name",),
        Skill: ("name",),
        Language: ("language",),
        Interest: ("name",),
        Reference: ("name",),
    }
)
_SPACE: Final = re.compile(r"\s+")
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement: its verbatim text, where it stands and whether it may be reworded."""

    id: str
    text: str
    section: Kind
    owner: str
    field: str
    rewritable: bool
    period: Period = Period()

    @property
    def source_hash(self) -> str:
        """What the text is recognised by when its place has another name."""
        return text_hash(self.text)


def text_hash(text: str) -> str:
    """SHA-256 of a text, white space and compatibility forms aside, in hexadecimal."""
    normal = _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    return hashlib.sha256(normal.encode()).hexdigest()


def facts_of(cv: Cv) -> tuple[Fact, ...]:
    """Every statement of the CV, in the order in which it is read."""
    found: list[Fact] = []

    def note(fact: Fact) -> str:
        found.append(fact)
        return fact.text

    _visit(cv, note)
    return tuple(found)


def reworded(cv: Cv, texts: Mapping[str, str]) -> Cv:
    """The same CV with other words for some facts, by id.

    Raises:
        KeyError: an id is no rewritable fact of this CV.
    """
    left = dict(texts)

    def put(fact: Fact) -> str:
        return left.pop(fact.id, fact.text) if fact.rewritable else fact.text

    changed = _visit(cv, put)
    if left:
        raise KeyError(*left)
    return changed


class _Visitor:
    """Walks one CV in reading order, numbering repeats as it goes."""

    def __init__(self, change: Callable[[Fact], str]) -> None:
        self.change = change
        self.seen: Counter[str] = Counter()

    def value(self, value: Any, section: Kind, owner: str) -> Any:  # noqa: ANN401  the same type comes back
        changes: dict[str, Any] = {}
        period = getattr(value, "period", Period())
        for table, rewritable in ((CITED, False), (PROSE, True)):
            for name in table.get(type(value), ()):
                old = getattr(value, name)
                place = _Place(section, owner, name, rewritable, period)
                new = self.texts(old, place) if isinstance(old, tuple) else self.text(old, place)
                if new != old:
                    changes[name] = new
        return replace(value, **changes) if changes else value

    def texts(self, texts: tuple[str, ...], place: _Place) -> tuple[str, ...]:
        return tuple(self.text(text, place) for text in texts)

    def text(self, text: str, place: _Place) -> str:
        if not text.strip():
            return text
        stem = f"{place.section}/{place.owner}/{text_hash(text)[:12]}"
        self.seen[stem] += 1
        ordinal = self.seen[stem]
        return self.change(
            Fact(
                id=stem if ordinal == 1 else f"{stem}/{ordinal}",
                text=text,
                section=place.section,
                owner=place.owner,
                field=place.field,
                rewritable=place.rewritable,
                period=place.period,
            )
        )


@dataclass(frozen=True, slots=True)
class _Place:
    section: Kind
    owner: str
    field: str
    rewritable: bool
    period: Period


def _visit(cv: Cv, change: Callable[[Fact], str]) -> Cv:
    visitor = _Visitor(change)
    basics = visitor.value(cv.basics, Kind.SUMMARY, "basics")
    sections = tuple(_visit_section(section, visitor) for section in cv.sections)
    return replace(cv, basics=basics, sections=sections)


def _visit_section(section: Section, visitor: _Visitor) -> Section:
    prefix = f"{slug(section.title)}." if section.kind is Kind.CUSTOM else ""
    entries = tuple(
        visitor.value(entry, section.kind, prefix + owner_of(entry)) for entry in section.entries
    )
    return replace(section, entries=entries)


def owner_of(entry: Entry) -> str:
    """Whom an entry's statements belong to, as a short readable key."""
    names = (getattr(entry, name) for name in _OWNERS.get(type(entry), ()))
    return ".".join(slug(name) for name in names if name) or "notes"


def slug(text: str) -> str:
    """Lower-case ASCII words joined by dashes; a short hash where a script has no ASCII form."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = _NOT_SLUG.sub("-", ascii_text).strip("-")[:_SLUG_LENGTH].rstrip("-")
    return words or text_hash(text)[:8]
