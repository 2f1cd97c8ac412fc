"""The CV as a sheet to typeset, and the port that typesets it.

Texts travel as data beside the template, never inside it: nothing that a CV says can be source.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol, assert_never

from cv_action.render.characters import visible
from cv_action.render.document import Entry, Group, Labelled, Listing, Quote
from cv_action.render.options import PageSize

if TYPE_CHECKING:
    from datetime import datetime

    from cv_action.render.document import Block, Bullet, Document, Inline, Section
    from cv_action.render.options import Design

_PAPER = {PageSize.A4: "a4", PageSize.LETTER: "us-letter"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A template in Typst, its data as JSON, and the moment that the document is to carry."""

    template: str = field(repr=False)
    data: str
    moment: datetime


class Typesetter(Protocol):
    """Makes PDFs."""

    def typeset(self, sheet: Sheet) -> bytes:
        """Typeset a sheet as PDF/UA-1.

        Raises:
            RenderError: a text cannot be shown with the fonts that are there.
        """
        ...


def sheet(document: Document, *, design: Design, page_size: PageSize) -> Sheet:
    """Lay out a document in one of the designs."""
    folder = resources.files("cv_action.render") / "typst"
    parts = (folder / name for name in ("base.typ", f"{design}.typ"))
    template = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    data = json.dumps(_document(document, page_size), ensure_ascii=False)
    return Sheet(template, data, document.moment)


def _document(document: Document, page_size: PageSize) -> dict[str, Any]:
    language, _, region = document.language.partition("-")
    return {
        "title": visible(f"{document.name} – {document.labels.curriculum_vitae}"),
        "name": visible(document.name),
        "headline": _inline(document.headline),
        "contacts": [
            {"label": visible(c.label), "text": visible(c.text), "href": c.href}
            for c in document.contacts
        ],
        "sections": [_section(section) for section in document.sections],
        "language": language,
        "region": region or None,
        "page": document.labels.page,
        "paper": _PAPER[page_size],
        "photo": _photo(document),
    }


def _photo(document: Document) -> dict[str, Any] | None:
    if document.photo is None:
        return None
    alt = document.labels.photo_of.format(name=visible(document.name))
    return {"data": list(document.photo.data), "alt": alt}


def _section(section: Section) -> dict[str, Any]:
    return {"title": visible(section.title), "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Entry():
            return _entry(block)
        case Group():
            return _group(block)
        case Labelled():
            return {"type": "labelled"} | _labelled(block)
        case Quote():
            return {"type": "quote", "text": _inlines(block.text), "by": _inline(block.by)}
        case Listing():
            return {"type": "listing", "style": block.style, "items": _bullets(block.items)}
        case _:
            assert_never(block)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "type": "entry",
        "title": _inline(entry.title),
        "place": _inline(entry.place),
        "note": _inline(entry.note),
        "location": visible(entry.location),
        "when": visible(entry.when.text),
        "url": entry.url,
        "paragraphs": _inlines(entry.paragraphs),
        "bullets": _bullets(entry.bullets),
        "details": [_labelled(detail) for detail in entry.details],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "type": "group",
        "place": _inline(group.place),
        "note": _inline(group.note),
        "location": visible(group.location),
        "when": visible(group.when.text),
        "url": group.url,
        "entries": [_entry(entry) for entry in group.entries],
    }


def _labelled(block: Labelled) -> dict[str, Any]:
    return {"label": _inline(block.label), "items": _inlines(block.items)}


def _bullets(bullets: tuple[Bullet, ...]) -> list[dict[str, Any]]:
    return [{"content": _inline(b.content), "children": _inlines(b.children)} for b in bullets]


def _inlines(inlines: tuple[Inline, ...]) -> list[list[dict[str, Any]]]:
    return [_inline(inline) for inline in inlines]


def _inline(inline: Inline) -> list[dict[str, Any]]:
    return [
        {
            "text": visible(span.text),
            "strong": span.strong,
            "emphasis": span.emphasis,
            "code": span.code,
            "href": span.href,
        }
        for span in inline
    ]
