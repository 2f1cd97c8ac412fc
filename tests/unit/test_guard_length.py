"""A rewrite says as much as there was to say."""

from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.rules import length

FACT = "Mended nets and boats for the harbour."


def found(before: str, after: str) -> list[Finding]:
    return list(length.check(Case(Evidence(source=before), after)))


@pytest.mark.parametrize("rewrite", ["", " \n\t", "...", "—", "\u200b", "!?"])
def test_nothing_is_no_statement(rewrite: str) -> None:
    (finding,) = found(FACT, rewrite)
    assert finding.effect is Effect.BLOCK
    assert "Nothing is left" in finding.reason


def test_a_fact_that_says_nothing_may_stay_so() -> None:
    assert found("—", "–") == []


@pytest.mark.parametrize(("words", "blocked"), [(20, False), (21, True)])
def test_a_rewrite_may_have_twice_the_words_and_six(words: int, blocked: bool) -> None:
    assert bool(found("one two three four five six seven", " ".join(["word"] * words))) is blocked


@pytest.mark.parametrize(("signs", "blocked"), [(80, False), (81, True)])
def test_a_script_without_spaces_is_measured_by_its_signs(signs: int, blocked: bool) -> None:
    assert bool(found("日" * 10, "本" * signs)) is blocked


def test_a_rewrite_may_be_split_twice_and_no_more() -> None:
    fact = "Mended nets and boats and sails and ropes for the harbour of Hvaler."
    assert found(fact, "Mended nets. Mended boats. Mended sails and ropes.") == []
    assert found(fact, "Mended nets. Mended boats. Mended sails. Mended ropes.") != []


def test_a_point_inside_a_number_or_a_name_ends_no_sentence() -> None:
    fact = "Mended nets at 3.5 knots for the harbour of Hvaler by boat."
    assert found(fact, "Mended nets at 3.5 knots, 4.5 knots, e.g. for St.Olav, by boat.js.") == []


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n"])
def test_one_line_stays_one_line(gap: str) -> None:
    assert found(FACT, f"Mended nets.{gap}Mended boats.") != []
    assert found(f"Mended nets.{gap}Mended boats.", f"Repaired nets.{gap}Repaired boats.") == []
    assert found(FACT, f"Mended nets and boats.{gap}") == []


@pytest.mark.parametrize("end", [" and", ",", " the", "…", "...", " (", ": "])
def test_a_rewrite_does_not_break_off(end: str) -> None:
    (finding,) = found(FACT, f"Mended nets and boats{end}")
    assert finding.effect is Effect.BLOCK
    assert finding.text == end.lstrip()
    assert found(f"Mended nets{end}", f"Mended boats{end}") == []


@pytest.mark.parametrize("rewrite", ["Nursed for Series A", "Worked on nets that teams rely on"])
def test_a_last_word_may_be_short(rewrite: str) -> None:
    assert found(FACT, rewrite) == []


def test_hardly_anything_left_is_asked_about() -> None:
    (finding,) = found("one two three four five six seven eight nine", "one two")
    assert finding.effect is Effect.ASK
    assert found("one two three four five six seven eight", "one two") == []
    assert found("one two three four five six seven", "one") == []
