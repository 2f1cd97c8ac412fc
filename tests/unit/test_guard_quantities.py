"""How a number is qualified, and what it is said of."""

from __future__ import annotations

import pytest

from cv_action.guard.quantities import Bound, Quantity, quantities

BOUNDS = {
    Bound.OVER: [
        "over 30 boats", "more than 30", "at least 30", "above 30", "exceeding 30", "upwards of 30",
        "upward of 30", "north of 30", "no fewer than 30", "no less than 30", "not less than 30",
        "greater than 30", "higher than 30", "in excess of 30", "beyond 30", "a minimum of 30",
        "well over 30", "surpassing 30", ">30", ">= 30", "≥30", "30+ boats", "30 or more",
        "30 and above", "30 and up", "30 or over", "30 plus", "30-plus boats", "over (30)",
        "over an 8", "over the 30", "over 3 years of experience",
    ],
    Bound.UNDER: [
        "up to 30", "under 30", "less than 30", "fewer than 30", "lower than 30", "below 30",
        "at most 30", "no more than 30", "not more than 30", "a maximum of 30", "as many as 30",
        "as much as 30", "well under 30", "sub-30 boats", "<30", "<=30", "≤30", "30 or less",
        "30 or fewer", "30 and under", "30 or below",
    ],
    Bound.ABOUT: [
        "about 30", "around 30", "approximately 30", "approx. 30", "approx 30", "roughly 30",
        "circa 30", "ca. 30", "some 30", "nearly 30", "almost 30", "close to 30", "an estimated 30",
        "estimated 30", "more or less 30", "~30", "30 or so", "30-odd boats", "30-ish boats",
    ],
    Bound.THROUGHOUT: ["over 3 years", "over 3 years of boats"],
    Bound.EXACT: [
        "30 boats", "about boats 30", "30 + boats", "30 or 40",
        "moreover 30", "30-oddly boats", "overall 30",
    ],
}  # fmt: skip
BOUND = [(text, bound) for bound, texts in BOUNDS.items() for text in texts]


def first(text: str) -> Quantity:
    return quantities(text)[0]


@pytest.mark.parametrize(("text", "bound"), BOUND)
def test_what_qualifies_a_number_is_read(text: str, bound: Bound) -> None:
    assert first(f"Saw {text}").bound is bound


def test_a_qualifier_belongs_to_the_number_and_nothing_before_it() -> None:
    text = "Led well over the 30 boats"
    assert text[first(text).lead : first(text).start] == "well over the "
    assert first("Led 30 boats").lead == first("Led 30 boats").start


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("grew by 40", "by"),
        ("grew to 40", "to"),
        ("fell from 40", "from"),
        ("grew BY 40", "by"),
        ("grew by over 40", "by"),
        ("grew by a 40", "by"),
        ("grew to at least 40", "to"),
        ("grew to about 40", "to"),
        ("grew by just 40", "by"),
        ("grew by only 40", "by"),
        ("stood by for 40", ""),
        ("grew 40", ""),
    ],
)
def test_the_way_to_a_number_is_read(text: str, way: str) -> None:
    assert first(text).way == way


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("30 boats", ("boat",)),
        ("30 old oak boats and nets", ("old", "oak", "boat")),
        ("30 big old oak sea boats", ("big", "old", "oak", "sea")),
        ("30 of the boats", ("boat",)),
        ("30-boat fleet", ("boat", "fleet")),
        ("30 + boats", ("boat",)),
        ("30 teachers' boats", ("teacher", "boat")),
        ("30, boats", ()),
        ("30 in boats", ()),
        ("30 ten boats", ()),
        ("3 years in design", ("design",)),
        ("3 years as a cook", ("cook",)),
        ("3 years at sea", ("sea",)),
        ("3 years with an old crew on boats for hire", ("old", "crew")),
        ("3 years under sail", ()),
        ("3 kg in boats", ()),
    ],
)
def test_the_things_that_a_number_counts_stand_behind_it(
    text: str, counts: tuple[str, ...]
) -> None:
    assert first(text).counts == counts


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Led old oak boats 30", ("boat", "oak", "old")),
        ("Led big old oak boats 30", ("boat", "oak", "old")),
        ("Led nets and boats 30", ("boat",)),
        ("Led nets, boats 30", ("boat",)),
        ("Led nets; boats 30", ("boat",)),
        ("Led nets. Boats 30", ("boat",)),
        ("Led nets but boats 30", ("boat",)),
        ("Led nets or boats 30", ("boat",)),
        ("Led twenty boats of oak for 30", ("oak", "boat")),
        ("Led boats of the oak in all the 30", ("oak",)),
        ("30", ()),
    ],
)
def test_the_words_before_a_number_are_known(text: str, beside: tuple[str, ...]) -> None:
    assert quantities(text)[-1].beside == beside


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("a team of 5", "team"),
        ("teams of 5", "teams"),
        ("a crew of 5 boats", "crew"),
        ("a load of 5 kg", ""),
        ("all of 5", ""),
        ("+ of 5", ""),
        ("of 5", ""),
        ("a team with 5", ""),
    ],
)
def test_a_number_may_be_the_size_of_a_group(text: str, group: str) -> None:
    assert first(text).group == group


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("3 of 12", [False, True]),
        ("3 out of 12", [False, True]),
        ("three of 12", [False, True]),
        ("out of 12", [False]),
        ("of 12", [False]),
        ("team of 12", [False]),
        ("3 for 12", [False, False]),
    ],
)
def test_a_number_may_be_the_whole_of_another(text: str, whole: list[bool]) -> None:
    assert [each.whole for each in quantities(text)] == whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Saw 3 to 5 million boats", "3 to 5 million"),
        ("Saw between 3 and 5 boats", "3 and 5"),
        ("Saw 3 kg", "3 kg"),
        ("Saw $3k", "3k"),
        ("Took two years and a half", "two years and a half"),
        ("Saw 3 boats and a half", "3"),
        ("Saw \uff13 \u200bkg", "\uff13 \u200bkg"),
    ],
)
def test_a_number_knows_where_it_stands(text: str, shown: str) -> None:
    assert text[first(text).start : first(text).end] == shown


def test_half_a_length_of_time_more_is_counted() -> None:
    assert [each.value for each in quantities("two years and a half")] == [30]
    assert [each.value for each in quantities("2 to 3 years and a half")] == [24, 50]


@pytest.mark.parametrize(
    ("text", "units", "beside"),
    [
        ("Cut it from 30 to 10 minutes", ["s", "s"], [("cut",), ("cut",)]),
        ("Cut it from 30 minutes to 10", ["s", "s"], [("cut", "minute"), ("cut", "minute")]),
        ("Cut it to 10 from 30 minutes", ["s", "s"], [("cut",), ("cut",)]),
        ("Cut it from 30 boats to 10 kg", ["", "kg"], [("cut", "boat"), ("cut", "boat")]),
        ("Cut it from 30 to 10", ["", ""], [("cut",), ("cut",)]),
    ],
)
def test_both_ends_of_a_change_share_what_one_of_them_says(
    text: str, units: list[str], beside: list[tuple[str, ...]]
) -> None:
    found = quantities(text)
    assert [each.unit for each in found] == units
    assert [each.beside for each in found] == beside


def test_a_number_inside_a_date_is_none() -> None:
    assert quantities("In March 2019") == ()
    assert [each.value for each in quantities("In March 2019 saw 3 boats")] == [3]
