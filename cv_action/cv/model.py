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

from cv_action.cv.entries import (
    Award,
    Certificate,
    Education,
    Entry,
    Interest,
    Language,
    Note,
    NoteStyle,
    Project,
    Publication,
    Reference,
    Skill,
    Volunteer,
    Work,
)
from cv_action.cv.extra import NOTHING, Extra, Json, nothing

__all__ = [
    "ENTRY_OF",
    "NOTHING",
    "Award",
    "Basics",
    "Certificate",
    "Cv",
    "Education",
    "Entry",
    "Extra",
    "Interest",
    "Json",
    "Kind",
    "Language",
    "Location",
    "Markup",
    "Note",
    "NoteStyle",
    "Profile",
    "Project",
    "Publication",
    "Reference",
    "Section",
    "Skill",
    "Volunteer",
    "Work",
    "nothing",
]


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
