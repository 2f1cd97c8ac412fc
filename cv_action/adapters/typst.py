"""PDFs by typst, in this process: no network, no fonts but the given ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cv_action.errors import RenderError
from cv_action.render.pdf import Sheet

_STANDARD: Final = "ua-1"
"""Accessible PDF. Why: with it a character that no font has is an error instead of a hole."""
_MISSING: Final = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNREADABLE_PHOTO: Final = re.compile(r"failed to decode image|unknown image format")
_SHOWN: Final = 8
"""How many missing characters a message names."""


@dataclass(frozen=True, slots=True)
class TypstTypesetter:
    """Sets sheets with the bundled fonts and those in ``font_paths`` (folders)."""

    font_paths: tuple[str, ...] = ()

    def typeset(self, sheet: Sheet) -> bytes:
        """A tagged PDF with its fonts in it; the same bytes for the same sheet.

        Raises:
            RenderError: no font has a character of the text, or typst refuses the sheet.
        """
        import typst  # noqa: PLC0415  30 MB that a run without PDF need not load

        bundled = resources.files("cv_action.render").joinpath("fonts")
        with resources.as_file(bundled) as fonts, TemporaryDirectory(prefix="cv-action-") as place:
            root = Path(place)
            _lay_out(sheet, root)
            try:
                return typst.compile(
                    str(root / sheet.main),
                    root=place,
                    font_paths=[str(fonts), *self.font_paths],
                    ignore_system_fonts=True,
                    sys_inputs={"cv": sheet.data},
                    pdf_standards=_STANDARD,
                    timestamp=sheet.timestamp,
                    package_path=place,
                    package_cache_path=place,
                )
            except typst.TypstError as error:
                raise _refusal(error.diagnostic) from error


def _lay_out(sheet: Sheet, root: Path) -> None:
    """Put sources and files where typst may read, which is nowhere else."""
    for name, source in sheet.sources.items():
        (root / name).write_text(source, encoding="utf-8")
    for name, data in sheet.files.items():
        (root / name).write_bytes(data)


def _refusal(diagnostic: str) -> RenderError:
    missing = _missing(diagnostic)
    if missing:
        return _missing_glyphs(missing)
    if _UNREADABLE_PHOTO.search(diagnostic):
        return RenderError(
            "the photo cannot be read.",
            hint="Give a PNG or JPEG file, or leave the photo out with publish_photo: false.",
        )
    return RenderError(
        f"the PDF cannot be set: {diagnostic.strip()}",
        hint="This is a defect of cv-action, not of your CV. Please report it with this message.",
    )


def _missing(diagnostic: str) -> Sequence[str]:
    """The texts that no font has, the telling ones alone if there are any.

    Why: a letter under a mark that no font has is reported too, and so are invisible joiners.
    """
    found = (_ESCAPE.sub(_character, text) for text in _MISSING.findall(diagnostic))
    texts = tuple(dict.fromkeys(found))
    return tuple(t for t in texts if t.isprintable() and not t.isascii()) or texts


def _character(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 16))


def _missing_glyphs(texts: Sequence[str]) -> RenderError:
    named = ", ".join(_named(text) for text in texts[:_SHOWN])
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return RenderError(
        f"the PDF's fonts do not have {named}{more}, so the PDF would show a hole instead.",
        hint="Put a font file that has it (Noto Sans of that script, for example) into a folder of "
        "the repository and name the folder in the input fonts; or leave pdf out of formats.",
    )


def _named(text: str) -> str:
    codes = " ".join(f"U+{ord(character):04X}" for character in text)
    return f"{text!r} ({codes})"
