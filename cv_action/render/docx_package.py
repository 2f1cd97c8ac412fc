"""The file around the paragraphs: its parts, its properties, its photo, and how it is packed.

Why a template of our own: the library's has a thumbnail, hundreds of styles, its own dates and its
own name in it. Importing this module is slow, so only those who draw import it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from io import BytesIO
from types import MappingProxyType
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.parts.image import ImagePart
from docx.shared import Length, Mm

from cv_action.render.characters import visible
from cv_action.render.document import Document, Photo
from cv_action.render.docx_drawing import paragraph
from cv_action.render.docx_lines import footer
from cv_action.render.docx_photo import pixels
from cv_action.render.options import PageSize

PAPER: Final[Mapping[PageSize, tuple[Length, Length]]] = MappingProxyType(
    {PageSize.A4: (Mm(210), Mm(297)), PageSize.LETTER: (Mm(215.9), Mm(279.4))}
)
EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
"""The moments that a ZIP archive can name."""
PROPERTY_LENGTH: Final = 255
_PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "[Content_Types].xml": "types.xml",
        "_rels/.rels": "package-rels.xml",
        "docProps/core.xml": "core.xml",
        "word/document.xml": "document.xml",
        "word/_rels/document.xml.rels": "document-rels.xml",
        "word/numbering.xml": "numbering.xml",
        "word/settings.xml": "settings.xml",
        "word/styles.xml": "styles.xml",
    }
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_PHOTO_WIDTH: Final = Mm(26)
_PHOTO_HEIGHT: Final = Mm(32)
_ANCHOR: Final = """
<w:r {namespaces}><w:drawing>
  <wp:anchor distT="0" distB="0" distL="180000" distR="0" simplePos="0" relativeHeight="1"
      behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">
    <wp:simplePos x="0" y="0"/>
    <wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>
    <wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV>
    <wp:extent cx="{width}" cy="{height}"/>
    <wp:wrapSquare wrapText="bothSides"/>
    <wp:docPr id="1" name="Photo"/>
    <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>
    <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
      <pic:pic>
        <pic:nvPicPr><pic:cNvPr id="1" name="Photo"/><pic:cNvPicPr/></pic:nvPicPr>
        <pic:blipFill><a:blip r:embed="{key}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
        <pic:spPr>
          <a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
          <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
        </pic:spPr>
      </pic:pic>
    </a:graphicData></a:graphic>
  </wp:anchor>
</w:drawing></w:r>
"""


def opened(document: Document, page_size: PageSize) -> WordDocument:
    """A file without paragraphs yet, on its paper, in its language."""
    word = docx.Document(BytesIO(_packed(_template(), EARLIEST)))
    _set_paper(word, page_size)
    if _LANGUAGE.fullmatch(document.language):
        lang = next(word.styles.element.iter(qn("w:lang")))
        lang.set(qn("w:val"), document.language)
    _set_properties(word, document)
    _set_footer(word, document)
    return word


def add_photo(word: WordDocument, photo: Photo, description: str) -> None:
    """Put the photo into the upper right corner, the text around it.

    A picture whose size cannot be read is left out: a file with it would not open.
    """
    size = pixels(photo)
    if not size:
        return
    scale = min(_PHOTO_WIDTH / size[0], _PHOTO_HEIGHT / size[1])
    name = f"/word/media/photo.{photo.media_type.rpartition('/')[2]}"
    part = ImagePart(PackURI(name), photo.media_type, photo.data)
    anchor = _ANCHOR.format(
        namespaces=nsdecls("w", "wp", "a", "pic", "r"),
        width=max(1, round(size[0] * scale)),
        height=max(1, round(size[1] * scale)),
        key=word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE),
    )
    run = parse_xml(re.sub(r">\s+<", "><", anchor.strip()))
    next(run.iter(qn("wp:docPr"))).set("descr", visible(description))
    word.element.body[0].insert(1, run)


def packed(word: WordDocument, moment: datetime) -> bytes:
    """The file as bytes that depend on what is in it and on nothing else."""
    drawn = BytesIO()
    word.save(drawn)
    with ZipFile(drawn) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return _packed(members, _named(moment))


def _template() -> dict[str, bytes]:
    folder = resources.files("cv_action.render").joinpath("templates", "docx")
    return {name: folder.joinpath(file).read_bytes() for name, file in _PARTS.items()}


def _packed(members: Mapping[str, bytes], moment: datetime) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        for name, data in members.items():
            info = ZipInfo(name, moment.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            file.writestr(info, data)
    return archive.getvalue()


def _named(moment: datetime) -> datetime:
    return min(max(moment.astimezone(UTC), EARLIEST), LATEST)


def _set_paper(word: WordDocument, page_size: PageSize) -> None:
    paper = word.sections[0]
    width, height = PAPER[page_size]
    paper.page_width, paper.page_height = width, height
    edge = Length(width - (paper.left_margin or 0) - (paper.right_margin or 0))
    for name in ("Heading 2", "Heading 3"):
        stops = word.styles[name].paragraph_format.tab_stops
        stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)


def _set_properties(word: WordDocument, document: Document) -> None:
    name = visible(document.name)
    properties = word.core_properties
    properties.title = _short(f"{name} – {visible(document.labels.curriculum_vitae)}")
    properties.author = properties.last_modified_by = _short(name)
    properties.language = _short(visible(document.language))
    properties.created = properties.modified = _named(document.moment)
    properties.revision = 1


def _short(text: str) -> str:
    return text[:PROPERTY_LENGTH]


def _set_footer(word: WordDocument, document: Document) -> None:
    """Number the pages after the first; a CV of one page needs no number."""
    first = word.sections[0]
    first.different_first_page_header_footer = True
    first.footer.is_linked_to_previous = False
    element = first.footer.paragraphs[0]._p  # noqa: SLF001  a field has no public way in
    line = paragraph(footer(document.name, document.labels), {})
    element.getparent().replace(element, line)
