"""Entries of each kind out of what stands in a Markdown CV at their top and below."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from cv_action.cv.markdown_entries import Body, Head
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

_ROLE: Final = re.compile(
    r"engineer|develop|manag|lead\b|director|consult|analyst|architect|design|intern\b|assist"
    r"|officer|special|scientist|research|teach|administrat|entwickl|ingenieur|leiter|berat"
    r"|werkstud|praktik|mitarbeit|founder|gründer|\bc[etfoi]o\b|\bvp\b|president|coordinat"
    r"|technici|techniker|professor|nurse|editor|writer|author|student|freelanc|tutor|trainer",
    re.IGNORECASE,
)
_DEGREE: Final = re.compile(
    r"\bb\.? ?(?:a|sc|eng)\b|\bm\.? ?(?:a|sc|eng)\b|\bph\.? ?d\b|\bmba\b|bachelor|master|diplom"
    r"|doctor|magister|abitur|staatsexamen",
    re.IGNORECASE,
)
_SCHOOL: Final = re.compile(
    r"universi|hochschule|school|schule|college|institut|academ|akademie|gymnasium|polytech"
    r"|\b(?:eth|tu|fh|mit)\b",
    re.IGNORECASE,
)


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
    if not head.place and _DEGREE.search(head.location):
        head = replace(head, title=head.location, place=head.title, location="")
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


def in_group(head: Head, entries: Sequence[Entry], about: Body) -> tuple[Entry, ...]:
    """Roles below their employer's heading: each gets the employer, its place and its address.

    A note on the employer goes to each role, other texts to the first.
    """
    found = [_below(head, entry, about.note) for entry in entries]
    noted = isinstance(found[0], Work)
    text = _everything(replace(about, note="" if noted else about.note))
    if text:
        found[0] = _with_text(found[0], text)
    return tuple(found)


def _with_text(entry: Entry, text: str) -> Entry:
    if isinstance(entry, (Work, Volunteer, Education, Project, Award, Publication)):
        joined = "\n\n".join(part for part in (text, entry.summary) if part)
        return replace(entry, summary=joined)
    return replace(entry, extra={**entry.extra, "summary": text})


def _below(head: Head, entry: Entry, note: str) -> Entry:
    match entry:
        case Work():
            position = entry.position or entry.name
            return replace(
                entry,
                position=position,
                name=head.title,
                location=entry.location or head.location,
                url=entry.url or head.url,
                description=entry.description or note,
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
