from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import novelty


def effects(evidence: Evidence, rewrite: str) -> set[tuple[str, Effect]]:
    found = novelty.check(Case(evidence, rewrite))
    return {(finding.text, finding.effect) for finding in found}


@pytest.mark.parametrize(
    ("source", "rewrite", "word"),
    [
        ("Kept bees.", "Kept goats.", "goats"),
        ("Wrote a handbook.", "Wrote a grammatical handbook.", "grammatical"),
        ("Ran a kiosk.", "Ran a qwrtz.", "qwrtz"),
        ("Played instruments.", "Played violins.", "violins"),
    ],
)
def test_a_new_word_is_asked_about(source: str, rewrite: str, word: str) -> None:
    assert effects(Evidence(source=source), rewrite) == {(word, Effect.ASK)}


@pytest.mark.parametrize(
    ("source", "rewrite"),
    [
        ("Repaired automobiles.", "Repaired cars."),
        ("Played violins.", "Played instruments."),
        ("Wrote tests and docs.", "Docs and tests were written."),
        ("Built a bee-friendly garden.", "Built a garden friendly to bees."),
    ],
)
def test_a_word_of_the_same_or_of_a_wider_sense_passes(source: str, rewrite: str) -> None:
    assert effects(Evidence(source=source), rewrite) == set()


def test_a_word_that_only_the_advertisement_knows_is_blocked() -> None:
    evidence = Evidence(source="Kept bees.", job_ad="We want scalable hives.")
    assert effects(evidence, "Kept scalable bees.") == {("scalable", Effect.BLOCK)}


def test_a_word_of_the_advertisement_that_the_person_uses_too_is_asked_about() -> None:
    evidence = Evidence(
        source="Kept bees.", rest=("Built scalable hives.",), job_ad="We want scalable hives."
    )
    assert effects(evidence, "Kept scalable bees.") == {("scalable", Effect.ASK)}
