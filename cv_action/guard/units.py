"""Units, scales and currencies as they are written in English, with what each is worth.

Origin: our own, from the SI brochure's prefixes, ISO 4217's codes and everyday English.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final, TypeAlias

SCALE_WORDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "hundred": 10**2, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "mio": 10**6,
        "crore": 10**7, "billion": 10**9, "trillion": 10**12, "dozen": 12,
    }
)  # fmt: skip
"""Words that multiply the number before them."""

SCALE_SIGNS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "k": 10**3, "K": 10**3, "M": 10**6, "mn": 10**6, "Mn": 10**6, "MM": 10**6, "mm": 10**6,
        "B": 10**9, "b": 10**9, "bn": 10**9, "Bn": 10**9, "BN": 10**9, "T": 10**12, "tn": 10**12,
    }
)  # fmt: skip
"""Letters that multiply the figure that they are glued to; their case matters."""

CURRENCIES: Final[Mapping[str, str]] = MappingProxyType(
    {"$": "$", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW"}
    | {"us$": "USD", "a$": "AUD", "c$": "CAD", "dollar": "$", "dollars": "$"}
    | {"euro": "EUR", "euros": "EUR", "pounds": "GBP", "rupees": "INR", "yen": "JPY"}
    | {
        code.lower(): code
        for code in [
            "USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "NZD", "INR", "SEK", "NOK", "DKK",
            "PLN", "CZK", "HUF", "CNY", "SGD", "HKD", "BRL", "ZAR", "KRW",
        ]
    }
)  # fmt: skip
"""Signs, codes and words; folded to lower case."""

_Table: TypeAlias = Mapping[str, Mapping[str, int | Fraction]]

DURATIONS: Final[frozenset[str]] = frozenset({"s", "month"})
"""The units that measure time; a month has no fixed number of seconds."""

_TIMES: Final[_Table] = {
    "s": {
        "ns nanosecond": Fraction(1, 10**9), "us µs μs microsecond": Fraction(1, 10**6),
        "ms msec millisecond": Fraction(1, 10**3), "s sec second": 1, "min minute": 60,
        "h hr hour": 3600, "d day": 86400, "wk week": 604800, "fortnight": 1209600,
    },
    "month": {
        "mo mos month": 1, "quarter": 3, "y yr year": 12, "decade": 120, "century centurie": 1200,
    },
}  # fmt: skip
_MEASURES: Final[_Table] = {
    "%": {"% pct percent": 1, "‰": Fraction(1, 10)},
    "pp": {"pp ppt percentage-point": 1, "bps basis-point": Fraction(1, 100)},
    "x": {"x fold time": 1},
    "byte": {
        "byte": 1, "kb kib kilobyte": 10**3, "mb mib megabyte": 10**6, "gb gib gigabyte": 10**9,
        "tb tib terabyte": 10**12, "pb pib petabyte": 10**15,
    },
    "bit/s": {"kbps kbit": 10**3, "mbps mbit": 10**6, "gbps gbit": 10**9, "tbps": 10**12},
    "hz": {"hz": 1, "khz": 10**3, "mhz": 10**6, "ghz": 10**9},
    "request/s": {"rps qps tps": 1},
    "m": {"m metre meter": 1, "km kilometre kilometer": 1000, "cm": Fraction(1, 100)},
    "mile": {"mi mile": 1},
    "kg": {"kg kilogram": 1, "g gram": Fraction(1, 1000), "t tonne": 1000},
    "w": {"w watt": 1, "kw kilowatt": 10**3, "mw megawatt": 10**6, "gw gigawatt": 10**9},
    "wh": {"wh": 1, "kwh": 10**3, "mwh": 10**6, "gwh": 10**9},
    "cent": {"cent": 1},
    "degree": {"° °c °f degree": 1},
}  # fmt: skip
_SHORT: Final = 2
_PLURAL: Final = frozenset({"hr", "yr", "wk", "kb", "mb", "gb", "tb"})


def _spelled() -> dict[str, tuple[str, Fraction]]:
    return {
        spelling + plural: (unit, Fraction(worth))
        for table in (_TIMES, _MEASURES)
        for unit, spellings in table.items()
        for spelled, worth in spellings.items()
        for spelling in spelled.split()
        for plural in (("", "s") if len(spelling) > _SHORT or spelling in _PLURAL else ("",))
    }


UNITS: Final[Mapping[str, tuple[str, Fraction]]] = MappingProxyType(_spelled())
"""A spelling, folded, to its unit and how many of it one is."""

GLUED_ONLY: Final = frozenset({"d", "y", "m", "g", "t", "w", "x", "us"})
"""Spellings too short to be a unit unless they touch the figure."""

EVERY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week",
        "monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year",
        "annual": "year",
    }
)  # fmt: skip
"""Words that say how often."""
