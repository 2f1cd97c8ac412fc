"""From a CV to the files that are published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from cv_action.cv.model import Cv
from cv_action.publish.change import File
from cv_action.render import docx, html, markdown, pdf, resume_json, text
from cv_action.render.compose import compose
from cv_action.render.document import Document, Photo
from cv_action.render.options import Format, RenderOptions
from cv_action.render.pdf import Typesetter
from cv_action.render.redact import redacted

NAMES: Final[Mapping[Format, str]] = MappingProxyType(
    {
        Format.HTML: "index.html",
        Format.PDF: "cv.pdf",
        Format.MARKDOWN: "cv.md",
        Format.TEXT: "cv.txt",
        Format.DOCX: "cv.docx",
        Format.JSON: "resume.json",
    }
)
"""What each document is called in the output folder."""


def documents(
    cv: Cv, options: RenderOptions, *, typesetter: Typesetter, photo: Photo | None = None
) -> Mapping[Format, bytes]:
    """Make every document that was asked for, from what may be published of the CV.

    Raises:
        RenderError: one of them cannot be made.
    """
    public = redacted(cv, options)
    document = compose(public, locale=options.locale, photo=photo)
    makers = _makers(public, document, options, typesetter)
    return {chosen: makers[chosen]() for chosen in Format if chosen in options.formats}


def as_files(made: Mapping[Format, bytes], output_dir: str) -> tuple[File, ...]:
    """The documents as files of the output folder."""
    folder = PurePosixPath(output_dir)
    return tuple(File(str(folder / NAMES[kind]), data) for kind, data in made.items())


def _makers(
    cv: Cv, document: Document, options: RenderOptions, typesetter: Typesetter
) -> Mapping[Format, Callable[[], bytes]]:
    size = options.page_size
    return {
        Format.HTML: lambda: html.render(document),
        Format.PDF: lambda: typesetter.typeset(
            pdf.sheet(document, design=options.design, page_size=size)
        ),
        Format.MARKDOWN: lambda: markdown.render(document),
        Format.TEXT: lambda: text.render(document),
        Format.DOCX: lambda: docx.render(document, page_size=size),
        Format.JSON: lambda: resume_json.render(cv),
    }
