"""Skills, languages and interests as Markdown CVs list them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cv_action.cv.markdown_blocks import Block, Item, Paragraph, by_heading, text_of
from cv_action.cv.markdown_words import between_commas, labelled, words
from cv_action.cv.model import Entry, Interest, Kind, Language, Skill

_QUALIFIED: Final = re.compile(r"(.+?)\s+\(([^()]+)\)")


def listed(kind: Kind, blocks: Sequence[Block]) -> Iterator[Entry]:
    """Skills, languages or interests, in lines with labels or between commas."""
    before, groups = by_heading(blocks)
    for text in _texts(before):
        yield from _listed_line(kind, text)
    for heading, below in groups:
        items = tuple(item for text in _texts(below) for item in between_commas(text))
        yield from _labelled_entry(kind, heading.text, items)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Item():
                yield ", ".join((block.text, *block.children))
            case Paragraph():
                yield from (line.rstrip("\\").strip() for line in block.lines)
            case _:
                yield text_of([block])


def _listed_line(kind: Kind, text: str) -> Iterator[Entry]:
    found = labelled(text, plain=True)
    if found is None and kind is Kind.LANGUAGES:
        found = _dashed(text)
    if found and found[1]:
        yield from _labelled_entry(kind, found[0], between_commas(found[1]))
        return
    for item in between_commas(text):
        yield _single(kind, item)


def _dashed(text: str) -> tuple[str, str] | None:
    name, dash, level = text.replace(" – ", " — ").replace(" - ", " — ").partition(" — ")
    return (name.strip(), level.strip()) if dash else None


def _labelled_entry(kind: Kind, label: str, items: tuple[str, ...]) -> Iterator[Entry]:
    if kind is Kind.LANGUAGES:
        yield Language(language=words(label), fluency=", ".join(items))
    elif kind is Kind.INTERESTS:
        yield Interest(name=label, keywords=items)
    else:
        qualified = _QUALIFIED.fullmatch(label)
        name, level = (qualified[1], qualified[2]) if qualified else (label, "")
        yield Skill(name=name, level=level, keywords=items)


def _single(kind: Kind, text: str) -> Entry:
    qualified = _QUALIFIED.fullmatch(text)
    name, level = (qualified[1], qualified[2]) if qualified else (text, "")
    match kind:
        case Kind.LANGUAGES:
            return Language(language=words(name), fluency=level)
        case Kind.INTERESTS:
            return Interest(name=text)
        case _:
            return Skill(name=name, level=level)
