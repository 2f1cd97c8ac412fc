"""What a job advertisement asks for, how much, and what it only says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.enhance.target_lines import lines_of
from cv_action.enhance.target_terms import MOST, terms_of
from cv_action.report.target import Asked
from tests.advertisements import ENGLISH, GERMAN, PROSE


def asked(advertisement: str) -> dict[str, Asked]:
    return {term.text: term.asked for term in terms_of(advertisement)}


def test_an_advertisement_is_read_by_its_headings() -> None:
    assert asked(ENGLISH) == {
        "Go": Asked.REQUIRED,
        "backend": Asked.REQUIRED,
        "PostgreSQL": Asked.REQUIRED,
        "Apache Kafka": Asked.REQUIRED,
        "distributed systems": Asked.REQUIRED,
        "event sourcing": Asked.REQUIRED,
        "Property-based testing": Asked.REQUIRED,
        "observability": Asked.REQUIRED,
        "Terraform": Asked.REQUIRED,
        "English": Asked.REQUIRED,
        "payment": Asked.MENTIONED,
        "ledger": Asked.MENTIONED,
        "Kotlin": Asked.MENTIONED,
        "Kubernetes": Asked.MENTIONED,
        "CI/CD": Asked.MENTIONED,
        "Norwegian": Asked.WISHED,
        "Rust": Asked.WISHED,
        "gRPC": Asked.WISHED,
        "accounting": Asked.WISHED,
    }


def test_the_most_wanted_stands_first_and_what_is_said_twice_counts_twice() -> None:
    terms = terms_of(ENGLISH)
    assert [term.weight for term in terms] == sorted((t.weight for t in terms), reverse=True)
    assert (terms[0].text, terms[0].times) == ("Go", 2)


def test_prose_without_headings_is_read_by_its_turns_of_phrase() -> None:
    assert asked(PROSE) == {
        "PhD": Asked.REQUIRED,
        "statistics": Asked.REQUIRED,
        "physics": Asked.REQUIRED,
        "Python": Asked.REQUIRED,
        "SQL": Asked.REQUIRED,
        "PyTorch": Asked.REQUIRED,
        "TensorFlow": Asked.REQUIRED,
        "AWS": Asked.MENTIONED,
        "Airflow": Asked.MENTIONED,
        "Snowflake": Asked.MENTIONED,
        "A/B testing": Asked.WISHED,
        "causal inference": Asked.WISHED,
    }


def test_in_another_language_only_known_names_are_understood() -> None:
    assert asked(GERMAN) == {
        "Kubernetes": Asked.REQUIRED,
        "Go": Asked.REQUIRED,
        "PostgreSQL": Asked.REQUIRED,
        "Java": Asked.MENTIONED,
        "Terraform": Asked.WISHED,
    }


@pytest.mark.parametrize(
    "heading",
    ["## What we offer", "Benefits", "**About us**", "How to apply:", "Wir bieten", "# Our values"],
)
def test_what_the_employer_says_of_itself_is_not_asked_for(heading: str) -> None:
    assert asked(f"Requirements\n- Kafka\n\n{heading}\n- Slack, Python and Scrum") == {
        "Kafka": Asked.REQUIRED
    }


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("You will run Kafka", Asked.MENTIONED),
        ("Experience with Kafka", Asked.REQUIRED),
        ("Experience with Kafka is a plus", Asked.WISHED),
        ("Ideally, you know Kafka", Asked.WISHED),
        ("Nice to have: Kafka", Asked.WISHED),
        ("Requirements: Kafka", Asked.REQUIRED),
        ("Erfahrung mit Kafka", Asked.REQUIRED),
    ],
)
def test_how_much_a_sentence_asks_is_heard(line: str, how: Asked) -> None:
    assert asked(line)["Kafka"] is how


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Software, Kafka", {"Kafka"}),
        ("Observability in hospitals near harbours", {"Observability"}),
        ("You debug payment flows", {"payment flows"}),
        ("Payroll pension mainframe migration", {"mainframe migration"}),
        ("Living our values, and Kafka", {"Kafka"}),
        ("Domain Driven Design patterns", {"Domain Driven Design"}),
        ("Kafka for people on the coast who fish at night, and this above all:", {"Kafka"}),
    ],
)
def test_of_a_phrase_the_part_that_tells_something_is_taken(line: str, expected: set[str]) -> None:
    assert set(asked(f"Requirements\n- {line}")) == expected


def test_a_long_line_is_no_heading() -> None:
    assert "Kafka" in asked("Benefits of Kafka for those people who fish along the coast at night:")


def test_an_item_of_a_list_is_no_heading() -> None:
    assert asked("Requirements\n- Our values\n- Kafka") == {"Kafka": Asked.REQUIRED}


def test_one_thing_in_two_spellings_is_one_term() -> None:
    (term,) = terms_of("Experience with Kubernetes\nExperience with k8s")
    assert (term.text, term.times) == ("Kubernetes", 2)


@pytest.mark.parametrize(
    "advertisement",
    [
        "",
        " \n\t\n",
        "Acme Corp in Bergen is looking for a Senior Engineer (m/f/d)",
        "Google is a great place to work",
        "# Requirements\n- Excellent communication skills\n- 5+ years of experience",
        "We like you. You like us.",
    ],
)
def test_what_tells_nothing_about_the_work_asks_for_nothing(advertisement: str) -> None:
    assert terms_of(advertisement) == ()


def test_the_same_advertisement_gives_the_same_terms_in_the_same_order() -> None:
    assert terms_of(ENGLISH) == terms_of(ENGLISH)
    assert terms_of(ENGLISH.replace("\n", "\r\n")) == terms_of(ENGLISH)


def test_an_advertisement_without_end_has_no_terms_without_end() -> None:
    many = "Requirements\n" + "\n".join(f"- Experience with Zyx{n}q" for n in range(500))
    assert len(terms_of(many)) == MOST
    long = "Experience with " + "Zyxq" * 500
    assert all(len(term.text) <= 60 for term in terms_of(long))


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_is_read_in_pieces_of_bounded_length(text: str) -> None:
    assert all(len(line.text) <= 400 for line in lines_of(text))
    assert all(term.text.strip() for term in terms_of(text))


@pytest.mark.parametrize("piece", ["](", " ", "a/", "# ", "12 34% ", "Go, ", "e\u0301", "x\n"])
def test_a_hostile_text_costs_no_more_than_its_length(piece: str) -> None:
    assert len(terms_of(piece * (8_000 // len(piece)))) <= 2
