from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.render import text
from cv_action.render.characters import bare
from cv_action.render.document import (
    Bullet,
    Contact,
    ContactKind,
    Entry,
    Labelled,
    Listing,
    ListStyle,
    Quote,
    Section,
    Span,
    When,
    plain,
)
from cv_action.render.text import COLUMNS, columns, words, wrapped
from tests.document_hostile import hostile
from tests.document_parts import line
from tests.document_rich import rich
from tests.document_texts import one_line, texts_of
from tests.documents import every_document, small


def body(*blocks: Entry | Labelled | Listing | Quote) -> str:
    document = replace(small(), sections=(Section(slug="s", title="Söme", blocks=blocks),))
    return text.render(document).decode().split("SÖME\n\n", 1)[1]


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_word_of_the_document_is_there_in_reading_order(name: str) -> None:
    document = every_document()[name]
    found = iter(text.render(document).decode().casefold().replace(" ", "").replace("\n", ""))
    texts = [bare(one_line(plain(part))).casefold().replace(" ", "") for part in texts_of(document)]
    assert len(texts) > 10
    for part in texts:
        assert all(character in found for character in part), part


@pytest.mark.parametrize("name", sorted(every_document()))
def test_a_line_is_longer_than_80_columns_only_for_an_address(name: str) -> None:
    lines = text.render(every_document()[name]).decode().splitlines()
    assert len(lines) > 10
    for found in lines:
        assert columns(found) <= COLUMNS or "://" in found.split()[-1], found


def test_nothing_but_text_and_line_feeds_leaves() -> None:
    rendered = text.render(hostile()).decode()
    unseen = {c for c in rendered if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}}
    assert unseen == {"\n"}
    assert not any("\u2500" <= c <= "\u257f" for c in rendered)


def test_a_long_address_is_not_broken_and_a_long_word_is() -> None:
    address = "https://long.example/" + "x" * 100
    assert wrapped(f"see {address} now") == ["see", address, "now"]
    assert wrapped("y" * 170) == ["y" * 80, "y" * 80, "y" * 10]


def test_wide_characters_count_two_columns() -> None:
    assert columns("日本e\u0301") == 5
    assert wrapped("日" * 41) == ["日" * 40, "日"]


@given(
    st.text(st.sampled_from("ab 日\u0301-"), max_size=400),
    st.sampled_from([("", ""), ("- ", "  "), ("10. ", "    ")]),
)
def test_wrapping_keeps_every_word_and_every_limit(content: str, begins: tuple[str, str]) -> None:
    first, rest = begins
    lines = wrapped(content, first=first, rest=rest)
    assert all(columns(found) <= COLUMNS for found in lines)
    kept = "".join(found[len(first) :] for found in lines).replace(" ", "")
    assert kept == content.replace(" ", "")


def test_a_section_is_a_line_in_capitals_and_dates_stand_in_the_heading_line() -> None:
    entry = Entry(
        title=line("Lead"),
        place=line("Dune"),
        location="Ghent",
        when=When("2020 – 2021", "2020", "2021"),
        url="https://dune.example",
        bullets=(Bullet(line("Dug."), (line("Deep."),)),),
        details=(Labelled(line("With"), (line("a"), line("b"))),),
    )
    assert body(entry) == (
        "Lead | 2020 – 2021\nDune | Ghent\nhttps://dune.example\n- Dug.\n  - Deep.\nWith: a, b\n"
    )


@pytest.mark.parametrize(
    ("shown", "href", "expected"),
    [
        ("a@b.example", "mailto:a@b.example", "a@b.example"),
        ("+32 9 555", "tel:+329555", "+32 9 555"),
        ("call", "tel:+329555", "call (+329555)"),
        ("github.com/a", "https://github.com/a", "https://github.com/a"),
        ("x.example", "https://www.x.example/", "https://www.x.example/"),
        ("@a", "https://x.example/@a", "@a (https://x.example/@a)"),
        ("paper ", "https://x.example", "paper (https://x.example)"),
    ],
)
def test_a_link_is_printed_as_its_address(shown: str, href: str, expected: str) -> None:
    assert words((Span(shown, href=href),)) == expected


def test_a_contact_without_a_link_is_its_label_and_text() -> None:
    contact = Contact(kind=ContactKind.LOCATION, label="Location", text="Ghent")
    document = replace(small(), contacts=(contact,), sections=())
    assert text.render(document).decode().endswith("\n\nLocation: Ghent\n")


@pytest.mark.parametrize(
    ("style", "markers"),
    [
        (ListStyle.BULLETS, ["- a", "- b"]),
        (ListStyle.NUMBERS, ["1. a", "2. b"]),
        (ListStyle.NUMBERS_DOWN, ["2. a", "1. b"]),
        (ListStyle.PARAGRAPHS, ["a", "", "b"]),
    ],
)
def test_a_list_has_the_marks_of_its_style(style: ListStyle, markers: list[str]) -> None:
    items = (Bullet(line("a")), Bullet(line("b")))
    assert body(Listing(style, items)).splitlines() == markers


def test_a_quote_names_who_said_it() -> None:
    assert body(Quote((line("Good."),), line("Ann"))) == "Good.\n- Ann\n"
    assert body(Quote((line("Good."),), ())) == "Good.\n"


def test_the_same_document_gives_the_same_bytes_that_end_with_one_newline() -> None:
    for document in every_document().values():
        first = text.render(document)
        assert first == text.render(document)
        assert first.endswith(b"\n")
        assert not first.endswith(b"\n\n")
        assert b"\r" not in first
        assert b"\t" not in first


def test_ten_times_the_sections_take_ten_times_the_bytes_at_most() -> None:
    document = rich()
    longer = replace(document, sections=document.sections * 10)
    assert len(text.render(longer)) < 10 * len(text.render(document))
