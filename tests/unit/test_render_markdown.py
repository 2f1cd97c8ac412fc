from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cv_action.render import markdown
from cv_action.render.document import (
    Bullet,
    Document,
    Entry,
    Inline,
    Labelled,
    Listing,
    ListStyle,
    Section,
    Span,
    When,
    plain,
)
from cv_action.render.markdown_inline import inline
from tests.document_hostile import HOSTILE_TEXTS, UNPRINTABLE, hostile
from tests.document_parts import line
from tests.document_rich import rich
from tests.document_texts import first_missing, one_line
from tests.documents import every_document, small

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
"""Somebody else's reading of Markdown, with raw HTML let through so that any would be seen."""

STYLES = {"strong_open": "strong", "em_open": "emphasis", "link_open": "link"}


def shown(source: str) -> list[str]:
    """The words of each paragraph, heading and item as a reader sees them."""
    return [_words(token) for token in READER.parse(source) if token.type == "inline"]


def _words(token: Token) -> str:
    return "".join(
        " " if child.type == "softbreak" else child.content for child in token.children or ()
    )


def kinds(source: str) -> set[str]:
    """Every kind of block and of inline that a reader makes of it."""
    tokens = READER.parse(source)
    return {t.type for t in tokens} | {c.type for t in tokens for c in t.children or ()}


def document_of(*blocks: Entry | Labelled | Listing) -> Document:
    return replace(small(), sections=(Section(slug="s", title="S", blocks=blocks),))


def body(document: Document) -> str:
    return markdown.render(document).decode().split("## S\n\n", 1)[1]


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_text_of_the_document_is_shown_in_reading_order(name: str) -> None:
    document = every_document()[name]
    words = " ".join(shown(markdown.render(document).decode()))
    assert not first_missing(document, words, dates_last=True)


def test_hostile_texts_make_no_html_image_table_or_link_of_their_own() -> None:
    source = markdown.render(hostile()).decode()
    assert not kinds(source) & {
        "html_block", "html_inline", "image", "table_open", "s_open", "fence", "code_block", "hr",
        "hardbreak",
    }  # fmt: skip
    links = [
        child.attrGet("href")
        for token in READER.parse(source)
        for child in token.children or ()
        if child.type == "link_open"
    ]
    assert links
    assert all("evil.example/" in str(link) or link == "mailto:a@b.example" for link in links)


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, UNPRINTABLE, "- x", "7. x", "+ x", "C #", "a!"])
def test_a_hostile_text_stands_for_itself_as_paragraph_item_heading_and_label(text: str) -> None:
    document = document_of(
        Listing(ListStyle.PARAGRAPHS, (Bullet(line(text), (line(text),)),)),
        Listing(ListStyle.NUMBERS, (Bullet(line(text), (line(text),)),)),
        Entry(title=line(text), place=line(text), note=line(text)),
        Labelled(line(text), (line(text),)),
    )
    words = one_line(text)
    assert [one_line(found) for found in shown(body(document))] == [
        *[words] * 7,
        f"{words}: {words}",
    ]


spans = st.builds(
    Span,
    text=st.text(st.sampled_from("ab*_`~[]()<>!\\&;#$|+ -1.é日\u00a0🚢"), max_size=6),
    strong=st.booleans(),
    emphasis=st.booleans(),
    code=st.booleans(),
    href=st.sampled_from(["", "https://x.example/(a)_b?c=1&amp;d"]),
)


@given(st.lists(spans, max_size=5).map(tuple))
def test_any_runs_of_styled_text_are_read_back_as_the_same_words(content: Inline) -> None:
    source = f"x {inline(content)} x"
    assert " ".join("".join(shown(source)).split()) == one_line(f"x {plain(content)} x")


@given(st.lists(spans.filter(lambda span: not span.code), min_size=1, max_size=3).map(tuple))
def test_no_character_of_a_text_makes_a_style_that_its_run_has_not(content: Inline) -> None:
    token = READER.parse(f"x {inline(content)} x")[1]
    found = {STYLES[c.type] for c in token.children or () if c.type in STYLES}
    asked = {
        name
        for span in content
        for name, given in (
            ("strong", span.strong), ("emphasis", span.emphasis), ("link", span.href)
        )
        if given
    }  # fmt: skip
    assert found <= asked


@pytest.mark.parametrize(
    ("content", "source"),
    [
        ((Span("a", strong=True),), "**a**"),
        ((Span("a "), Span("b", emphasis=True), Span(" c")), "a *b* c"),
        ((Span("a", strong=True, emphasis=True),), "**_a_**"),
        ((Span("a`b", code=True),), "``a`b``"),
        ((Span("2", strong=True), Span("nd")), "**2**nd"),
        ((Span("2"), Span("n", strong=True, emphasis=True)), "2n"),
        ((Span("R&"), Span("amp;")), r"R\&amp;"),
        (line("R&D"), "R&D"),
        ((Span("see "), Span("a", strong=True, href="https://x.example")),
         "see [**a**](https://x.example)"),
        ((Span("a", href="https://x.example/b"), Span("b", emphasis=True,
          href="https://x.example/b")), "[a*b*](https://x.example/b)"),
        (line("snake_case and C# and a - b"), "snake_case and C# and a - b"),
        (line("https://x.example/a_b"), r"https\://x.example/a\_b"),
        (line("https://x.example/a"), "https://x.example/a"),
    ],
)  # fmt: skip
def test_a_style_is_written_where_it_holds(content: Inline, source: str) -> None:
    assert inline(content) == source


def test_a_link_after_an_exclamation_mark_is_no_image() -> None:
    assert inline((Span("Look!"), Span("a", href="https://x.example"))) == (
        r"Look\![a](https://x.example)"
    )


def test_an_address_with_brackets_stays_one_address() -> None:
    source = inline(line("a", "https://x.example/b_(c)?d=(e&f=1"))
    assert source == "[a](<https://x.example/b_(c)?d=(e&f=1>)"
    token = READER.parse(source)[1]
    assert (token.children or [])[0].attrGet("href") == "https://x.example/b_(c)?d=(e&f=1"


def test_an_entry_has_its_place_location_and_dates_below_its_title() -> None:
    entry = Entry(
        title=line("Lead"),
        place=line("Dune"),
        location="Ghent",
        when=When("2020 – 2021", "2020", "2021"),
        url="https://dune.example",
        note=line("Sand"),
    )
    assert body(document_of(entry)) == (
        "### Lead\n**[Dune](https://dune.example)** · Ghent · 2020 – 2021\n\n*Sand*\n"
    )


def test_the_title_is_linked_where_there_is_no_place() -> None:
    entry = Entry(title=line("tide"), url="https://tide.example")
    assert body(document_of(entry)) == "### [tide](https://tide.example)\n"


def test_numbers_that_count_down_are_no_list_that_a_reader_counts_anew() -> None:
    source = body(document_of(Listing(ListStyle.NUMBERS_DOWN, (Bullet(line("b")),) * 2)))
    assert source == "2\\. b\n\n1\\. b\n"
    assert shown(source) == ["2. b", "1. b"]


def test_items_below_a_numbered_item_belong_to_it() -> None:
    item = Bullet(line("a"), (line("b"),))
    source = body(document_of(Listing(ListStyle.NUMBERS, (item,) * 10)))
    assert source.endswith("10. a\n    - b\n")
    assert "code_block" not in kinds(source)
    assert sum(token.type == "ordered_list_open" for token in READER.parse(source)) == 1


def test_the_same_document_gives_the_same_bytes_that_end_with_one_newline() -> None:
    for document in every_document().values():
        first = markdown.render(document)
        assert first == markdown.render(document)
        assert first.endswith(b"\n")
        assert not first.endswith(b"\n\n")


def test_a_person_with_a_name_alone_is_a_document() -> None:
    document = replace(small(), headline=(), contacts=(), sections=())
    assert markdown.render(document) == b"# Maren Oduya\n"


def test_ten_times_the_sections_take_ten_times_the_bytes_at_most() -> None:
    document = rich()
    longer = replace(document, sections=document.sections * 10)
    assert len(markdown.render(longer)) < 10 * len(markdown.render(document))
