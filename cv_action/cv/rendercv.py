"""RenderCV 2.8 in and out: YAML with free section titles and nine types of entries.

Texts are Markdown; a plain CV is escaped on the way out and taken back on the way in.
``date``, ``start_date`` and ``end_date`` hold what RenderCV holds there; ``null`` is its word for
"nothing" and is not kept. ``design``, ``locale`` and ``settings`` travel in ``Cv.extra``.

RenderCV takes unknown keys on entries and nowhere else, and can only draw texts there
(``rendercv_packing.py``). What it has no word for stands on the entry itself under JSON Resume's
names, and what belongs to no entry under ``json_resume`` on the first one: parts of the contact
details, kinds of sections that their titles do not tell, foreign keys. A CV in which no entry has
keys keeps only what RenderCV itself can say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from cv_action.cv.json_resume_shapes import MARKUP
from cv_action.cv.markup import as_markdown, as_plain
from cv_action.cv.model import Cv, Json, Markup
from cv_action.cv.problems import Problems
from cv_action.cv.reader import Reader
from cv_action.cv.rendercv_header import read_header, with_beside, write_beside, write_header
from cv_action.cv.rendercv_lists import folded, unfolded
from cv_action.cv.rendercv_packing import as_text, data_in
from cv_action.cv.rendercv_sections import read_sections, write_sections
from cv_action.cv.rendercv_shapes import BESIDE
from cv_action.cv.source import Node

_OWN: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "design": frozenset(
            [
                "theme",
                "page",
                "colors",
                "typography",
                "links",
                "header",
                "section_titles",
                "sections",
                "entries",
                "templates",
            ]
        ),
        "locale": frozenset(
            [
                "language",
                "last_updated",
                "month",
                "months",
                "year",
                "years",
                "present",
                "phrases",
                "month_abbreviations",
                "month_names",
            ]
        ),
        "settings": frozenset(["current_date", "render_command", "bold_keywords", "pdf_title"]),
    }
)
"""What RenderCV takes beside ``cv``, and the keys there."""


def read(root: Node, problems: Problems) -> Cv:
    """Read a RenderCV file; what is wrong with it is added to ``problems``."""
    reader = Reader(root, "", problems)
    head = reader.child("cv")
    if head is None:
        return Cv(markup=Markup.MARKDOWN)
    beside = _beside(head, problems)
    sections = head.child("sections")
    found = (
        read_sections(sections, beside.child("sections") if beside else None) if sections else None
    )
    basics = read_header(head)
    cv = unfolded(
        Cv(
            basics=replace(basics, summary=found.summary if found else ""),
            sections=tuple(found.sections) if found else (),
            markup=Markup.MARKDOWN,
            extra=reader.extra(suggest=_OWN),
        )
    )
    return _completed(cv, beside) if beside else cv


def _beside(head: Reader, problems: Problems) -> Reader | None:
    sections = head.items.get("sections")
    for entry in _mappings(sections) if sections else ():
        found = data_in(entry[BESIDE]) if BESIDE in entry else None
        if found is not None and isinstance(found.value, Mapping):
            return Reader(found, BESIDE, problems)
    return None


def _mappings(sections: Node) -> Iterator[Mapping[str, Node]]:
    lists = sections.value.values() if isinstance(sections.value, Mapping) else ()
    for entries in lists:
        for entry in entries.value if isinstance(entries.value, tuple) else ():
            if isinstance(entry.value, Mapping):
                yield entry.value


def _completed(cv: Cv, beside: Reader) -> Cv:
    basics = beside.child("basics")
    if basics:
        cv = replace(cv, basics=with_beside(cv.basics, basics))
    extra = beside.child("extra")
    if extra:
        cv = replace(cv, extra=dict(cv.extra) | {k: n.plain() for k, n in extra.items.items()})
    markup = beside.choice(MARKUP, Markup, Markup.MARKDOWN)
    return as_plain(cv) if markup is Markup.PLAIN else cv


def write(cv: Cv) -> bytes:
    """Write a RenderCV file."""
    from cv_action.cv.yaml_text import yaml_text  # noqa: PLC0415  YAML costs more than all the rest

    return yaml_text(as_data(cv)).encode()


def as_data(cv: Cv) -> dict[str, Json]:
    """A CV as RenderCV has it, before it is text."""
    spelled = folded(as_markdown(cv))
    sections, kinds = write_sections(spelled)
    own = {key: value for key, value in cv.extra.items() if _is_own(key, value)}
    beside: dict[str, Json] = {
        "basics": write_beside(spelled.basics),
        "sections": kinds,
        "extra": {key: value for key, value in cv.extra.items() if key not in own},
        MARKUP: str(Markup.PLAIN) if cv.markup is Markup.PLAIN else "",
    }
    _carry({key: value for key, value in beside.items() if value}, sections)
    head = write_header(spelled.basics) | ({"sections": sections} if sections else {})
    return {"cv": head} | own


def _is_own(key: str, value: Json) -> bool:
    return key in _OWN and isinstance(value, dict) and set(value) <= _OWN[key]


def _carry(beside: dict[str, Json], sections: Mapping[str, Json]) -> None:
    lists = (entries for entries in sections.values() if isinstance(entries, list))
    entry = next((e for entries in lists for e in entries if isinstance(e, dict)), None)
    if entry is not None and beside:
        entry[BESIDE] = as_text(beside)
