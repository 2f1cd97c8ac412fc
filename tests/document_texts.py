"""What a document says, in reading order, apart from how any format draws it."""

from __future__ import annotations

from cv_action.render.characters import visible
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
    plain,
)
from tests.document_parts import line


def letters(text: str) -> str:
    """Words without the spaces between them, which a line's end may take."""
    return "".join(visible(text).split())


def one_line(text: str) -> str:
    """Words as any format may show them: on one line, without what steers."""
    return " ".join(visible(text).split())


def first_missing(document: Document, words: str, *, dates_last: bool = False) -> str:
    """The first text of the document that ``words`` do not have after those before it.

    ``dates_last`` says that the dates stand after the place instead of beside the title.
    """
    words, position = one_line(words), 0
    texts = [one_line(plain(text)) for text in texts_of(document, dates_last=dates_last)]
    assert len(texts) > 10, "a document that says nothing proves nothing"
    for text in texts:
        found = words.find(text, position)
        if found < 0:
            return f"{text!r} after {words[:position][-80:]!r}: {words[position:][:80]!r}"
        position = found + len(text)
    return ""


def texts_of(document: Document, *, dates_last: bool = False) -> list[Inline]:
    """Every text of the document in reading order."""
    found: list[Inline] = [line(document.name), document.headline]
    for contact in document.contacts:
        found += [line(contact.label), line(contact.text)]
    for part in document.sections:
        found.append(line(part.title))
        for block in part.blocks:
            found += _texts_of_block(block, dates_last=dates_last)
    return [inline for inline in found if inline]


def _texts_of_block(block: Block, *, dates_last: bool) -> list[Inline]:
    match block:
        case Entry():
            return _texts_of_entry(block, dates_last=dates_last)
        case Group():
            head = _ordered(block, [block.place], [line(block.location)], dates_last=dates_last)
            roles = [
                text
                for entry in block.entries
                for text in _texts_of_entry(entry, dates_last=dates_last)
            ]
            return [*head, block.note, *roles]
        case Labelled():
            return [block.label, *block.items]
        case Quote():
            return [*block.text, block.by]
        case Listing():
            return _texts_of_bullets(block.items)


def _texts_of_entry(entry: Entry, *, dates_last: bool) -> list[Inline]:
    return [
        *_ordered(entry, [entry.title], [entry.place, line(entry.location)], dates_last=dates_last),
        entry.note,
        *entry.paragraphs,
        *_texts_of_bullets(entry.bullets),
        *(text for detail in entry.details for text in (detail.label, *detail.items)),
    ]


def _ordered(
    block: Entry | Group, title: list[Inline], below: list[Inline], *, dates_last: bool
) -> list[Inline]:
    when = [line(block.when.text)]
    return [*title, *below, *when] if dates_last else [*title, *when, *below]


def _texts_of_bullets(items: tuple[Bullet, ...]) -> list[Inline]:
    return [text for item in items for text in (item.content, *item.children)]
