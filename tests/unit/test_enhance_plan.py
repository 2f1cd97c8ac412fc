"""What is asked in one run never passes its allowance, and nothing is forgotten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.facts import facts_of
from cv_action.cv.formats import read_cv
from cv_action.cv.overlay import Bound
from cv_action.enhance.creativity import MANNERS, Creativity, Manner
from cv_action.enhance.plan import LARGEST_BATCH, allowance, answerable, plan
from cv_action.enhance.wants import LONGEST, Want, wants
from tests.asked_cv import SOURCE, long_cv

FACT = wants(facts_of(read_cv(SOURCE).cv), Bound())[0].fact
LENGTHS = st.lists(st.integers(12, LONGEST), max_size=200)


def wanted(lengths: list[int]) -> tuple[Want, ...]:
    return tuple(
        Want(fact=replace(FACT, text="x" * length), ref=f"f{number}")
        for number, length in enumerate(lengths)
    )


@given(LENGTHS, st.integers(0, 20_000))
def test_the_tokens_of_a_plan_never_exceed_its_allowance(lengths: list[int], tokens: int) -> None:
    made = plan(wanted(lengths), tokens)
    assert sum(batch.max_output for batch in made.batches) + made.repair + made.reading <= tokens


@given(LENGTHS, st.integers(0, 20_000))
def test_every_want_is_planned_or_left_and_the_most_worth_comes_first(
    lengths: list[int], tokens: int
) -> None:
    asked = wanted(lengths)
    made = plan(asked, tokens)
    assert (*(want for batch in made.batches for want in batch.wants), *made.left) == asked


@given(LENGTHS, st.integers(0, 20_000))
def test_no_batch_is_empty_or_too_large_and_each_has_room_for_its_answer(
    lengths: list[int], tokens: int
) -> None:
    for batch in plan(wanted(lengths), tokens).batches:
        assert 1 <= len(batch.wants) <= LARGEST_BATCH
        assert batch.max_output >= 500 + sum(len(want.fact.text) // 2 for want in batch.wants)


@given(LENGTHS, st.integers(0, 20_000), st.integers(0, 5_000))
def test_a_larger_allowance_leaves_no_more(lengths: list[int], tokens: int, more: int) -> None:
    asked = wanted(lengths)
    assert len(plan(asked, tokens + more).left) <= len(plan(asked, tokens).left)


@given(LENGTHS, st.integers(0, 20_000))
def test_nothing_is_asked_for_that_could_not_be_checked(lengths: list[int], tokens: int) -> None:
    made = plan(wanted(lengths), tokens)
    usual = ["x" * 200] * 4
    for check in (made.repair, made.reading):
        assert not made.batches or answerable(usual, check)[0] == len(usual)


@given(st.lists(st.text(max_size=300), max_size=100), st.integers(0, 20_000))
def test_an_answer_holds_no_more_than_its_tokens(texts: list[str], tokens: int) -> None:
    count, cost = answerable(texts, tokens)
    assert 0 <= count <= min(len(texts), LARGEST_BATCH)
    assert count == 0 or cost <= tokens


@pytest.mark.parametrize("creativity", Creativity)
def test_a_fresh_run_can_ask_about_the_longest_statement(creativity: Creativity) -> None:
    tokens = allowance(MANNERS[creativity], used_today=0)
    assert plan(wanted([LONGEST]), tokens).batches


@pytest.mark.parametrize("creativity", [Creativity.BALANCED, Creativity.INNOVATIVE])
def test_a_cv_of_usual_size_is_one_request(creativity: Creativity) -> None:
    asked = wants(facts_of(read_cv(SOURCE).cv), Bound())
    made = plan(asked, allowance(MANNERS[creativity], used_today=0))
    assert [len(batch.wants) for batch in made.batches] == [25]
    assert made.left == ()


def test_a_long_cv_is_several_requests() -> None:
    asked = wants(facts_of(read_cv(long_cv(60)).cv), Bound())
    made = plan(asked, MANNERS[Creativity.INNOVATIVE].run)
    assert [len(batch.wants) for batch in made.batches] == [60, 25]


@given(st.sampled_from(list(MANNERS.values())), st.integers(0, 10**6))
def test_an_allowance_is_what_the_day_leaves_of_the_runs(manner: Manner, used: int) -> None:
    left = allowance(manner, used_today=used)
    assert 0 <= left <= manner.run
    assert used + left <= max(manner.day, used)


def test_freer_wording_has_more_tokens_and_every_manner_its_own_words() -> None:
    manners = [MANNERS[creativity] for creativity in Creativity]
    assert [one.run for one in manners] == sorted(one.run for one in manners)
    assert [one.day for one in manners] == sorted(one.day for one in manners)
    assert all(one.run <= one.day for one in manners)
    assert len({one.guidance for one in manners}) == len(Creativity)
