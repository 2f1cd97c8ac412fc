"""The CV as a sheet for a typesetter: templates of ours, and the person's texts as data.

Why apart: a text that never becomes source cannot be markup, whatever it holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Final, Protocol, TypeAlias, assert_never

from cv_action.render.characters import linked, visible
from cv_action.render.document import (
    Block,
    Bullet,
    Contact,
    ContactKind,
    Document,
    Entry,
    Group,
    Inline,
    Labelled,
    Listing,
    Quote,
    Section,
    Span,
    plain,
)
from cv_action.render.options import Design, PageSize

Data: TypeAlias = "str | bool | list[Data] | dict[str, Data] | None"

_SHARED: Final = "parts.typ"
_PAPERS: Final = {PageSize.A4: "a4", PageSize.LETTER: "us-letter"}
_TAG: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}))?(?![a-z0-9])"
)
_PHOTO: Final = "photo"
_UNSEEN: Final = str.maketrans("", "", "\u00ad\u200b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that a PDF is made from.

    ``main`` is the name of the source to begin with; ``data`` is JSON for it; ``files`` are what
    sources and data name, such as the photo. ``timestamp`` is the UTC moment that the PDF carries.
    """

    main: str
    sources: Mapping[str, str]
    data: str
    timestamp: datetime
    files: Mapping[str, bytes]


class Typesetter(Protocol):
    """Makes PDFs."""

    def typeset(self, sheet: Sheet) -> bytes:
        """A tagged PDF with its fonts in it; the same bytes for the same sheet.

        Raises:
            RenderError: a text cannot be shown, or the sheet cannot be set.
        """
        ...


def sheet(document: Document, *, design: Design, page_size: PageSize) -> Sheet:
    """The document as a sheet in one design."""
    main = f"{design}.typ"
    return Sheet(
        main=main,
        sources={name: _packaged(name) for name in (main, _SHARED)},
        data=json.dumps(_document(document, page_size), ensure_ascii=False),
        timestamp=document.moment,
        files={_PHOTO: document.photo.data} if document.photo else {},
    )


def _tells_itself(contact: Contact) -> bool:
    """Whether a line of the contact details needs no label: an address does, "@ada" does not."""
    if contact.kind is not ContactKind.PROFILE:
        return True
    return contact.label.casefold() in contact.text.casefold()


def _packaged(name: str) -> str:
    path = resources.files("cv_action.render").joinpath("typst", name)
    return path.read_text(encoding="utf-8")


def _document(document: Document, page_size: PageSize) -> Data:
    name = _text(document.name).strip()
    title = _text(document.labels.curriculum_vitae)
    return {
        "name": name or title,
        "title": f"{name} – {title}" if name else title,
        "author": name,
        "description": _text(plain(document.headline)),
        "paper": _PAPERS[page_size],
        "page-label": document.labels.page,
        "photo": _photo(document),
        "headline": _inline(document.headline),
        "contacts": [_contact(contact) for contact in document.contacts],
        "sections": [_section(section) for section in document.sections],
        **_language(document.language),
    }


def _language(tag: str) -> dict[str, Data]:
    """The parts of a BCP 47 tag that a typesetter asks for."""
    found = _TAG.match(tag.lower())
    return {**found.groupdict()} if found else {"language": "en", "region": None, "script": None}


def _photo(document: Document) -> Data:
    alt = document.labels.photo_of.replace("{name}", document.name)
    return {"file": _PHOTO, "alt": _text(alt)} if document.photo else None


def _contact(contact: Contact) -> Data:
    return {
        "label": _text(contact.label),
        "text": _text(contact.text),
        "href": visible(contact.href),
        "clear": _tells_itself(contact),
    }


def _section(section: Section) -> Data:
    return {
        "title": _text(section.title).strip(),
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> Data:
    match block:
        case Entry():
            return {"kind": "entry", **_entry(block)}
        case Group():
            entries: list[Data] = [_entry(entry) for entry in block.entries]
            return {"kind": "group", **_employer(block), "entries": entries}
        case Labelled():
            return {"kind": "labelled", **_labelled(block)}
        case Quote():
            return {"kind": "quote", "text": _inlines(block.text), "by": _inline(block.by)}
        case Listing():
            return {"kind": "listing", "style": block.style.value, "items": _bullets(block.items)}
        case _:
            assert_never(block)


def _employer(group: Group) -> dict[str, Data]:
    return {
        "title": [],
        "place": _inline(group.place),
        "note": _inline(group.note),
        "location": _text(group.location),
        "when": _text(group.when.text),
        "url": visible(group.url),
    }


def _entry(entry: Entry) -> dict[str, Data]:
    return {
        "title": _inline(entry.title),
        "place": _inline(entry.place),
        "note": _inline(entry.note),
        "location": _text(entry.location),
        "when": _text(entry.when.text),
        "url": visible(entry.url),
        "paragraphs": _inlines(entry.paragraphs),
        "bullets": _bullets(entry.bullets),
        "details": [_labelled(detail) for detail in entry.details],
    }


def _labelled(line: Labelled) -> dict[str, Data]:
    return {"label": _inline(line.label), "items": _inlines(line.items)}


def _bullets(bullets: Sequence[Bullet]) -> Data:
    return [
        {"content": _inline(bullet.content), "children": _inlines(bullet.children)}
        for bullet in bullets
    ]


def _inlines(lines: Sequence[Inline]) -> Data:
    return [_inline(line) for line in lines]


def _inline(line: Inline) -> Data:
    return [
        {"href": visible(href), "spans": [_span(span) for span in spans]}
        for href, spans in linked(line)
    ]


def _span(span: Span) -> Data:
    """The text, and of its styles those that it has."""
    styles: dict[str, Data] = {
        name: True
        for name, has in (
            ("strong", span.strong),
            ("emphasis", span.emphasis),
            ("code", span.code),
        )
        if has
    }
    return {"text": _text(span.text), **styles}


def _text(text: str) -> str:
    return visible(text).translate(_UNSEEN)
