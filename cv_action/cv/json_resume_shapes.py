"""How JSON Resume spells a CV: one table per kind of entry.

Keys beyond the schema (https://jsonresume.org/schema, version 1.3.1) are its own words where it
has them elsewhere (``keywords`` on work, ``location`` on projects) and plain ones where it has
none (``authors``, ``doi``, ``category``); ``period`` is a period in the owner's words.
Aliases are the spelling of the schema's first versions, which many files still have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from cv_action.cv.model import (
    Award,
    Basics,
    Certificate,
    Cv,
    Education,
    Interest,
    Kind,
    Language,
    Location,
    Note,
    Profile,
    Project,
    Publication,
    Reference,
    Skill,
    Volunteer,
    Work,
)
from cv_action.cv.shape import Form, Key, Shape

AnyShape: TypeAlias = Shape[Any]

_CAPITAL: Final = re.compile(r"(?=[A-Z])")
_INTERVAL: Final = ("startDate", "endDate")
_LISTS: Final = frozenset({"highlights", "keywords", "roles", "courses", "authors"})


def _keys(*names: str, **aliases: tuple[str, ...]) -> tuple[Key, ...]:
    """Rows for keys whose fields are the same words in Python's spelling."""
    return tuple(
        Key(
            name,
            _CAPITAL.sub("_", name).lower(),
            Form.TEXTS if name in _LISTS else Form.TEXT,
            aliases.get(name, ()),
        )
        for name in names
    )


_WEBSITE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"url": ("website",)})

LOCATION: Final = Shape(
    of=Location,
    keys=_keys("address", "postalCode", "city", "region", "countryCode", "text"),
    alone="text",
)
PROFILE: Final = Shape(of=Profile, keys=_keys("network", "username", "url"))
BASICS: Final = Shape(
    of=Basics,
    keys=(
        *_keys(
            "name",
            "label",
            "image",
            "email",
            "phone",
            "url",
            "summary",
            image=("picture",),
            **_WEBSITE,
        ),
        Key("location", "location", Form.PART, part=LOCATION),
        Key("profiles", "profiles", Form.PARTS, part=PROFILE),
    ),
)
SHAPES: Final[Mapping[Kind, AnyShape]] = MappingProxyType(
    {
        Kind.WORK: Shape(
            of=Work,
            keys=_keys(
                "name",
                "position",
                "location",
                "url",
                "description",
                "summary",
                "highlights",
                "keywords",
                name=("company",),
                **_WEBSITE,
            ),
            interval=_INTERVAL,
            words="period",
            titles=("name", "position"),
        ),
        Kind.VOLUNTEER: Shape(
            of=Volunteer,
            keys=_keys(
                "organization",
                "position",
                "location",
                "url",
                "summary",
                "highlights",
                **_WEBSITE,
            ),
            interval=_INTERVAL,
            words="period",
            titles=("organization", "position"),
        ),
        Kind.EDUCATION: Shape(
            of=Education,
            keys=_keys(
                "institution",
                "area",
                "studyType",
                "location",
                "url",
                "score",
                "summary",
                "highlights",
                "courses",
                score=("gpa",),
                **_WEBSITE,
            ),
            interval=_INTERVAL,
            words="period",
            titles=("institution", "area", "study_type"),
        ),
        Kind.PROJECTS: Shape(
            of=Project,
            keys=_keys(
                "name",
                "description",
                "summary",
                "url",
                "entity",
                "type",
                "location",
                "roles",
                "highlights",
                "keywords",
                **_WEBSITE,
            ),
            interval=_INTERVAL,
            words="period",
            titles=("name",),
        ),
        Kind.AWARDS: Shape(
            of=Award,
            keys=_keys("title", "awarder", "summary", "url"),
            date="date",
            interval=_INTERVAL,
            words="period",
            titles=("title",),
        ),
        Kind.CERTIFICATES: Shape(
            of=Certificate,
            keys=_keys("name", "issuer", "url"),
            date="date",
            interval=_INTERVAL,
            words="period",
            titles=("name",),
        ),
        Kind.PUBLICATIONS: Shape(
            of=Publication,
            keys=_keys("name", "publisher", "url", "doi", "summary", "authors", **_WEBSITE),
            date="releaseDate",
            interval=_INTERVAL,
            words="period",
            titles=("name",),
        ),
        Kind.SKILLS: Shape(
            of=Skill,
            keys=_keys("name", "level", "category", "keywords"),
            titles=("name", "keywords"),
        ),
        Kind.LANGUAGES: Shape(of=Language, keys=_keys("language", "fluency"), titles=("language",)),
        Kind.INTERESTS: Shape(
            of=Interest, keys=_keys("name", "keywords"), titles=("name", "keywords")
        ),
        Kind.REFERENCES: Shape(
            of=Reference, keys=_keys("name", "reference"), titles=("name", "reference")
        ),
    }
)
NOTE: Final = Shape(
    of=Note, keys=_keys("text"), reserved=frozenset({"style"}), alone="text", titles=("text",)
)

CUSTOM: Final = "customSections"
ORDER: Final = "sectionOrder"
MARKUP: Final = "textMarkup"
ROOT: Final = Shape(
    of=Cv,
    keys=(Key("basics", "basics", Form.PART, part=BASICS),),
    reserved=frozenset({CUSTOM, ORDER, MARKUP, *SHAPES}),
    elsewhere=frozenset({CUSTOM, ORDER, MARKUP, *map(str, SHAPES), "meta", "$schema"}),
)
DEFAULT_ORDER: Final = (
    Kind.WORK,
    Kind.PROJECTS,
    Kind.EDUCATION,
    Kind.SKILLS,
    Kind.PUBLICATIONS,
    Kind.AWARDS,
    Kind.CERTIFICATES,
    Kind.VOLUNTEER,
    Kind.LANGUAGES,
    Kind.INTERESTS,
    Kind.REFERENCES,
)
"""The order of the sections where the source has none; the summary stands before them."""
