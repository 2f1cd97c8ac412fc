"""From a CV to the document that every renderer draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from cv_action.cv.dates import Date, Period
from cv_action.cv.facts import slug
from cv_action.cv.model import Cv, Kind, Section, Work
from cv_action.cv.titles import shown_title
from cv_action.render import document as doc
from cv_action.render.blocks import Layout, merged
from cv_action.render.contacts import contacts
from cv_action.render.document import Document, Photo
from cv_action.render.inline import inline, paragraphs, shown
from cv_action.render.locale import Locale, locale_for

_EARLIEST: Final = Date(1980, 1, 1)
"""The first day that the members of a ZIP file can carry."""
_LATEST: Final = Date(2107, 12, 31)
"""The last one."""


def compose(cv: Cv, *, locale: str, photo: Photo | None = None) -> Document:
    """Lay out a CV that holds only what may be published."""
    language = locale_for(locale)
    layout = Layout(language, cv.markup)
    return Document(
        name=shown(cv.basics.name),
        headline=inline(cv.basics.label, cv.markup),
        contacts=contacts(cv.basics, language),
        sections=_numbered(_sections(cv, layout)),
        language=language.language,
        labels=language.labels,
        moment=latest_moment(cv),
        photo=photo,
    )


def latest_moment(cv: Cv) -> datetime:
    """The latest date that the CV mentions, at midnight UTC; 1980-01-01 when there is none.

    Why: documents must carry a moment, and one that comes from the clock would change every day.
    """
    dates = [date for period in _periods(cv) for date in (period.start, period.end) if date]
    latest = min(max(dates, default=_EARLIEST), _LATEST)
    day = latest if latest.year >= _EARLIEST.year else _EARLIEST
    return datetime(day.year, day.month or 1, day.day or 1, tzinfo=UTC)


def _periods(cv: Cv) -> Iterator[Period]:
    for section in cv.sections:
        for entry in section.entries:
            yield getattr(entry, "period", Period())


def _sections(cv: Cv, layout: Layout) -> Iterator[doc.Section]:
    if not any(section.kind is Kind.SUMMARY for section in cv.sections):
        yield from _summary(cv, "", layout)
    for section in cv.sections:
        if section.kind is Kind.SUMMARY:
            yield from _summary(cv, section.title, layout)
        elif section.entries:
            yield _section(section, layout)


def _summary(cv: Cv, title: str, layout: Layout) -> Iterator[doc.Section]:
    found = paragraphs(cv.basics.summary, cv.markup)
    if found:
        items = tuple(doc.Bullet(paragraph) for paragraph in found)
        listing = doc.Listing(doc.ListStyle.PARAGRAPHS, items)
        yield doc.Section(
            slug=Kind.SUMMARY,
            title=_title(Kind.SUMMARY, title, layout.locale),
            blocks=(listing,),
        )


def _section(section: Section, layout: Layout) -> doc.Section:
    title = _title(section.kind, section.title, layout.locale)
    return doc.Section(
        slug=slug(title) if section.kind is Kind.CUSTOM else section.kind,
        title=title,
        blocks=tuple(merged(tuple(_blocks(section, layout)))),
    )


def _title(kind: Kind, title: str, locale: Locale) -> str:
    return shown(shown_title(title)) or locale.titles[kind]


def _blocks(section: Section, layout: Layout) -> Iterator[doc.Block]:
    """The blocks of a section, neighbouring roles with one employer taken together."""
    for employer, entries in groupby(section.entries, key=_employer):
        roles = tuple(entries)
        if employer and len(roles) > 1:
            works = tuple(role for role in roles if isinstance(role, Work))
            yield _group(works, layout)
        else:
            yield from (layout.block(role) for role in roles)


def _employer(entry: object) -> str:
    if isinstance(entry, Work) and entry.position:
        return " ".join(entry.name.casefold().split())
    return ""


def _group(roles: Sequence[Work], layout: Layout) -> doc.Group:
    first = roles[0]
    entries = tuple(block for role in roles if isinstance(block := layout.block(role), doc.Entry))
    locations = {entry.location for entry in entries}
    notes = {entry.note for entry in entries}
    same_place, same_note = len(locations) == 1, len(notes) == 1
    return doc.Group(
        place=layout.line(first.name),
        note=entries[0].note if same_note else (),
        url=next((entry.url for entry in entries if entry.url), ""),
        location=entries[0].location if same_place else "",
        when=layout.locale.when(_span(roles)),
        entries=tuple(_role(entry, same_place, same_note) for entry in entries),
    )


def _role(entry: doc.Entry, same_place: bool, same_note: bool) -> doc.Entry:  # noqa: FBT001  what the group says for all
    return doc.Entry(
        title=entry.title,
        note=() if same_note else entry.note,
        location="" if same_place else entry.location,
        when=entry.when,
        paragraphs=entry.paragraphs,
        bullets=entry.bullets,
        details=entry.details,
    )


def _span(roles: Sequence[Work]) -> Period:
    """From the first start to the last end; unknown as soon as one of them is."""
    periods = [role.period for role in roles]
    starts = [period.start for period in periods if period.start]
    ends = [period.end for period in periods if period.end]
    current = any(period.current for period in periods)
    if len(starts) < len(periods) or not (current or len(ends) == len(periods)):
        return Period()
    return Period(min(starts), None if current else max(ends), current=current)


def _numbered(sections: Iterator[doc.Section]) -> tuple[doc.Section, ...]:
    """The sections, their slugs made unique."""
    seen: Counter[str] = Counter()
    found = []
    for section in sections:
        seen[section.slug] += 1
        count = seen[section.slug]
        unique = section.slug if count == 1 else f"{section.slug}-{count}"
        found.append(doc.Section(slug=unique, title=section.title, blocks=section.blocks))
    return tuple(found)
