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


@pytest.mark.parametrize(("rest", "named"), [((), True), (("Built scalable hives.",), False)])
def test_a_word_that_only_the_advertisement_knows_is_named(
    rest: tuple[str, ...], named: bool
) -> None:
    evidence = Evidence(source="Kept bees.", rest=rest, job_ad="We want scalable hives.")
    (finding,) = novelty.check(Case(evidence, "Kept scalable bees."))
    assert finding.effect is Effect.ASK
    assert ("the advertisement's word" in finding.reason) is named
