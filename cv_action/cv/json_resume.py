"""JSON Resume in and out (https://jsonresume.org/schema, draft 07, version 1.3.1).

What the schema has no place for travels under keys that it allows: ``customSections`` for sections
of the owner's own, ``sectionOrder`` for headings and order, ``period`` for dates in words.
"""

from __future__ import annotations

import json
from typing import Final, TypeAlias

from cv_action.cv.model import (
    ENTRY_OF,
    Award,
    Basics,
    Certificate,
    Cv,
    Education,
    Entry,
    Interest,
    Json,
    Kind,
    Language,
    Location,
    Markup,
    Note,
    NoteStyle,
    Profile,
    Project,
    Publication,
    Reference,
    Section,
    Skill,
    Volunteer,
    Work,
)
from cv_action.cv.reader import Problems, Reader
from cv_action.cv.shape import Form, Key, Shape
from cv_action.cv.source import Node

SCHEMA_URL: Final = (
    "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
)
AnyShape: TypeAlias = "Shape[Entry]"

_TEXTS, _DATE, _WORDS = Form.TEXTS, Form.DATE, Form.WORDS
_INTERVAL: Final = ("startDate", "endDate")
_PERIOD: Final = Key("period", "period", _WORDS)

LOCATION: Final = Shape(
    of=Location,
    keys=(
        Key("address", "address"),
        Key("postalCode", "postal_code"),
        Key("city", "city"),
        Key("region", "region"),
        Key("countryCode", "country_code"),
        Key("text", "text"),
    ),
)
PROFILE: Final = Shape(
    of=Profile, keys=(Key("network", "network"), Key("username", "username"), Key("url", "url"))
)
SHAPES: Final[dict[Kind, Shape]] = {  # type: ignore[type-arg]  # each row is a shape of its own entry
    Kind.WORK: Shape(
        of=Work,
        keys=(
            Key("name", "name"),
            Key("position", "position"),
            Key("location", "location"),
            Key("url", "url"),
            Key("description", "description"),
            Key("summary", "summary"),
            Key("highlights", "highlights", _TEXTS),
            Key("keywords", "keywords", _TEXTS),
            _PERIOD,
        ),
        interval=_INTERVAL,
    ),
    Kind.VOLUNTEER: Shape(
        of=Volunteer,
        keys=(
            Key("organization", "organization"),
            Key("position", "position"),
            Key("location", "location"),
            Key("url", "url"),
            Key("summary", "summary"),
            Key("highlights", "highlights", _TEXTS),
            _PERIOD,
        ),
        interval=_INTERVAL,
    ),
    Kind.EDUCATION: Shape(
        of=Education,
        keys=(
            Key("institution", "institution"),
            Key("area", "area"),
            Key("studyType", "study_type"),
            Key("location", "location"),
            Key("url", "url"),
            Key("score", "score"),
            Key("summary", "summary"),
            Key("highlights", "highlights", _TEXTS),
            Key("courses", "courses", _TEXTS),
            _PERIOD,
        ),
        interval=_INTERVAL,
    ),
    Kind.PROJECTS: Shape(
        of=Project,
        keys=(
            Key("name", "name"),
            Key("description", "description"),
            Key("summary", "summary"),
            Key("url", "url"),
            Key("entity", "entity"),
            Key("type", "type"),
            Key("location", "location"),
            Key("roles", "roles", _TEXTS),
            Key("highlights", "highlights", _TEXTS),
            Key("keywords", "keywords", _TEXTS),
            _PERIOD,
        ),
        interval=_INTERVAL,
    ),
    Kind.AWARDS: Shape(
        of=Award,
        keys=(
            Key("title", "title"),
            Key("awarder", "awarder"),
            Key("date", "period", _DATE),
            Key("summary", "summary"),
            Key("url", "url"),
            _PERIOD,
        ),
    ),
    Kind.CERTIFICATES: Shape(
        of=Certificate,
        keys=(
            Key("name", "name"),
            Key("issuer", "issuer"),
            Key("date", "period", _DATE),
            Key("url", "url"),
            _PERIOD,
        ),
    ),
    Kind.PUBLICATIONS: Shape(
        of=Publication,
        keys=(
            Key("name", "name"),
            Key("publisher", "publisher"),
            Key("releaseDate", "period", _DATE),
            Key("url", "url"),
            Key("doi", "doi"),
            Key("summary", "summary"),
            Key("authors", "authors", _TEXTS),
            _PERIOD,
        ),
    ),
    Kind.SKILLS: Shape(
        of=Skill,
        keys=(
            Key("name", "name"),
            Key("level", "level"),
            Key("category", "category"),
            Key("keywords", "keywords", _TEXTS),
        ),
    ),
    Kind.LANGUAGES: Shape(
        of=Language, keys=(Key("language", "language"), Key("fluency", "fluency"))
    ),
    Kind.INTERESTS: Shape(
        of=Interest, keys=(Key("name", "name"), Key("keywords", "keywords", _TEXTS))
    ),
    Kind.REFERENCES: Shape(
        of=Reference, keys=(Key("name", "name"), Key("reference", "reference"))
    ),
}
