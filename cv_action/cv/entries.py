"""The entries of a CV's sections, every value frozen.

Fields carry JSON Resume's names in Python's spelling (https://jsonresume.org/schema).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from cv_action.cv.dates import Period
from cv_action.cv.extra import Extra, nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A role at an employer. ``description`` is about the employer, ``summary`` about the role."""

    name: str = ""
    position: str = ""
    location: str = ""
    url: str = ""
    description: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    period: Period = Period()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """A role at an organisation, unpaid."""

    organization: str = ""
    position: str = ""
    location: str = ""
    url: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()
    period: Period = Period()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Education:
    """Something studied somewhere. ``study_type`` is the degree, ``area`` the subject."""

    institution: str = ""
    area: str = ""
    study_type: str = ""
    location: str = ""
    url: str = ""
    score: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    period: Period = Period()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Something made. ``entity`` is for whom, ``type`` what kind of thing it is."""

    name: str = ""
    description: str = ""
    summary: str = ""
    url: str = ""
    entity: str = ""
    type: str = ""
    location: str = ""
    roles: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    period: Period = Period()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """An honour and who gave it."""

    title: str = ""
    awarder: str = ""
    summary: str = ""
    url: str = ""
    period: Period = Period()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An examination passed and who held it."""

    name: str = ""
    issuer: str = ""
    url: str = ""
    period: Period = Period()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Something published. ``publisher`` is the journal, the conference or the house."""

    name: str = ""
    publisher: str = ""
    summary: str = ""
    url: str = ""
    doi: str = ""
    authors: tuple[str, ...] = ()
    period: Period = Period()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One skill, or a named group of them in ``keywords``."""

    name: str = ""
    level: str = ""
    category: str = ""
    keywords: tuple[str, ...] = ()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language spoken."""

    language: str = ""
    fluency: str = ""
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Something the person cares about."""

    name: str = ""
    keywords: tuple[str, ...] = ()
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What somebody else said: their words, never rewritten."""

    name: str = ""
    reference: str = ""
    extra: Extra = field(default_factory=nothing)


class NoteStyle(StrEnum):
    """How a note stands in its section (RenderCV's text, bullet and numbered entries)."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line of a section that has no further structure."""

    text: str = ""
    style: NoteStyle = NoteStyle.BULLET
    extra: Extra = field(default_factory=nothing)


Entry: TypeAlias = (
    Work
    | Volunteer
    | Education
    | Project
    | Award
    | Certificate
    | Publication
    | Skill
    | Language
    | Interest
    | Reference
    | Note
)
