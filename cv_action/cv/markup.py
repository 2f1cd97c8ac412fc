"""Plain texts as Markdown that shows the same, and back.

Why: RenderCV reads every text as Markdown; an asterisk in a plain CV must stay an asterisk there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

from cv_action.cv.model import Basics, Cv, Entry, Markup

_SPECIAL: Final = re.compile(r"[\\`*_\[\]]")
_ESCAPED: Final = re.compile(r"\\([\\`*_\[\]])")
_VERBATIM: Final = frozenset({"url", "doi", "style", "period", "extra"})
T = TypeVar("T", bound=Basics | Entry)


def escaped(text: str) -> str:
    """A plain text as Markdown."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def unescaped(text: str) -> str:
    """The plain text that was escaped."""
    return _ESCAPED.sub(r"\1", text)


def as_markdown(cv: Cv) -> Cv:
    """The same CV with texts in Markdown."""
    return cv if cv.markup is Markup.MARKDOWN else _spelled(cv, escaped, Markup.MARKDOWN)


def as_plain(cv: Cv) -> Cv:
    """The plain CV that ``as_markdown`` was given."""
    return cv if cv.markup is Markup.PLAIN else _spelled(cv, unescaped, Markup.PLAIN)


def _spelled(cv: Cv, spell: Callable[[str], str], markup: Markup) -> Cv:
    basics = replace(
        cv.basics,
        name=spell(cv.basics.name),
        label=spell(cv.basics.label),
        summary=spell(cv.basics.summary),
    )
    sections = tuple(
        replace(section, entries=tuple(_entry(entry, spell) for entry in section.entries))
        for section in cv.sections
    )
    return replace(cv, basics=basics, sections=sections, markup=markup)


def _entry(entry: T, spell: Callable[[str], str]) -> T:
    changes: dict[str, Any] = {}
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.name in _VERBATIM:
            continue
        changes[field.name] = spell(value) if isinstance(value, str) else tuple(map(spell, value))
    return replace(entry, **changes)
