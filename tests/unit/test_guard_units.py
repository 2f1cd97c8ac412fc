"""What a number counts in, what it is a rate of, and what else belongs to it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cv_action.guard.quantities import Bound, Quantity, quantities

WORTH: dict[str, dict[int | Fraction, str]] = {
    "s": {
        Fraction(1, 10**9): "ns nanosecond nanoseconds",
        Fraction(1, 10**6): "us µs μs microsecond microseconds",
        Fraction(1, 1000): "ms msec millisecond milliseconds",
        1: "s sec secs second seconds",
        60: "min mins minute minutes",
        3600: "h hr hrs hour hours",
        86_400: "d day days",
        604_800: "wk wks week weeks",
        1_209_600: "fortnight fortnights",
    },
    "month": {
        1: "mo mos month months", 3: "quarter quarters", 12: "y yr yrs year years",
        120: "decade decades", 1200: "century centuries",
    },
    "%": {1: "% pct percent", Fraction(1, 10): "‰"},
    "pp": {1: "pp ppt", Fraction(1, 100): "bps"},
    "x": {1: "x fold"},
    "byte": {
        1: "byte bytes", 1000: "kb kbs kib kilobyte kilobytes", 10**6: "mb mbs mib megabyte",
        10**9: "gb gbs gib gigabytes", 10**12: "tb tbs tib terabyte", 10**15: "pb pib petabytes",
    },
    "bit/s": {1000: "kbps kbit", 10**6: "mbps mbit", 10**9: "gbps gbit", 10**12: "tbps"},
    "hz": {1: "hz", 1000: "khz", 10**6: "mhz", 10**9: "ghz"},
    "request/s": {1: "rps qps tps"},
    "m": {1: "metre metres meter", 1000: "km kilometre kilometers", Fraction(1, 100): "cm"},
    "mile": {1: "mi mile miles"},
    "kg": {1: "kg kilograms", Fraction(1, 1000): "g gram grams", 1000: "t tonne tonnes"},
    "w": {1: "w watt watts", 1000: "kw", 10**6: "mw", 10**9: "gw"},
    "wh": {1: "wh", 1000: "kwh", 10**6: "mwh", 10**9: "gwh"},
    "$": {Fraction(1, 100): "cent cents"},
    "degree": {1: "° °c °f degree degrees"},
}  # fmt: skip
SPELLED = [
    (unit, worth, spelling)
    for unit, worths in WORTH.items()
    for worth, spellings in worths.items()
    for spelling in spellings.split()
]
TOUCHING = {"d", "y", "g", "t", "w", "x", "us"}


def one(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(("unit", "worth", "spelling"), SPELLED)
def test_a_unit_has_its_worth(unit: str, worth: Fraction, spelling: str) -> None:
    touching, apart = one(f"Saw 7{spelling}"), one(f"Saw 7 {spelling}")
    assert (touching.value, touching.unit) == (7 * worth, unit)
    assert (apart.unit == unit) is (spelling not in TOUCHING)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5-year plan", 60, "month"),
        ("5-d plan", 5, ""),
        ("5 percentage points", 5, "pp"),
        ("1 percentage point", 1, "pp"),
        ("50-percentage-points", 50, ""),
        ("5 basis points", Fraction(1, 20), "pp"),
        ("1 basis point", Fraction(1, 100), "pp"),
        ("5 per cent", 5, "%"),
        ("5 per second", 5, ""),
        ("7-per cent", 7, "%"),
        ("5X faster", 5, "x"),
        ("5T fish", 5 * 10**12, ""),
        ("5 S of it", 5, ""),
        ("5 HZ", 5, "hz"),
        ("$5", 5, "$"),
        ("$ 5", 5, "$"),
        ("US$5", 5, "USD"),
        ("A$ 5", 5, "AUD"),
        ("B$5", 5, "$"),
        ("CHF 5", 5, "CHF"),
        ("chf 5", 5, ""),
        ("5 chf", 5, "CHF"),
        ("5 dollars", 5, "$"),
        ("5€", 5, "EUR"),
        ("5£", 5, "GBP"),
        ("5$", 5, "$"),
        ("5¥", 5, ""),
        ("-5%", -5, "%"),
        ("(-5%)", -5, "%"),
        ("by -5 kg", -5, "kg"),
        ("- 5 kg", 5, "kg"),
        ("a-5 kg", 5, "kg"),
        ("-$5", -5, "$"),
        ("a 30-m mast", 30, ""),
        ("5 ft", 5, ""),
    ],
)
def test_a_unit_is_read_before_and_behind(text: str, value: Fraction, unit: str) -> None:
    found = one(text)
    assert (found.value, found.unit) == (value, unit)


def test_money_is_bound_to_its_sign() -> None:
    assert one("Earned $5+ a day").bound is Bound.OVER
    assert [each.unit for each in quantities("Had 30 $ and 20 boats")] == ["$", ""]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("5 per second", "second"),
        ("5/s", "second"),
        ("5/min", "minute"),
        ("5/h", "hour"),
        ("5/hr", "hour"),
        ("5/d", "day"),
        ("5/wk", "week"),
        ("5/mo", "month"),
        ("5/yr", "year"),
        ("5/y", "year"),
        ("5 per annum", "year"),
        ("5 per sec", "second"),
        ("5 boats per crew", "crew"),
        ("5 boats a day", "day"),
        ("5 boats an hour", "hour"),
        ("5 boats each week", "week"),
        ("5 boats every months", "month"),
        ("5 boats a head", "head"),
        ("5 boats a harbour", ""),
        ("5 boats daily", "day"),
        ("5 hourly boats", "hour"),
        ("5 nightly boats", "night"),
        ("5 weekly boats", "week"),
        ("5 monthly boats", "month"),
        ("5 quarterly boats", "quarter"),
        ("5 yearly boats", "year"),
        ("5 boats annually", "year"),
        ("5 annual boats", "year"),
        ("5 boats of oak per day", "day"),
        ("5 fine old oak boats per day", ""),
        ("5 boats in per day", ""),
        ("5 boats, per day", ""),
        ("5 per 3", ""),
    ],
)
def test_a_rate_names_what_it_is_per(text: str, per: str) -> None:
    assert quantities(text)[0].per == per


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Passed level 5", "level"),
        ("Passed v5", "version"),
        ("Passed # 5", "number"),
        ("Used GPT-5 for it", "gpt"),
        ("Used mid-5 boats", ""),
        ("Used Python 5.", "python"),
        ("Used python 5 boats", "python"),
        ("Used Havn 5", "havn"),
        ("Used Havn 5, then", "havn"),
        ("Used Havn 5 for it", "havn"),
        ("Used Havn 5 boats", ""),
        ("Used Havn 5%", ""),
        ("Passed level 5%", "level"),
        ("Passed level 5 kg", ""),
        ("Used havn 5", ""),
        ("Used 5", ""),
        ("It ended. Havn 5", ""),
        ("Havn 5", ""),
        ("Used The 5", ""),
        ("5", ""),
    ],
)
def test_a_number_may_be_part_of_a_name(text: str, label: str) -> None:
    assert one(text).label == label
