"""The CV as plain text that parsers of applications read: one column, no marks but dashes.

Lines end with LF and hold at most 80 columns; only an address is longer, since a broken one leads
nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, assert_never
from unicodedata import category, east_asian_width

from cv_action.render.characters import bare, linked
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
    plain,
)

COLUMNS: Final = 80
_PARTS: Final = " | "
_SCHEME: Final = re.compile(r"(?:mailto|tel):", re.IGNORECASE)
_OPTIONAL: Final = re.compile(r"^https?://|^www\.|(?<=//)www\.|/$", re.IGNORECASE)
_INVISIBLE: Final = frozenset({"Mn", "Me", "Cf"})


def render(document: Document) -> bytes:
    """The document in UTF-8."""
    blocks = ("\n".join(lines) for lines in _document(document))
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _document(document: Document) -> Iterator[list[str]]:
    yield wrapped(bare(document.name)) + wrapped(words(document.headline))
    yield [line for contact in document.contacts for line in wrapped(_contact(contact))]
    for section in document.sections:
        yield from _section(section)


def words(content: Inline) -> str:
    """A text, and after each part that is a link the address it leads to."""
    pieces = []
    for href, spans in linked(content):
        text = bare(plain(spans))
        pieces.append(_with_address(text, href) if href else text)
    return "".join(pieces)


def wrapped(text: str, *, first: str = "", rest: str = "") -> list[str]:
    """The lines of one paragraph; ``first`` begins the first line and ``rest`` the others."""
    lines: list[str] = []
    line: list[str] = []
    start, width = first, len(first)
    for word in _pieces(text, COLUMNS - max(len(first), len(rest))):
        size = columns(word)
        if line and width + 1 + size > COLUMNS:
            lines.append(start + " ".join(line))
            start, line, width = rest, [], len(rest)
        width += size + (1 if line else 0)
        line.append(word)
    return [*lines, start + " ".join(line)] if line else lines


def columns(text: str) -> int:
    """How many columns a terminal gives to a text."""
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if category(character) in _INVISIBLE:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _pieces(text: str, room: int) -> Iterator[str]:
    """The words of a text; one that no line can hold is cut, unless it is an address."""
    for word in text.split():
        if "://" in word or "@" in word or columns(word) <= room:
            yield word
        else:
            yield from _cut(word, room)


def _cut(word: str, room: int) -> Iterator[str]:
    start, width = 0, 0
    for at, character in enumerate(word):
        size = _columns_of(character)
        if width + size > room:
            yield word[start:at]
            start, width = at, 0
        width += size
    yield word[start:]


def _with_address(text: str, href: str) -> str:
    address = _SCHEME.sub("", bare(href), count=1)
    if _is_same(text.strip(), address):
        return text if _SCHEME.match(href) else address
    return f"{text.rstrip()} ({address})"


def _is_same(text: str, address: str) -> bool:
    """Whether a text says its address already, but for scheme, ``www.`` and punctuation."""
    if re.fullmatch(r"[+\d][\d ()/.-]*", text):
        return re.sub(r"\D", "", text) == re.sub(r"\D", "", address)
    return _OPTIONAL.sub("", text).casefold() == _OPTIONAL.sub("", address).casefold()


def _contact(contact: Contact) -> str:
    text = bare(contact.text)
    return f"{bare(contact.label)}: {_with_address(text, contact.href) if contact.href else text}"


def _section(section: Section) -> Iterator[list[str]]:
    yield wrapped(bare(section.title).upper())
    for labelled, blocks in groupby(section.blocks, key=lambda block: isinstance(block, Labelled)):
        found = [lines for block in blocks for lines in _block(block)]
        yield from [[line for lines in found for line in lines]] if labelled else found


def _block(block: Block) -> Iterator[list[str]]:
    match block:
        case Entry():
            yield list(_entry(block))
        case Group():
            yield list(_employer(block))
            yield from (list(_entry(entry)) for entry in block.entries)
        case Labelled():
            yield _labelled(block)
        case Quote():
            yield list(_quote(block))
        case Listing(ListStyle.PARAGRAPHS):
            yield from (list(_item(item, "")) for item in block.items)
        case Listing():
            yield list(_listing(block))
        case _:
            assert_never(block)


def _employer(group: Group) -> Iterator[str]:
    yield from _row(words(group.place), bare(group.when.text))
    yield from wrapped(bare(group.location))
    yield from wrapped(bare(group.url))
    yield from wrapped(words(group.note))


def _entry(entry: Entry) -> Iterator[str]:
    yield from _row(words(entry.title), bare(entry.when.text))
    yield from _row(words(entry.place), bare(entry.location))
    yield from wrapped(bare(entry.url))
    yield from wrapped(words(entry.note))
    for paragraph in entry.paragraphs:
        yield from wrapped(words(paragraph))
    for item in entry.bullets:
        yield from _item(item, "- ")
    for detail in entry.details:
        yield from _labelled(detail)


def _row(*parts: str) -> list[str]:
    return wrapped(_PARTS.join(part for part in parts if part.strip()))


def _labelled(line: Labelled) -> list[str]:
    label = words(line.label).strip()
    items = ", ".join(words(item).strip() for item in line.items)
    return wrapped(": ".join(part for part in (label, items) if part))


def _quote(quote: Quote) -> Iterator[str]:
    for paragraph in quote.text:
        yield from wrapped(words(paragraph))
    by = words(quote.by).strip()
    if by:
        yield from wrapped(by, first="- ", rest="  ")


def _listing(listing: Listing) -> Iterator[str]:
    for item, marker in zip(listing.items, _markers(listing), strict=True):
        yield from _item(item, marker)


def _markers(listing: Listing) -> Sequence[str]:
    count = len(listing.items)
    match listing.style:
        case ListStyle.NUMBERS:
            return [f"{number}. " for number in range(1, count + 1)]
        case ListStyle.NUMBERS_DOWN:
            return [f"{number}. " for number in range(count, 0, -1)]
        case ListStyle.BULLETS:
            return ["- "] * count
        case ListStyle.PARAGRAPHS:
            return [""] * count
        case _:
            assert_never(listing.style)


def _item(item: Bullet, marker: str) -> Iterator[str]:
    indent = " " * len(marker)
    yield from wrapped(words(item.content), first=marker, rest=indent)
    for child in item.children:
        yield from wrapped(words(child), first=f"{indent}- ", rest=f"{indent}  ")
