from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx as reader
import pytest
from docx.enum.style import WD_STYLE_TYPE

from cv_action.render.document import (
    Block,
    Bullet,
    Document,
    Entry,
    Labelled,
    Listing,
    ListStyle,
    Quote,
    Section,
    Span,
    When,
)
from cv_action.render.docx_lines import ROOM, Role, Style
from tests.document_hostile import HOSTILE_TEXTS, UNPRINTABLE, hostile
from tests.document_parts import line
from tests.document_rich import rich
from tests.document_texts import first_missing, one_line
from tests.documents import every_document, small
from tests.docx_file import File, W

SOFTWARE_ENGINEER = (
    "Software Engineer, Databases · Lumen Archive, Leiden, Netherlands\tSep 2012 – Jan 2017"
)


def with_blocks(*blocks: Block) -> Document:
    return replace(small(), sections=(Section(slug="s", title="S", blocks=blocks),))


def styled(*blocks: Block) -> list[tuple[str, str]]:
    found = File(with_blocks(*blocks)).styled
    return found[found.index(("Heading 1", "S")) + 1 :]


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_text_of_the_document_is_there_in_reading_order(name: str) -> None:
    document = every_document()[name]
    assert not first_missing(document, File(document).words, dates_last=True)


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, UNPRINTABLE])
def test_a_hostile_text_stands_for_itself(text: str) -> None:
    words = styled(Listing(ListStyle.PARAGRAPHS, (Bullet(line(text)),)))
    assert [one_line(text)] == [one_line(found) for _, found in words]


def test_hostile_texts_bring_no_element_that_others_do_not() -> None:
    tags = {element.tag for element in File(hostile()).body.iter()}
    assert len(tags) > 10
    new = tags - {element.tag for element in File(rich()).body.iter()}
    assert {tag.removeprefix(W) for tag in new} == {"bidi", "rtl", "br", "i", "iCs"}


def test_no_character_that_steers_reaches_the_file() -> None:
    for part in File(hostile()).parts.values():
        text = part.decode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufffe\uffff]", text)


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_style_that_is_used_is_defined_and_no_heading_is_text_in_bold(name: str) -> None:
    file = File(every_document()[name])
    defined = {style.style_id for style in file.word.styles}
    used = {str(e.get(f"{W}val")) for tag in ("pStyle", "rStyle") for e in file.all(tag)}
    assert len(used) > 5
    assert used <= defined
    assert set(Style) | set(Role) - {""} <= defined
    for paragraph in file.word.paragraphs:
        text = [run for run in paragraph.runs if run.text.strip()]
        assert paragraph.style
        bold = bool(text) and all(run.bold for run in text)
        assert not bold or "Heading" in str(paragraph.style.name), paragraph.text


def test_sections_entries_and_roles_are_headings_of_three_levels() -> None:
    headings = [(style, text) for style, text in File(rich()).styled if "Heading" in style]
    assert headings[2:6] == [
        ("Heading 2", "Harbour Data · Antwerp, Belgium\tFeb 2017 – Present"),
        ("Heading 3", "Staff Engineer, Storage · Remote\tMar 2021 – Present"),
        ("Heading 3", "Senior Engineer\tFeb 2017 – Feb 2021"),
        ("Heading 2", SOFTWARE_ENGINEER),
    ]
    assert headings[:2] == [("Heading 1", "Summary"), ("Heading 1", "Experience")]
    assert File(rich()).styled[0] == ("Title", "Dr. Ilse Vandermeer-Okonkwo")
    assert File(rich()).styled[1][0] == "Subtitle"


def test_a_heading_stays_with_what_follows() -> None:
    styles = File(small()).word.styles
    for name in ("Heading 1", "Heading 2"):
        style = styles[name]
        assert style.type is WD_STYLE_TYPE.PARAGRAPH
        assert style.paragraph_format.keep_with_next
        assert style.font.color.rgb != reader.shared.RGBColor(0x36, 0x5F, 0x91)


def test_a_heading_too_long_for_its_dates_has_its_place_on_a_second_line() -> None:
    title, when = "T" * (ROOM - 9), When("2020", "2020")
    assert styled(Entry(title=line(title), place=line("Place"), when=when)) == [
        ("Heading 2", f"{title} · Place\t2020")
    ]
    assert styled(Entry(title=line(title + "T"), place=line("Place"), when=when)) == [
        ("Heading 2", f"{title}T\nPlace\t2020")
    ]


def test_an_entry_has_every_part_in_its_own_style() -> None:
    entry = Entry(
        title=line("Lead"),
        note=line("Sand"),
        paragraphs=(line("Led."),),
        bullets=(Bullet(line("Dug."), (line("Deep."),)),),
        details=(Labelled(line("With"), (line("a"), line("b"))), Labelled((), (line("c"),))),
    )
    assert styled(entry, Labelled(line("alone"))) == [
        ("Heading 2", "Lead"),
        ("Remark", "Sand"),
        ("Normal", "Led."),
        ("List Bullet", "Dug."),
        ("List Bullet 2", "Deep."),
        ("Detail", "With: a, b"),
        ("Detail", "c"),
        ("Detail", "alone"),
    ]


def test_a_quote_names_who_said_it() -> None:
    text = (line("Good."), line("Very."))
    said = [("Quote", "Good."), ("Quote", "Very.")]
    assert styled(Quote(text, line("Ann"))) == [*said, ("Attribution", "— Ann")]
    assert styled(Quote(text, ())) == said


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (ListStyle.PARAGRAPHS, [("Normal", "a"), ("List Bullet", "x"), ("Normal", "b")]),
        (ListStyle.BULLETS, [("List Bullet", "a"), ("List Bullet 2", "x"), ("List Bullet", "b")]),
        (ListStyle.NUMBERS, [("List Number", "a"), ("List Bullet 2", "x"), ("List Number", "b")]),
        (ListStyle.NUMBERS_DOWN, [("List", "2.\ta"), ("List Bullet 2", "x"), ("List", "1.\tb")]),
    ],
)
def test_a_list_has_the_marks_of_its_style(
    style: ListStyle, expected: list[tuple[str, str]]
) -> None:
    assert styled(Listing(style, (Bullet(line("a"), (line("x"),)), Bullet(line("b"))))) == expected


def test_each_numbered_list_begins_at_one() -> None:
    items = (Bullet(line(" ")), Bullet(line("b")))
    file = File(with_blocks(Listing(ListStyle.NUMBERS, items), Listing(ListStyle.NUMBERS, items)))
    assert [e.get(f"{W}val") for e in file.all("numId")] == ["3", "3", "4", "4"]
    numbering = ET.fromstring(file.parts["word/numbering.xml"])  # noqa: S314  our own bytes
    begins = {e.get(f"{W}numId"): [*e.iter(f"{W}startOverride")] for e in numbering.iter(f"{W}num")}
    assert {key for key, found in begins.items() if found} == {"3", "4"}
    assert begins["3"][0].get(f"{W}val") == "1"


def test_each_part_of_a_text_has_its_look() -> None:
    content = (
        Span("a", strong=True),
        Span("b", emphasis=True),
        Span("c", code=True),
        Span("d"),
        Span("e", code=True, strong=True, href="https://x.example"),
    )
    file = File(with_blocks(Listing(ListStyle.PARAGRAPHS, (Bullet(content),))))
    runs = file.word.paragraphs[-1].runs
    looks = [(run.text, run.bold, run.italic, str(run.style.name)) for run in runs]
    assert looks == [
        ("a", True, None, "Default Paragraph Font"),
        ("b", None, True, "Default Paragraph Font"),
        ("c", None, None, "HTML Code"),
        ("d", None, None, "Default Paragraph Font"),
    ]
    link = file.word.paragraphs[-1].hyperlinks[0].runs[0]
    assert (link.text, link.bold, link.underline, str(link.style.name)) == (
        "e",
        True,
        True,
        "HTML Code",
    )


def test_there_are_links_for_addresses_and_for_nothing_else() -> None:
    assert File(small()).addresses == {
        "mailto:maren@oduya.example",
        "https://github.com/maren-oduya",
        "https://kiln.example",
    }
    document = with_blocks(Listing(ListStyle.BULLETS, (Bullet(line("https://x.example")),)))
    assert not File(replace(document, contacts=())).addresses


def test_an_address_is_written_as_addresses_are() -> None:
    found = File(hostile()).addresses
    assert len(found) > 3
    assert not [address for address in found if set(address) & set('<>"`{}|\\^ ')]


def test_a_link_of_several_styles_is_one_link() -> None:
    href = "https://x.example"
    content = (Span("a", strong=True, href=href), Span("b", code=True, href=href), Span("c"))
    file = File(with_blocks(Listing(ListStyle.PARAGRAPHS, (Bullet(content),))))
    links = file.word.paragraphs[-1].hyperlinks
    assert [(link.text, link.address) for link in links] == [("ab", href)]


@pytest.mark.parametrize(
    ("title", "place", "expected"),
    [
        (line("T"), line("P"), [("P", "https://x.example")]),
        (line("T"), (), [("T", "https://x.example")]),
        (line("T", "https://own.example"), (), [("T", "https://own.example")]),
    ],
)
def test_an_entry_links_its_place_or_without_one_its_title(
    title: tuple[Span, ...], place: tuple[Span, ...], expected: list[tuple[str, str]]
) -> None:
    file = File(with_blocks(Entry(title=title, place=place, url="https://x.example")))
    links = file.word.paragraphs[-1].hyperlinks
    assert [(link.text, link.address) for link in links] == expected


def test_a_text_that_runs_to_the_left_is_marked_so() -> None:
    items = [Bullet(line(text)) for text in ("12 עברית C++", "C++ עברית", "plain", "12")]
    file = File(with_blocks(Listing(ListStyle.PARAGRAPHS, tuple(items))))
    marked = ["bidi" in ET.tostring(p).decode() for p in list(file.all("p"))[-4:]]
    assert marked == [True, False, False, False]
