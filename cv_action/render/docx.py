"""The CV as a file for word processors: real headings, real lists, real links.

Nothing in it is drawn with tables or text boxes, so those who change it by hand, and programs that
read applications, find one column of text in the order in which it is read.
"""

from __future__ import annotations

from cv_action.render.document import Document
from cv_action.render.docx_lines import lines
from cv_action.render.options import PageSize


def render(document: Document, *, page_size: PageSize) -> bytes:
    """The file. Its styles are those of a word processor, so changing one changes the whole."""
    from cv_action.render.docx_drawing import draw  # noqa: PLC0415  slow, and only files need it
    from cv_action.render.docx_package import add_photo, opened, packed  # noqa: PLC0415  the same

    word = opened(document, page_size)
    draw(word, lines(document))
    if document.photo:
        description = document.labels.photo_of.replace("{name}", document.name)
        add_photo(word, document.photo, description)
    return packed(word, document.moment)
