"""A title keeps what makes it less, and gains nothing that makes it more."""

from __future__ import annotations

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.rules import rank


def found(before: str, after: str) -> list[Finding]:
    return list(rank.check(Case(Evidence(source=before), after)))


@pytest.mark.parametrize(
    ("before", "after", "word", "source"),
    [
        ("Deputy head of the ward.", "Head of the ward.", "Head", "Deputy head"),
        ("Acting head of the ward.", "Ward head.", "head", "Acting head"),
        ("Interim curator.", "Curator.", "Curator", "Interim curator"),
        ("Assistant cook at sea.", "Cook at sea.", "Cook", "Assistant cook"),
        ("Student assistant.", "Assistant.", "Assistant", "Student assistant"),
        ("Taught student nurses.", "Taught nurses.", "nurses", "student nurses"),
        ("PhD candidate in botany.", "PhD in botany.", "PhD", "PhD candidate"),
        ("Chair elect of the club.", "Chair of the club.", "Chair", "Chair elect"),
        ("Ex-chair of the club.", "Chair of the club.", "Chair", "Ex-chair"),
        ("Co-founder of the club.", "Founder of the club.", "Founder", "Co-founder"),
        ("Fitter at the mill.", "Lead fitter at the mill.", "Lead", ""),
        ("Fitter at the mill.", "Master fitter at the mill.", "Master", ""),
        ("Engineer for maps.", "Staff engineer for maps.", "Staff", ""),
    ],
)
def test_a_title_that_has_grown_is_blocked(before: str, after: str, word: str, source: str) -> None:
    (finding,) = found(before, after)
    assert (finding.effect, finding.text, finding.source) == (Effect.BLOCK, word, source)
    assert after[finding.start : finding.end] == word


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Deputy head of the ward.", "Ward's deputy head."),
        ("Deputy head of the ward.", "Vice head of the ward."),
        ("Deputy head of the ward.", "Deputised at the ward."),
        ("Design intern at the mill.", "Interned in design at the mill."),
        ("Co-founder of the club.", "Co-founder, the club."),
        ("Ex-chair of the club.", "Ex chair of the club."),
        ("Lead fitter at the mill.", "Mill's lead fitter."),
        ("Led the fitters as foreman.", "Lead fitters and foreman."),
        ("Taught students of nursing.", "Taught nursing."),
        ("Worked as an assistant in the mill.", "Worked in the mill."),
        ("Fitter at the mill.", "Headed for the mill as fitter."),
        ("Assistant head of the ward.", "Head of the ward, and assisted in it."),
        ("Tail-gunner of the club.", "Gunner of the club."),
        ("", "Lead fitter."),
        ("Deputy head.", ""),
    ],
)
def test_a_title_that_is_what_it_was_passes(before: str, after: str) -> None:
    assert found(before, after) == []
