"""Who the person is and how to reach them is told to no model, however it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.facts import Fact, facts_of
from cv_action.cv.formats import read_cv
from cv_action.cv.model import Basics, Kind, Location, Profile
from cv_action.enhance.private import told
from tests.asked_cv import SOURCE

FACT = next(fact for fact in facts_of(read_cv(SOURCE).cv) if fact.field == "highlights")
BASICS = Basics(
    name="Åse Li",
    email="aase@li.example",
    phone="+47 555 01 234",
    url="https://li.example",
    location=Location(address="Storgata 17 B", city="Oslo"),
    profiles=(Profile(network="Code", username="work", url="https://code.example/aase"),),
)


def is_told(text: str, basics: Basics = BASICS) -> bool:
    return bool(told([replace(FACT, text=text)], basics))


@pytest.mark.parametrize(
    "text",
    [
        "Åse Li wrote it",
        "Written by ÅSE LI.",
        "Written by åse-li in a week",
        "Signed Åse  Li",
        "Call 4755501234",
        "Call +47 (555) 01-234 at night",
        "Lives in Storgata 17 B, in a cellar",
        "See https://li.example/books",
        "See LI.EXAMPLE",
        "See http://www.li.example/books",
        "See https://code.example/aase/repo",
        "Ask somebody.else@bank.example",
        "Ask aase@li.example",
    ],
)
def test_a_statement_with_something_private_in_it_is_not_told(text: str) -> None:
    assert not is_told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wrote the list of lines for Lillehammer",
        "Åse wrote it alone",
        "Counted 555 lamps in 01 of 234 halls",
        "Moved the office to Oslo",
        "Did the work of two",
        "Took 40 % @ 3 sites",
    ],
)
def test_words_that_only_look_like_it_are_told(text: str) -> None:
    assert is_told(text)


@given(st.text(max_size=40))
def test_where_nothing_is_known_nothing_but_an_address_is_private(text: str) -> None:
    assert is_told(text, Basics()) or "@" in text


@given(
    st.sampled_from([BASICS.name, BASICS.email, BASICS.phone, BASICS.url]),
    st.text(" ,.;:()", max_size=3),
    st.text("abc ", max_size=10),
)
def test_whatever_stands_around_it_it_is_private(private: str, mark: str, words: str) -> None:
    assert not is_told(f"{words} {mark}{private}{mark} {words}")


@pytest.mark.parametrize("kind", [Kind.REFERENCES, Kind.INTERESTS])
def test_what_others_said_and_what_is_no_work_is_not_told(kind: Kind) -> None:
    assert told([replace(FACT, section=kind)], BASICS) == ()


def test_names_of_other_authors_are_not_told() -> None:
    assert told([replace(FACT, section=Kind.PUBLICATIONS, field="authors")], BASICS) == ()


def test_of_a_cv_everything_else_is_told_in_its_order() -> None:
    cv = read_cv(SOURCE).cv
    facts = facts_of(cv)
    shown = told(facts, cv.basics)

    def is_private(fact: Fact) -> bool:
        return fact.text == cv.basics.name or fact.section in {Kind.REFERENCES, Kind.INTERESTS}

    assert shown == tuple(fact for fact in facts if not is_private(fact))
    assert len(facts) - len(shown) == 4
