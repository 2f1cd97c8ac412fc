"""A commit's message is the owner's template, with what a run knows in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.publish.message import DEFAULT, LONGEST, NAMES, filled, misfit

VALUES = {"source": "cv.json", "mode": "ai-only", "files": "3", "words": "2"}


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (DEFAULT, "Update the CV from cv.json"),
        ("{words} of {files}, {mode}", "2 of 3, ai-only"),
        ("  Update\n\nBecause. \n", "Update\n\nBecause."),
        ("{source} {source} [skip ci]", "cv.json cv.json [skip ci]"),
    ],
)
def test_what_stands_in_braces_is_filled_in(template: str, message: str) -> None:
    assert misfit(template) == ""
    assert filled(template, VALUES) == message


@pytest.mark.parametrize(
    "template",
    [
        "",
        " \n",
        "{token}",
        "{files:>9}",
        "{}",
        "a\x00",
        "a\u202eb",
        "x" * (LONGEST + 1),
        "sk-ant-api03-made-up",
        "ghs_made_up",
        "github_pat_made_up",
    ],
)
def test_what_can_be_no_message_is_refused(template: str) -> None:
    assert misfit(template)


@given(st.text(max_size=50), st.sampled_from(NAMES))
def test_a_foreign_text_stays_in_its_line_and_fills_nothing_in(text: str, name: str) -> None:
    message = filled(f"a {{{name}}} b", dict.fromkeys(NAMES, text))
    assert "\n" not in message
    assert message.startswith("a ")
    assert message.endswith(" b")


def test_a_name_in_braces_in_a_value_is_only_text() -> None:
    assert filled("{source}", {**VALUES, "source": "{files}.json"}) == "{files}.json"
