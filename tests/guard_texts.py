"""Texts and bodies of evidence for properties: what people write, and what nobody should."""

from __future__ import annotations

from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from tests.guard_cases import guard_cases

SPOKEN = tuple(
    sorted({text for case in guard_cases() for text in (case.rewrite, case.evidence.source)})
)
AWKWARD = (
    "",
    " ",
    "…!?",
    "\ud800",
    "\udfff led",
    "e\u0301\u0302\u0303\u0304",
    "\u202eevil\u202c",
    "مدير المشروع \u0665\u0660\u0660",
    "日本電気で開発を率いた。",
    "👩🏽‍💻🏆",
    "½ Ⅳ ² ① ﬁ",
    "::set-output name=x::y",
    "[x](y) <b> {{z}} $1",
    "1,2.3'4 5%-6+",
    "-" * 400,
    "a " * 400,
    "\x00\x1b[31m",
)


def texts() -> st.SearchStrategy[str]:
    anything = st.text(st.characters(codec=None), max_size=40)
    return st.one_of(st.sampled_from(SPOKEN), st.sampled_from(AWKWARD), anything, _mixed())


def _mixed() -> st.SearchStrategy[str]:
    parts = st.lists(st.sampled_from((*AWKWARD, *SPOKEN[:60])), max_size=3)
    return parts.map(" ".join)


def evidences() -> st.SearchStrategy[Evidence]:
    many = st.lists(texts(), max_size=3).map(tuple)
    return st.builds(Evidence, source=texts(), role=many, rest=many, job_ad=texts())
