r"""Lists below highlights, which RenderCV writes into one line: ``Wrote papers - one - another``.

RenderCV turns every `` - `` of a highlight into an item below it; the model has those on lines of
their own. A dash that is only a dash is written ``\-``, which Markdown shows as a dash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cv_action.cv.model import Cv, Education, Entry, Project, Volunteer, Work


def unfolded(cv: Cv) -> Cv:
    """The CV with the items below its highlights on lines of their own."""
    return _with_highlights(cv, lambda text: text.replace(" - ", "\n- ").replace(" \\- ", " - "))


def folded(cv: Cv) -> Cv:
    """The CV with the items below its highlights in one line, as RenderCV has them."""
    return _with_highlights(cv, lambda text: text.replace(" - ", " \\- ").replace("\n- ", " - "))


def _with_highlights(cv: Cv, change: Callable[[str], str]) -> Cv:
    def changed(entry: Entry) -> Entry:
        if isinstance(entry, Work | Volunteer | Education | Project):
            return replace(entry, highlights=tuple(change(text) for text in entry.highlights))
        return entry

    sections = (replace(s, entries=tuple(changed(e) for e in s.entries)) for s in cv.sections)
    return replace(cv, sections=tuple(sections))
