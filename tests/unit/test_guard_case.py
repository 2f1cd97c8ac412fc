"""What a rewrite changes, numbers aside: the rules about numbers decide what a number says."""

from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Decision
from cv_action.guard.verdict import judge


@pytest.mark.parametrize(
    ("source", "rewrite"),
    [
        ("Led 3 teams.", "Led three teams."),
        ("Led twelve people.", "Led a dozen people."),
        ("Led about 30 people.", "Led roughly 30 people."),
        ("Led more than 30 people.", "Led upwards of thirty people."),
        ("Cut costs by 50%.", "Cut costs by half."),
        ("Led 2 of 3 teams for half a year.", "Led two of three teams for six months."),
        ("Waited 30 minutes.", "Waited half an hour."),
    ],
)
def test_a_number_may_be_written_another_way(source: str, rewrite: str) -> None:
    assert judge(Evidence(source=source), rewrite).decision is Decision.ACCEPT


@pytest.mark.parametrize(
    ("source", "rewrite"),
    [
        ("Led 3 teams.", "Led four teams."),
        ("Led about 30 people.", "Led exactly 30 people."),
        ("Led about 30 people.", "Led over 30 people."),
        ("Led 2 of 3 teams.", "Led three of two teams."),
        ("Took half a year.", "Took a year."),
        ("Took a year.", "Took half a year."),
        ("Cut costs by 40 percent.", "Cut costs by 40 dollars."),
    ],
)
def test_another_number_is_no_way_to_write_it(source: str, rewrite: str) -> None:
    assert judge(Evidence(source=source), rewrite).decision is not Decision.ACCEPT


def test_words_of_numbers_are_no_changed_words() -> None:
    case = Case(Evidence(source="Led almost twenty old boats."), "Led nearly 20 new boats.")
    (change,) = [change for change in case.changes if change.pairs]
    assert [(pair.old.text, pair.new.text) for pair in change.pairs] == [("old", "new")]


def test_a_word_that_is_seldom_a_number_stays_a_word() -> None:
    case = Case(Evidence(source="Led a boat."), "Led a double boat.")
    assert [token.text for change in case.changes for token in change.new] == ["double"]


def test_the_evidence_is_read_by_its_place() -> None:
    case = Case(Evidence(source="a", role=("b", "c"), rest=("d",), job_ad="e"), "f")
    assert (case.before.raw, case.after.raw, case.job_ad.raw) == ("a", "f", "e")
    assert [text.raw for text in case.role] == ["b", "c"]
    assert [text.raw for text in case.rest] == ["d"]
