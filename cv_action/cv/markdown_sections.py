"""The sections of a Markdown CV: what stands below one heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cv_action.cv.markdown_blocks import Block, Heading, Item, Paragraph, Quote, by_heading, text_of
from cv_action.cv.markdown_entries import is_line, read_body, read_bold_head, read_head
from cv_action.cv.markdown_lists import listed
from cv_action.cv.markdown_makers import in_group, make_entry
from cv_action.cv.markdown_words import (
    begins_strong,
    between_commas,
    labelled,
    split_strong,
    split_two,
)
from cv_action.cv.model import (
    Entry,
    Kind,
    Note,
    NoteStyle,
    Reference,
    Section,
    Skill,
)

_COUNTED: Final = re.compile(r"(\d{1,3})\\\.\s+(.*)", re.DOTALL)
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LONGEST_TITLE: Final = 500
_BY: Final = re.compile(r"[—–-]\s*")
_LISTED: Final = frozenset({Kind.SKILLS, Kind.LANGUAGES, Kind.INTERESTS})
_IN_LINES: Final = frozenset({Kind.AWARDS, Kind.CERTIFICATES, Kind.PUBLICATIONS, Kind.EDUCATION})
_UNSPLIT: Final = frozenset({Kind.PUBLICATIONS, Kind.PROJECTS, Kind.CUSTOM})


def read_section(kind: Kind, title: str, blocks: Sequence[Block]) -> Section:
    """Read one section."""
    entries: Iterator[Entry]
    if kind in _LISTED:
        entries = listed(kind, blocks)
    elif kind is Kind.REFERENCES:
        entries = _references(blocks)
    elif kind is Kind.CUSTOM and not any(isinstance(block, Heading) for block in blocks):
        entries = _notes(blocks)
    else:
        entries = _entries(kind, blocks)
    return Section(kind=kind, title=title, entries=tuple(entries))


def _entries(kind: Kind, blocks: Sequence[Block]) -> Iterator[Entry]:
    before, groups = by_heading(blocks)
    yield from _unheaded(kind, before)
    for heading, below in groups:
        yield from _headed(kind, heading, below)


def _headed(kind: Kind, heading: Heading, below: Sequence[Block]) -> Iterator[Entry]:
    own, inner = by_heading(below)
    line = own[0] if own and is_line(own[0]) else None
    splits = kind not in _UNSPLIT
    head = read_head(heading.text, line.text if isinstance(line, Paragraph) else "", splits=splits)
    rest = own[1:] if line else own
    if not inner:
        yield make_entry(kind, head, read_body(kind, rest))
        return
    whole = replace(head, title=", ".join(part for part in (head.title, head.place) if part))
    entries = [entry for sub, blocks in inner for entry in _headed(kind, sub, blocks)]
    yield from in_group(whole, entries, read_body(Kind.SUMMARY, rest))


def _unheaded(kind: Kind, blocks: Sequence[Block]) -> Iterator[Entry]:
    """Entries that begin with bold words or are items of a list."""
    pending: list[Block] = []
    start = ""
    for block in blocks:
        if isinstance(block, Paragraph) and begins_strong(block.lines[0].strip()):
            yield from _unheaded_entry(kind, start, pending)
            start, pending = block.lines[0].strip(), []
            if block.lines[1:]:
                pending.append(replace(block, lines=block.lines[1:], adjoins=True))
        elif isinstance(block, Item) and not start and (kind in _IN_LINES or block.children):
            children = [Item(child, block.line) for child in block.children]
            yield from _unheaded_entry(kind, block.text, children)
        else:
            pending.append(block)
    yield from _unheaded_entry(kind, start, pending)


def _unheaded_entry(kind: Kind, start: str, below: Sequence[Block]) -> Iterator[Entry]:
    if not start:
        yield from _lines(kind, below)
        return
    line = below[0] if below and is_line(below[0]) else None
    rest = below[1:] if line else below
    text = line.text if isinstance(line, Paragraph) else ""
    if kind not in _UNSPLIT and begins_strong(start):
        head = read_bold_head(start, text)
    else:
        head = read_head(_unmarked(start), text, splits=kind not in _UNSPLIT)
    yield make_entry(kind, head, read_body(kind, rest))


def _unmarked(text: str) -> str:
    """A line without the marks of its first bold words; links stay."""
    return _STRONG.sub(r"\2", text, count=1) if len(text) <= _LONGEST_TITLE else text


def _lines(kind: Kind, blocks: Sequence[Block]) -> Iterator[Entry]:
    """Each item or paragraph as an entry of its own."""
    for block in blocks:
        text = text_of([block]).removeprefix("- ")
        if text and kind in _UNSPLIT - {Kind.PUBLICATIONS}:
            yield _described(kind, text)
        elif text:
            yield from _unheaded_entry(kind, text, ())


def _described(kind: Kind, text: str) -> Entry:
    """A line with a name and what it is: "**tide** – tide tables", "tide: tide tables"."""
    told = labelled(text, plain=True)
    if told is None:
        told = split_strong(text) if begins_strong(text) else split_two(text, comma=False)
    name, description = told
    head = read_head(_unmarked(name), splits=False)
    below = [Paragraph((description,), 0)] if description else []
    return make_entry(kind, head, read_body(kind, below))


def _references(blocks: Sequence[Block]) -> Iterator[Entry]:
    before, groups = by_heading(blocks)
    for block in before:
        if (
            isinstance(block, Quote)
            and len(block.paragraphs) > 1
            and _BY.match(block.paragraphs[-1])
        ):
            *said, by = block.paragraphs
            yield Reference(name=_BY.sub("", by, count=1), reference="\n\n".join(said))
        elif isinstance(block, Quote):
            yield Reference(reference="\n\n".join(block.paragraphs))
        else:
            yield Reference(reference=text_of([block]).removeprefix("- "))
    for heading, below in groups:
        yield Reference(name=heading.text, reference=text_of(below))


def _notes(blocks: Sequence[Block]) -> Iterator[Entry]:
    counted = _counted_down(blocks)
    for block in blocks:
        match block:
            case Item():
                style = NoteStyle.NUMBERED if block.numbered else NoteStyle.BULLET
                yield _note(block.whole, style)
            case Paragraph() if counted:
                match = _COUNTED.match(block.text)
                yield Note(text=match[2] if match else block.text, style=NoteStyle.REVERSED)
            case _:
                yield Note(text=text_of([block]), style=NoteStyle.PARAGRAPH)


def _counted_down(blocks: Sequence[Block]) -> bool:
    """Whether the paragraphs are numbered down to one."""
    numbers = [
        int(match[1])
        for block in blocks
        if isinstance(block, Paragraph) and (match := _COUNTED.match(block.text))
    ]
    return bool(numbers) and numbers == list(range(len(blocks), 0, -1))


def _note(text: str, style: NoteStyle) -> Entry:
    found = labelled(text)
    if found and found[1] and style is NoteStyle.BULLET:
        return Skill(name=found[0], keywords=between_commas(found[1]))
    return Note(text=text, style=style)
