from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.rules import order

BLOCKED = (
    ("Moved the archive from paper to tape.", "Moved the archive from tape to paper."),
    ("Moved it from old paper to new tape.", "Moved it from new tape to old paper."),
    ("Cut costs and raised revenue.", "Cut revenue and raised costs."),
    ("Cut costs, raised revenue.", "Raised costs, cut revenue."),
    ("Cut costs; raised revenue.", "Cut revenue; raised costs."),
    ("Built the boats and sold the nets.", "Sold the boats and built the nets."),
    (
        "Wrote reports for teachers, maps for pupils.",
        "Wrote reports for pupils, maps for teachers.",
    ),
    ("Cut costs and raised revenue.", "Reduced revenue and increased costs."),
    ("Taught cooks. Hired bakers.", "Taught bakers. Hired cooks."),
    ("Fed their dogs with its bread.", "Fed their bread with its dogs."),
)
PASSED = (
    ("Cut costs and raised revenue.", "Raised revenue and cut costs."),
    ("Cut costs. Raised revenue.", "Raised revenue. Cut costs."),
    ("Designed and built boats.", "Built and designed boats."),
    ("Sold nets, boats or sails.", "Sold sails, nets or boats."),
    ("Sold the nets & the old boats/sails.", "Sold the old boats & the sails/nets."),
    ("Wrote for the press and for old pupils.", "Wrote for old pupils and for the press."),
    ("Built tools for teachers with pupils.", "Built tools with pupils for teachers."),
    ("In the harbour, mended nets.", "Mended nets in the harbour."),
    ("The crew mended nets.", "Nets were mended by the crew."),
    ("Sold boats to boats for boats.", "Sold boats for boats to boats."),
    ("Sold an old boat, a new boat.", "Sold a new boat, an old boat."),
)


def found(source: str, rewrite: str) -> list[Finding]:
    return list(order.check(Case(Evidence(source=source), rewrite)))


@pytest.mark.parametrize(("source", "rewrite"), BLOCKED)
def test_two_words_in_each_others_place_are_blocked(source: str, rewrite: str) -> None:
    findings = found(source, rewrite)
    assert {(finding.rule, finding.effect) for finding in findings} == {(order.RULE, Effect.BLOCK)}
    assert len(findings) >= 2


@pytest.mark.parametrize(("source", "rewrite"), PASSED)
def test_another_order_of_the_same_phrases_passes(source: str, rewrite: str) -> None:
    assert found(source, rewrite) == []


def test_words_that_mean_nearly_the_same_are_asked_about() -> None:
    findings = found("Taught nurses to train doctors.", "Taught doctors to train nurses.")
    assert {finding.effect for finding in findings} == {Effect.ASK}


def test_each_word_is_shown_with_the_one_whose_place_it_took() -> None:
    text = "Moved it from tape to paper."
    one, two = found("Moved it from paper to tape.", text)
    assert [(each.text, each.source) for each in (one, two)] == [
        ("tape", "paper"),
        ("paper", "tape"),
    ]
    assert text[one.start : one.end] == "tape"
    assert one.reason == "In the source “paper” stands in this place."
