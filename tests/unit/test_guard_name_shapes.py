"""Which words of a text are names, and how sure that is."""

from __future__ import annotations

import pytest

from cv_action.guard.known_names import (
    is_known,
    is_language,
    is_name_in_lower_case,
    is_unclear,
    same_name,
    spellings,
    squashed,
)
from cv_action.guard.name_evidence import Carried, carried_name, carries_phrase, pairs
from cv_action.guard.names import Certainty, key_of, names, runs

SURE, CAPITAL, DOUBTFUL = Certainty.SURE, Certainty.CAPITAL, Certainty.DOUBTFUL


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("worked at Initech", {"Initech": SURE}),
        ("Initech hired me", {"Initech": SURE}),
        ("Worked on it", {"Worked": DOUBTFUL}),
        ("wrote things in Go", {"Go": SURE}),
        ("written in go.", {"go": SURE}),
        ("written using go and more", {"go": SURE}),
        ("written in go mode", {}),
        ("written for go.", {}),
        ("used C++, C#, .NET", {"C++": SURE, "C#": SURE, ".NET": SURE}),
        ("used Node.js, p99, OAuth2", {"Node.js": SURE, "p99": SURE, "OAuth2": SURE}),
        ("used iOS for APIs", {"iOS": SURE, "APIs": SURE}),
        ("used an API", {"API": DOUBTFUL}),
        ("used the NDG", {"NDG": SURE}),
        ("used B2B", {"B2B": DOUBTFUL}),
        ("the U.S. office", {"U.S.": SURE}),
        ("the IT office, it said", {"IT": DOUBTFUL}),
        ("told US staff, told us", {"US": SURE}),
        ("AT&T and R&D", {"AT&T": SURE}),
        ("led the Team", {"Team": CAPITAL}),
        ("led the Big Team", {"Big": SURE, "Team": SURE}),
        ("led the Big, Team", {"Big": CAPITAL, "Team": CAPITAL}),
        ("met Ann. Team", {"Ann": SURE, "Team": DOUBTFUL}),
        ("he: Team won", {"Team": DOUBTFUL}),
        ("won – Team won", {"Team": DOUBTFUL}),
        ("said “Team", {"Team": CAPITAL}),
        ("won! “Team", {"Team": DOUBTFUL}),
        ("I met A man", {}),
        ("ran version 3.11.2", {"3.11.2": SURE}),
        ("ran 3.11", {}),
        ("in March Havn", {"Havn": SURE}),
        ("the Spring 2024 plan", {}),
        ("max size", {}),
        ("kubernetes is", {"kubernetes": SURE}),
        ("led Containerizing", {"Containerizing": CAPITAL}),
        ("BOATS FOR THE SEA AT HAVN", {"BOATS": DOUBTFUL, "SEA": DOUBTFUL, "HAVN": SURE}),
        ("SEA AT HAVN", {"SEA": SURE, "HAVN": SURE}),
        (
            "Big Boats In The Old Town For Havn",
            {"Big": DOUBTFUL, "Boats": DOUBTFUL, "Old": DOUBTFUL, "Town": DOUBTFUL, "Havn": SURE},
        ),
        ("big Boats in the old Town", {"Boats": CAPITAL, "Town": CAPITAL}),
    ],
)
def test_a_word_is_a_name_by_its_shape_and_place(text: str, wanted: dict[str, Certainty]) -> None:
    assert {name.text: name.certainty for name in names(text)} == wanted


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Initech's", "initech"),
        ("Initech'", "initech"),
        ("APIs", "api"),
        ("As", "as"),
        ("U.S.", "us"),
        ("U.S", "us"),
        ("Node.js", "node.js"),
    ],
)
def test_a_name_is_compared_without_its_ending(word: str, key: str) -> None:
    assert key_of(word) == key


def test_a_name_knows_its_place_and_its_neighbour() -> None:
    text = "met Ann\u00a0Oakhill of Havn, Bo Reedham"
    found = names(text)
    assert [text[name.start : name.end] for name in found] == [name.text for name in found]
    assert [name.adjoins for name in found] == [False, True, False, False, True]
    assert [(one.text, two.text) for one, two in runs(found)] == [
        ("Ann", "Oakhill"),
        ("Bo", "Reedham"),
    ]
    assert list(runs(names("Worked Kubernetes"))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Postgres", "PostgreSQL"),
        ("Node JS", "NodeJS"),
        ("Node.js", "nodejs"),
        ("k8s", "Kubernetes"),
        ("Ruby-on-Rails", "RoR"),
        ("CI/CD", "cicd"),
        ("Havn", "havn"),
    ],
)
def test_two_spellings_are_one_name(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("Java", "JavaScript"), ("C", "C++"), ("Go", "Rust"), ("Havn", "Bo")]
)
def test_two_names_are_two(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


def test_a_spelling_has_its_group() -> None:
    assert set(spellings("K8S")) == {"kubernetes", "k8s"}
    assert spellings("havn") == ()
    assert squashed("Asp.NET Core") == "asp.netcore"
    assert squashed("St. Olav") == "stolav"


@pytest.mark.parametrize(
    ("name", "known", "lower", "unclear", "language"),
    [
        ("python", True, True, False, True),
        ("kubernetes", True, True, False, False),
        ("go", True, False, True, True),
        ("r", True, False, True, True),
        ("express", True, False, True, False),
        ("cobol", True, True, False, True),
        ("abap", True, False, False, True),
        ("algol", True, True, False, True),
        ("j", True, False, True, True),
        ("havn", False, False, False, False),
    ],
)
def test_a_known_name_may_be_an_ordinary_word_too(
    name: str, known: bool, lower: bool, unclear: bool, language: bool
) -> None:
    found = is_known(name), is_name_in_lower_case(name), is_unclear(name), is_language(name)
    assert found == (known, lower, unclear, language)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("Havn", "Worked in havn", Carried.YES),
        ("Havn", "Worked at Havns", Carried.YES),
        ("NodeJS", "Used Node JS", Carried.YES),
        ("AWS", "Used Amazon Web Services", Carried.YES),
        ("NDG", "Led the Northwind Data Guild", Carried.YES),
        ("NDGs", "Led the Northwind Data Guild", Carried.YES),
        ("NDG", "Led the Northwind data Guild", Carried.NO),
        ("NDG", "Led the Northwind of the Data Guild", Carried.YES),
        ("ABCDEFG", "Met Al Bo Cy Di Ed Fi Gus", Carried.NO),
        ("ABCDEF", "Met Al Bo Cy Di Ed Fi Gus", Carried.YES),
        ("Russian", "Sold in Russia", Carried.YES),
        ("Russia", "Sold Russian boats", Carried.YES),
        ("Chinese", "Sold in China", Carried.NO),
        ("Swedish", "Sold in Sweden", Carried.NO),
        ("Norwegian", "Sold in Norway", Carried.NO),
        ("Japanese", "Sold in Japan", Carried.YES),
        ("Havnian", "Sold in Havn", Carried.NO),
        ("Go", "Wrote Go code", Carried.YES),
        ("Go", "Wrote Golang code", Carried.YES),
        ("Go", "Go now", Carried.PERHAPS),
        ("Go", "let it go", Carried.PERHAPS),
        ("Go", "let it be", Carried.NO),
    ],
)
def test_a_text_carries_a_name_in_other_forms(name: str, text: str, wanted: Carried) -> None:
    (found,) = names(f"they use {name}")
    assert carried_name(found, text) is wanted


@pytest.mark.parametrize(
    ("phrase", "text", "carried"),
    [
        ("Amazon Web Services", "Used AWS", True),
        ("Ruby on Rails", "Used rubyonrails", True),
        ("Web Of Tide Data Now", "Used the web of tide data now", False),
        ("Of Tide Data Now", "Used the web of tide data now", True),
        ("Web Services", "Used AWS", False),
    ],
)
def test_a_text_carries_a_name_of_several_words(phrase: str, text: str, carried: bool) -> None:
    assert carries_phrase(phrase, text) is carried


def test_the_words_of_a_name_stand_in_their_order() -> None:
    assert pairs("met Ann Oakhill Reedham and Bo") == {
        ("ann", "oakhill"), ("ann", "reedham"), ("oakhill", "reedham"),
    }  # fmt: skip
    assert pairs("Wrote Kubernetes Havn") == {("kubernetes", "havn")}
