from __future__ import annotations

import pytest

from cv_action.guard.align import changes
from cv_action.guard.lexicon import Relation
from cv_action.guard.words import analyse


def pairs(before: str, after: str) -> set[tuple[str, str]]:
    found = changes(analyse(before), analyse(after))
    return {(pair.old.text, pair.new.text) for change in found for pair in change.pairs}


def lone(before: str, after: str) -> tuple[list[str], list[str]]:
    found = changes(analyse(before), analyse(after))
    return (
        [token.text for change in found for token in change.gone],
        [token.text for change in found for token in change.new],
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Wrote tests and docs.", "Wrote docs and tests."),
        ("Taught pottery to children.", "Children were taught pottery."),
        ("Led a crew.", "Leading a crew"),
        ("Set up a co-op.", "Set up a coop."),
        ("The bakery's oven.", "The bakery oven."),
    ],
)
def test_order_and_form_are_no_change_of_words(before: str, after: str) -> None:
    assert lone(before, after) == ([], [])
    assert pairs(before, after) == set()


def test_a_word_is_paired_with_the_one_that_means_the_same_not_the_nearest() -> None:
    assert ("cars", "automobiles") in pairs("Sold fast cars.", "Sold red automobiles.")


def test_a_synonym_is_found_in_another_place() -> None:
    assert ("cars", "automobiles") in pairs(
        "Sold cars to farmers in the valley.", "In the valley, farmers bought automobiles."
    )


def test_what_has_no_counterpart_is_told_apart() -> None:
    assert lone("Kept bees.", "Kept bees and twelve goats in Lisbon.") == (
        [],
        ["twelve", "goats", "Lisbon"],
    )


def test_every_place_is_in_its_own_text() -> None:
    before, after = "Kept bees for the old school.", "Raised goats, and geese, for a hospital!"
    found = changes(analyse(before), analyse(after))
    assert found
    for change in found:
        assert all(after[token.start : token.end] == token.text for token in change.added)
        assert all(before[token.start : token.end] == token.text for token in change.removed)
        assert 0 <= change.at <= len(after)


def test_equal_texts_have_no_change() -> None:
    assert changes(analyse("Kept bees."), analyse("Kept bees.")) == ()


def test_very_long_runs_are_not_compared_word_by_word() -> None:
    before, after = " ".join(f"bread{n}x" for n in range(400)), " ".join(["bee"] * 400)
    assert not [
        pair
        for change in changes(analyse(before), analyse(after))
        for pair in change.pairs
        if pair.relation is Relation.SYNONYM
    ]


def test_a_word_that_moved_twice_is_no_change() -> None:
    assert lone("red red one two three", "one two three red red") == ([], [])
    assert pairs("red red one two three", "one two three red red") == set()
    assert lone("red red one two three", "one two three red") == (["red"], [])


def test_one_new_word_stands_for_one_old_word() -> None:
    assert len(pairs("Sold fast cars and autos daily.", "Sold automobiles daily.")) == 1


def test_only_the_same_meaning_is_found_in_another_place() -> None:
    assert pairs("Raised prices for farmers in it.", "For farmers in it prices fell.") == set()
    assert pairs("Cats slept for farmers in it.", "For farmers in it slept animals.") == set()


@pytest.mark.parametrize(("words", "paired"), [(11, True), (12, False)])
def test_only_so_many_words_of_one_place_are_compared(words: int, paired: bool) -> None:
    mine, yours = (" ".join(f"z{letter}{n}" for n in range(words)) for letter in "qx")
    found = pairs(f"cars {mine}", f"{yours} automobiles")
    assert (("cars", "automobiles") in found) is paired
    assert (("cars", "automobiles") in pairs(f"cars {mine}", "automobiles")) is paired
