"""The entries of a Markdown CV: a head, a line with place and dates, and what stands below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    split_two,
    strong,
    words,
)
from cv_action.cv.model import (
    Award,
    Certificate,
    Education,
    Entry,
    Kind,
    Project,
    Publication,
    Volunteer,
    Work,
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

_ROLE: Final = re.compile(
    r"engineer|develop|manag|lead\b|director|consult|analyst|architect|design|intern\b|assist"
    r"|officer|special|scientist|research|teach|administrat|entwickl|ingenieur|leiter|berat"
    r"|werkstud|praktik|mitarbeit|founder|gründer|\bc[etfoi]o\b|\bvp\b|president|coordinat"
    r"|technici|techniker|professor|nurse|editor|writer|author|student|freelanc|tutor|trainer",
    re.IGNORECASE,
)
_SCHOOL: Final = re.compile(
    r"universi|hochschule|school|schule|college|institut|academ|akademie|gymnasium|polytech"
    r"|\b(?:eth|tu|fh|mit)\b",
    re.IGNORECASE,
)
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
        title, place = split_two(rest, comma=not below)
        head = replace(head, title=title, place=place)
    return _with_links(head)


def _with_links(head: Head) -> Head:
    title, place = linked(head.title), linked(head.place)
    return replace(head, title=title.text, place=place.text, url=head.url or place.url or title.url)


def _with_line(head: Head, line: str) -> Head:
    """Add what the line below the title says: place, location and dates in any number."""
    found = list(parts(line))
    period = Period()
    if found:
        found[-1], period = split_period(found[-1])
    found = [part for part in found if part]
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


def make_entry(kind: Kind, head: Head, body: Body) -> Entry:
    """An entry of a kind of section; a section of the owner's own has projects."""
    return _MAKERS.get(kind, _project)(head, body)


def _swapped(head: Head, title_is: re.Pattern[str], *, default: bool = True) -> tuple[str, str]:
    """Title and place, the other way round if the words say so."""
    if head.told_apart or not head.place:
        return head.title, head.place
    title_fits, place_fits = (bool(title_is.search(t)) for t in (head.title, head.place))
    swap = (place_fits and not title_fits) if default else (title_fits and not place_fits)
    return (head.place, head.title) if swap else (head.title, head.place)


def _work(head: Head, body: Body) -> Work:
    position, name = _swapped(head, _ROLE)
    return Work(
        position=position if name else "",
        name=name or position,
        location=head.location,
        url=head.url,
        description=body.note,
        summary=body.text,
        highlights=tuple(body.highlights),
        keywords=body.of("keywords"),
        period=head.period,
    )


def _volunteer(head: Head, body: Body) -> Volunteer:
    position, name = _swapped(head, _ROLE)
    return Volunteer(
        position=position if name else "",
        organization=name or position,
        location=head.location,
        url=head.url,
        summary=_noted(body),
        highlights=tuple(body.highlights),
        period=head.period,
    )


def _education(head: Head, body: Body) -> Education:
    degree, institution = _swapped(head, _SCHOOL, default=False)
    study_type, _, area = degree.partition(", ") if institution else ("", "", "")
    return Education(
        institution=institution or degree,
        study_type=study_type,
        area=area,
        location=head.location,
        url=head.url,
        score=", ".join(body.of("score")) or body.note,
        summary=_noted(body) if body.of("score") else body.text,
        highlights=tuple(body.highlights),
        courses=body.of("courses"),
        period=head.period,
    )


def _project(head: Head, body: Body) -> Project:
    first, rest = body.paragraphs[:1], body.paragraphs[1:]
    return Project(
        name=head.title,
        entity=head.place,
        location=head.location,
        url=head.url,
        description="\n\n".join(part for part in (body.note, *first) if part),
        summary="\n\n".join(rest),
        highlights=tuple(body.highlights),
        roles=body.of("roles"),
        keywords=body.of("keywords"),
        period=head.period,
    )


def _award(head: Head, body: Body) -> Award:
    return Award(
        title=head.title,
        awarder=_joined(head),
        summary=_everything(body),
        url=head.url,
        period=head.period,
    )


def _certificate(head: Head, body: Body) -> Certificate:
    extra = {"summary": _everything(body)} if _everything(body) else {}
    return Certificate(
        name=head.title, issuer=_joined(head), url=head.url, period=head.period, extra=extra
    )


def _publication(head: Head, body: Body) -> Publication:
    return Publication(
        name=head.title,
        publisher=_joined(head),
        summary=_everything(body),
        url=head.url,
        authors=body.of("authors"),
        period=head.period,
    )


def _joined(head: Head) -> str:
    return ", ".join(part for part in (head.place, head.location) if part)


def _noted(body: Body) -> str:
    return "\n\n".join(part for part in (body.note, *body.paragraphs) if part)


def _everything(body: Body) -> str:
    bullets = "\n".join(f"- {item}" for item in body.highlights)
    return "\n\n".join(part for part in (_noted(body), bullets) if part)


_MAKERS: Final[Mapping[Kind, Callable[[Head, Body], Entry]]] = MappingProxyType(
    {
        Kind.WORK: _work,
        Kind.VOLUNTEER: _volunteer,
        Kind.EDUCATION: _education,
        Kind.PROJECTS: _project,
        Kind.AWARDS: _award,
        Kind.CERTIFICATES: _certificate,
        Kind.PUBLICATIONS: _publication,
    }
)


def in_group(head: Head, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Roles below their employer's heading: each gets the employer, its place and its address."""
    return tuple(_below(head, entry) for entry in entries)


def _below(head: Head, entry: Entry) -> Entry:
    match entry:
        case Work():
            position = entry.position or entry.name
            return replace(
                entry,
                position=position,
                name=head.title,
                location=entry.location or head.location,
                url=entry.url or head.url,
            )
        case Volunteer():
            return replace(
                entry,
                position=entry.position or entry.organization,
                organization=head.title,
                location=entry.location or head.location,
            )
        case Education():
            return replace(entry, study_type=entry.institution, institution=head.title)
        case Project():
            return replace(entry, entity=entry.entity or head.title)
        case _:
            return entry
