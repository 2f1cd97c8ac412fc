"""The entries of RenderCV's sections, one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from cv_action.cv.model import Entry, Interest, Json, Note, NoteStyle, Publication, Skill
from cv_action.cv.reader import Reader
from cv_action.cv.rendercv_packing import between_commas, packed, unpacked
from cv_action.cv.rendercv_shapes import BESIDE, NOTES, REQUIRED, SHAPES, TELLING, WORDS
from cv_action.cv.source import Node

_HOST: Final = r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
WEB: Final = re.compile(
    rf"https?://{_HOST}(?::[1-9]\d{{0,3}})?(?:[/?#][!-~]*)?", re.IGNORECASE | re.ASCII
)
"""Addresses that RenderCV takes for certain; it refuses a whole CV for one that it does not."""

_DOI: Final = re.compile(r"10\.\d{4,9}/[\w.;()/:-]+", re.ASCII)
_NAMED: Final = (Skill, Interest)


def type_of(item: Reader | str) -> str:
    """RenderCV's type of an entry: a key of ``TELLING``, ``text``, or nothing."""
    if isinstance(item, str):
        return "text"
    found = (name for name, keys in TELLING.items() if keys & set(item.items))
    return next(found, "")


def read_entry(of: type, item: Reader | str) -> Entry:
    """Read an entry as the model's type ``of``."""
    if isinstance(item, str):
        return Note(text=item, style=NoteStyle.PARAGRAPH)
    entry = {key: node for key, node in item.items.items() if key != BESIDE}
    node = Node(unpacked(entry, WORDS.get(of, ())), item.node.line, item.node.column)
    item = Reader(node, item.path, item.problems)
    if of is Note:
        return _read_note(item)
    shape = SHAPES[of]
    if "bullet" in item.items and shape.titles:
        field = shape.titles[0]
        named: Entry = replace(shape.of(), **{field: item.text("bullet")}, extra=item.extra())
        return named
    if of in _NAMED:
        return _read_named(of, item)
    read: Entry = shape.read(item)
    return read


def _read_note(item: Reader) -> Note:
    style = next(style for style, shape in NOTES.items() if shape.keys[0].name in item.items)
    note: Note = NOTES[style].read(item)
    return replace(note, style=style)


def _read_named(of: type, item: Reader) -> Entry:
    """A label and its details, which are words between commas unless ``keywords`` says else."""
    details = item.text("details")
    shape = replace(SHAPES[of], titles=())
    entry = shape.read(item)
    item.forget("details")
    extra = {key: value for key, value in entry.extra.items() if key != "details"}
    keywords = entry.keywords
    if ", ".join(keywords) != details:
        level = getattr(entry, "level", "")
        keywords = () if details in ("", level) else between_commas(details)
    read: Entry = replace(entry, keywords=keywords, extra=extra)
    return read


def form_of(entry: Entry) -> str:
    """What entries of one RenderCV section must have in common."""
    return f"note {entry.style}" if isinstance(entry, Note) else type(entry).__name__


def write_entries(entries: Iterable[Entry]) -> list[Json]:
    """Write entries of one form; names alone become bullets."""
    listed = list(entries)
    name = _only_name(listed)
    if name:
        return [{"bullet": getattr(entry, name)} for entry in listed]
    return [_write_entry(entry) for entry in listed]


def _only_name(entries: list[Entry]) -> str:
    """The field that alone is filled in entries that would otherwise be labels of nothing."""
    if not entries or "details" not in REQUIRED.get(type(entries[0]), ()):
        return ""
    field = SHAPES[type(entries[0])].titles[0]
    bare = all(entry == type(entry)(**{field: getattr(entry, field)}) for entry in entries)
    return field if bare and all(getattr(entry, field) for entry in entries) else ""


def _write_entry(entry: Entry) -> Json:
    if isinstance(entry, Note):
        if entry.style is NoteStyle.PARAGRAPH:
            return entry.text
        return packed(NOTES[entry.style].write(entry), ())
    written = SHAPES[type(entry)].write(entry)
    required: dict[str, Json] = dict.fromkeys(REQUIRED[type(entry)], "")
    finish = _FINISH.get(type(entry))
    whole = _dated(required | (finish(entry, written) if finish else written))
    return packed(whole, WORDS[type(entry)])


def _write_named(entry: Any, written: dict[str, Json]) -> dict[str, Json]:  # noqa: ANN401  a skill or an interest
    level = getattr(entry, "level", "")
    details = ", ".join(entry.keywords)
    if details != level and between_commas(details) == entry.keywords:
        written.pop("keywords", None)
    return {"label": entry.name, "details": details or level, **written}


def _write_publication(entry: Publication, written: dict[str, Json]) -> dict[str, Json]:
    if entry.url and not WEB.fullmatch(entry.url):
        written["link"] = written.pop("url")
    if entry.doi and not _DOI.fullmatch(entry.doi):
        written["doi_text"] = written.pop("doi")
    authors: list[Json] = list(entry.authors)
    return {"title": entry.name, "authors": authors, **written}


_FINISH: Final[Mapping[type, Callable[[Any, dict[str, Json]], dict[str, Json]]]] = {
    Skill: _write_named,
    Interest: _write_named,
    Publication: _write_publication,
}


def _dated(written: dict[str, Json]) -> dict[str, Json]:
    """An interval whose ends RenderCV would take for reversed is told in words as well.

    Why: RenderCV takes a year for its first day, so 2020-05 to 2020 seems to end too early.
    """
    start, end = written.get("start_date"), written.get("end_date")
    if isinstance(start, str) and isinstance(end, str) and end != "present":
        first = (f"{start}-01-01"[:10], f"{end}-01-01"[:10])
        if first[0] > first[1]:
            return {"date": f"{start} – {end}"} | written
    return written
