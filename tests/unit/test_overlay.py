"""The overlay follows its facts, and the owner's word is final."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources

import jsonschema
import pytest

from cv_action.cv.facts import facts_of
from cv_action.cv.model import Basics, Cv, Kind, Section, Work
from cv_action.cv.overlay import Overlay, OverlayEntry, Status, bind, read_overlay, write_overlay
from cv_action.cv.source import SourceError

ROLE = Work(name="Kvitting", position="Engineer", highlights=("Built the ledger", "Kept it up"))
CV = Cv(
    basics=Basics(name="Maren", summary="I like dull systems."),
    sections=(Section(kind=Kind.WORK, entries=(ROLE,)),),
)


def entry_for(text: str, *, cv: Cv = CV, status: Status = Status.ACCEPTED) -> OverlayEntry:
    fact = next(fact for fact in facts_of(cv) if fact.text == text)
    return OverlayEntry(
        fact_id=fact.id, source_hash=fact.source_hash, text=f"{text}, well", status=status
    )


def with_role(role: Work) -> Cv:
    return replace(CV, sections=(Section(kind=Kind.WORK, entries=(role,)),))


def test_what_is_written_is_read_back_the_same() -> None:
    full = replace(
        entry_for("Built the ledger"),
        lane="api",
        model="a-model",
        prompt_version="3",
        evidence=("work/kvitting.engineer/1",),
        verdict={"verdict": "accept", "findings": []},
        at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        extra={"note": "kept"},
    )
    overlay = Overlay(entries=(full, entry_for("I like dull systems.", status=Status.REJECTED)))
    again = read_overlay(write_overlay(overlay))
    assert sorted(again.entries, key=lambda e: e.text) == sorted(
        overlay.entries, key=lambda e: e.text
    )
    assert write_overlay(again) == write_overlay(overlay)


def test_what_is_written_fits_the_published_schema() -> None:
    schema = json.loads(
        (resources.files("cv_action.cv") / "schemas" / "overlay.schema.json").read_text()
    )
    written = json.loads(write_overlay(Overlay(entries=(entry_for("Built the ledger"),))))
    jsonschema.validate(written, schema)
    del written["entries"][0]["fact"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema)


def test_an_entry_whose_fact_is_there_is_bound() -> None:
    bound = bind(Overlay(entries=(entry_for("Built the ledger"),)), facts_of(CV))
    assert list(bound.texts.values()) == ["Built the ledger, well"]
    assert (bound.orphans, bound.dropped) == ((), ())


def test_an_entry_follows_its_text_when_the_employer_is_corrected() -> None:
    corrected = with_role(replace(ROLE, name="Kvitting AS"))
    bound = bind(Overlay(entries=(entry_for("Built the ledger"),)), facts_of(corrected))
    (fact_id,) = bound.texts
    assert fact_id.startswith("work/kvitting-as.engineer/")


def test_an_entry_is_dropped_when_its_source_text_was_edited() -> None:
    edited = with_role(replace(ROLE, highlights=("Built both ledgers", "Kept it up")))
    bound = bind(Overlay(entries=(entry_for("Built the ledger"),)), facts_of(edited))
    assert (len(bound.entries), len(bound.orphans), len(bound.dropped)) == (0, 0, 1)


def test_an_entry_whose_role_is_gone_is_kept_as_an_orphan() -> None:
    gone = with_role(Work(name="Elsewhere", position="Chef", highlights=("Cooked",)))
    bound = bind(Overlay(entries=(entry_for("Built the ledger"),)), facts_of(gone))
    assert (len(bound.entries), len(bound.orphans), len(bound.dropped)) == (0, 1, 0)
    assert bound.overlay.entries == bound.orphans


def test_an_orphan_comes_back_with_its_role() -> None:
    overlay = Overlay(entries=(entry_for("Built the ledger"),))
    gone = with_role(Work(name="Elsewhere", position="Chef", highlights=("Cooked",)))
    kept = bind(overlay, facts_of(gone)).overlay
    assert bind(kept, facts_of(CV)).texts == bind(overlay, facts_of(CV)).texts


def test_two_entries_never_share_a_fact() -> None:
    first = entry_for("Built the ledger")
    second = replace(first, fact_id="work/old.engineer/123456789abc", text="Other")
    bound = bind(Overlay(entries=(second, first)), facts_of(CV))
    assert list(bound.texts.values()) == ["Built the ledger, well"]
    assert bound.orphans == (second,)


@pytest.mark.parametrize("status", Status)
def test_all_words_are_used_but_rejected_ones(status: Status) -> None:
    entry = entry_for("Built the ledger", status=status)
    bound = bind(Overlay(entries=(entry,)), facts_of(CV))
    assert bound.entries == (entry,)
    assert bound.texts == ({} if status is Status.REJECTED else {entry.fact_id: entry.text})
    assert bound.rejected == ({entry.fact_id} if status is Status.REJECTED else set())


def test_a_name_cannot_be_reworded_by_an_overlay() -> None:
    bound = bind(Overlay(entries=(entry_for("Maren"),)), facts_of(CV))
    assert bound.texts == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n"version": 2,\n"entries": []}', 2),
        ('{"version": 1,\n"entries": [\n{"fact": "a"}]}', 3),
        (('{"version": 1, "entries": [\n{"fact": "a", "source_sha256": "b", "text": "c",\n'
         '"status": "maybe"}]}'), 3),
        (('{"version": 1, "entries": [\n{"fact": "a", "source_sha256": "b", "text": "c",\n'
         '"at": "2026-01-01"}]}'), 3),
        ("{", 1),
    ],
)  # fmt: skip
def test_a_broken_overlay_is_an_error_with_its_place(text: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        read_overlay(text.encode(), "cv.enhanced.json")
    assert caught.value.problems
    assert all(p.file == "cv.enhanced.json" for p in caught.value.problems)
    assert caught.value.problems[0].line == line
