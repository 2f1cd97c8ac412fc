from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.names import Certainty, names
from cv_action.guard.rules import names as rule

BLOCKED = [
    ("Built services in Go", "Built services in Go and Rust"),
    ("Built services", "Built services on kubernetes"),
    ("Built services", "Built services with C++"),
    ("Built services", "Built services with C#"),
    ("Built services", "Built .NET services"),
    ("Built services", "Built Node.js services"),
    ("Built services", "Built services in R"),
    ("Built services in C", "Built services in C++"),
    ("Built services in C++", "Built services in C#"),
    ("Built services in Java", "Built services in JavaScript"),
    ("Led the Go to market plan", "Built the market plan in Go"),
    ("Planned the Spring 2024 release", "Planned the release with Spring Boot"),
    ("Worked on R&D", "Worked on statistics in R"),
    ("Ran RAG status reports", "Ran reports with RAG and LLMs"),
    ("Worked at Initech", "Worked at Globex"),
    ("Worked at Initech", "Globex: worked on services"),
    ("Moved from Oracle to PostgreSQL", "Moved from PostgreSQL to Oracle"),
    ("Moved from Oracle to PostgreSQL", "Moved to Oracle from PostgreSQL"),
    ("Marisol hired Fenwick", "Fenwick hired Marisol"),
    ("Reported to Marisol for Initech", "Reported to Initech for Marisol"),
    ("Used p99 alerts", "Used p95 alerts"),
    ("Used OAuth alerts", "Used OAuth2 alerts"),
    ("Ported to version 3.11.2", "Ported to version 3.12.2"),
    ("Managed users", "Managed l00 users"),
    ("Worked for Google", "Worked for G\u043e\u043egle"),
    ("Worked for Initech", "Worked for Init\u200bech and Glo\u200bbex"),
    ("Met Jane Oakhill and Tom Reedham", "Met Jane Reedham and Tom"),
    ("Holds a degree", "Holds a PhD from MIT"),
    ("Managed a team", "VP of Engineering at Google, Turing Award"),
    ("Certified", "Certified by AWS"),
    ("Wrote code", "Wrote code in go"),
    ("Sold the Gold plan and then the Silver plan", "Sold the Silver plan and then the Gold plan"),
    ("Asked HR for help and IT for tools", "Asked IT for help and IT for tools"),
    ("Ran the Saints game", "Ran the Browns game"),
]
PASSED = [
    ("Built services in Go and Rust", "Wrote Go and Rust services"),
    ("Used Python, Go and Rust", "Used Rust, Python and Go"),
    ("Used PostgreSQL", "Used Postgres"),
    ("Used Node.js", "Used NodeJS"),
    ("Used k8s", "Used Kubernetes"),
    ("Used Amazon Web Services", "Used AWS"),
    ("Used AWS", "Used Amazon Web Services"),
    ("Used Kafka", "Used Apache Kafka"),
    ("Built shops", "Built shops. Webhooks and workflows, too. Dockerless apps."),
    ("Ran the U.S. office", "Ran the US office"),
    ("Led the Northwind Data Guild", "Led the NDG"),
    ("Wrote APIs", "Wrote an API"),
    ("Worked at Initech", "Initech's services were worked on"),
    ("worked on kubernetes", "Worked on Kubernetes"),
    ("Go to market plan", "Plan to Go to market"),
    ("Prevent rust in pipes", "Work on rust in pipes"),
    ("Moved from Oracle to PostgreSQL", "Brought the move to PostgreSQL from Oracle"),
    ("Initech bought Globex", "Globex was bought by Initech"),
    ("Led teams", "Spearheaded teams"),
    ("Led teams", "Orchestrated the Team's work. Streamlined it."),
    ("senior engineer", "Senior Engineer"),
    ("Planned the Spring 2024 release", "Release planned for Spring 2024"),
    ("Worked on R&D", "R&D work"),
    ("Answered quickly", "React quickly"),
    ("Fixed delivery", "Swift delivery of fixes"),
    ("Wrote to Marisol Oakhill Reedham", "Wrote to Marisol Reedham"),
    ("Sold in Russia", "Sold to Russian shops"),
    ("Has an M.Sc. in physics", "Has an MSc in physics"),
    ("Has a Bachelor of Science", "Has a BSc"),
    ("Worked with spark and airflow", "Worked with spark and Airflow"),
]


def found(evidence: Evidence, after: str) -> list[Finding]:
    return list(rule.check(Case(evidence, after)))


def effects(before: str, after: str) -> list[Effect]:
    return [finding.effect for finding in found(Evidence(source=before), after)]


@pytest.mark.parametrize(("before", "after"), BLOCKED)
def test_a_name_that_the_source_lacks_or_places_elsewhere_blocks(before: str, after: str) -> None:
    assert Effect.BLOCK in effects(before, after)


@pytest.mark.parametrize(("before", "after"), PASSED)
def test_the_same_names_in_other_forms_pass(before: str, after: str) -> None:
    assert effects(before, after) == []


def test_a_name_of_the_same_role_asks_and_says_where_it_stands() -> None:
    evidence = Evidence(source="Built services", role=("Ran Kafka", "Ran Redis"))
    (finding,) = found(evidence, "Built Kafka services")
    assert (finding.effect, finding.source) == (Effect.ASK, "Ran Kafka")


def test_a_name_of_another_role_blocks_and_shows_its_statement() -> None:
    evidence = Evidence(source="Built services", rest=("Ran Kafka",))
    (finding,) = found(evidence, "Built Kafka services")
    assert (finding.effect, finding.source) == (Effect.BLOCK, "Ran Kafka")


def test_a_name_from_the_job_advertisement_blocks_and_says_so() -> None:
    evidence = Evidence(source="Built services", job_ad="We want Kafka")
    (finding,) = found(evidence, "Built Kafka services")
    assert finding.effect is Effect.BLOCK
    assert "advertisement" in finding.reason


@pytest.mark.parametrize(
    ("before", "after"),
    [("wrote go and tests", "Wrote tests in Go"), ("set max size", "Set the size in Max")],
)
def test_a_word_that_may_be_a_name_in_the_source_asks(before: str, after: str) -> None:
    assert effects(before, after) == [Effect.ASK]


def test_a_name_of_several_words_is_one_finding() -> None:
    (finding,) = found(Evidence(source="Met people"), "Met people at Fenwick Oakhill Partners")
    assert finding.text == "Fenwick Oakhill Partners"


@pytest.mark.parametrize(
    "text",
    [
        "Go to market", "React quickly", "R&D", "Spring 2024", "Rust belt", "RAG status",
        "Swift delivery", "Led a team", "The C-level", "In May 2019", "on Monday", "5 pm, Q3 2020",
    ],
)  # fmt: skip
def test_capitals_that_name_nothing_are_no_names(text: str) -> None:
    assert [name for name in names(text) if name.certainty is Certainty.SURE] == []


@given(st.text(max_size=80))
def test_no_text_makes_it_fail_and_identity_passes(text: str) -> None:
    assert effects(text, text) == []


@given(
    role=st.permutations(["Ran Kafka", "Ran Kafka and Redis", "Kafka 3"]),
    rest=st.permutations(["Wrote Java", "Java at Globex"]),
    after=st.sampled_from(["Ran Kafka", "Ran Java", "Ran Redis at Globex"]),
)
def test_the_order_of_the_evidence_never_matters(
    role: list[str], rest: list[str], after: str
) -> None:
    turned = Evidence(source="Ran things", role=tuple(role), rest=tuple(rest))
    straight = Evidence(source="Ran things", role=tuple(sorted(role)), rest=tuple(sorted(rest)))
    assert found(turned, after) == found(straight, after) != []


PLACES = ["Initech", "Globex", "Umbrava", "Fenwick", "Oakhill", "Kubernetes", "Kafka"]


@given(st.lists(st.sampled_from(PLACES), min_size=2, max_size=2, unique=True))
def test_a_name_of_another_role_in_the_place_of_its_own_always_blocks(two: list[str]) -> None:
    evidence = Evidence(source=f"Built services at {two[0]}", rest=(f"Sold cars at {two[1]}",))
    effects = [finding.effect for finding in found(evidence, f"Built services at {two[1]}")]
    assert effects == [Effect.BLOCK]
