"""PDFs as readers and parsers find them: every word in order, real structure, no tricks."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LAParams, LTChar, LTTextContainer, LTTextLine
from pdfua import validate
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from cv_action.adapters.typst import TypstTypesetter
from cv_action.render.document import Document, Entry, Photo, When, plain
from cv_action.render.options import Design, PageSize
from cv_action.render.pdf import sheet
from tests.document_hostile import HOSTILE_TEXTS
from tests.document_parts import bullets, line, paragraphs, section
from tests.document_rich import rich
from tests.document_texts import letters, texts_of
from tests.documents import small, ten_pages

ALL = tuple(product(Design, PageSize))
COMBINATIONS = pytest.mark.parametrize(("design", "size"), ALL)
DESIGNS = pytest.mark.parametrize("design", Design)
NUMBERED = re.compile(r"Page\d+of\d+")
FOREIGN = re.compile("[\u0300-\u036f\u2e80-\ud7ff\ufb00-\ufb06\U00010000-\U0001ffff]")
LITERAL = tuple(text for text in HOSTILE_TEXTS if not FOREIGN.search(text) and text.isascii())
UNWANTED = re.compile("[\u00ad\u200b\ue000-\uf8ff\ufb00-\ufb06]")


def unlabelled(document: Document) -> Document:
    """Contact details without labels, which designs may leave out."""
    return replace(
        document,
        photo=None,
        contacts=tuple(replace(contact, label="") for contact in document.contacts),
    )


def texts() -> Document:
    """Hostile texts in every place of an entry."""
    entries = tuple(
        Entry(
            title=line(text),
            place=line(text),
            location=text,
            when=When(text),
            note=line(text),
            bullets=bullets(text),
        )
        for text in LITERAL
    )
    return replace(small(), name="*Bo* #sys.version", sections=(section("Texts", *entries),))


DOCUMENTS = {"small": small, "rich": rich, "ten_pages": ten_pages, "texts": texts}
NAMES = pytest.mark.parametrize("name", DOCUMENTS)


@cache
def pdf(name: str, design: Design, size: PageSize = PageSize.A4) -> bytes:
    return typeset(unlabelled(DOCUMENTS[name]()), design, size)


def typeset(document: Document, design: Design, size: PageSize = PageSize.A4) -> bytes:
    return TypstTypesetter().typeset(sheet(document, design=design, page_size=size))


def square() -> bytes:
    """A picture of four pixels."""
    rows = b"\0\x80\x20\x20\x20\x20\x80" * 2
    parts = (b"IHDR" + struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(rows))
    chunks = (
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (*parts, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def first_out_of_order(document: Document, words: str) -> str:
    """The first text that does not follow those before it, ends of lines and pages aside."""
    found, position = NUMBERED.sub("", letters(words)), 0
    name = letters(document.name)
    found = name + found.replace(name, "")
    wanted = [letters(plain(text)) for text in texts_of(document, dates_last=True)]
    assert len(wanted) > 10
    for text in wanted:
        at = found.find(text, position)
        if at < 0:
            return f"{text!r} after {found[:position][-60:]!r}: {found[position:][:60]!r}"
        position = at + len(text)
    return ""


@NAMES
@COMBINATIONS
def test_one_reader_finds_every_text_in_order(name: str, design: Design, size: PageSize) -> None:
    words = "\n".join(pages(pdf(name, design, size)))
    assert first_out_of_order(unlabelled(DOCUMENTS[name]()), words) == ""


@NAMES
@COMBINATIONS
def test_another_reader_finds_every_text_in_order(
    name: str, design: Design, size: PageSize
) -> None:
    words = extract_text(io.BytesIO(pdf(name, design, size)))
    assert first_out_of_order(unlabelled(DOCUMENTS[name]()), words) == ""


@NAMES
@DESIGNS
def test_no_character_stands_for_another(name: str, design: Design) -> None:
    words = "".join(pages(pdf(name, design)))
    assert words
    assert not UNWANTED.search(words)


@DESIGNS
def test_quotes_and_letters_stay_as_they_were_written(design: Design) -> None:
    """One sign for one character, so that no reader has to know what a ligature stands for."""
    text = "\"office\" affine fflush 'Thfi' ... -- waffle"
    data = typeset(replace(small(), sections=(section("Text", paragraphs(text)),)), design)
    assert text in " ".join("".join(pages(data)).split())
    signs = [sign.get_text() for row in _rows(data) for sign in row]
    assert "w" in signs
    assert not [sign for sign in signs if len(sign) > 1]


@NAMES
@DESIGNS
def test_it_is_one_column(name: str, design: Design) -> None:
    """No two texts of a line stand so far apart that a parser takes them for two columns."""
    gaps = [right.x0 - left.x1 for row in _rows(pdf(name, design)) for left, right in pairwise(row)]
    assert gaps
    assert max(gaps) < 24


def _rows(data: bytes) -> Iterator[list[LTChar]]:
    """The characters of each line, from left to right, feet of pages aside."""
    for page in extract_pages(io.BytesIO(data), laparams=LAParams(boxes_flow=None)):
        lines: dict[int, list[LTChar]] = {}
        for box in page:
            for row in box if isinstance(box, LTTextContainer) else ():
                for char in row if isinstance(row, LTTextLine) else ():
                    if isinstance(char, LTChar) and char.y0 > 50:
                        lines.setdefault(round(char.matrix[5]), []).append(char)
        yield from (sorted(row, key=lambda char: char.x0) for row in lines.values())


@NAMES
@COMBINATIONS
def test_it_is_accessible(name: str, design: Design, size: PageSize, tmp_path: Path) -> None:
    place = tmp_path / "cv.pdf"
    place.write_bytes(pdf(name, design, size))
    report = validate(str(place))
    assert not report.findings


@NAMES
@DESIGNS
def test_every_font_is_in_the_file(name: str, design: Design) -> None:
    reader = PdfReader(io.BytesIO(pdf(name, design)))
    objects = (reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1))
    fonts = [
        set(found.keys())
        for found in objects
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & font for font in fonts)


@DESIGNS
def test_headings_lists_quotes_and_links_are_tagged(design: Design) -> None:
    reader = PdfReader(io.BytesIO(pdf("rich", design)))
    roles = list(_roles(reader.root_object["/StructTreeRoot"]))
    headings = [role for role in roles if re.fullmatch(r"/H\d", role)]
    assert headings[:5] == ["/H1", "/H2", "/H2", "/H3", "/H4"]
    assert headings.count("/H1") == 1
    assert headings.count("/H2") == len(rich().sections)
    assert {"/L", "/LI", "/Lbl", "/LBody", "/BlockQuote", "/Link"} <= set(roles)


def _roles(node: object) -> Iterator[str]:
    node = node.get_object() if isinstance(node, PdfObject) else node
    if isinstance(node, ArrayObject):
        for child in node:
            yield from _roles(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"])
        yield from _roles(node.get("/K"))


@DESIGNS
def test_links_lead_where_the_document_says(design: Design) -> None:
    reader = PdfReader(io.BytesIO(pdf("rich", design)))
    found = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", ())
    ]
    assert "mailto:ilse@vandermeer.example" in found
    assert "https://harbour.example" in found
    assert "https://lumen.example/quire" in found
    assert "https://github.com/ilse-vo/quorum-lab" in found


@DESIGNS
def test_the_file_says_whose_it_is_and_in_which_language(design: Design) -> None:
    document = replace(small(), language="de-AT")
    reader = PdfReader(io.BytesIO(typeset(document, design)))
    about = reader.metadata
    assert about is not None
    assert about.title == "Maren Oduya – Curriculum vitae"
    assert about.author == "Maren Oduya"
    assert about.creation_date == document.moment
    assert str(reader.root_object["/Lang"]) == "de-AT"


@COMBINATIONS
def test_a_photo_is_the_only_picture_and_is_described(design: Design, size: PageSize) -> None:
    document = replace(small(), photo=Photo(square(), "image/png"))
    with_photo, without = typeset(document, design, size), typeset(small(), design, size)
    images = [len(PdfReader(io.BytesIO(data)).pages[0].images) for data in (with_photo, without)]
    assert images == [1, 0]
    assert b"Photo of Maren Oduya" in with_photo
