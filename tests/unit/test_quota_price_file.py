"""The owner's own prices: read strictly, with errors that name place and remedy."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.claude.usage import Usage
from cv_action.errors import ConfigurationError
from cv_action.quota.prices import list_prices, override
from tests.quota_events import NOW

TABLE = list_prices()
ROW = (
    '{ from = 2026-01-01, input = "1", output = 7.25, cache_read = "0.1", '
    'cache_write_5m = 2, cache_write_1h = "3" }'
)
TIERS = "the rows from 2026-01-01 must have one without `up_to`, and no `up_to` twice"


def own(text: str) -> str:
    """The error of a file, in words."""
    with pytest.raises(ConfigurationError) as caught:
        override(TABLE, text.encode(), "prices.toml")
    assert "under [models.<id>]" in caught.value.hint
    return caught.value.message


def rows(*texts: str) -> str:
    return f"[models.my-model]\nrows = [{', '.join(texts)}]"


def test_an_owner_s_model_has_the_owner_s_price() -> None:
    table = override(TABLE, rows(ROW).encode(), "prices.toml")
    assert table.cost("my-model", Usage(input=10**6, output=10**6), NOW) == Decimal("8.25")
    assert table.source.startswith("prices.toml, and ")
    assert table.as_of == TABLE.as_of


def test_the_other_models_keep_their_price() -> None:
    table = override(TABLE, rows(ROW).encode(), "prices.toml")
    assert {*TABLE.models, "my-model"} == {*table.models}
    assert all(table.models[name] == TABLE.models[name] for name in TABLE.models)


def test_an_owner_s_price_replaces_every_row_of_a_model() -> None:
    text = rows(ROW).replace("my-model", "claude-haiku-5-5")
    table = override(TABLE, text.encode(), "prices.toml")
    assert len(table.models["claude-haiku-5-5"].rows) == 1
    assert table.cost("haiku", Usage(input=200_000), NOW) == Decimal("0.2")


def test_an_owner_can_date_the_table_and_name_an_alias() -> None:
    text = f'date = 2027-02-01\naliases = {{ mine = "my-model" }}\n{rows(ROW)}'
    table = override(TABLE, text.encode(), "prices.toml")
    assert table.as_of.isoformat() == "2027-02-01"
    assert table.resolve("mine") == "my-model"
    assert table.resolve("sonnet") == "claude-sonnet-5-5"


def test_an_alias_never_hides_a_model() -> None:
    text = '[aliases]\nclaude-opus-5-5 = "claude-haiku-5-5"'
    table = override(TABLE, text.encode(), "prices.toml")
    assert table.resolve("claude-opus-5-5") == "claude-opus-5-5"


def test_a_dearer_short_prompt_counts_in_the_worst_case() -> None:
    cheap = ROW.replace('input = "1"', 'input = "0"').replace('1h = "3"', '1h = "0.1"')
    short = ROW.replace("from", "up_to = 1000, from").replace('1h = "3"', '1h = "500"')
    table = override(TABLE, rows(cheap, short).encode(), "prices.toml")
    worst = table.worst_case("my-model", prompt_tokens=2000, max_output=0, at=NOW)
    assert worst == Decimal("0.5")


def test_tiers_need_not_stand_in_order() -> None:
    low, high = (ROW.replace("from", f"up_to = {limit}, from") for limit in (10, 20))
    low = low.replace('input = "1"', 'input = "5"')
    table = override(TABLE, rows(ROW, high, low).encode(), "prices.toml")
    costs = [table.cost("my-model", Usage(input=tokens), NOW) * 10**6 for tokens in (10, 11, 21)]
    assert costs == [50, 11, 21]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("price = 3", "prices.toml: Object contains unknown field `price`"),
        (
            f"{rows(ROW)}\nbatch = true",
            "prices.toml: models.'my-model': Object contains unknown field `batch`",
        ),
        ("date = 3", "prices.toml: date: Expected `date | null`, got `int`"),
        ("models = 3", "prices.toml: models: Expected `object`, got `int`"),
        (rows(), "prices.toml: models.'my-model'.rows: Expected `array` of length >= 1"),
        (
            rows(ROW.replace("output = 7.25, ", "")),
            "prices.toml: models.'my-model'.rows[0]: Object missing required field `output`",
        ),
        (
            rows(ROW.replace("output", "ouput")),
            "prices.toml: models.'my-model'.rows[0]: Object contains unknown field `ouput`",
        ),
        (
            rows(ROW.replace("7.25", '"-1"')),
            "prices.toml: models.'my-model'.rows[0]: `output` must be a number from 0 to 10,000",
        ),
        (
            rows(ROW.replace("7.25", '"a lot"')),
            "prices.toml: models.'my-model'.rows[0].output: Invalid decimal string",
        ),
        (
            rows(ROW.replace("7.25", "true")),
            "prices.toml: models.'my-model'.rows[0].output: Expected `decimal`, got `bool`",
        ),
        (
            rows(ROW.replace("7.25", "1.0000001")),
            "prices.toml: models.'my-model'.rows[0]: `output` must have at most 6 decimals",
        ),
        (
            rows(ROW, ROW),
            f"prices.toml: models.'my-model': {TIERS}",
        ),
        (
            rows(ROW.replace("from", "up_to = 5, from")),
            f"prices.toml: models.'my-model': {TIERS}",
        ),
        (
            rows(ROW.replace("from", "up_to = 0, from")),
            "prices.toml: models.'my-model'.rows[0].up_to: Expected `int` >= 1",
        ),
        ("[models.x", "prices.toml is not TOML: Expected ']' at the end of a table declaration"),
        ("a = 1\na = 2", "prices.toml is not TOML: Cannot overwrite a value"),
        ("a = " + "1" * 5000, "prices.toml is not TOML: Exceeds the limit"),
        ("a = " + "[" * 50_000, "prices.toml is nested too deep"),
        ("#" * 200_001, "prices.toml has 200,001 bytes, and at most 200,000 are read"),
    ],
)
def test_an_error_names_the_place_and_what_would_fit(text: str, message: str) -> None:
    assert own(text).startswith(message)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", '"NaN"', '"1e9"', '"1e999999999999"'])
def test_what_is_no_amount_is_no_price(value: str) -> None:
    assert "models.'my-model'.rows[0]" in own(rows(ROW.replace("7.25", value)))


def test_a_file_of_the_greatest_length_is_read() -> None:
    assert override(TABLE, b"#" * 200_000, "prices.toml").models == TABLE.models


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"prices\.toml is not UTF-8 \(byte 2\)"):
        override(TABLE, b"a=\xff", "prices.toml")


def test_an_alias_must_name_a_model_that_has_a_price() -> None:
    text = b'[aliases]\nmine = "claude-sonnet-9"'
    with pytest.raises(ConfigurationError, match=r"aliases\.mine names 'claude-sonnet-9'"):
        override(TABLE, text, "prices.toml")


@given(st.text(max_size=80) | st.just(rows(ROW)).map(lambda text: text.replace("2026", "0000")))
def test_no_text_gets_further_than_a_configuration_error(text: str) -> None:
    with suppress(ConfigurationError):
        table = override(TABLE, text.encode("utf-8", "surrogatepass"), "prices.toml")
        assert table.models.keys() >= TABLE.models.keys()
