"""What was found since joins what the owner has, and a refusal is heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.facts import facts_of
from cv_action.cv.model import Basics, Cv, Kind, Section, Work
from cv_action.cv.overlay import Overlay, OverlayEntry, Status, bind
from cv_action.cv.overlay_merge import joined, refused

ROLE = Work(name="Kvitting", position="Engineer", highlights=("Built the ledger", "Kept it up"))
CV = Cv(basics=Basics(name="Maren"), sections=(Section(kind=Kind.WORK, entries=(ROLE,)),))
FACTS = facts_of(CV)
BUILT, KEPT = (fact for fact in FACTS if fact.rewritable)
EARLY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(text: str = "Built it", *, hours: int | None = 0, **more: object) -> OverlayEntry:
    at = None if hours is None else EARLY + timedelta(hours=hours)
    plain = OverlayEntry(fact_id=BUILT.id, source_hash=BUILT.source_hash, text=text, at=at)
    return replace(plain, **more)  # type: ignore[arg-type]  # as given


def of(*entries: OverlayEntry) -> Overlay:
    return Overlay(entries=entries)


ENTRIES = st.lists(
    st.builds(
        lambda name, hours, text: entry(text, hours=hours, fact_id=f"work/a/{name}"),
        st.sampled_from("abcd"),
        st.none() | st.integers(0, 3),
        st.sampled_from(["one", "two"]),
    ),
    unique_by=lambda one: one.fact_id,
).map(lambda found: of(*found))


@given(ENTRIES, ENTRIES)
def test_every_fact_of_both_has_one_entry_and_it_is_from_one_of_them(
    taken: Overlay, offered: Overlay
) -> None:
    both = joined(taken, offered).entries
    ids = [one.fact_id for one in both]
    assert sorted(ids) == sorted({one.fact_id for one in (*taken.entries, *offered.entries)})
    assert set(map(repr, both)) <= set(map(repr, (*taken.entries, *offered.entries)))


@given(ENTRIES, ENTRIES)
def test_to_join_again_changes_nothing(taken: Overlay, offered: Overlay) -> None:
    once = joined(taken, offered)
    assert joined(once, offered) == once
    assert joined(taken, Overlay()) == taken


def test_later_words_hold_and_the_owners_where_neither_is_later() -> None:
    edited = entry("as the owner has it")
    assert joined(of(edited), of(entry("new", hours=1))).entries[0].text == "new"
    for hours in (0, -1, None):
        assert joined(of(edited), of(entry("new", hours=hours))) == of(edited)


def test_a_refused_fact_keeps_its_own_words_whether_it_had_others_or_not() -> None:
    for overlay in (of(), of(entry()), of(entry(status=Status.PENDING))):
        bound = bind(refused(overlay, FACTS, {BUILT.id}), FACTS)
        assert bound.rejected == {BUILT.id}
        assert bound.texts == {}


def test_a_refusal_of_words_that_have_changed_since_says_nothing() -> None:
    changed = "work/kvitting.engineer/000000000000"
    assert bind(refused(of(entry()), FACTS, {changed}), FACTS).texts == {BUILT.id: "Built it"}
    assert refused(of(entry()), FACTS, ()) == of(entry())


def test_a_refusal_loses_nothing_of_the_others() -> None:
    lost = entry("elsewhere", fact_id="work/other.job/1f2e3d4c5b6a", source_hash="0" * 64)
    other = entry("Kept it", fact_id=KEPT.id, source_hash=KEPT.source_hash)
    overlay = refused(of(entry(), other, lost), FACTS, {BUILT.id})
    assert {one.text for one in overlay.entries} == {"Built it", "Kept it", "elsewhere"}
