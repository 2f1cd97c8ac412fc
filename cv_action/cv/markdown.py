"""Markdown CVs, by their headings: the ones that we write and the ones that people write.

``# Name``, then a headline and contacts; ``## Section``; ``### Title — Employer`` or bold words or
plain items as entries, with a line of place and dates below. Headings are recognised in English
and German, what is under another one is kept under it. Texts are Markdown.

What Markdown does not carry: which part of a location is the city, user names that differ from
the address, a photo, days of dates, keys of other formats, and whether one label with several
items was one skill or several in a category.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cv_action.cv.markdown_blocks import Block, Heading, parse_blocks, text_of
from cv_action.cv.markdown_head import read_basics
from cv_action.cv.markdown_sections import read_section
from cv_action.cv.markdown_words import words
from cv_action.cv.model import Basics, Cv, Kind, Markup, Section
from cv_action.cv.problems import Problems
from cv_action.cv.source import Node, broken
from cv_action.cv.titles import kind_of
from cv_action.report.problem import Severity

FRONT_MATTER: Final = "frontMatter"
MAX_LENGTH: Final = 300_000
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(slots=True)
class _Part:
    """A heading and the blocks below it."""

    heading: Heading
    blocks: list[Block] = field(default_factory=list)


def read_markdown(text: str, problems: Problems) -> Cv:
    """Read a Markdown CV; what is odd about it is added to ``problems``.

    Raises:
        SourceError: it is too long.
    """
    if len(text) > MAX_LENGTH:
        raise broken(f"{len(text):,} characters", accepted=f"Markdown of at most {MAX_LENGTH:,}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    before, parts = _parts(parse_blocks(text))
    for part in parts[1:]:
        if not part.blocks:
            _warn_of_nothing(part.heading, problems)
    cv = _cv(before, parts)
    return replace(cv, extra={FRONT_MATTER: front[1]}) if front else cv


def _warn_of_nothing(heading: Heading, problems: Problems) -> None:
    problems.add(
        Node(heading.text, heading.line, 1),
        "",
        "nothing stands below this heading",
        accepted="entries, or no heading",
        severity=Severity.WARNING,
    )


def _parts(blocks: Sequence[Block]) -> tuple[list[Block], list[_Part]]:
    """The document in parts: the name's, then one for each section."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    level = min((h.level for h in headings[1:]), default=0)
    before: list[Block] = []
    parts: list[_Part] = []
    for block in blocks:
        if isinstance(block, Heading) and (not parts or block.level <= level):
            parts.append(_Part(block))
        else:
            (parts[-1].blocks if parts else before).append(block)
    return before, parts


def _cv(before: Sequence[Block], parts: Sequence[_Part]) -> Cv:
    named = bool(parts) and kind_of(words(parts[0].heading.text)) is None
    top = [*before, *parts[0].blocks] if named else before
    basics = read_basics(parts[0].heading.text if named else "", top)
    sections: list[Section] = []
    for part in parts[1:] if named else parts:
        basics = _add_section(sections, part, basics)
    if basics.summary and all(section.kind is not Kind.SUMMARY for section in sections):
        sections.insert(0, Section(kind=Kind.SUMMARY))
    return Cv(basics=basics, sections=tuple(sections), markup=Markup.MARKDOWN)


def _add_section(sections: list[Section], part: _Part, basics: Basics) -> Basics:
    title = words(part.heading.text)
    kind = kind_of(title) or Kind.CUSTOM
    if kind is Kind.SUMMARY and all(section.kind is not Kind.SUMMARY for section in sections):
        sections.append(Section(kind=kind, title=title))
        texts = (basics.summary, text_of(part.blocks))
        return replace(basics, summary="\n\n".join(text for text in texts if text))
    sections.append(read_section(Kind.CUSTOM if kind is Kind.SUMMARY else kind, title, part.blocks))
    return basics
