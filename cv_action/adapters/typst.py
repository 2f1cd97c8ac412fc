"""Typst, the engine that makes PDFs: offline, from the fonts that it is given and no others."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from cv_action.errors import RenderError

if TYPE_CHECKING:
    from cv_action.render.pdf import Sheet

_NO_GLYPH: Final = re.compile(r"the text `(?P<text>.+)` could not be displayed", re.DOTALL)


class TypstTypesetter:
    """Typesets sheets; ``font_paths`` are folders with fonts beside the ones that ship with us."""

    def __init__(self, font_paths: tuple[str, ...] = ()) -> None:
        self.font_paths = font_paths

    def typeset(self, sheet: Sheet) -> bytes:
        """Typeset a sheet as PDF/UA-1, the same bytes for the same sheet and fonts.

        Raises:
            RenderError: a text cannot be shown with these fonts.
        """
        import typst  # noqa: PLC0415  the largest import of the program

        package = resources.files("cv_action.render")
        with resources.as_file(package / "fonts") as fonts:
            try:
                made = typst.compile(
                    sheet.template.encode(),
                    root=str(fonts),
                    font_paths=[str(fonts), *self.font_paths],
                    ignore_system_fonts=True,
                    sys_inputs={"cv": sheet.data},
                    pdf_standards=["ua-1"],
                    timestamp=int(sheet.moment.timestamp()),
                )
            except typst.TypstError as error:
                raise _render_error(error.message) from error
        return made if isinstance(made, bytes) else b"".join(made or ())


def _render_error(message: str) -> RenderError:
    if match := _NO_GLYPH.search(message):
        text = match["text"].strip('"')
        return RenderError(
            f"The PDF cannot show {text!r}: no font at hand has it.",
            hint="Put a font that has it into a folder of the repository and name the folder with "
            "the input `fonts` (Noto has one for every script), or leave `pdf` out of `formats`.",
        )
    return RenderError(
        f"The PDF could not be made: {message}",
        hint="This is a defect of cv-action; please report it with this line.",
    )
