"""The published JSON Resume: what the page shows, for machines."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final

from cv_action.cv import json_resume
from cv_action.cv.model import Cv, Entry, Markup
from cv_action.render.inline import without_markup

_ADDRESSES: Final = frozenset({"url", "doi"})


def render(cv: Cv) -> bytes:
    """Write a redacted CV as JSON Resume, its texts without markup."""
    basics = replace(
        cv.basics,
        label=without_markup(cv.basics.label, cv.markup),
        summary=without_markup(cv.basics.summary, cv.markup),
    )
    sections = tuple(
        replace(section, entries=tuple(_plain(entry, cv.markup) for entry in section.entries))
        for section in cv.sections
    )
    return json_resume.write(replace(cv, basics=basics, sections=sections, markup=Markup.PLAIN))


def _plain(entry: Entry, markup: Markup) -> Entry:
    changes: dict[str, Any] = {}
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name in _ADDRESSES:
            continue
        if isinstance(value, str):
            changes[field.name] = without_markup(value, markup)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(without_markup(text, markup) for text in value)
    changes.pop("style", None)
    return replace(entry, **changes)
