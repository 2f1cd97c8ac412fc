from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.quantities import quantities
from cv_action.guard.rules import numbers

BLOCKED = [
    ("Cut costs by 40%", "Cut costs by 45%"),
    ("Cut costs by 40%", "Cut costs by 40 percentage points"),
    ("Cut costs by 40%", "Cut costs to 40%"),
    ("Cut costs by 40%", "Cut costs by 0.4%"),
    ("Cut costs by 40%", "Cut costs by over 40%"),
    ("Cut costs by 38%", "Cut costs by about 40%"),
    ("Cut costs by up to 40%", "Cut costs by 40%"),
    ("Cut costs by about 40%", "Cut costs by 40%"),
    ("Cut costs", "Cut costs by half"),
    ("Served 50k users", "Served 50k+ users"),
    ("Served 50+ users", "Served 50 users"),
    ("Served 50 users", "Served 50k users"),
    ("Served 50k users", "Served 50 users"),
    ("Served 50k users", "Served 50M users"),
    ("Served 500 users", "Served hundreds of users"),
    ("Served at least 500 users", "Served up to 500 users"),
    ("Handled 500 requests per minute", "Handled 500 requests per second"),
    ("Handled 500 requests per second", "Handled 500 requests"),
    ("Handled 500 requests a day", "Handled 500 requests an hour"),
    ("Earned $5M", "Earned €5M"),
    ("Earned $5M", "Earned $5B"),
    ("Earned $5M", "Earned CAD 5M"),
    ("Led 3-5 engineers", "Led 5 engineers"),
    ("Led 3-5 engineers", "Led 3-6 engineers"),
    ("Led 5 engineers", "Led 3 to 5 engineers"),
    ("Led 5 engineers and 3 designers", "Led 3 engineers and 5 designers"),
    ("Cut latency by 40% and cost by 20%", "Cut latency by 20% and cost by 40%"),
    ("Moved 40 services for customers", "Moved services for 40 customers"),
    ("Ran services on Python 3", "Ran 3 services on Python"),
    ("Moved from Python 2 to the cloud", "Moved from Python 3 to the cloud"),
    ("Used GPT-3 for reports", "Used GPT-4 for reports"),
    ("Finished third in the contest", "Finished second in the third contest of 4"),
    ("Won the 3rd prize", "Won the 1st prize"),
    ("Sped builds up", "Doubled the speed of builds"),
    ("Made builds 1.5x faster", "Made builds 2.5x faster"),
    ("Led two teams", "Led a dozen teams"),
    ("Led two teams", "Led one team of two"),
    ("Changed profit by -5%", "Changed profit by 5%"),
    ("Led engineers", "Led \uff11\uff15 engineers"),
    ("Led engineers", "Led \u0661\u0665 engineers"),
    ("Led engineers", "Led १५ engineers"),
    ("Led engineers", "Led ⑮ engineers"),
    ("Led engineers", "Led \U0001d7cf\U0001d7d3 engineers"),
    ("Led engineers", "Led 1️⃣5️⃣ engineers"),
    ("Led engineers", "Led 五 engineers"),
    ("Led 10 engineers", "Led 10² engineers"),
    ("Led 10 engineers", "Led 1\u200b0\u20600 engineers"),
    ("Led 3 engineers", "Led 3½ engineers"),
    ("Led 1 000 people", "Led 1 000 000 people"),
    ("Took part", "Took part in over 15,000 applications"),
    ("Kept uptime high", "Kept 99.7% uptime"),
    ("Grew revenue", "Grew revenue tenfold"),
    ("Wrote tests for modules", "Wrote tests for three quarters of the modules"),
    ("Built 15 systems", "Built 15+ autonomous systems"),
    ("Fixed 17 of 20 leaks", "Fixed 20 of 20 leaks"),
    ("Fixed 17 of 20 leaks", "Fixed 20 leaks"),
    ("Scored 17 and 20", "Scored 20 and 20"),
    ("Raised 2 of 3 grants", "Raised all 3 grants"),
    ("Led a team of 5", "Led 5 teams"),
    ("Led a team of 5", "Led teams of 5"),
    ("Did sales", "Did multi-million dollar sales"),
    ("Did sales", "Did several thousand sales"),
    ("Sped it up", "Sped it up by an order of magnitude"),
    ("Cut it from 40% to 20%", "Cut it from 20% to 40%"),
    ("Shipped v2.0", "Shipped v3.0"),
    ("Won second place", "Won third place"),
    ("Led a team", "Led 1" + "0" * 5000 + " teams"),
]
PASSED = [
    ("Served 50k users", "Served 50,000 users"),
    ("Served 50k users", "50K users served"),
    ("Served fifty thousand users", "Served 50 thousand users"),
    ("Served 0.05M users", "Served 50 000 users"),
    ("Served 16 181 users", "Served 16,181 users"),
    ("Served 5m users", "Served 5 million users"),
    ("Cut costs by 40%", "Reduced costs by 40 percent"),
    ("Cut costs by 40%", "A 40% cost cut"),
    ("Cut costs by half", "Halved costs"),
    ("Doubled the throughput", "Made the throughput 2x"),
    ("Raised the rate by 5 percentage points", "Raised the rate by 5pp"),
    ("Raised the rate by 50 basis points", "Raised the rate by 0.5 percentage points"),
    ("Earned $5M", "Earned 5 million dollars"),
    ("Earned US$ 5M", "Earned $5M"),
    ("Earned €3.5bn", "Earned EUR 3.5 billion"),
    ("Led 3-5 engineers", "Led between 3 and 5 engineers"),
    ("Led 3–5 engineers", "Led three to five engineers"),
    ("Served 50+ users", "Served more than 50 users"),
    ("Served over 50 users", "Served 50 or more users"),
    ("Served about 50 users", "Served roughly 50 users"),
    ("Led a team of 12", "Led a team of a dozen"),
    ("Led a dozen engineers", "Led 12 engineers"),
    ("Won the 3rd prize", "Won the third prize"),
    ("Paid $100 a month", "Paid $100/month"),
    ("Paid $100 monthly", "Paid $100 per month"),
    ("Led 5 engineers and 3 designers", "Managed 3 designers and 5 engineers"),
    ("Cut latency by 40% and cost by 20%", "Reduced cost by 20% and latency by 40%"),
    ("Led 5 engineers", "Led engineers"),
    ("Used OAuth2 over 4G", "Used OAuth2 over 4G"),
    ("Ported Python 3 code", "Ported code to Python 3"),
    ("Led a team", "Led one of the teams"),
    ("Ran the shop in 2019", "In 2019 ran the shop"),
    ("Led \u0661\u0665 engineers", "Led 15 engineers"),
    ("Wrote half a million lines", "Wrote 500,000 lines"),
    ("Wrote 1.500.000 lines", "Wrote 1.5 million lines"),
    ("Cut load from 30 to 10 GB", "Cut load from 30 GB to 10"),
    ("Raised coverage from 40% to 85%", "Raised coverage to 85% from 40%"),
    ("Ran a budget of $1.2M and a team of 8", "Ran a $1.2 million budget and an eight-person team"),
    ("Shipped v2.0", "Shipped version 2.0"),
    ("Ran on Java 8/11", "Ran on Java 8 and 11"),
    ("Grew ARR 3x, from $2M to $6M", "Tripled ARR from $2M to $6M"),
]
SPACES = [" ", "\u00a0", "\u2009", "\u202f", "\u2007", "\u2002", "\u3000", "'", "’", ","]


def effects(before: str, after: str) -> list[Effect]:
    return [finding.effect for finding in numbers.check(Case(Evidence(source=before), after))]


@pytest.mark.parametrize(("before", "after"), BLOCKED)
def test_a_number_that_the_source_does_not_carry_blocks(before: str, after: str) -> None:
    assert Effect.BLOCK in effects(before, after)


@pytest.mark.parametrize(("before", "after"), PASSED)
def test_the_same_number_in_another_form_passes(before: str, after: str) -> None:
    assert effects(before, after) == []


@pytest.mark.parametrize("space", SPACES)
def test_thousands_may_be_parted_by_any_space_or_mark(space: str) -> None:
    assert effects(f"Ran 1{space}000 tests", "Ran 1000 tests") == []
    assert Effect.BLOCK in effects(f"Ran 1{space}000 tests", "Ran 1 test")


@pytest.mark.parametrize(
    "text", ["p99", "4G", "OAuth2", "3.11.2", "IPv6", "one of them", "2FA", "double-check", "H2O"]
)
def test_names_with_figures_are_no_numbers(text: str) -> None:
    assert quantities(text) == ()


def test_a_finding_shows_its_place_and_what_the_source_said() -> None:
    source, rewrite = "Cut costs by 40%", "Cut costs by 4\uff15%"
    (finding,) = numbers.check(Case(Evidence(source=source), rewrite))
    assert rewrite[finding.start : finding.end] == finding.text == "4\uff15%"
    assert finding.source == "40%"


def test_numbers_in_other_statements_clear_nothing() -> None:
    evidence = Evidence(source="Cut costs", role=("Cut 40%",), rest=("By 40%",), job_ad="40%")
    assert [f.effect for f in numbers.check(Case(evidence, "Cut costs by 40%"))] == [Effect.BLOCK]


@given(
    words=st.lists(st.sampled_from(["led", "teams", "with", "care", "and", "tests"]), max_size=8),
    number=st.integers(min_value=2, max_value=10**9),
    at=st.integers(min_value=0, max_value=8),
)
def test_a_number_that_is_nowhere_always_blocks(words: list[str], number: int, at: int) -> None:
    changed = [*words[:at], str(number), *words[at:]]
    found = effects(" ".join(words), " ".join(changed))
    assert Effect.BLOCK in found or 1900 <= number <= 2099


@given(st.text(max_size=80))
def test_no_text_makes_it_fail_and_identity_passes(text: str) -> None:
    assert effects(text, text) == []


@given(st.text(alphabet="0123456789 .,'%$€k+-–/½²٣abetwn", max_size=40))
def test_hostile_figures_pass_as_themselves(text: str) -> None:
    assert effects(text, text) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_findings_lie_inside_the_new_text(before: str, after: str) -> None:
    for finding in numbers.check(Case(Evidence(source=before), after)):
        assert 0 <= finding.start < finding.end <= len(after)
        assert after[finding.start : finding.end] == finding.text
