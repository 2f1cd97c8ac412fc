"""The CV as GitHub-flavoured Markdown, in conventions that can be read back.

A name is ``#``, a section ``##``, an entry or employer ``###``, one of several roles ``####``; the
line below an entry's title holds its place, location and dates, parted by `` · ``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, assert_never

from cv_action.render.document import (
    Block,
    Bullet,
    Contact,
    Document,
    Entry,
    Group,
    Inline,
    Labelled,
    Listing,
    ListStyle,
    Quote,
    Section,
    Span,
)
from cv_action.render.markdown_inline import (
    begun,
    emphasized,
    escaped,
    has_words,
    inline,
    linked_inline,
    strong,
)

_PARTS: Final = " · "


def render(document: Document) -> bytes:
    """The document in UTF-8; blocks are parted by one empty line."""
    return ("\n\n".join(_document(document)) + "\n").encode()


def _document(document: Document) -> Iterator[str]:
    yield _heading(1, escaped(document.name))
    if has_words(document.headline):
        yield begun(inline(document.headline))
    if document.contacts:
        yield "\n".join(_contact(contact) for contact in document.contacts)
    for section in document.sections:
        yield from _section(section)


def _heading(level: int, words: str) -> str:
    return f"{'#' * level} {words.strip()}".rstrip()


def _contact(contact: Contact) -> str:
    words = linked_inline((Span(contact.text),), contact.href).strip()
    return f"- {begun(escaped(contact.label))}: {words}"


def _section(section: Section) -> Iterator[str]:
    yield _heading(2, escaped(section.title))
    for labelled, blocks in groupby(section.blocks, key=lambda block: isinstance(block, Labelled)):
        if labelled:
            yield "\n".join(_line(line) for line in blocks if isinstance(line, Labelled))
        else:
            for block in blocks:
                yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Entry():
            yield from _entry(block, 3)
        case Group():
            yield from _group(block)
        case Labelled():
            yield _line(block)
        case Quote():
            yield _quote(block)
        case Listing():
            yield from _listing(block)
        case _:
            assert_never(block)


def _entry(entry: Entry, level: int) -> Iterator[str]:
    url = "" if has_words(entry.place) else entry.url
    place = strong(entry.place, url=entry.url)
    yield _head(
        _heading(level, linked_inline(entry.title, url)),
        (place, escaped(entry.location).strip(), escaped(entry.when.text).strip()),
    )
    if has_words(entry.note):
        yield emphasized(entry.note)
    for paragraph in entry.paragraphs:
        yield begun(inline(paragraph))
    if entry.bullets:
        yield _list(entry.bullets)
    for detail in entry.details:
        yield begun(_labelled(detail))


def _head(heading: str, parts: Sequence[str]) -> str:
    line = begun(_PARTS.join(part for part in parts if part))
    return f"{heading}\n{line}" if line else heading


def _group(group: Group) -> Iterator[str]:
    yield _head(
        _heading(3, linked_inline(group.place, group.url)),
        (escaped(group.location).strip(), escaped(group.when.text).strip()),
    )
    if has_words(group.note):
        yield emphasized(group.note)
    for entry in group.entries:
        yield from _entry(entry, 4)


def _line(line: Labelled) -> str:
    return f"- {begun(_labelled(line))}"


def _labelled(line: Labelled) -> str:
    items = ", ".join(inline(item).strip() for item in line.items)
    label = strong(line.label, end=":" if items else "")
    return f"{label} {items}".strip()


def _quote(quote: Quote) -> str:
    paragraphs = [begun(inline(paragraph)) for paragraph in quote.text]
    if has_words(quote.by):
        paragraphs.append(f"— {inline(quote.by).strip()}")
    return "\n>\n".join(f"> {paragraph}" for paragraph in paragraphs)


def _listing(listing: Listing) -> Iterator[str]:
    items = listing.items
    match listing.style:
        case ListStyle.BULLETS if items:
            yield _list(items)
        case ListStyle.NUMBERS if items:
            yield _list(items, tuple(f"{number}. " for number in range(1, len(items) + 1)))
        case ListStyle.NUMBERS_DOWN:
            for number, item in zip(range(len(items), 0, -1), items, strict=True):
                yield from _paragraph(item, f"{number}\\. ")
        case _:
            for item in items:
                yield from _paragraph(item, "")


def _paragraph(item: Bullet, number: str) -> Iterator[str]:
    """An item as a paragraph; its number is text, which no list can count anew."""
    words = inline(item.content).strip()
    yield f"{number}{words}" if number else begun(words)
    if item.children:
        yield _list(tuple(Bullet(child) for child in item.children))


def _list(items: Sequence[Bullet], markers: Sequence[str] = ()) -> str:
    return "\n".join(
        line
        for item, marker in zip(items, markers or ("- ",) * len(items), strict=True)
        for line in _item(item, marker)
    )


def _item(item: Bullet, marker: str) -> Iterator[str]:
    yield f"{marker}{_content(item.content)}".rstrip()
    for child in item.children:
        yield f"{' ' * len(marker)}- {_content(child)}".rstrip()


def _content(content: Inline) -> str:
    return begun(inline(content))
