"""The original project's ``base-cv.json``, read only.

What the model has no field for stays in ``extra``: percentages of skills (``level``), which nobody
can verify and nobody is shown, and what tools noted beside the person's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

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
    Location,
    Profile,
    Project,
    Section,
    Skill,
    Volunteer,
    Work,
)
from cv_action.cv.problems import Problems
from cv_action.cv.reader import Reader
from cv_action.cv.shape import Form, Key, Shape
from cv_action.cv.source import Node

_SUMMARY: Final = "professional_summary"
_LOCATION: Final = Shape(of=Location, keys=(Key("city", "city"),), alone="text")
_BASICS: Final = Shape(
    of=Basics,
    keys=(
        Key("name", "name"),
        Key("title", "label"),
        Key("email", "email"),
        Key("phone", "phone"),
        Key("website", "url", aliases=("url",)),
        Key("location", "location", Form.PART, part=_LOCATION),
    ),
)
_NETWORKS: Final = (("github", "GitHub"), ("linkedin", "LinkedIn"), ("twitter", "Twitter"))
_ADDRESS: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)

_HIGHLIGHTS: Final = Key(
    "achievements",
    "highlights",
    Form.TEXTS,
    aliases=("highlights", "key_projects", "key_outcomes", "key_features"),
)
_KEYWORDS: Final = Key("technologies", "keywords", Form.TEXTS)
_SHAPES: Final[Mapping[str, tuple[Kind, Shape[Any]]]] = MappingProxyType(
    {
        "experience": (
            Kind.WORK,
            Shape(
                of=Work,
                keys=(
                    Key("company", "name"),
                    Key("position", "position"),
                    Key("location", "location"),
                    Key("url", "url"),
                    Key("description", "summary"),
                    _HIGHLIGHTS,
                    _KEYWORDS,
                ),
                words="period",
                titles=("name", "position"),
            ),
        ),
        "projects": (
            Kind.PROJECTS,
            Shape(
                of=Project,
                keys=(
                    Key("name", "name"),
                    Key("description", "description"),
                    Key("detailed_description", "summary"),
                    Key("url", "url", aliases=("demo", "github")),
                    _HIGHLIGHTS,
                    _KEYWORDS,
                ),
                words="period",
                titles=("name",),
            ),
        ),
        "skills": (
            Kind.SKILLS,
            Shape(
                of=Skill,
                keys=(
                    Key("name", "name"),
                    Key("category", "category"),
                    Key("tier", "level", aliases=("proficiency",)),
                ),
                titles=("name",),
            ),
        ),
        "achievements": (
            Kind.AWARDS,
            Shape(
                of=Award,
                keys=(Key("title", "title"), Key("description", "summary"), Key("url", "url")),
                words="date",
                titles=("title",),
            ),
        ),
        "education": (
            Kind.EDUCATION,
            Shape(
                of=Education,
                keys=(
                    Key("institution", "institution"),
                    Key("degree", "study_type"),
                    Key("location", "location"),
                    Key("description", "summary"),
                    Key("key_areas", "courses", Form.TEXTS),
                    Key("certifications", "highlights", Form.TEXTS),
                ),
                words="period",
                titles=("institution", "study_type"),
            ),
        ),
        "certifications": (
            Kind.CERTIFICATES,
            Shape(
                of=Certificate,
                keys=(Key("name", "name"), Key("issuer", "issuer"), Key("url", "url")),
                words="date",
                titles=("name",),
            ),
        ),
        "languages": (
            Kind.LANGUAGES,
            Shape(
                of=Language,
                keys=(Key("language", "language"), Key("proficiency", "fluency")),
                titles=("language",),
            ),
        ),
        "interests": (
            Kind.INTERESTS,
            Shape(of=Interest, keys=(Key("name", "name"),), alone="name", titles=("name",)),
        ),
        "volunteer_work": (
            Kind.VOLUNTEER,
            Shape(
                of=Volunteer,
                keys=(
                    Key("organization", "organization"),
                    Key("role", "position", aliases=("position",)),
                    Key("location", "location"),
                    Key("description", "summary"),
                    _HIGHLIGHTS,
                ),
                words="period",
                titles=("organization", "position"),
            ),
        ),
    }
)


def read(root: Node, problems: Problems) -> Cv:
    """Read a ``base-cv.json``; its sections keep the order that they have there."""
    reader = Reader(root, "", problems)
    person = reader.child("personal_info")
    basics = _read_basics(person) if person else Basics()
    basics = replace(basics, summary=reader.text(_SUMMARY))
    sections = tuple(_sections(reader))
    return Cv(basics=basics, sections=sections, extra=reader.extra(suggest={*_SHAPES, "metadata"}))


def _read_basics(reader: Reader) -> Basics:
    profiles = tuple(_profile(name, text) for key, name in _NETWORKS if (text := reader.text(key)))
    return replace(_BASICS.read(reader), profiles=profiles)


def _profile(network: str, text: str) -> Profile:
    """An account that is written as an address or as a bare name."""
    if not _ADDRESS.fullmatch(text.strip()):
        return Profile(network=network, username=text.strip().removeprefix("@"))
    url = text.strip() if "://" in text else f"https://{text.strip()}"
    return Profile(network=network, username=url.rstrip("/").rpartition("/")[2], url=url)


def _sections(reader: Reader) -> Iterator[Section]:
    for key in list(reader.items):
        if key == _SUMMARY and reader.holds(key):
            yield Section(kind=Kind.SUMMARY)
        elif key in _SHAPES and reader.is_list(key):
            kind, shape = _SHAPES[key]
            entries = tuple(_entries(reader, key, shape.read, shape.alone))
            reader.forget(key)
            yield Section(kind=kind, entries=entries)


def _entries(
    reader: Reader, key: str, read: Callable[[Reader], Entry], alone: str
) -> Iterator[Entry]:
    if not alone:
        yield from reader.entries(key, read)
        return
    for item in reader.items_of(key):
        yield Interest(name=item) if isinstance(item, str) else read(item)
