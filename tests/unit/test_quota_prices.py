"""What Claude costs, to the last digit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.claude.usage import Usage
from cv_action.quota.prices import UnknownModel, aged, list_prices
from tests.quota_events import NOW

TABLE = list_prices()
MODELS = sorted(TABLE.models)
FIELDS = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")
CV_JOB = Usage(input=8000, output=4000)
SHORT = 10**4
MODEL = st.sampled_from(MODELS)
TOKENS = st.integers(0, 2 * 10**5)
USAGE = st.builds(Usage, **dict.fromkeys(FIELDS, TOKENS))
SMALL = st.builds(Usage, **dict.fromkeys(FIELDS, st.integers(0, SHORT)))


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("model", "usd"),
    [
        ("claude-haiku-5-5", "0.0028"),
        ("claude-sonnet-5-5", "0.056"),
        ("claude-opus-5-5", "0.112"),
        ("claude-sonnet-5", "0.056"),
        ("claude-opus-5", "0.14"),
        ("claude-opus-4-8", "0.14"),
        ("claude-opus-4-7", "0.14"),
        ("claude-opus-4-6", "0.14"),
        ("claude-opus-4-5", "0.14"),
        ("claude-fable-5-2", "0.224"),
        ("claude-mythos-5-2", "0.224"),
        ("claude-fable-5-1", "0.28"),
        ("claude-mythos-5-1", "0.28"),
        ("claude-fable-5", "0.28"),
        ("claude-mythos-5", "0.28"),
        ("claude-sonnet-4-6", "0.084"),
        ("claude-sonnet-4-5", "0.084"),
        ("claude-haiku-4-5", "0.028"),
    ],
)
def test_a_cv_of_8k_in_and_4k_out_costs_what_the_list_says(model: str, usd: str) -> None:
    assert TABLE.cost(model, CV_JOB, NOW) == Decimal(usd)


def test_every_model_of_the_list_has_its_example_above() -> None:
    (mark,) = test_a_cv_of_8k_in_and_4k_out_costs_what_the_list_says.pytestmark  # type: ignore[attr-defined]  # pytest puts it there
    assert sorted(model for model, _ in mark.args[1]) == MODELS


@pytest.mark.parametrize(
    ("part", "usd"),
    [
        ("input", "2"),
        ("output", "10"),
        ("cache_read", "0.10"),
        ("cache_write_5m", "2.5"),
        ("cache_write_1h", "4"),
    ],
)
def test_each_kind_of_token_has_its_own_price(part: str, usd: str) -> None:
    assert TABLE.cost("claude-sonnet-5-5", Usage(**{part: 10**6}), NOW) == Decimal(usd)


def test_a_change_of_price_holds_from_its_day_on() -> None:
    million = Usage(cache_read=10**6)
    assert TABLE.cost("sonnet", million, day("2026-10-06T23:59:59")) == Decimal("0.20")
    assert TABLE.cost("sonnet", million, day("2026-10-07")) == Decimal("0.10")


def test_a_prompt_above_100k_is_billed_by_the_dearer_tier_as_a_whole() -> None:
    assert TABLE.cost("haiku", Usage(input=100_000), NOW) == Decimal("0.01")
    assert TABLE.cost("haiku", Usage(input=100_001), NOW) == Decimal("0.0500005")
    both = Usage(input=50_000, cache_read=40_000, cache_write_5m=10_001)
    assert TABLE.cost("haiku", both, NOW) == Decimal("0.033250625")


def test_an_answer_does_not_decide_the_tier() -> None:
    assert TABLE.cost("haiku", Usage(input=1, output=128_000), NOW) == Decimal("0.0640001")


def test_aliases_and_snapshots_are_today_s_models() -> None:
    assert [TABLE.resolve(name) for name in ("haiku", "sonnet", "opus")] == [
        "claude-haiku-5-5",
        "claude-sonnet-5-5",
        "claude-opus-5-5",
    ]
    assert TABLE.resolve("claude-haiku-4-5-20251001") == "claude-haiku-4-5"


@pytest.mark.parametrize(
    "model",
    ["", "claude", "claude-sonnet-9", "sonnet-20251001", "claude-haiku-4-5-2025100", "Opus"],
)
def test_an_unknown_model_is_an_error_that_lists_the_known_ones(model: str) -> None:
    with pytest.raises(UnknownModel) as caught:
        TABLE.cost(model, CV_JOB, NOW)
    assert repr(model) in caught.value.message
    assert all(known in caught.value.hint for known in (*MODELS, "haiku", "sonnet", "opus"))


def test_a_model_has_no_price_before_its_first_day() -> None:
    with pytest.raises(UnknownModel, match="known from 2026-10-07 on, and not on 2026-10-06"):
        TABLE.worst_case("haiku", prompt_tokens=1, max_output=1, at=day("2026-10-06"))


def test_the_worst_case_of_a_cv_writes_its_prompt_to_the_dearest_cache() -> None:
    worst = TABLE.worst_case("sonnet", prompt_tokens=8000, max_output=4000, at=NOW)
    assert worst == Decimal("0.072")
    assert TABLE.cost("sonnet", Usage(cache_write_1h=8000, output=4000), NOW) == worst


def test_the_worst_case_takes_the_dearer_tier_once_the_prompt_can_reach_it() -> None:
    at_most = [
        TABLE.worst_case("haiku", prompt_tokens=tokens, max_output=0, at=NOW)
        for tokens in (100_000, 100_001)
    ]
    assert at_most == [Decimal("0.02"), Decimal("0.100001")]


@given(MODEL, USAGE, st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_usage_within_it_costs_more_than_the_worst_case(
    model: str, usage: Usage, more_in: int, more_out: int
) -> None:
    worst = TABLE.worst_case(
        model, prompt_tokens=usage.prompt + more_in, max_output=usage.output + more_out, at=NOW
    )
    assert TABLE.cost(model, usage, NOW) <= worst


@given(MODEL, SMALL, SMALL)
def test_costs_add_up_within_a_tier(model: str, one: Usage, other: Usage) -> None:
    apart = TABLE.cost(model, one, NOW) + TABLE.cost(model, other, NOW)
    assert TABLE.cost(model, one + other, NOW) == apart


@given(MODEL, USAGE, st.sampled_from(FIELDS))
def test_one_token_more_never_costs_less(model: str, usage: Usage, part: str) -> None:
    more = usage + Usage(**{part: 1})
    assert TABLE.cost(model, more, NOW) >= TABLE.cost(model, usage, NOW)


@given(st.integers(0, 10**12))
def test_a_cost_is_exact_however_many_tokens_it_has(tokens: int) -> None:
    cost = TABLE.cost("opus", Usage(cache_write_1h=tokens), NOW)
    assert cost == Decimal(tokens) * 8 / 10**6


def test_the_age_of_the_table_is_counted_in_days() -> None:
    assert aged(TABLE, TABLE.as_of) == 0
    assert aged(TABLE, TABLE.as_of + timedelta(days=40)) == 40
    assert aged(TABLE, date(2020, 1, 1)) == 0


def test_the_table_says_where_it_is_from() -> None:
    assert TABLE.source
    assert TABLE.as_of.isoformat() == "2026-11-23"
    assert all(price.context != 0 for price in TABLE.models.values())
