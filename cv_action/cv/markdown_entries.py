"""The entries of a Markdown CV: a head, a line with place and dates, and what stands below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from cv_action.cv.dates import Period
from cv_action.cv.markdown_blocks import Block, Item, Paragraph
from cv_action.cv.markdown_words import (
    Linked,
    begins_strong,
    between_commas,
    emphasized,
    labelled,
    linked,
    parts,
    split_period,
    split_strong,
    split_two,
    strong,
    words,
)
from cv_action.cv.model import (
    Kind,
)

_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        label: key
        for key, labels in (
            ("keywords", "technologies technologien keywords stack tech tools techstack werkzeuge"),
            ("courses", "courses coursework kurse schwerpunkte"),
            ("roles", "role roles rolle rollen"),
            ("authors", "authors autoren author autor"),
            ("score", "grade gpa score note abschlussnote"),
        )
        for label in labels.split()
    }
)
_DETAILS: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {
        Kind.WORK: frozenset({"keywords"}),
        Kind.EDUCATION: frozenset({"courses", "score"}),
        Kind.PROJECTS: frozenset({"keywords", "roles"}),
        Kind.CUSTOM: frozenset({"keywords", "roles"}),
        Kind.PUBLICATIONS: frozenset({"authors"}),
    }
)
"""The labelled remarks for which an entry has a field; others stay paragraphs."""

_LONGEST_LINE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the top of an entry, before it is known what it is of."""

    title: str
    place: str = ""
    location: str = ""
    url: str = ""
    period: Period = Period()
    told_apart: bool = False
    """Whether the source says which of the two is the title."""


@dataclass(slots=True)
class Body:
    """What stands below: paragraphs, bullets, labelled remarks, a note in italics."""

    taken: frozenset[str]
    note: str = ""
    paragraphs: list[str] = field(default_factory=list)
    highlights: list[str] = field(default_factory=list)
    details: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All paragraphs as one text."""
        return "\n\n".join(self.paragraphs)

    def of(self, key: str) -> tuple[str, ...]:
        """A labelled remark."""
        return self.details.get(key, ())


def read_head(text: str, below: str = "", *, splits: bool = True) -> Head:
    """Read a heading and the line below it; ``splits`` says that a heading may name two things."""
    rest, period = split_period(text)
    head = Head(title=rest, period=period)
    if below:
        head = _with_line(head, below)
    if splits and not head.place and not linked(rest).url:
        foreign = " · " not in below and bool({"|", ","} & set(below) or emphasized(below))
        title, place = split_two(rest, comma=not below or foreign)
        head = replace(head, title=title, place=place)
    return _with_links(head)


def _with_links(head: Head) -> Head:
    title, place = linked(head.title), linked(head.place)
    return replace(head, title=title.text, place=place.text, url=head.url or place.url or title.url)


def _with_line(head: Head, line: str) -> Head:
    """Add what the line below the title says: place, location and dates in any number."""
    found, period = _without_period(parts(line))
    place = linked(found[0]) if found else Linked("")
    marked = strong(place.text) or strong(found[0] if found else "") or emphasized(place.text)
    if marked:
        found = found[1:]
        place = linked(marked) if not place.url else Linked(marked, place.url)
    else:
        place = Linked("")
    location = words(" · ".join(found))
    return replace(
        head,
        place=place.text,
        url=head.url or place.url,
        location=location,
        period=period or head.period,
        told_apart=" · " in line,
    )


def _without_period(found: Sequence[str]) -> tuple[list[str], Period]:
    """The parts of a line without the last period among them."""
    for i in reversed(range(len(found))):
        rest, period = split_period(found[i])
        if period:
            return [part for part in (*found[:i], rest, *found[i + 1 :]) if part], period
    return list(found), Period()


def read_bold_head(text: str, below: str = "") -> Head:
    """Read a line that begins with its title in bold type: "**Engineer**, Acme — Bremen (2019)"."""
    title, rest = split_strong(text)
    rest, period = split_period(rest)
    place, location = split_two(rest)
    head = Head(title=title, period=period)
    if below:
        head = _with_line(head, below)
    return _with_links(replace(head, place=place, location=head.location or words(location)))


def is_line(block: Block) -> bool:
    """Whether a paragraph is the line below a title rather than a text."""
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_LINE:
        return False
    text = block.text
    if labelled(text) or (emphasized(text) and not split_period(emphasized(text))[1]):
        return False
    dated = bool(split_period(text)[1])
    return dated or begins_strong(text) or (block.adjoins and not text.endswith("."))


def read_body(kind: Kind, blocks: Iterable[Block]) -> Body:
    """Read what stands below the head of an entry of that kind."""
    body = Body(taken=_DETAILS.get(kind, frozenset()))
    for block in blocks:
        match block:
            case Item():
                _put_item(body, block)
            case Paragraph():
                _put_paragraph(body, block.text)
            case _:
                body.paragraphs.extend(getattr(block, "paragraphs", ()))
    return body


def _put_item(body: Body, item: Item) -> None:
    told = labelled(item.text, plain=True)
    key = _LABELS.get(told[0].lower().replace(" ", "")) if told else ""
    if key != "keywords" or not _put_detail(body, item.text):
        body.highlights.append(item.whole)


def _put_paragraph(body: Body, text: str) -> None:
    note = emphasized(text)
    if note and not body.note and not body.paragraphs and not body.highlights:
        body.note = note
    elif not _put_detail(body, text):
        body.paragraphs.append(text)


def _put_detail(body: Body, text: str) -> bool:
    found = labelled(text, plain=True)
    key = _LABELS.get(found[0].lower().replace(" ", ""), "") if found else ""
    if key not in body.taken:
        return False
    if found:
        body.details[key] = body.of(key) + between_commas(found[1])
    return True
