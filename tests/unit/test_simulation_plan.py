"""A plan's file: what it can say, and everything that is wrong with it at once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cv_action.claude.lane import Lane
from cv_action.quota.prices import list_prices
from cv_action.simulation.dice import Span
from cv_action.simulation.plan import Plan
from cv_action.simulation.plan_file import PlanError, read_plan

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "simulation.yml"
SMALL = """\
start: 2026-12-01
days: 2
schedule: 0 */6 * * *
facts: 9
tokens_per_fact: {prompt: 100, answer: [10, 20]}
tokens_per_call: 50
change_rate: {runs: 0.5, facts: 1}
"""


def wrong(text: str, **more: int) -> list[str]:
    """The problems of a file, each as its line, its path and its message."""
    with pytest.raises(PlanError) as raised:
        read_plan(text.encode(), "plan.yml", **more)
    return [f"{one.line} {one.path}: {one.message}" for one in raised.value.problems]


def test_a_small_plan_has_the_actions_defaults() -> None:
    plan = read_plan(SMALL.encode(), "plan.yml").plan
    assert plan.start == datetime(2026, 12, 1, tzinfo=UTC)
    assert len(plan.runs) == 8
    assert plan.lanes == tuple(Lane)
    assert plan.limits.month == Decimal(10)
    assert (plan.policy.room.window, plan.policy.room.week) == (0.8, 0.9)
    assert plan.policy.no_subscription
    assert plan.prompt(3) == Span(350, 350)
    assert plan.answer(3) == Span(30, 60)
    assert plan.task(3).max_output == 60


def test_the_example_says_everything_that_a_plan_can() -> None:
    file = read_plan(EXAMPLE.read_bytes(), "simulation.yml")
    file.check_models(list_prices())
    text = EXAMPLE.read_text("utf-8")
    said = set(re.findall(r"^#? ?(\w+):", text, re.MULTILINE))
    assert said == set(Plan.model_fields) - {"facts_per_run"}
    assert file.plan.subscription is not None
    assert [file.plan.subscription.used_by_owner(hour) for hour in (7, 8, 11, 12, 17)] == [
        0,
        12_000,
        12_000,
        0,
        8_000,
    ]


def test_every_problem_is_told_at_once_with_its_line() -> None:
    text = """\
start: yesterday
days: 0
schedule: ["61 * * * *", 0 0 * * *, "@daily"]
sede: 7
facts: many
tokens_per_fact: {prompt: [200, 120], answer: -4}
change_rate: {runs: 1.5, fact: 1}
run_budget_usd: 0.0000001
day_budget_usd: .nan
month_budget_usd: yes
subscription:
  five_hours: 0
  owner_use: {9-30: 1, 14-18: lots}
lanes: subscription, post
alert_thresholds: []
outages:
  - {lane: offline, from: 2026-11-10, to: 2026-11-11, failure: overloaded}
  - {lane: api, from: 2026-11-12, to: 2026-11-11, failure: overloaded}
  - {lane: api, from: 1812-11-12, to: 2026-11-13, failure: bored}
  - 5
"""
    assert wrong(text) == [
        "1 tokens_per_call: this key is missing",
        "1 start: this is no moment",
        "2 days: this does not fit",
        "3 schedule[0]: bad minute",
        "3 schedule[2]: it does not have 5 fields",
        "4 sede: this key is not known",
        "5 facts: this does not fit",
        "6 tokens_per_fact.prompt: this is neither a number nor a span of two",
        "6 tokens_per_fact.answer: this is neither a number nor a span of two",
        "7 change_rate.facts: this key is missing",
        "7 change_rate.runs: this does not fit",
        "7 change_rate.fact: this key is not known",
        "8 run_budget_usd: this is finer than any amount",
        "9 day_budget_usd: this is no amount",
        "10 month_budget_usd: this is no amount",
        "12 subscription.week: this key is missing",
        "12 subscription.five_hours: this does not fit",
        "13 subscription.owner_use.9-30: these are no hours of a day",
        "13 subscription.owner_use.14-18: this does not fit",
        "14 lanes[1]: this does not fit",
        "17 outages[0].lane: this lane cannot fail",
        "18 outages[1].to: it ends before it begins",
        "19 outages[2].from: this is too long ago or ahead",
        "19 outages[2].failure: this does not fit",
        "20 outages[3]: this does not fit",
    ]


def test_a_key_that_does_not_fit_is_not_told_with_its_value() -> None:
    text = SMALL + "subscription: {five_hours: 1, week: 1, owner_use: {9-30: 777}}\n"
    with pytest.raises(PlanError, match="9-30: these are no hours") as raised:
        read_plan(text.encode(), "plan.yml")
    assert "777" not in str(raised.value)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("schedule: 0 0 1 1 *", "schedule: it starts no run in this time"),
        ('schedule: "*/2 * * * *"', "schedule: it starts runs too soon after each other"),
        ("schedule: []", "schedule: it names nothing"),
        ("lanes: ''", "lanes: it names nothing"),
        ("lanes: []", "lanes: it names nothing"),
        ("facts: true", "facts: this does not fit"),
        ("facts: 1001", "facts: this does not fit"),
        ("tokens_per_call: 12.5", "tokens_per_call: this does not fit"),
        ("month_budget_usd: -1", "month_budget_usd: this is no amount"),
        ("month_budget_usd: 2000000", "month_budget_usd: this is no amount"),
        ("month_budget_usd: Infinity", "month_budget_usd: this is no amount"),
        ("month_budget_usd: true", "month_budget_usd: this is no amount"),
        ("subscription: 5", "subscription: this does not fit"),
        ("subscription: {five_hours: 1, week: 1, owner_use: {1-3: 1, 3: 1}}",
         "subscription.owner_use: an hour is named twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_where_it_stands(line: str, problem: str) -> None:
    key = line.partition(":")[0]
    lines = [one for one in SMALL.splitlines() if not one.startswith(f"{key}:")]
    assert wrong("\n".join([*lines, line])) == [f"{len(lines) + 1} {problem}"]


def test_more_runs_than_can_be_simulated_are_refused() -> None:
    text = SMALL.replace("days: 2", "days: 366").replace("*/6", "*")
    assert wrong(text) == ["3 schedule: it starts too many runs"]


def test_days_of_the_command_line_take_the_place_of_the_files_own() -> None:
    assert len(read_plan(SMALL.encode(), "plan.yml", days=5).plan.runs) == 20


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n", "a: {b\n", "a: 1\na: 2\n", "\0"])
def test_what_is_no_plan_at_all_is_an_error_that_never_speaks_of_a_cv(text: str) -> None:
    with pytest.raises(PlanError) as raised:
        read_plan(text.encode(), "plan.yml")
    (problem,) = raised.value.problems
    assert problem.file == "plan.yml"
    assert "CV" not in problem.sentence


@pytest.mark.parametrize(
    ("key", "model", "start", "part"),
    [
        ("model", "gpt", "2026-12-01", "no price is known"),
        ("economy_model", "gpt", "2026-12-01", "no price is known"),
        ("model", "haiku", "2026-09-30", "is known from 2026-10-07 on"),
    ],
)
def test_a_model_needs_a_price_on_the_first_day(
    key: str, model: str, start: str, part: str
) -> None:
    text = SMALL.replace("2026-12-01", start) + f"{key}: {model}\n"
    file = read_plan(text.encode(), "plan.yml")
    with pytest.raises(PlanError) as raised:
        file.check_models(list_prices())
    (problem,) = raised.value.problems
    assert problem.path == key
    assert problem.line == text[: text.index(f"{key}: {model}")].count("\n") + 1
    assert part in problem.message
