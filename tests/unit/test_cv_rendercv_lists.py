"""What RenderCV writes into one line stands on lines of its own in the model."""

from __future__ import annotations

import pytest

from cv_action.cv.formats import SourceFormat, read_cv, write_cv
from cv_action.cv.model import Cv, Kind, Markup, Section, Work

YAML = """
cv:
  name: Ida Bakke
  sections:
    experience:
      - company: Isvakt
        position: Engineer
        highlights:
          - Wrote papers - one on ice - another on melt
          - Worked 2019 \\- 2021
"""


def highlights(cv: Cv) -> tuple[str, ...]:
    (work,) = cv.sections[0].entries
    assert isinstance(work, Work)
    return work.highlights


def test_items_below_a_highlight_are_lines() -> None:
    found = highlights(read_cv(YAML.encode()).cv)
    assert found == ("Wrote papers\n- one on ice\n- another on melt", "Worked 2019 - 2021")


def test_they_are_one_line_again_when_written() -> None:
    written = write_cv(read_cv(YAML.encode()).cv, SourceFormat.RENDERCV).decode()
    assert "- Wrote papers - one on ice - another on melt\n" in written
    assert "Worked 2019 \\- 2021" in written


@pytest.mark.parametrize("markup", Markup)
@pytest.mark.parametrize("text", ["a - b", "a\n- b", "- a", "a -b", "a - b\n- c - d"])
def test_a_dash_comes_back_as_what_it_was(text: str, markup: Markup) -> None:
    work = Work(name="Isvakt", position="Engineer", highlights=(text,))
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(work,)),), markup=markup)
    again = read_cv(b"cv:\n  name: x\n" + write_cv(cv, SourceFormat.RENDERCV).split(b"cv:\n", 1)[1])
    assert highlights(again.cv) == (text,)
