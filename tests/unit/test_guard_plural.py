from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect
from cv_action.guard.rules import plural


@pytest.mark.parametrize(
    ("source", "rewrite", "word"),
    [
        ("Fixed a bug.", "Fixed bugs.", "bugs"),
        ("Won one local prize.", "Won local prizes.", "prizes"),
        ("Ran an evening class.", "Ran evening classes.", "classes"),
        ("Kept a small old grey boat.", "Kept boats.", "boats"),
    ],
)
def test_one_thing_that_becomes_several_is_asked_about(
    source: str, rewrite: str, word: str
) -> None:
    (finding,) = plural.check(Case(Evidence(source=source), rewrite))
    assert (finding.effect, finding.text) == (Effect.ASK, word)


@pytest.mark.parametrize(
    ("source", "rewrite"),
    [
        ("Fixed a bug.", "A bug was fixed."),
        ("Fixed bugs.", "Fixed a bug."),
        ("Fixed a bug among other bugs.", "Fixed bugs."),
        ("Mended a window glass.", "Mended the window glass."),
        ("Kept a school's garden.", "Kept the garden of the school’s."),
        ("Taught the class.", "Taught the classes."),
        ("Mixed a paint.", "Mixed and painted."),
        ("Kept a small old grey fishing boat.", "Kept boats."),
    ],
)
def test_what_is_one_or_several_as_before_passes(source: str, rewrite: str) -> None:
    assert list(plural.check(Case(Evidence(source=source), rewrite))) == []
