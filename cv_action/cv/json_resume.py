"""JSON Resume in and out (https://jsonresume.org/schema, draft 07, version 1.3.1).

The first section of each kind stands in JSON Resume's own place. What the schema has no place for
travels under keys that it allows, and only then:

- ``customSections``: sections of the owner's own and second sections of a kind, as
  ``{"title", "kind", "entries"}``. Without ``kind`` the section is the owner's own; its entries
  say their ``kind`` themselves, and a plain text is a bullet.
- ``sectionOrder``: order and headings where they are not the default ones. Its items are
  ``"work"`` or ``{"section": "work", "title": "My path"}``; ``"summary"`` is where the summary
  stands, each ``"custom"`` is the next of the custom sections. What is not named comes last.
- ``textMarkup``: ``"markdown"`` when the texts are Markdown.
- ``period``: a period in the owner's words; ``otherKeys``: keys of another format that would mean
  something else here.

Read and normalised: spellings of the schema's first versions, ``present`` and empty end dates,
numbers in the place of texts, one text in the place of a list, blank items of lists.
"""

from __future__ import annotations

import json
from dataclasses import replace

from cv_action.cv.json_resume_sections import read_sections, write_sections
from cv_action.cv.json_resume_shapes import MARKUP, ROOT
from cv_action.cv.model import Cv, Json, Markup
from cv_action.cv.reader import Problems, Reader
from cv_action.cv.source import Node


def read(root: Node, problems: Problems) -> Cv:
    """Read a JSON Resume; what is wrong with it is added to ``problems``."""
    reader = Reader(root, "", problems)
    markup = reader.choice(MARKUP, Markup, Markup.PLAIN)
    has_summary = _has_summary(reader)
    sections = read_sections(reader, has_summary=has_summary)
    return replace(ROOT.read(reader), sections=sections, markup=markup)


def write(cv: Cv) -> bytes:
    """Write a JSON Resume: UTF-8, indented by two spaces, a line feed at the end."""
    return (json.dumps(as_data(cv), ensure_ascii=False, indent=2) + "\n").encode()


def as_data(cv: Cv) -> dict[str, Json]:
    """A CV as JSON Resume has it, before it is text."""
    written = ROOT.write(cv)
    schema = {"$schema": written["$schema"]} if "$schema" in written else {}
    basics = {"basics": written["basics"]} if "basics" in written else {}
    markup: dict[str, Json] = {} if cv.markup is Markup.PLAIN else {MARKUP: str(cv.markup)}
    first = schema | basics | write_sections(cv) | markup
    return first | {key: value for key, value in written.items() if key not in first}


def _has_summary(reader: Reader) -> bool:
    basics = reader.items.get("basics")
    return (
        basics is not None
        and isinstance(basics.value, dict)
        and Reader(basics, "basics", Problems()).text("summary") != ""
    )
