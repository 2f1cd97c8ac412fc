"""A CV as it is laid out: what every format shows, in the order in which it is read.

Why: all renderers draw this one value, so they cannot disagree about the facts. It is already in
the reader's language, free of what may not be published, and its links are safe to follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. ``href`` is empty or an http, https, mailto or tel address."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""


Inline: TypeAlias = tuple[Span, ...]
"""One line or paragraph of text."""


def plain(inline: Inline) -> str:
    """The words alone."""
    return "".join(span.text for span in inline)


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item of a list, with the items below it."""

    content: Inline
    children: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and what belongs to it, as in "Languages: Go, Rust"; either half may be empty."""

    label: Inline
    items: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A period as it is shown, and its ends as ISO 8601 (empty when unknown or still going on)."""

    text: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A role, a degree, a project, an award or anything else with a title.

    ``title`` is the most telling part (a position, a degree, a name), ``place`` who it was with,
    ``note`` a short remark about the place or the thing ("Data streaming platform"), ``details``
    are labelled remarks such as courses, keywords or authors. ``url`` is safe or empty.
    """

    title: Inline
    place: Inline = ()
    note: Inline = ()
    location: str = ""
    when: When = When()
    url: str = ""
    paragraphs: tuple[Inline, ...] = ()
    bullets: tuple[Bullet, ...] = ()
    details: tuple[Labelled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Several roles with the same employer, newest first as the source has them."""

    place: Inline
    note: Inline = ()
    url: str = ""
    location: str = ""
    when: When = When()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and who."""

    text: tuple[Inline, ...]
    by: Inline


class ListStyle(StrEnum):
    """How the items of a plain list are marked."""

    PARAGRAPHS = "paragraphs"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    NUMBERS_DOWN = "numbers-down"


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines without further structure."""

    style: ListStyle
    items: tuple[Bullet, ...]


Block: TypeAlias = Entry | Group | Labelled | Quote | Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks under one heading. ``slug`` is unique in the document and fit for an HTML id."""

    slug: str
    title: str
    blocks: tuple[Block, ...]


class ContactKind(StrEnum):
    """What a line of the contact details is."""

    LOCATION = "location"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A line of the contact details: "GitHub" / "github.com/ada" / its address.

    ``label`` names it in the reader's language ("E-mail", "GitHub"); ``href`` is safe or empty.
    """

    kind: ContactKind
    label: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the person: its bytes and its media type (image/png or image/jpeg)."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words that a document adds of its own, in the reader's language."""

    contact: str
    page: str
    """How a page is numbered, with ``{page}`` and ``{pages}``."""
    curriculum_vitae: str
    skip_to_content: str
    photo_of: str
    """With ``{name}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole CV, ready to be drawn.

    ``language`` is a BCP 47 tag; ``moment`` is a UTC moment derived from the content alone (the
    latest date in it), for formats that must carry one.
    """

    name: str
    headline: Inline
    contacts: tuple[Contact, ...]
    sections: tuple[Section, ...]
    language: str
    labels: Labels
    moment: datetime
    photo: Photo | None = None
