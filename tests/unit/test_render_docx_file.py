from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm

from cv_action.render import docx
from cv_action.render.document import (
    Photo,
)
from cv_action.render.docx_photo import pixels
from cv_action.render.options import PageSize
from tests.document_hostile import hostile
from tests.document_parts import PIXEL
from tests.document_rich import rich
from tests.documents import every_document, small
from tests.docx_file import File

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc4\x00\x03c\xff\xc0\x00\x0b\x08\x00\x28\x00\x14\x01"
NAMES = {"docProps/core.xml", "word/document.xml", "word/styles.xml", "word/numbering.xml"}


def test_the_properties_are_those_of_the_person_and_of_nobody_else() -> None:
    found = File(small()).word.core_properties
    assert found.title == "Maren Oduya – Curriculum vitae"
    assert found.author == found.last_modified_by == "Maren Oduya"
    assert found.created == found.modified == small().moment
    assert (found.language, found.comments, found.keywords) == ("en", "", "")
    for part in File(small()).parts.values():
        assert b"python-docx" not in part


def test_a_name_longer_than_a_property_is_cut_there_and_whole_in_the_text() -> None:
    file = File(replace(small(), name="N" * 300))
    assert file.word.core_properties.author == "N" * 255
    assert file.word.paragraphs[0].text == "N" * 300


@pytest.mark.parametrize(("tag", "expected"), [("de-CH", "de-CH"), ('"><b>', "en"), ("", "en")])
def test_the_styles_say_the_language(tag: str, expected: str) -> None:
    styles = File(replace(small(), language=tag)).parts["word/styles.xml"].decode()
    assert re.findall('<w:lang w:val="([^"]*)"', styles) == [expected]


@pytest.mark.parametrize(
    ("size", "width", "height", "edge"),
    [(PageSize.A4, 210, 297, 170), (PageSize.LETTER, 215.9, 279.4, 175.9)],
)
def test_the_paper_is_the_one_asked_for_and_dates_end_at_its_edge(
    size: PageSize, width: float, height: float, edge: float
) -> None:
    word = File(small(), size).word
    paper = word.sections[0]
    sides = (paper.page_width, paper.page_height)
    assert [round(side.mm, 1) for side in sides if side] == [width, height]
    style = word.styles["Heading 2"]
    assert style.type is WD_STYLE_TYPE.PARAGRAPH
    stops = list(style.paragraph_format.tab_stops)
    assert [round(stop.position.mm, 1) for stop in stops] == [edge]


def test_pages_after_the_first_are_numbered_by_the_word_processor() -> None:
    file = File(small())
    assert file.word.sections[0].different_first_page_header_footer
    footer = file.word.sections[0].footer.paragraphs[0]
    assert footer.text == "Maren Oduya · Page  of "
    fields = re.findall('w:instr=" (.*?) "', file.parts["word/footer1.xml"].decode())
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("photo", [Photo(PIXEL, "image/png"), Photo(JPEG, "image/jpeg")])
def test_a_photo_is_in_the_file_with_a_text_in_its_place(photo: Photo) -> None:
    file = File(replace(small(), photo=photo))
    kept = [data for name, data in file.parts.items() if name.startswith("word/media/")]
    assert kept == [photo.data]
    assert 'descr="Photo of Maren Oduya"' in file.parts["word/document.xml"].decode()
    first = next(iter(file.all("p")))
    assert b"drawing" in ET.tostring(first)


def test_a_photo_keeps_its_proportions() -> None:
    file = File(replace(small(), photo=Photo(JPEG, "image/jpeg")))
    extent = next(e for e in file.body.iter() if e.tag.endswith("}extent"))
    assert (int(extent.attrib["cx"]), int(extent.attrib["cy"])) == (Mm(16), Mm(32))


def test_a_photo_whose_size_cannot_be_read_is_left_out() -> None:
    assert not [name for name in File(hostile()).parts if "media" in name]
    assert "drawing" not in File(small()).parts["word/document.xml"].decode()


@pytest.mark.parametrize(
    ("data", "media_type", "expected"),
    [
        (PIXEL, "image/png", (1, 1)),
        (JPEG, "image/jpeg", (20, 40)),
        (PIXEL, "image/jpeg", None),
        (JPEG, "image/png", None),
        (PIXEL[:20], "image/png", None),
        (JPEG[:-6], "image/jpeg", None),
        (b"\xff\xd8" + b"\xff\xe0\x00\x00" * 9, "image/jpeg", None),
        (b"", "image/jpeg", None),
    ],
)
def test_the_size_of_a_photo_is_read_from_its_first_bytes(
    data: bytes, media_type: str, expected: tuple[int, int] | None
) -> None:
    assert pixels(Photo(data, media_type)) == expected


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_member_of_the_archive_carries_the_moment_of_the_document(name: str) -> None:
    file = File(every_document()[name])
    assert {member.filename for member in file.members} > NAMES
    assert len(file.parts) == len(file.members)
    assert {member.date_time for member in file.members} == {(2026, 3, 1, 0, 0, 0)}
    assert not [name for name in file.parts if "thumbnail" in name or "customXml" in name]


@pytest.mark.parametrize(
    ("moment", "stamp"),
    [
        (datetime(1931, 5, 1, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
        (datetime(2999, 5, 1, tzinfo=UTC), (2107, 12, 31, 23, 59, 58)),
        (datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=2))), (2019, 12, 31, 22, 0, 0)),
    ],
)
def test_a_moment_that_archives_cannot_name_becomes_the_nearest_one(
    moment: datetime, stamp: tuple[int, ...]
) -> None:
    file = File(replace(small(), moment=moment))
    assert {member.date_time for member in file.members} == {stamp}
    created = file.word.core_properties.created
    assert created is not None
    assert created.timetuple()[:6] == stamp


def test_the_same_document_gives_the_same_bytes_whatever_the_clock_and_the_zone() -> None:
    code = (
        "import sys; from cv_action.render import docx, options; "
        "from tests.document_rich import rich; "
        "sys.stdout.buffer.write(docx.render(rich(), page_size=options.PageSize.A4))"
    )
    expected = docx.render(rich(), page_size=PageSize.A4)
    for settings in (
        {"TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Lima", "PYTHONHASHSEED": "2"},
    ):
        found = subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[2],
            env={**os.environ, **settings},
            capture_output=True,
            check=True,
        )
        assert found.stdout == expected


def test_importing_the_renderer_does_not_load_the_library() -> None:
    code = "import sys, cv_action.render.docx; sys.exit('lxml' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
