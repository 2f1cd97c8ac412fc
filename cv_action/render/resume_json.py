"""The published JSON Resume: what the page shows, for machines."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

from cv_action.cv import json_resume
from cv_action.cv.model import Certificate, Cv, Entry, Markup, Profile, Project, Publication
from cv_action.cv.titles import shown_title
from cv_action.render.inline import inline, without_markup
from cv_action.render.links import profile_url

_KEPT: Final = frozenset({"url", "doi", "style"})
"""What has no markup: addresses, and the words of our own model."""


def render(cv: Cv) -> bytes:
    """Write a redacted CV as JSON Resume: texts without markup, addresses spelled out."""
    basics = replace(
        cv.basics,
        label=without_markup(cv.basics.label, cv.markup),
        summary=without_markup(cv.basics.summary, cv.markup),
        profiles=tuple(_addressed(profile) for profile in cv.basics.profiles),
    )
    sections = tuple(
        replace(
            section,
            title=shown_title(section.title),
            entries=tuple(_plain(entry, cv.markup) for entry in section.entries),
        )
        for section in cv.sections
    )
    return json_resume.write(replace(cv, basics=basics, sections=sections, markup=Markup.PLAIN))


def _addressed(profile: Profile) -> Profile:
    return replace(profile, url=profile.url or profile_url(profile.network, profile.username))


def _plain(entry: Entry, markup: Markup) -> Entry:
    changes: dict[str, Any] = {}
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name in _KEPT:
            continue
        if isinstance(value, str):
            changes[field.name] = without_markup(value, markup)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(without_markup(text, markup) for text in value)
    if address := _link(entry, markup):
        changes["url"] = address
    return replace(entry, **changes)


def _link(entry: Entry, markup: Markup) -> str:
    """The address that an entry's name links to, where it has none of its own."""
    if isinstance(entry, Project | Publication | Certificate) and not entry.url:
        return next((span.href for span in inline(entry.name, markup) if span.href), "")
    return ""
