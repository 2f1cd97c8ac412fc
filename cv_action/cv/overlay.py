"""The words that were put in place of the owner's, beside the CV and never in it.

The overlay is a JSON file that the owner may edit: a text can be changed, an entry's status set to
``rejected`` to keep the source's words for good. ``schemas/overlay.schema.json`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from cv_action.cv.facts import Fact
from cv_action.cv.json_source import parse_json
from cv_action.cv.model import Extra, Json, nothing
from cv_action.cv.reader import Problems, Reader
from cv_action.cv.source import SourceError, broken, decode

VERSION: Final = 1


class Status(StrEnum):
    """What the owner has made of a text."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PENDING = "pending"
    """It is offered in a pull request; merging that accepts it."""

    @property
    def holds(self) -> bool:
        """Whether the text stands in for the owner's words wherever the overlay is in force."""
        return self is not Status.REJECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayEntry:
    """Other words for one fact, and where they come from.

    ``source_hash`` is the hash of the text that they replace; ``verdict`` is what the guard said,
    as it wrote it; ``at`` is an aware UTC moment.
    """

    fact_id: str
    source_hash: str
    text: str
    status: Status = Status.ACCEPTED
    lane: str = ""
    model: str = ""
    prompt_version: str = ""
    evidence: tuple[str, ...] = ()
    verdict: Json = None
    at: datetime | None = None
    extra: Extra = field(default_factory=nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """All entries, in the file's order."""

    entries: tuple[OverlayEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """An overlay held against today's facts.

    ``entries`` belong to a fact of the CV, under its present id. ``orphans`` have lost their place
    and are kept in case it comes back; ``dropped`` had their source text changed.
    """

    entries: tuple[OverlayEntry, ...] = ()
    orphans: tuple[OverlayEntry, ...] = ()
    dropped: tuple[OverlayEntry, ...] = ()

    @property
    def texts(self) -> Mapping[str, str]:
        """The words that hold, by fact id."""
        return {e.fact_id: e.text for e in self.entries if e.status.holds}

    @property
    def rejected(self) -> frozenset[str]:
        """The ids of the facts that are to keep their own words."""
        return frozenset(e.fact_id for e in self.entries if e.status is Status.REJECTED)

    @property
    def overlay(self) -> Overlay:
        """What is worth keeping."""
        return Overlay(entries=(*self.entries, *self.orphans))


def read_overlay(data: bytes, file: str = "") -> Overlay:
    """Read an overlay file.

    Raises:
        SourceError: it is no overlay, or of a newer version; every problem has its place.
    """
    problems = Problems()
    try:
        reader = Reader(parse_json(decode(data)), "", problems)
        version = reader.get("version")
        if version is None or version.value != VERSION:
            line = version.line if version else 1
            raise broken(
                "this overlay has another version", line=line, accepted=f'"version": {VERSION}'
            )
        entries = reader.entries("entries", _read_entry)
    except SourceError as error:
        raise SourceError(tuple(replace(p, file=file) for p in error.problems)) from error
    if problems.found:
        raise SourceError(tuple(replace(p, file=file) for p in problems.found))
    return Overlay(entries=entries)


def write_overlay(overlay: Overlay) -> bytes:
    """Write an overlay file, entries by fact id, so that the same overlay is the same bytes."""
    entries = sorted(overlay.entries, key=lambda entry: entry.fact_id)
    document = {"version": VERSION, "entries": [_entry_json(entry) for entry in entries]}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def bind(overlay: Overlay, facts: Iterable[Fact]) -> Bound:
    """Hold an overlay against the facts of the CV.

    An entry belongs to the fact of its id; when a title or an employer was corrected, to the one
    fact of the same section whose text is still its source.
    """
    binder = _Binder(tuple(fact for fact in facts if fact.rewritable))
    by_outcome: dict[str, list[OverlayEntry]] = {"entries": [], "orphans": [], "dropped": []}
    for entry in sorted(overlay.entries, key=lambda e: e.fact_id not in binder.by_id):
        outcome, bound = binder.place(entry)
        by_outcome[outcome].append(bound)
    return Bound(**{name: tuple(found) for name, found in by_outcome.items()})


@dataclass(slots=True)
class _Binder:
    """Gives each fact to at most one entry."""

    facts: tuple[Fact, ...]
    by_id: dict[str, Fact] = field(init=False)
    owners: set[str] = field(init=False)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.by_id = {fact.id: fact for fact in self.facts}
        self.owners = {_owner_part(fact.id) for fact in self.facts}

    def place(self, entry: OverlayEntry) -> tuple[str, OverlayEntry]:
        fact = self.by_id.get(entry.fact_id)
        if fact is None or fact.id in self.taken or fact.source_hash != entry.source_hash:
            fact = self._moved(entry)
        if fact is not None:
            self.taken.add(fact.id)
            return "entries", replace(entry, fact_id=fact.id)
        edited = _owner_part(entry.fact_id) in self.owners
        return ("dropped" if edited else "orphans"), entry

    def _moved(self, entry: OverlayEntry) -> Fact | None:
        section = entry.fact_id.partition("/")[0]
        candidates = [
            fact
            for fact in self.facts
            if fact.source_hash == entry.source_hash
            and fact.section == section
            and fact.id not in self.taken
        ]
        return candidates[0] if len(candidates) == 1 else None


def _owner_part(fact_id: str) -> str:
    return "/".join(fact_id.split("/")[:2])


def _read_entry(reader: Reader) -> OverlayEntry:
    verdict = reader.get("verdict")
    return OverlayEntry(
        fact_id=_required(reader, "fact"),
        source_hash=_required(reader, "source_sha256"),
        text=_required(reader, "text"),
        status=_status(reader),
        lane=reader.text("lane"),
        model=reader.text("model"),
        prompt_version=reader.text("prompt_version"),
        evidence=reader.texts("evidence"),
        verdict=verdict.plain() if verdict else None,
        at=_moment(reader),
        extra=reader.extra(),
    )


def _required(reader: Reader, key: str) -> str:
    text = reader.text(key)
    if not text.strip():
        reader.problems.add(reader.node, reader.at(key), "this is missing", accepted="text")
    return text


def _status(reader: Reader) -> Status:
    text = reader.text("status") or Status.ACCEPTED
    if text in tuple(Status):
        return Status(text)
    node = reader.items["status"]
    reader.problems.add(node, reader.at("status"), "no such status", accepted=", ".join(Status))
    return Status.REJECTED


def _moment(reader: Reader) -> datetime | None:
    text = reader.text("at")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        node = reader.items["at"]
        reader.problems.add(
            node, reader.at("at"), "no such moment", accepted="ISO 8601 with a zone"
        )
        return None
    return moment


def _entry_json(entry: OverlayEntry) -> dict[str, Json]:
    written: dict[str, Json] = {
        "fact": entry.fact_id,
        "source_sha256": entry.source_hash,
        "text": entry.text,
        "status": entry.status.value,
        "lane": entry.lane,
        "model": entry.model,
        "prompt_version": entry.prompt_version,
        "evidence": list(entry.evidence),
        "verdict": entry.verdict,
        "at": entry.at.isoformat() if entry.at else None,
    }
    kept = {key: value for key, value in written.items() if value not in (None, "", [])}
    return kept | {key: value for key, value in entry.extra.items() if key not in kept}
