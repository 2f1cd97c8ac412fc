"""The CV as the paragraphs of a word processor: which style each has, and what it says.

Why apart from the drawing: this is pure text and needs no library, so it says what a reader finds
without anybody knowing the format of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from cv_action.render.characters import visible
from cv_action.render.document import (
    Block,
    Contact,
    Document,
    Entry,
    Group,
    Inline,
    Labelled,
    Labels,
    Listing,
    ListStyle,
    Quote,
    Section,
    Span,
)

ROOM: Final = 94
"""About how many characters of a heading fit beside its dates."""
_FIELDS: Final = re.compile(r"\{(pages?)\}")


class Style(StrEnum):
    """The styles of paragraphs, by their ids in styles.xml."""

    TITLE = "Title"
    SUBTITLE = "Subtitle"
    CONTACT = "Contact"
    SECTION = "Heading1"
    ENTRY = "Heading2"
    ROLE = "Heading3"
    REMARK = "Remark"
    TEXT = "Normal"
    DETAIL = "Detail"
    LIST = "List"
    BULLET = "ListBullet"
    SUB_BULLET = "ListBullet2"
    NUMBER = "ListNumber"
    QUOTE = "Quote"
    ATTRIBUTION = "Attribution"
    FOOTER = "Footer"


_ITEM: Final[Mapping[ListStyle, Style]] = MappingProxyType(
    {
        ListStyle.PARAGRAPHS: Style.TEXT,
        ListStyle.BULLETS: Style.BULLET,
        ListStyle.NUMBERS: Style.NUMBER,
        ListStyle.NUMBERS_DOWN: Style.LIST,  # with its numbers written out: nothing counts down
    }
)


class Role(StrEnum):
    """The styles of characters, by their ids in styles.xml."""

    NONE = ""
    TITLE = "EntryTitle"
    PLACE = "Place"
    DATES = "Dates"
    LABEL = "Label"
    CONTACT_LABEL = "ContactLabel"


class Mark(StrEnum):
    """What a paragraph holds besides text; the last two are counted by the word processor."""

    TAB = "tab"
    BREAK = "br"
    PAGE = "PAGE"
    PAGES = "NUMPAGES"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style. ``span.text`` is clean: one line, and nothing that steers."""

    span: Span
    role: Role = Role.NONE


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. ``first`` says that a numbered list begins with it."""

    style: Style
    parts: tuple[Run | Mark, ...]
    first: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read in it."""
        return not any(isinstance(part, Run) and part.span.text.strip() for part in self.parts)


def lines(document: Document) -> Iterator[Line]:
    """The paragraphs of the document, none of them empty but where a number stands for it."""
    return (line for line in _document(document) if line.style is Style.NUMBER or not line.blank)


def footer(name: str, labels: Labels) -> Line:
    """Whose CV a page belongs to, and which page it is."""
    text, *rest = _FIELDS.split(labels.page)
    parts: list[Run | Mark] = [*runs((Span(f"{name} · {text}"),))]
    for field, following in zip(rest[::2], rest[1::2], strict=True):
        parts += [Mark.PAGE if field == "page" else Mark.PAGES, *runs((Span(following),))]
    return Line(Style.FOOTER, tuple(parts))


def runs(inline: Inline, role: Role = Role.NONE, url: str = "") -> tuple[Run, ...]:
    """A text in one role; all of it leads to ``url`` unless it has links of its own."""
    whole = "" if any(span.href for span in inline) else url
    return tuple(
        Run(
            Span(visible(span.text), span.strong, span.emphasis, span.code, span.href or whole),
            role,
        )
        for span in inline
        if span.text
    )


def _document(document: Document) -> Iterator[Line]:
    yield Line(Style.TITLE, _words(document.name))
    yield Line(Style.SUBTITLE, runs(document.headline))
    contacts = [_contact(contact) for contact in document.contacts]
    yield Line(Style.CONTACT, _joined(contacts, " · "))
    for section in document.sections:
        yield from _section(section)


def _contact(contact: Contact) -> tuple[Run, ...]:
    """A label and its text, which no end of a line separates."""
    label = _words(f"{contact.label}:\u00a0" if contact.label else "", Role.CONTACT_LABEL)
    return (*label, *runs((Span(contact.text, href=contact.href),)))


def _section(section: Section) -> Iterator[Line]:
    yield Line(Style.SECTION, _words(section.title))
    for block in section.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Line]:
    match block:
        case Entry():
            yield from _entry(block, Style.ENTRY)
        case Group():
            yield _group_head(block)
            yield Line(Style.REMARK, runs(block.note))
            for entry in block.entries:
                yield from _entry(entry, Style.ROLE)
        case Labelled():
            yield _labelled(block)
        case Quote():
            yield from (Line(Style.QUOTE, runs(text)) for text in block.text)
            yield Line(Style.ATTRIBUTION, _after("— ", runs(block.by)))
        case Listing():
            yield from _listing(block)
        case _:
            assert_never(block)


def _group_head(group: Group) -> Line:
    place = runs(group.place, Role.TITLE, group.url)
    return _head(Style.ENTRY, place, _words(group.location, Role.PLACE), group.when.text)


def _entry(entry: Entry, style: Style) -> Iterator[Line]:
    place = runs(entry.place, Role.PLACE, entry.url)
    title = runs(entry.title, Role.TITLE, "" if place else entry.url)
    location = _words(entry.location, Role.PLACE)
    where = _joined([part for part in (place, location) if part], ", ", Role.PLACE)
    yield _head(style, title, where, entry.when.text)
    yield Line(Style.REMARK, runs(entry.note))
    yield from (Line(Style.TEXT, runs(text)) for text in entry.paragraphs)
    yield from _listing(Listing(ListStyle.BULLETS, entry.bullets))
    yield from (_labelled(detail) for detail in entry.details)


def _head(style: Style, title: tuple[Run, ...], where: tuple[Run, ...], when: str) -> Line:
    """Title, place and dates on one line, or the place on a second one where that is too long.

    Why: a line that is full would break in the middle of its dates.
    """
    dates = _words(when, Role.DATES)
    width = sum(len(run.span.text) for run in (*title, *where, *dates))
    between: tuple[Run | Mark, ...] = ()
    if title and where:
        between = (Mark.BREAK,) if width > ROOM else _words(" · ", Role.PLACE)
    aside: tuple[Run | Mark, ...] = (Mark.TAB, *dates) if dates else ()
    return Line(style, (*title, *between, *where, *aside))


def _labelled(line: Labelled) -> Line:
    items = _joined([runs(item) for item in line.items], ", ")
    colon = _words(": ", Role.LABEL) if line.label and items else ()
    return Line(Style.DETAIL, (*runs(line.label, Role.LABEL), *colon, *items))


def _listing(listing: Listing) -> Iterator[Line]:
    style = _ITEM[listing.style]
    below = Style.BULLET if style is Style.TEXT else Style.SUB_BULLET
    for at, item in enumerate(listing.items):
        left = len(listing.items) - at
        begin: tuple[Run | Mark, ...] = ()
        if style is Style.LIST:
            begin = (*_words(f"{left}."), Mark.TAB)
        yield Line(style, (*begin, *runs(item.content)), first=style is Style.NUMBER and at == 0)
        yield from (Line(below, runs(child)) for child in item.children)


def _words(text: str, role: Role = Role.NONE) -> tuple[Run, ...]:
    return runs((Span(text),), role)


def _after(text: str, content: tuple[Run, ...]) -> tuple[Run, ...]:
    return (*_words(text), *content) if content else ()


def _joined(
    texts: list[tuple[Run, ...]], separator: str, role: Role = Role.NONE
) -> tuple[Run, ...]:
    between = _words(separator, role)
    return tuple(
        run for at, text in enumerate(texts) for run in ((*between, *text) if at else text)
    )
