"""What a document says, in reading order, apart from how any format draws it."""

from __future__ import annotations

from cv_action.render.document import (
    Block,
    Bullet,
    Document,
    Entry,
    Group,
    Inline,
    Labelled,
    Listing,
    Quote,
)
from tests.document_parts import line


def texts_of(document: Document) -> list[Inline]:
    """Every text of the document in reading order, a link's address and the labels aside."""
    found: list[Inline] = [line(document.name), document.headline]
    for contact in document.contacts:
        found += [line(contact.label), line(contact.text)]
    for part in document.sections:
        found.append(line(part.title))
        for block in part.blocks:
            found += _texts_of_block(block)
    return [inline for inline in found if inline]


def _texts_of_block(block: Block) -> list[Inline]:
    match block:
        case Entry():
            return _texts_of_entry(block)
        case Group():
            head = [block.place, line(block.when.text), line(block.location), block.note]
            return head + [text for entry in block.entries for text in _texts_of_entry(entry)]
        case Labelled():
            return [block.label, *block.items]
        case Quote():
            return [*block.text, block.by]
        case Listing():
            return _texts_of_bullets(block.items)


def _texts_of_entry(entry: Entry) -> list[Inline]:
    return [
        entry.title,
        line(entry.when.text),
        entry.place,
        line(entry.location),
        entry.note,
        *entry.paragraphs,
        *_texts_of_bullets(entry.bullets),
        *(text for detail in entry.details for text in (detail.label, *detail.items)),
    ]


def _texts_of_bullets(items: tuple[Bullet, ...]) -> list[Inline]:
    return [text for item in items for text in (item.content, *item.children)]
