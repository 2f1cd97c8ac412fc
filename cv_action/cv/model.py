"""What a CV is, whatever file it came from: a superset of JSON Resume, every value frozen.

Fields carry JSON Resume's names in Python's spelling (https://jsonresume.org/schema).
``extra`` holds what the source said beyond them, so that nothing is lost on the way back.
A text is verbatim: exactly as its owner wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from cv_action.cv.dates import Period

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Extra: TypeAlias = Mapping[str, Json]
NOTHING: Extra = MappingProxyType({})


def nothing() -> Extra:
    """No extra keys.

    Why: Python 3.11 takes a mapping proxy for a mutable default, so fields are given this.
    """
    return NOTHING


class Markup(StrEnum):
    """How the texts of a source are written."""

    PLAIN = "plain"
    MARKDOWN = "markdown"


class Kind(StrEnum):
    """The sections of a CV, by JSON Resume's keys; CUSTOM is any other, by its own title."""

    SUMMARY = "summary"
    WORK = "work"
    VOLUNTEER = "volunteer"
    EDUCATION = "education"
    PROJECTS = "projects"
    AWARDS = "awards"
    CERTIFICATES = "certificates"
    PUBLICATIONS = "publications"
    SKILLS = "skills"
    LANGUAGES = "languages"
    INTERESTS = "interests"
    REFERENCES = "references"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where somebody lives. ``text`` is a place written in one line, as some formats have it."""

    address: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country_code: str = ""
    text: str = ""
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An account of the person on some network."""

    network: str = ""
    username: str = ""
    url: str = ""
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basics:
    """Who the person is and how to reach them."""

    name: str = ""
    label: str = ""
    image: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    summary: str = ""
    location: Location = field(default_factory=Location)
    profiles: tuple[Profile, ...] = ()
    extra: Extra = field(default_factory=nothing)


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

ENTRY_OF: Mapping[Kind, type[Entry]] = MappingProxyType(
    {
        Kind.WORK: Work,
        Kind.VOLUNTEER: Volunteer,
        Kind.EDUCATION: Education,
        Kind.PROJECTS: Project,
        Kind.AWARDS: Award,
        Kind.CERTIFICATES: Certificate,
        Kind.PUBLICATIONS: Publication,
        Kind.SKILLS: Skill,
        Kind.LANGUAGES: Language,
        Kind.INTERESTS: Interest,
        Kind.REFERENCES: Reference,
    }
)
"""What the entries of each section are; SUMMARY has none and CUSTOM takes any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Entries under one heading. ``title`` is the owner's own; empty means the usual one.

    A SUMMARY section has no entries: it says where the summary of ``Basics`` stands and what its
    heading is. Without one the summary comes first.
    """

    kind: Kind
    title: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cv:
    """A person's CV. ``sections`` stand in the order in which they are shown."""

    basics: Basics = field(default_factory=Basics)
    sections: tuple[Section, ...] = ()
    markup: Markup = Markup.PLAIN
    extra: Extra = field(default_factory=nothing)
