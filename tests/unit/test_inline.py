"""Texts become styled runs without losing a word or gaining a danger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.model import Markup
from cv_action.render.document import Bullet, Span, plain
from cv_action.render.inline import bullet, inline, paragraphs, shown, without_markup


def test_plain_text_stays_as_it_is() -> None:
    text = "*not* _markup_ <b>here</b> [x](y) `z`"
    assert inline(text, Markup.PLAIN) == (Span(text),)


def test_markdown_becomes_styles_and_links() -> None:
    found = inline("a **b** *c* `d` [e](https://e.example)", Markup.MARKDOWN)
    assert found == (
        Span("a "),
        Span("b", strong=True),
        Span(" "),
        Span("c", emphasis=True),
        Span(" "),
        Span("d", code=True),
        Span(" "),
        Span("e", href="https://e.example"),
    )


def test_a_dangerous_link_keeps_its_words_alone() -> None:
    found = inline("[click](javascript:alert(1)) [me](data:text/html,x)", Markup.MARKDOWN)
    assert not any(span.href for span in found)
    assert "click" in plain(found)


def test_html_in_markdown_is_text() -> None:
    assert plain(inline("<b>x</b> & <script>", Markup.MARKDOWN)) == "<b>x</b> & <script>"


def test_an_image_is_its_description() -> None:
    assert plain(inline("![a cat](https://a.example/cat.png)", Markup.MARKDOWN)) == "a cat"


@given(st.text(), st.sampled_from(Markup))
def test_nothing_that_steers_is_shown(text: str, markup: Markup) -> None:
    line = plain(inline(text, markup))
    assert line == line.strip()
    assert not any(ord(c) < 32 or 0x7F <= ord(c) <= 0x9F for c in line)
    assert not any(0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069 for c in line)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_words_are_never_lost(text: str) -> None:
    assert plain(inline(text, Markup.MARKDOWN)) == shown(text)


def test_an_empty_line_begins_a_paragraph() -> None:
    assert [plain(p) for p in paragraphs("a\nb\n \nc\r\n\r\n", Markup.PLAIN)] == ["a b", "c"]


def test_dashed_lines_of_a_bullet_stand_below_it() -> None:
    assert bullet("a\n  - b\n- c", Markup.PLAIN) == Bullet(
        (Span("a"),), ((Span("b"),), (Span("c"),))
    )


@pytest.mark.parametrize("text", ["a - b", "2019 - 2020"])
def test_a_dash_within_a_line_is_no_list(text: str) -> None:
    assert bullet(text, Markup.PLAIN).children == ()


def test_markup_can_be_taken_off_line_by_line() -> None:
    assert without_markup("**a**\n\n[b](https://b.example)", Markup.MARKDOWN) == "a\n\nb"
    assert without_markup("**a**", Markup.PLAIN) == "**a**"
