"""A file for word processors as its readers find it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx as reader

from cv_action.render import docx
from cv_action.render.document import (
    Document,
)
from cv_action.render.options import PageSize

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class File:
    """What a reader of the file finds, through a library of its own and in the bare XML."""

    def __init__(self, document: Document, page_size: PageSize = PageSize.A4) -> None:
        self.bytes = docx.render(document, page_size=page_size)
        self.word = reader.Document(BytesIO(self.bytes))
        with ZipFile(BytesIO(self.bytes)) as archive:
            assert archive.testzip() is None
            self.members = archive.infolist()
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.body = ET.fromstring(self.parts["word/document.xml"])  # noqa: S314  our own bytes

    @property
    def words(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.word.paragraphs)

    @property
    def styled(self) -> list[tuple[str, str]]:
        return [(str(p.style and p.style.name), p.text) for p in self.word.paragraphs]

    @property
    def addresses(self) -> set[str]:
        rels = self.word.part.rels.values()
        return {rel.target_ref for rel in rels if rel.is_external}

    def all(self, name: str) -> Iterator[ET.Element]:
        return self.body.iter(W + name)
