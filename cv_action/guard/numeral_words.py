"""The words for numbers in English.

Origin: our own, from English grammar.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

_ONES: Final = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL: Final[Mapping[str, int]] = MappingProxyType(
    {word: value for value, word in enumerate(_ONES)}
    | {word: value * 10 for value, word in enumerate(_TENS, start=2)}
)
"""Cardinals below a hundred that are one word."""
ORDINALS: Final[Mapping[str, int]] = MappingProxyType(
    {
        word: value
        for value, word in enumerate(
            [
                "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
            ],
            start=1,
        )
    }
    | {"twentieth": 20, "hundredth": 100, "thousandth": 1000}
)  # fmt: skip
"""First, second, third."""
TIMES: Final[Mapping[str, Fraction]] = MappingProxyType(
    {
        form: value
        for forms, value in (
            ("twice doubled doubles doubling double twofold", Fraction(2)),
            ("thrice tripled triples tripling triple trebled threefold", Fraction(3)),
            ("quadrupled quadruples quadrupling quadruple fourfold", Fraction(4)),
            ("quintupled fivefold", Fraction(5)),
            ("tenfold", Fraction(10)),
            ("hundredfold", Fraction(100)),
        )
        for form in forms.split()
    }
)
"""Words that multiply."""
HALVES: Final = frozenset({"halved", "halves", "halving"})
"""Words for taking half away, or leaving it."""
PARTS: Final[Mapping[str, int]] = MappingProxyType(
    {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
    | {"tenth": 10, "tenths": 10, "eighth": 8, "eighths": 8}
)
"""What a whole is divided into."""
VAGUE: Final[Mapping[str, int]] = MappingProxyType(
    {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1000}
    | {"millions": 10**6, "billions": 10**9, "trillions": 10**12}
)
"""Multiples without a number."""
SPANS: Final = frozenset({"week", "fortnight", "month", "year", "decade", "century"})
"""Lengths of time of which "a" may mean one, and may mean each."""
SPAN_LEADS: Final = frozenset(
    {"for", "in", "over", "within", "with", "after", "about", "nearly", "almost", "than", "half"}
    | {"least", "under", "around", "roughly", "spent", "took", "spanning", "and"}
)
"""Words after which "a year" is one year; after others it is a rate."""
