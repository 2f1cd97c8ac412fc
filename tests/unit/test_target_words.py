"""Texts are read by whole words, and known names in every spelling that is surely theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.enhance.target_words import has_phrase, spoken, things, words


def named(text: str) -> list[str]:
    return [thing.text for thing in things(spoken(text))]


def keys(text: str) -> set[str]:
    return {thing.key for thing in things(spoken(text))}


def says(phrase: str, text: str) -> bool:
    wanted = tuple(word.key for word in words(spoken(phrase)))
    said = spoken(text)
    return has_phrase(wanted, said, words(said))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ran k8s at home", "Ran Kubernetes at home"),
        ("Built it with JS", "Built it with JavaScript"),
        ("Postgres", "PostgreSQL"),
        ("Moved to Google Cloud Platform", "Moved to GCP"),
        ("Amazon Web Services", "aws"),
        ("Apache Kafka", "kafka"),
        ("Used Golang daily", "Used Go daily"),
        ("CI/CD", "Continuous integration and continuous delivery"),
        ("machine learning", "Machine Learning"),
        ("Ran **Docker** in tests", "Ran Docker's build in tests"),
    ],
)
def test_every_spelling_of_one_thing_has_one_key(one: str, other: str) -> None:
    assert keys(one) == keys(other)
    assert len(keys(one)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Go, Rust and Kotlin on Kubernetes", ["Go", "Rust", "Kotlin", "Kubernetes"]),
        ("React and TypeScript frontends", ["React", "TypeScript"]),
        ("C++, C#, .NET and Node.js", ["C++", "C#", ".NET", "Node.js"]),
        ("Ruby on Rails", ["Ruby on Rails"]),
        ("Swift", ["Swift"]),
        ("JavaScript and Java", ["JavaScript", "Java"]),
    ],
)
def test_names_in_a_list_are_names_and_the_longest_counts(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kept the rest of the team going to go live",
        "Swift delivery of every node",
        "A clean, spring-loaded hatch",
        "A/B testing",
        "React to incidents at night",
        "Led the unity of all branches",
        "Read [the docs](https://kubernetes.example/docker/terraform)",
        "See https://code.example/kafka/python",
        "",
    ],
)
def test_ordinary_words_and_addresses_name_nothing(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Built distributed systems",
        "A Distributed System of records",
        "a **distributed** system",
        "distributed-systems",
        "distributed\u00a0systems",
    ],
)
def test_a_phrase_is_its_words_in_a_row(text: str) -> None:
    assert says("distributed systems", text)


@pytest.mark.parametrize(
    "text",
    [
        "Distributed leaflets. Systems were down",
        "distributed, systems",
        "distributed file systems",
        "systems distributed",
        "undistributed systems",
        "distributed systemic risk",
        "",
    ],
)
def test_nothing_less_is_a_phrase(text: str) -> None:
    assert not says("distributed systems", text)


def test_a_word_is_not_another_of_the_same_root() -> None:
    assert says("accounting", "Did the accounting")
    assert not says("accounting", "Opened accounts and accounted for them")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    said = spoken(text)
    for word in words(said):
        assert said[word.start : word.end] == word.text
    starts = [thing.start for thing in things(said)]
    assert starts == sorted(set(starts))
