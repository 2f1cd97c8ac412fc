"""A report tells each call: who was asked, what for, how it ended and what it used."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from importlib import resources

import jsonschema
import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.report.call import CallReport
from cv_action.report.encode import plain, report_json
from cv_action.report.run import FactReport, Mode, Outcome, RunReport, Treatment
from cv_action.report.summary import summary
from tests.asked_cv import DOUBTFUL, RUNBOOK
from tests.asked_runs import house_with_a_key
from tests.lanes import fails

SCHEMA = json.loads(
    (resources.files("cv_action.report") / "schemas" / "report.schema.json").read_text()
)
ANSWERED = CallReport(
    lane="api", model="claude-sonnet-5-5", purpose="rewrite", outcome="answered",
    reason="because", input_tokens=1_000, output_tokens=200, cache_read_tokens=10_000,
    cache_write_tokens=0, usd=Decimal("0.0050"), list_usd=Decimal("0.0050"),
    took=timedelta(seconds=3),
)  # fmt: skip
FAILED = CallReport(
    lane="subscription", model="claude-sonnet-5-5", purpose="reading", outcome="timeout",
    reason="because", detail="HTTP 504 | <b>", list_usd=Decimal("0.25"),
)  # fmt: skip
REPORT = RunReport(
    outcome=Outcome.ENHANCED, reason="Done.", mode=Mode.COMPREHENSIVE, calls=(ANSWERED, FAILED),
    facts_total=3, facts_waiting=1, unasked="no model is asked",
    facts=(
        FactReport(
            fact_id="work/a/1", treatment=Treatment.REFUSED, before=RUNBOOK, after=RUNBOOK,
            proposed=DOUBTFUL, verdict="ask", lane="api", model="claude-sonnet-5-5",
        ),
    ),
)  # fmt: skip


def test_money_lane_and_calls_are_added_up() -> None:
    assert (REPORT.usd, REPORT.list_usd) == (Decimal("0.005"), Decimal("0.255"))
    assert REPORT.lane == "api"


def test_the_json_fits_the_published_schema_and_rounds_no_money() -> None:
    document = json.loads(report_json(REPORT))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    answered, failed = document["calls"]
    assert (answered["usd"], answered["milliseconds"]) == ("0.005", 3_000)
    assert failed["output_tokens"] is failed["input_tokens"] is None
    assert (document["cost_usd"], document["list_price_usd"]) == ("0.005", "0.255")
    assert document["unasked"] == "no model is asked"


def test_the_report_of_a_whole_run_fits_the_published_schema() -> None:
    house = house_with_a_key()
    house.api.planned = [fails(Failure.MALFORMED_REPLY)]
    document = json.loads(report_json(house.run()))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert [call["outcome"] for call in document["calls"]] == [
        "malformed-reply",
        "answered",
        "answered",
    ]
    assert Decimal(document["cost_usd"]) == house.charged()
    rewritten = [fact for fact in document["facts"] if fact["treatment"] == "rewritten"]
    assert all(fact["lane"] == Lane.API and fact["model"] for fact in rewritten)
    assert rewritten


def test_the_page_shows_each_call_and_what_it_came_to() -> None:
    page = summary(REPORT)
    assert "| rewrite | api | claude-sonnet-5-5 | answered | 11,000 → 200 | $0.005 |" in page
    assert "| reading | subscription | claude-sonnet-5-5 | timeout: HTTP 504 \\| \\<b\\> |" in page
    assert "| not counted | $0.25 |" in page
    assert "$0.005 spent; $0.255 at list price." in page
    assert "1 still to be asked about" in page


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0"), ("0.00", "0"), ("10", "10"), ("1E+2", "100"), ("1E-9", "0.000000001")],
)
def test_an_amount_has_no_exponent_and_no_idle_zeros(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text
