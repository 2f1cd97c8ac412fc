"""Where JSON Resume keeps the sections of a CV, and how it says their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from cv_action.cv.json_resume_shapes import CUSTOM, DEFAULT_ORDER, NOTE, ORDER, SHAPES, AnyShape
from cv_action.cv.model import ENTRY_OF, Cv, Entry, Json, Kind, Note, NoteStyle, Section
from cv_action.cv.reader import Reader

_NOTE: Final = "note"
_KIND: Final = "kind"
_KIND_OF: Final[Mapping[type, str]] = MappingProxyType(
    {entry: str(kind) for kind, entry in ENTRY_OF.items()} | {Note: _NOTE}
)
_ALIASES: Final[Mapping[Kind, str]] = MappingProxyType({Kind.CERTIFICATES: "certifications"})
_ACCEPTED: Final = ", ".join([str(Kind.SUMMARY), *map(str, DEFAULT_ORDER), str(Kind.CUSTOM)])


@dataclass(frozen=True, slots=True)
class _Place:
    """One item of the order: which section, and its heading when it is not the usual one."""

    kind: Kind
    title: str = ""


def read_sections(reader: Reader, *, has_summary: bool) -> tuple[Section, ...]:
    """Read every section in the order in which it is shown."""
    standard = {kind: found for kind in DEFAULT_ORDER if (found := _standard(reader, kind))}
    custom = [_custom(child) for child in reader.children(CUSTOM)]
    if not reader.holds(ORDER):
        summary = (Section(kind=Kind.SUMMARY),) if has_summary else ()
        return (*summary, *standard.values(), *custom)
    return tuple(_ordered(tuple(_order(reader)), standard, custom))


def _standard(reader: Reader, kind: Kind) -> Section | None:
    key = next((k for k in (str(kind), _ALIASES.get(kind, "")) if k in reader.items), "")
    if not key or not reader.is_list(key):
        return None
    entries = reader.entries(key, SHAPES[kind].read)
    reader.forget(key)
    return Section(kind=kind, entries=entries)


def _custom(reader: Reader) -> Section:
    kind = reader.choice(_KIND, Kind, Kind.CUSTOM)
    title = reader.text("title")
    if kind is Kind.CUSTOM:
        return Section(kind=kind, title=title, entries=tuple(_custom_entries(reader)))
    shape = SHAPES.get(kind)
    entries = reader.entries("entries", shape.read) if shape else ()
    return Section(kind=kind, title=title, entries=entries)


def _custom_entries(reader: Reader) -> Iterator[Entry]:
    for item in reader.items_of("entries"):
        if isinstance(item, str):
            yield Note(text=item)
            continue
        kind = item.text(_KIND) or _NOTE
        shape = _shape_of(kind)
        if shape is None:
            item.wrong(_KIND, "there are no such entries", accepted=", ".join(_KIND_OF.values()))
        elif kind == _NOTE:
            style = item.choice("style", NoteStyle, NoteStyle.BULLET)
            yield replace(shape.read(item), style=style)
        else:
            yield shape.read(item)


def _shape_of(kind: str) -> AnyShape | None:
    shape = NOTE if kind == _NOTE else SHAPES.get(Kind(kind)) if kind in set(Kind) else None
    return replace(shape, reserved=shape.reserved | {_KIND}) if shape else None


def _order(reader: Reader) -> Iterator[_Place]:
    for item in reader.items_of(ORDER):
        name = item if isinstance(item, str) else item.text("section")
        if name in set(Kind):
            yield _Place(Kind(name), "" if isinstance(item, str) else item.text("title"))
        else:
            reader.wrong(ORDER, "there is no such section to be ordered", accepted=_ACCEPTED)


def _ordered(
    places: tuple[_Place, ...], standard: dict[Kind, Section], custom: list[Section]
) -> Iterator[Section]:
    for place in places:
        if place.kind is Kind.SUMMARY:
            yield Section(kind=Kind.SUMMARY, title=place.title)
        elif place.kind is Kind.CUSTOM and custom:
            yield custom.pop(0)
        elif place.kind in standard:
            yield replace(standard.pop(place.kind), title=place.title)
    yield from standard.values()
    yield from custom


def write_sections(cv: Cv) -> dict[str, Json]:
    """Write every section, and their order where it is not the default one."""
    written: dict[str, Json] = {}
    custom: list[Json] = []
    places: list[_Place] = []
    for section in cv.sections:
        if section.kind is Kind.SUMMARY:
            places.append(_Place(Kind.SUMMARY, section.title))
        elif section.kind is Kind.CUSTOM or str(section.kind) in written:
            custom.append(_write_custom(section))
            places.append(_Place(Kind.CUSTOM))
        else:
            shape = SHAPES[section.kind]
            written[str(section.kind)] = [shape.write(entry) for entry in section.entries]
            places.append(_Place(section.kind, section.title))
    if custom:
        written[CUSTOM] = custom
    if places != list(_default_places(cv, written, len(custom))):
        written[ORDER] = [_write_place(place) for place in places]
    return written


def _default_places(cv: Cv, written: Mapping[str, Json], custom: int) -> Iterator[_Place]:
    if cv.basics.summary:
        yield _Place(Kind.SUMMARY)
    yield from (_Place(kind) for kind in DEFAULT_ORDER if str(kind) in written)
    yield from (_Place(Kind.CUSTOM) for _ in range(custom))


def _write_place(place: _Place) -> Json:
    name = str(place.kind)
    return {"section": name, "title": place.title} if place.title else name


def _write_custom(section: Section) -> Json:
    written: dict[str, Json] = {"title": section.title} if section.title else {}
    if section.kind is Kind.CUSTOM:
        return written | {"entries": [_write_custom_entry(entry) for entry in section.entries]}
    shape = SHAPES[section.kind]
    entries: list[Json] = [shape.write(entry) for entry in section.entries]
    return written | {_KIND: str(section.kind), "entries": entries}


def _write_custom_entry(entry: Entry) -> Json:
    if isinstance(entry, Note) and entry == Note(text=entry.text):
        return entry.text
    kind = _KIND_OF[type(entry)]
    written: dict[str, Json] = {_KIND: kind}
    if isinstance(entry, Note) and entry.style is not NoteStyle.BULLET:
        written["style"] = str(entry.style)
    shape = _shape_of(kind)
    return (shape.write(entry) if shape else {}) | written
