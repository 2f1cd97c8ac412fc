"""RenderCV's sections: which kind a free title and its entries are, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import MappingProxyType
from typing import Final

from cv_action.cv.model import (
    ENTRY_OF,
    Cv,
    Education,
    Entry,
    Json,
    Kind,
    Note,
    Project,
    Publication,
    Section,
    Skill,
    Work,
)
from cv_action.cv.reader import Reader
from cv_action.cv.rendercv_entries import form_of, read_entry, type_of, write_entries
from cv_action.cv.rendercv_shapes import NORMAL_ONLY, USUAL_KEY
from cv_action.cv.titles import kind_of

_PARAGRAPHS: Final = "\n\n"
_ONE_LINE: Final = frozenset({Kind.SKILLS, Kind.LANGUAGES, Kind.INTERESTS})
_NORMAL: Final = frozenset({Kind.PROJECTS, Kind.AWARDS, Kind.CERTIFICATES, Kind.REFERENCES})
_OWN: Final[Mapping[str, type[Entry]]] = MappingProxyType(
    {"one_line": Skill, "normal": Project, "experience": Work, "education": Education}
    | {"publication": Publication}
)
_OF_TYPE: Final[Mapping[str, Kind]] = MappingProxyType(
    {"education": Kind.EDUCATION, "publication": Kind.PUBLICATIONS, "experience": Kind.WORK}
)


@dataclass(slots=True)
class ReadSections:
    """The sections as they are found, and the summary that stands among them."""

    sections: list[Section] = field(default_factory=list)
    summary: str = ""
    has_summary: bool = False


def read_sections(reader: Reader, beside: Reader | None) -> ReadSections:
    """Read all sections; ``beside`` says what titles and types do not."""
    found = ReadSections()
    for title in reader.items:
        if not reader.is_list(title):
            continue
        said = beside.child(title) if beside else None
        _read_section(found, title, tuple(reader.items_of(title)), said)
    return found


def _read_section(
    found: ReadSections, title: str, items: tuple[Reader | str, ...], said: Reader | None
) -> None:
    kind = _kind_said(said) or _kind(title, items, has_summary=found.has_summary)
    shown = said.text("title") if said else "" if title == USUAL_KEY[kind] else title
    if kind is Kind.SUMMARY:
        found.has_summary = True
        found.summary = _PARAGRAPHS.join(item for item in items if isinstance(item, str))
        found.sections.append(Section(kind=kind, title=shown))
        return
    entries = tuple(_entries(said.choice("entries", Kind, kind) if said else kind, items))
    if said and said.text("continues") and found.sections:
        last = found.sections[-1]
        found.sections[-1] = replace(last, entries=last.entries + entries)
    else:
        found.sections.append(Section(kind=kind, title=shown, entries=entries))


def _kind_said(said: Reader | None) -> Kind | None:
    return said.choice("kind", Kind, Kind.CUSTOM) if said else None


def _kind(title: str, items: tuple[Reader | str, ...], *, has_summary: bool) -> Kind:
    by_title = kind_of(title) or Kind.CUSTOM
    form = next((form for item in items if (form := type_of(item))), "")
    if form == "experience":
        return Kind.VOLUNTEER if by_title is Kind.VOLUNTEER else Kind.WORK
    if form in _OF_TYPE:
        return _OF_TYPE[form]
    if form in ("text", "") and by_title is Kind.SUMMARY and has_summary:
        return Kind.CUSTOM
    return by_title if _fits(by_title, form, items) else Kind.CUSTOM


def _fits(kind: Kind, form: str, items: tuple[Reader | str, ...]) -> bool:
    """Whether entries of this RenderCV type can be the entries of that kind."""
    match form:
        case "":
            return True
        case "text":
            return kind is Kind.SUMMARY
        case "one_line":
            return kind in _ONE_LINE
        case "normal":
            foreign = NORMAL_ONLY.get(ENTRY_OF.get(kind, Note), frozenset())
            readers = [item for item in items if isinstance(item, Reader)]
            return kind in _NORMAL and not any(r.holds(k) for r in readers for k in foreign)
        case _:
            return False


def _entries(kind: Kind, items: tuple[Reader | str, ...]) -> Iterator[Entry]:
    for item in items:
        form = type_of(item)
        if not form and isinstance(item, Reader):
            item.problems.add(
                item.node,
                item.path,
                "this is no entry that RenderCV knows",
                accepted="text, bullet, number, reversed_number, label, company, institution,"
                " name or title",
            )
        elif kind is Kind.CUSTOM:
            yield read_entry(_OWN.get(form, Note), item)
        else:
            yield read_entry(ENTRY_OF[kind], item)


def write_sections(cv: Cv) -> tuple[dict[str, Json], dict[str, Json]]:
    """Write all sections, and what has to stand beside them to be read back the same."""
    written: dict[str, Json] = {}
    beside: dict[str, Json] = {}
    has_summary = False
    for section in _with_summary(cv):
        for i, run in enumerate(_runs(section)):
            entries = _write_run(cv, section, run)
            title = _free(section.title or USUAL_KEY[section.kind], written)
            written[title] = entries
            seen = _kind(title, tuple(_items(entries)), has_summary=has_summary)
            has_summary = has_summary or section.kind is Kind.SUMMARY
            if said := _said(section, (title, seen), _type_beside(section, run), continues=i > 0):
                beside[title] = said
    return written, beside


def _with_summary(cv: Cv) -> tuple[Section, ...]:
    if not cv.basics.summary or any(s.kind is Kind.SUMMARY for s in cv.sections):
        return cv.sections
    return (Section(kind=Kind.SUMMARY), *cv.sections)


def _runs(section: Section) -> Iterator[tuple[Entry, ...]]:
    """The entries in runs of one form each, as RenderCV wants them; at least one run."""
    if not section.entries:
        yield ()
    for _, run in groupby(section.entries, form_of):
        yield tuple(run)


def _write_run(cv: Cv, section: Section, run: tuple[Entry, ...]) -> list[Json]:
    if section.kind is not Kind.SUMMARY:
        return write_entries(run)
    paragraphs = cv.basics.summary.split(_PARAGRAPHS)
    return list(paragraphs) if all(paragraphs) else [cv.basics.summary] * bool(cv.basics.summary)


def _type_beside(section: Section, run: tuple[Entry, ...]) -> str:
    """The kind whose entries these are, where RenderCV's type does not say it."""
    if section.kind is not Kind.CUSTOM or not run or isinstance(run[0], (Note, *_OWN.values())):
        return ""
    return next(str(kind) for kind, of in ENTRY_OF.items() if isinstance(run[0], of))


def _free(title: str, taken: Mapping[str, Json]) -> str:
    count, free = 1, title
    while free in taken:
        count += 1
        free = f"{title} {count}"
    return free


def _items(entries: list[Json]) -> Iterator[Reader | str]:
    for entry in entries:
        yield entry if isinstance(entry, str) else Reader.of(entry)


def _said(
    section: Section, seen: tuple[str, Kind], entries: str, *, continues: bool
) -> dict[str, Json]:
    """What the title and the entries do not say of a section."""
    title, kind = seen
    shown = "" if title == USUAL_KEY[kind] else title
    if not continues and not entries and (kind, shown) == (section.kind, section.title):
        return {}
    said: dict[str, Json] = {"kind": str(section.kind), "title": section.title}
    said |= {"entries": entries} if entries else {}
    return said | ({"continues": "yes"} if continues else {})
