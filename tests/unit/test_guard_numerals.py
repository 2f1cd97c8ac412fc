"""Numbers as people write them, and what each is worth."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cv_action.guard.quantities import Bound, quantities

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth"
)


def said(text: str) -> list[str]:
    """Each number as its value, the end of its range and its unit."""
    return [
        " ".join(filter(None, (str(each.value), str(each.high or ""), each.unit)))
        for each in quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        *((f"Saw {word} boats", [str(value)]) for value, word in enumerate(SMALL.split())),
        *((f"Saw {word} boats", [str(value)]) for word, value in TENS.items()),
        ("Saw eighty boats", ["80"]),
        ("Saw ninety-nine boats", ["99"]),
        ("Saw twenty five boats", ["25"]),
        ("Saw twenty eleven boats", ["20", "11"]),
        ("Saw five twenty boats", ["5", "20"]),
        ("Saw twenty and five boats", ["20", "5"]),
        ("Saw a hundred boats", ["100"]),
        ("Saw one hundred and five boats", ["105"]),
        ("Saw three hundred twelve boats", ["312"]),
        ("Saw two hundred and five thousand boats", ["205000"]),
        ("Saw two million three hundred thousand and one boats", ["2300001"]),
        ("Saw five dozen boats", ["60"]),
        ("Saw a dozen boats", ["12"]),
        ("Saw half a dozen boats", ["6"]),
        ("Saw half a million boats", ["500000"]),
        ("Saw half an hour", ["1800 s"]),
        ("Took half a year", ["6 month"]),
        ("Took half a decade", ["60 month"]),
        ("Saw half of the boats", ["50 %"]),
        ("Saw half a boat", ["50 %"]),
        ("Saw half-hearted boats", []),
        ("Saw two and a half boats", ["5/2"]),
        ("Saw 5 thousand and a half", ["10001/2"]),
        ("Saw two thirds of the boats", ["200/3 %"]),
        ("Saw two-thirds of the boats", ["200/3 %"]),
        ("Saw one third of the boats", ["100/3 %"]),
        ("Saw a third of the boats", ["100/3 %"]),
        ("Saw three quarters of the boats", ["75 %"]),
        ("Saw a quarter of the boats", ["25 %"]),
        ("Saw a fifth of the boats", ["20 %"]),
        ("Saw three fifths", ["60 %"]),
        ("Saw three tenths", ["30 %"]),
        ("Saw a tenth of the boats", ["10 %"]),
        ("Saw an eighth of the boats", ["25/2 %"]),
        ("Saw three eighths", ["75/2 %"]),
        ("Saw one half of the boats", ["50 %"]),
        ("Saw three quarters", ["9 month"]),
        ("Saw a third boat", ["3 ordinal"]),
        ("Halved the cost", ["50 %"]),
        ("Twice the size", ["2 x"]),
        ("Tripled the size", ["3 x"]),
        ("A fourfold rise", ["4 x"]),
        ("Quintupled it", ["5 x"]),
        ("A tenfold rise", ["10 x"]),
        ("A hundredfold rise", ["100 x"]),
        ("Did a double-check", []),
    ],
)  # fmt: skip
def test_a_number_in_words_has_its_value(text: str, values: list[str]) -> None:
    assert said(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("16 181 boats", ["16181"]),
        ("16,181 boats", ["16181"]),
        ("16'181 boats", ["16181"]),
        ("1.500.000 boats", ["1500000"]),
        ("1.500 boats", ["3/2"]),
        ("1,5 boats", ["3/2"]),
        ("16,181.5 boats", ["32363/2"]),
        ("12,34,567 boats", ["1234567"]),
        (".5 boats", ["1/2"]),
        ("Ran 3.11.2", []),
        ("Saw 3 1/2 boats", ["7/2"]),
        ("Saw 1/2 of the boats", ["50 %"]),
        ("Saw 3/4 of the boats", ["75 %"]),
        ("Saw 3/8 of the boats", ["75/2 %"]),
        ("Saw 8/11", ["8", "11"]),
        ("Saw 5/4 of it", ["5", "4"]),
        ("Saw 3/4x", ["3", "4 x"]),
        ("Ran 10^6 jobs", ["1000000"]),
        ("Ran 10^19 jobs", [str(10**18)]),
        ("Saw 5k boats", ["5000"]),
        ("Saw 5K boats", ["5000"]),
        ("Saw 5M boats", ["5000000"]),
        ("Saw 5mn boats", ["5000000"]),
        ("Saw 5Mn boats", ["5000000"]),
        ("Saw 5MM boats", ["5000000"]),
        ("Saw 5mm boats", ["5000000"]),
        ("Saw 5B boats", ["5000000000"]),
        ("Saw 5b boats", ["5000000000"]),
        ("Saw 5bn boats", ["5000000000"]),
        ("Saw 5Bn boats", ["5000000000"]),
        ("Saw 5BN boats", ["5000000000"]),
        ("Saw 5T boats", ["5000000000000"]),
        ("Saw 5tn boats", ["5000000000000"]),
        ("Saw 5 M boats", ["5000000"]),
        ("Saw 5 bn boats", ["5000000000"]),
        ("Saw 5 k boats", ["5"]),
        ("Saw 5thousand boats", ["5000"]),
        ("Saw 2.5 million boats", ["2500000"]),
        ("Saw 5 hundred thousand boats", ["500000"]),
        ("Saw 2 lakh boats", ["200000"]),
        ("Saw 2 crore boats", ["20000000"]),
        ("Saw 2 mio boats", ["2000000"]),
        ("Saw 2 billion boats", ["2000000000"]),
        ("Saw 2 trillion boats", ["2000000000000"]),
        ("Moved 5m boats", ["5000000"]),
        ("Swam 5m in it", ["5 m"]),
        ("Swam 5m", ["5 m"]),
        ("Swam 5m Tuesday", ["5 m"]),
        ("Raised €5m", ["5000000 EUR"]),
        ("Won 1st, 2nd and 23rd", ["1 ordinal", "2 ordinal", "23 ordinal"]),
        ("Used 4G", []),
        ("Used 4 G", ["4"]),
        ("Saw 3-5 boats", ["3 5"]),
        ("Saw 3–5 % of them", ["3 5 %"]),
        ("Saw 3 to 5 million boats", ["3000000 5000000"]),
        ("Saw 3-5 million boats", ["3000000 5000000"]),
        ("Saw 800-2 thousand boats", ["800 2000"]),
        ("Saw between 3 and 5 boats", ["3 5"]),
        ("Saw 3 and 5 boats", ["3", "5"]),
        ("Grew from 3 to 5 boats", ["3", "5"]),
        ("Grew by 3 to 5 boats", ["3", "5"]),
        ("Grew from 3 to 5 kg", ["3 kg", "5 kg"]),
        ("Grew from 3 kg to 5", ["3 kg", "5 kg"]),
        ("Grew from 3 kg to 5 boats", ["3 kg", "5"]),
        ("Took 3 hours to 5 kg", ["10800 s", "5 kg"]),
        ("Saw 3 to 5th", ["3", "5 ordinal"]),
    ],
)  # fmt: skip
def test_a_number_in_figures_has_its_value(text: str, values: list[str]) -> None:
    assert said(text) == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((f"the {word} boat", value) for value, word in enumerate(ORDINALS.split(), start=1)),
        ("the twentieth boat", 20),
        ("the hundredth boat", 100),
        ("the thousandth boat", 1000),
    ],
)
def test_a_rank_is_a_number_with_its_own_unit(text: str, value: int) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit) == (Fraction(value), "ordinal")
    assert found.weak is (value < 3)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tens of boats", 10),
        ("dozens of boats", 12),
        ("hundreds of boats", 100),
        ("thousands of boats", 1000),
        ("tens of thousands of boats", 10_000),
        ("hundreds of millions of boats", 10**8),
        ("billions of boats", 10**9),
        ("trillions of boats", 10**12),
        ("thousand boats", 1000),
        ("orders of magnitude", 10),
        ("an order of magnitude", 10),
    ],
)
def test_a_number_that_nobody_counted_is_vague(text: str, value: int) -> None:
    (found,) = quantities(text)
    assert (found.value, found.bound) == (Fraction(value), Bound.VAGUE)


@pytest.mark.parametrize(
    "text", ["in good order", "orders of the day", "every second boat", "per second", "paid a year"]
)
def test_words_of_numbers_that_are_none(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "weak"),
    [
        ("one boat", True),
        ("twenty-one boats", False),
        ("one hundred boats", False),
        ("a double boat", True),
        ("twice the boats", False),
        ("one to three boats", False),
        ("1 boat", False),
    ],
)
def test_a_word_that_is_as_often_no_number_is_weak(text: str, weak: bool) -> None:
    assert quantities(text)[0].weak is weak


def test_one_that_counts_nothing_is_no_number() -> None:
    assert quantities("This is the one.") == ()


def test_nobody_reads_more_than_a_hundred_digits() -> None:
    (found,) = quantities("9" * 120)
    assert found.value == Fraction(10**100 - 1)
