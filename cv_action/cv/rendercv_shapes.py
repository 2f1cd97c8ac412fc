"""How RenderCV 2.8 spells the entries of a CV: one table per kind.

RenderCV takes unknown keys on entries, and only there, so what it has no word for stands beside
its own keys under JSON Resume's names. A key that tells RenderCV the type of an entry is reserved
everywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from cv_action.cv.model import (
    Award,
    Certificate,
    Education,
    Interest,
    Kind,
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
from cv_action.cv.shape import Form, Key, Shape

AnyShape: TypeAlias = Shape[Any]

BESIDE: Final = "json_resume"
"""The key on the first entry that carries what RenderCV has no place for outside of entries."""

TELLING: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "one_line": frozenset({"label", "details"}),
        "normal": frozenset({"name"}),
        "experience": frozenset({"company", "position"}),
        "education": frozenset({"institution", "area", "degree"}),
        "publication": frozenset({"title", "authors", "doi", "url", "journal"}),
        "bullet": frozenset({"bullet"}),
        "number": frozenset({"number"}),
        "reversed_number": frozenset({"reversed_number"}),
    }
)
"""The keys by which RenderCV tells the type of an entry, in the order in which it looks."""

_RESERVED: Final = frozenset({BESIDE}).union(*TELLING.values())
LISTS: Final = frozenset({"highlights", "authors"})
"""What RenderCV has as lists itself."""
_COMPLEX: Final = frozenset({"location", "summary", "highlights"})


def _texts(*names: str) -> tuple[Key, ...]:
    return tuple(Key(name, name, Form.TEXTS) for name in names)


def _shape(of: type[Any], keys: tuple[Key, ...], *titles: str, dated: bool = True) -> AnyShape:
    return Shape(
        of=of,
        keys=keys,
        date="date" if dated else "",
        interval=("start_date", "end_date") if dated else None,
        words="date" if dated else "",
        present="present",
        titles=titles,
        reserved=_RESERVED,
        keeps_empty=False,
    )


SHAPES: Final[Mapping[type, AnyShape]] = MappingProxyType(
    {
        Work: _shape(
            Work,
            (
                Key("company", "name"),
                Key("position", "position"),
                Key("location", "location"),
                Key("summary", "summary"),
                *_texts("highlights"),
                Key("url", "url"),
                Key("description", "description"),
                *_texts("keywords"),
            ),
            "name",
            "position",
        ),
        Volunteer: _shape(
            Volunteer,
            (
                Key("company", "organization"),
                Key("position", "position"),
                Key("location", "location"),
                Key("summary", "summary"),
                *_texts("highlights"),
                Key("url", "url"),
            ),
            "organization",
            "position",
        ),
        Education: _shape(
            Education,
            (
                Key("institution", "institution"),
                Key("area", "area"),
                Key("degree", "study_type"),
                Key("location", "location"),
                Key("summary", "summary"),
                *_texts("highlights"),
                Key("url", "url"),
                Key("score", "score"),
                *_texts("courses"),
            ),
            "institution",
            "area",
            "study_type",
        ),
        Project: _shape(
            Project,
            (
                Key("name", "name"),
                Key("location", "location"),
                Key("summary", "description"),
                *_texts("highlights"),
                Key("long_description", "summary"),
                Key("url", "url"),
                Key("entity", "entity"),
                Key("type", "type"),
                *_texts("roles", "keywords"),
            ),
            "name",
        ),
        Award: _shape(
            Award,
            (
                Key("name", "title"),
                Key("summary", "summary"),
                Key("awarder", "awarder"),
                Key("url", "url"),
            ),
            "title",
        ),
        Certificate: _shape(
            Certificate,
            (Key("name", "name"), Key("issuer", "issuer"), Key("url", "url")),
            "name",
        ),
        Publication: _shape(
            Publication,
            (
                Key("title", "name"),
                *_texts("authors"),
                Key("summary", "summary"),
                Key("doi", "doi", aliases=("doi_text",)),
                Key("url", "url", aliases=("link",)),
                Key("journal", "publisher"),
            ),
            "name",
        ),
        Skill: _shape(
            Skill,
            (
                Key("label", "name"),
                Key("level", "level"),
                Key("category", "category"),
                *_texts("keywords"),
            ),
            "name",
            "keywords",
            dated=False,
        ),
        Language: _shape(
            Language,
            (Key("label", "language"), Key("details", "fluency")),
            "language",
            dated=False,
        ),
        Interest: _shape(
            Interest,
            (Key("label", "name"), *_texts("keywords")),
            "name",
            "keywords",
            dated=False,
        ),
        Reference: _shape(
            Reference,
            (Key("name", "name"), Key("summary", "reference")),
            "name",
            "reference",
            dated=False,
        ),
    }
)
WORDS: Final[Mapping[type, frozenset[str]]] = MappingProxyType(
    {
        of: frozenset(key.name for key in shape.keys if key.form is Form.TEXTS) - LISTS
        for of, shape in SHAPES.items()
    }
)
"""Lists of words that RenderCV has no key for."""
NOTES: Final[Mapping[NoteStyle, AnyShape]] = MappingProxyType(
    {
        style: _shape(Note, (Key(key, "text"),), "text", dated=False)
        for style, key in (
            (NoteStyle.BULLET, "bullet"),
            (NoteStyle.NUMBERED, "number"),
            (NoteStyle.REVERSED, "reversed_number"),
        )
    }
)
REQUIRED: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        Work: ("company", "position"),
        Volunteer: ("company", "position"),
        Education: ("institution", "area"),
        Project: ("name",),
        Award: ("name",),
        Certificate: ("name",),
        Publication: ("title",),
        Skill: ("label", "details"),
        Language: ("label", "details"),
        Interest: ("label", "details"),
        Reference: ("name",),
    }
)
"""What RenderCV refuses to miss; it takes an empty text."""

NORMAL_ONLY: Final[Mapping[type, frozenset[str]]] = MappingProxyType(
    {
        Award: _COMPLEX - {"summary"},
        Certificate: _COMPLEX,
        Reference: _COMPLEX - {"summary"} | {"date", "start_date", "end_date"},
    }
)
"""What a normal entry may have that keeps it from being one of these."""

USUAL_KEY: Final[Mapping[Kind, str]] = MappingProxyType(
    {kind: str(kind) for kind in Kind} | {Kind.WORK: "experience", Kind.CUSTOM: "other"}
)
"""The title of a section that has no title of its own."""
