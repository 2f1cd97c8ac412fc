"""How a CV breaks into pages, and what stands at their foot."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer, LTTextLine
from pypdf import PdfReader

from cv_action.adapters.typst import TypstTypesetter
from cv_action.render.document import Document, Entry, Group, When
from cv_action.render.options import Design, PageSize
from cv_action.render.pdf import sheet
from tests.document_parts import bullets, line, paragraphs, section
from tests.document_rich import rich
from tests.documents import small, ten_pages

DESIGNS = pytest.mark.parametrize("design", Design)
SIZES = pytest.mark.parametrize("size", PageSize)


def pages(document: Document, design: Design, size: PageSize = PageSize.A4) -> list[list[str]]:
    """The lines of each page, without its foot."""
    data = TypstTypesetter().typeset(sheet(document, design=design, page_size=size))
    found = PdfReader(io.BytesIO(data)).pages
    lines = [page.extract_text().split("\n") for page in found]
    return [[line for line in page if not re.search(r"Page \d+ of \d+", line)] for page in lines]


def foot(document: Document, design: Design) -> list[str]:
    data = TypstTypesetter().typeset(sheet(document, design=design, page_size=PageSize.A4))
    texts = (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return [" ".join(re.findall(r"Page \d+ of \d+", text)) for text in texts]


def filled(lines: int) -> Document:
    """Lines of text, then a section whose first entry has a head of three lines."""
    filling = paragraphs(*(f"Line {number}" for number in range(lines)))
    role = Entry(
        title=line("Pilot"),
        place=line("Harbour"),
        note=line("Tugs and ferries"),
        when=When("2020 – 2021"),
        bullets=bullets("First", "Second"),
    )
    group = Group(place=line("Dockyard"), entries=(role,))
    return replace(
        small(), sections=(section("Filling", filling), section("Experience", role, group))
    )


@DESIGNS
@SIZES
def test_a_small_cv_is_one_page(design: Design, size: PageSize) -> None:
    assert len(pages(small(), design, size)) == 1


@DESIGNS
@SIZES
def test_a_cv_with_every_kind_of_block_is_two_pages(design: Design, size: PageSize) -> None:
    assert len(pages(replace(rich(), photo=None), design, size)) == 2


@DESIGNS
def test_one_page_has_no_number_and_many_have_theirs(design: Design) -> None:
    assert foot(small(), design) == [""]
    numbers = foot(replace(ten_pages(), photo=None), design)
    assert len(numbers) > 5
    assert numbers == [f"Page {n + 1} of {len(numbers)}" for n in range(len(numbers))]


@DESIGNS
def test_the_label_of_the_page_is_the_documents(design: Design) -> None:
    document = replace(filled(80), labels=replace(small().labels, page="{pages} / {page} {x}"))
    data = TypstTypesetter().typeset(sheet(document, design=design, page_size=PageSize.A4))
    assert "2 / 1 {x}" in PdfReader(io.BytesIO(data)).pages[0].extract_text()


@DESIGNS
def test_no_page_ends_with_a_head(design: Design) -> None:
    """Whatever stands before it: a head is on the page of what it is the head of."""
    last = {
        page[-1].strip()
        for lines in range(32, 48)
        for page in pages(filled(lines), design)[:-1]
        if page
    }
    assert len(last) > 5, "several kinds of lines must have been at the end of a page"
    heads = ("Experience", "Pilot", "Harbour", "Tugs and ferries", "Dockyard")
    assert not [line for line in last if line.startswith(heads)]


@DESIGNS
def test_entries_that_are_nothing_but_heads_fill_their_pages(design: Design) -> None:
    papers = tuple(Entry(title=line(f"Paper {number}")) for number in range(90))
    document = replace(small(), sections=(section("Papers", *papers),))
    assert min(len(page) for page in pages(document, design)[:-1]) > 30


@DESIGNS
def test_a_cv_that_misses_one_page_by_little_is_drawn_together(design: Design) -> None:
    counts = [len(pages(filled(lines), design)) for lines in range(20, 60, 2)]
    assert counts == sorted(counts)
    longest = 20 + 2 * (counts.index(2) - 1)
    as_it_is, drawn = pages(filled(20), design), pages(filled(longest), design)
    assert (len(as_it_is), len(drawn)) == (1, 1)
    assert _distance(filled(longest), design) < _distance(filled(20), design)


def _distance(document: Document, design: Design) -> float:
    """From one line of the filling to the next, in points."""
    data = TypstTypesetter().typeset(sheet(document, design=design, page_size=PageSize.A4))
    heights = {
        row.get_text().strip(): row.y0
        for page in extract_pages(io.BytesIO(data))
        for box in page
        for row in (box if isinstance(box, LTTextContainer) else ())
        if isinstance(row, LTTextLine)
    }
    return heights["Line 1"] - heights["Line 2"]
