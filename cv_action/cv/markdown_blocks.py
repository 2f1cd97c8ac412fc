"""Markdown as the blocks that a CV is made of: headings, paragraphs, lists, quotes.

Inline markup stays as it is. Lines of tables become list items, HTML comments go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and whether the line right below it holds text."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text; ``adjoins`` says that they follow a heading without an empty line."""

    lines: tuple[str, ...]
    line: int
    adjoins: bool = False

    @property
    def text(self) -> str:
        """The paragraph on one line."""
        return " ".join(line.rstrip("\\").strip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list and the items below it."""

    text: str
    line: int
    children: tuple[str, ...] = ()
    numbered: bool = False

    @property
    def whole(self) -> str:
        """The item with those below it, each on a line of its own."""
        return "\n- ".join((self.text, *self.children))


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted paragraphs."""

    paragraphs: tuple[str, ...]
    line: int


Block: TypeAlias = Heading | Paragraph | Item | Quote

_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t](.*))?")
_CLOSING: Final = re.compile(r"(?:^|(?<=\s))#+$")
_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)[ \t]*")
_RULE: Final = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM: Final = re.compile(r"([ \t]*)(?:[-*+•]|(\d{1,9})[.)])[ \t]+(.*)")
_EMPTY_ITEM: Final = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]*")
_QUOTE: Final = re.compile(r" {0,3}>[ \t]?(.*)")
_ROW: Final = re.compile(r"[ \t]*\|(.*)\|[ \t]*")
_ROW_RULE: Final = frozenset("|-: ")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a document in order."""
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    lines = [line.rstrip() for line in text.expandtabs(4).split("\n")]
    return tuple(_Blocks(lines).read())


class _Blocks:
    """Reads line by line; ``at`` is the next line."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def read(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip() or _RULE.fullmatch(line) or _EMPTY_ITEM.fullmatch(line):
                self.at += 1
            elif heading := self.heading(line):
                yield heading
            elif _ITEM.fullmatch(line):
                yield self.item()
            elif _QUOTE.fullmatch(line):
                yield self.quote()
            elif row := _ROW.fullmatch(line):
                yield from self.row(row[1])
            else:
                yield self.paragraph()

    def heading(self, line: str) -> Heading | None:
        if match := _HEADING.fullmatch(line):
            self.at += 1
            words = _CLOSING.sub("", (match[2] or "").strip()).strip()
            return Heading(len(match[1]), words, self.at)
        below = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        under = _UNDERLINE.fullmatch(below)
        if not under or self.begins_block(line):
            return None
        self.at += 2
        return Heading(1 if under[1][0] == "=" else 2, line.strip(), self.at - 1)

    def begins_block(self, line: str) -> bool:
        patterns = (_HEADING, _RULE, _ITEM, _QUOTE, _ROW)
        return not line.strip() or any(pattern.fullmatch(line) for pattern in patterns)

    def continued(self) -> Iterator[str]:
        """Lines that go on with the text of the line before."""
        while self.at < len(self.lines) and not self.begins_block(self.lines[self.at]):
            yield self.lines[self.at]
            self.at += 1

    def paragraph(self) -> Paragraph:
        start = self.at
        self.at += 1
        lines = (self.lines[start], *self.continued())
        above = self.lines[start - 1] if start else ""
        return Paragraph(lines, start + 1, adjoins=bool(_HEADING.fullmatch(above)))

    def item(self) -> Item:
        match = _ITEM.fullmatch(self.lines[self.at])
        indent, number, text = (match[1], match[2], match[3]) if match else ("", None, "")
        self.at += 1
        start = self.at
        whole = " ".join([text, *(line.strip() for line in self.continued())])
        children = tuple(self.children(len(indent)))
        return Item(whole.strip(), start, children, numbered=number is not None)

    def children(self, indent: int) -> Iterator[str]:
        """Items that are indented deeper, and paragraphs that belong to the item."""
        while self.at < len(self.lines):
            ahead = self.at
            while ahead < len(self.lines) and not self.lines[ahead].strip():
                ahead += 1
            line = self.lines[ahead] if ahead < len(self.lines) else ""
            if len(line) - len(line.lstrip()) < indent + 2:
                return
            self.at = ahead + 1
            match = _ITEM.fullmatch(line)
            text = match[3] if match else line.strip()
            yield " ".join([text, *(more.strip() for more in self.continued())]).strip()

    def quote(self) -> Quote:
        start = self.at + 1
        lines: list[str] = []
        while self.at < len(self.lines) and (match := _QUOTE.fullmatch(self.lines[self.at])):
            lines.append(match[1].strip())
            self.at += 1
        paragraphs = "\n".join(lines).split("\n\n")
        return Quote(tuple(" ".join(p.split("\n")).strip() for p in paragraphs if p.strip()), start)

    def row(self, cells: str) -> Iterator[Item]:
        self.at += 1
        below = self.lines[self.at] if self.at < len(self.lines) else ""
        if _is_rule(below) or _is_rule(f"|{cells}|"):
            return
        first, *rest = (cell.strip() for cell in cells.split("|"))
        yield Item(f"{first}: {', '.join(rest)}" if rest else first, self.at)


def _is_rule(line: str) -> bool:
    """Whether a line parts the head of a table from its rows."""
    return "|" in line and "-" in line and set(line) <= _ROW_RULE


def text_of(blocks: Sequence[Block]) -> str:
    """The blocks as one text of several paragraphs."""
    texts: list[str] = []
    for block in blocks:
        match block:
            case Item():
                texts.append(f"- {block.whole}")
            case Quote():
                texts.extend(block.paragraphs)
            case _:
                texts.append(block.text)
    return "\n\n".join(text for text in texts if text)


def by_heading(
    blocks: Sequence[Block],
) -> tuple[list[Block], list[tuple[Heading, list[Block]]]]:
    """What stands before the first heading, and what below each of the highest."""
    level = min((b.level for b in blocks if isinstance(b, Heading)), default=0)
    before: list[Block] = []
    groups: list[tuple[Heading, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == level:
            groups.append((block, []))
        else:
            (groups[-1][1] if groups else before).append(block)
    return before, groups
