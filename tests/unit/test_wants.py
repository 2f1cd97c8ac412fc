"""What is asked about: what has no settled words, the most worth first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.facts import Fact, facts_of
from cv_action.cv.formats import read_cv
from cv_action.cv.overlay import Bound, OverlayEntry, Status
from cv_action.enhance.wants import LONGEST, wants
from tests.asked_cv import SOURCE

FACTS = facts_of(read_cv(SOURCE).cv)
REWRITABLE = tuple(fact for fact in FACTS if fact.rewritable)


def entry(fact: Fact, status: Status) -> OverlayEntry:
    return OverlayEntry(
        fact_id=fact.id, source_hash=fact.source_hash, text=fact.text, status=status
    )


@st.composite
def overlays(draw: st.DrawFn) -> Bound:
    chosen = draw(st.lists(st.sampled_from(REWRITABLE), unique_by=lambda fact: fact.id))
    return Bound(entries=tuple(entry(fact, draw(st.sampled_from(Status))) for fact in chosen))


@given(overlays())
def test_what_is_settled_is_never_asked_about_and_everything_else_is(bound: Bound) -> None:
    asked = {want.fact.id for want in wants(FACTS, bound)}
    settled = {one.fact_id for one in bound.entries}
    assert asked == {fact.id for fact in REWRITABLE} - settled


@given(overlays())
def test_asked_again_only_what_its_owner_rejected_is_left_out(bound: Bound) -> None:
    asked = {want.fact.id for want in wants(FACTS, bound, again=True)}
    assert asked == {fact.id for fact in REWRITABLE} - bound.rejected


@given(overlays(), st.booleans())
def test_refs_are_distinct_and_tell_nothing(bound: Bound, again: bool) -> None:
    found = wants(FACTS, bound, again=again)
    assert [want.ref for want in found] == [f"f{n}" for n in range(1, len(found) + 1)]


def test_what_a_reader_meets_first_comes_first() -> None:
    texts = [want.fact.text for want in wants(FACTS, Bound())]
    assert texts[0].startswith("I build payment systems")
    assert texts[1].startswith("Backend engineer for systems")
    roles = [want.fact.owner for want in wants(FACTS, Bound())][2:]
    assert list(dict.fromkeys(roles)) == [
        "kvitting.staff-engineer",
        "havgull-bank.engineer",
        "fjellsparebanken.developer",
        "studentradioen.technician",
        "bokfor",
    ]


def test_what_has_no_wording_is_not_asked_about() -> None:
    fact = REWRITABLE[0]
    for text, asked in (("x" * 11, 0), ("x" * 12, 1), ("x" * LONGEST, 1), ("x" * (LONGEST + 1), 0)):
        assert len(wants([replace(fact, text=text)], Bound())) == asked
    assert wants([replace(fact, text="  " + "x" * 11)], Bound()) == ()
    assert wants([replace(fact, rewritable=False)], Bound()) == ()
