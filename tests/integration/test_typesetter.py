"""Typst behind its port: the same bytes, no other files, errors that say what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from cv_action.adapters.typst import TypstTypesetter
from cv_action.errors import RenderError
from cv_action.render.document import Document, Photo
from cv_action.render.options import Design, PageSize
from cv_action.render.pdf import Sheet, sheet
from tests.document_parts import line, paragraphs, section
from tests.document_rich import rich
from tests.documents import small

DESIGNS = pytest.mark.parametrize("design", Design)
ROOT: Final = Path(__file__).parents[2]


def typeset(document: Document, design: Design = Design.MODERN) -> bytes:
    return TypstTypesetter().typeset(sheet(document, design=design, page_size=PageSize.A4))


def saying(text: str) -> Document:
    return replace(small(), sections=(section("Text", paragraphs(text)),))


def source(text: str) -> Sheet:
    return replace(
        sheet(small(), design=Design.PLAIN, page_size=PageSize.A4), sources={"plain.typ": text}
    )


@DESIGNS
def test_the_bytes_depend_on_the_document_alone(
    design: Design, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = replace(rich(), photo=None)
    first = typeset(document, design)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("TYPST_FONT_PATHS", str(ROOT))
    assert typeset(document, design) == first


def test_the_bytes_are_the_same_in_another_process() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.integration.test_typesetter import typeset, small;"
        "sys.stdout.buffer.write(typeset(small()))"
    )
    made = subprocess.run(
        [sys.executable, "-c", script, str(ROOT)],
        check=True,
        capture_output=True,
        env={"PATH": os.defpath, "HASHSEED": "7"},
    )
    assert made.stdout == typeset(small())


@DESIGNS
@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Đặng Thị Hằng ắằẵửự",
        "Ελλάδα, Μαρία Παππά",
        "Київ, Ђорђе, Ёж",
        "Łódź Þór Iñtër Şişli",
    ],
)
def test_european_scripts_and_vietnamese_need_no_font_of_the_owner(
    design: Design, text: str
) -> None:
    strong = replace(line(text)[0], strong=True, emphasis=True)
    document = replace(saying(text), name=text, headline=(strong,))
    assert typeset(document, design).startswith(b"%PDF-")


@DESIGNS
def test_a_character_without_a_font_is_named_with_the_way_out(design: Design) -> None:
    with pytest.raises(RenderError) as caught:
        typeset(saying("Shipping 🚢 from 横浜, quickly"), design)
    assert "'🚢' (U+1F6A2)" in caught.value.message
    assert "'横' (U+6A2A)" in caught.value.message
    assert "quickly" not in caught.value.message
    assert "input fonts" in caught.value.hint


def test_a_text_full_of_characters_without_a_font_is_cut_short() -> None:
    with pytest.raises(RenderError, match=r" and 12 more, so"):
        typeset(saying("".join(chr(0x4E00 + n) for n in range(20))))


def test_a_photo_that_is_none_is_said_to_be_unreadable() -> None:
    with pytest.raises(RenderError, match="the photo cannot be read") as caught:
        typeset(replace(small(), photo=Photo(b"<svg/>", "image/png")))
    assert "publish_photo" in caught.value.hint


def test_any_other_refusal_is_a_defect_of_ours_with_typsts_words() -> None:
    with pytest.raises(RenderError, match="unknown variable: nonsense") as caught:
        TypstTypesetter().typeset(source("#nonsense"))
    assert "defect of cv-action" in caught.value.hint


@pytest.mark.parametrize(
    "path", ["/etc/hostname", "../../../../etc/hostname", "/proc/self/environ"]
)
def test_no_file_but_those_of_the_sheet_can_be_read(path: str) -> None:
    with pytest.raises(RenderError, match=r"not found|escape"):
        TypstTypesetter().typeset(source(f'#read("{path}")'))


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    typeset(small())
    with pytest.raises(RenderError):
        typeset(saying("横"))
    assert not list(tmp_path.iterdir())
