"""The files that the example CV becomes, byte by byte, in both designs and languages."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cv_action.adapters.typst import TypstTypesetter
from cv_action.cv.formats import read_cv
from cv_action.pipeline.documents import NAMES, documents
from cv_action.render.options import Design, Format, PageSize, RenderOptions

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "cv.json"
IsGolden = Callable[[str, bytes], bool]


def made(options: RenderOptions) -> dict[Format, bytes]:
    cv = read_cv(EXAMPLE.read_bytes()).cv
    return dict(documents(cv, options, typesetter=TypstTypesetter()))


def comparable(chosen: Format, data: bytes) -> bytes:
    """The bytes; of a Word file its parts, because compression differs between zlib's versions."""
    if chosen is not Format.DOCX:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {
            member.filename: [list(member.date_time), package.read(member).decode()]
            for member in package.infolist()
        }
    return json.dumps(parts, indent=1, ensure_ascii=False).encode()


def suffix(chosen: Format) -> str:
    ending = NAMES[chosen].rpartition(".")[2]
    return f"{ending}.json" if chosen is Format.DOCX else ending


@pytest.mark.parametrize("locale", ["en", "de"])
def test_every_format_is_golden(is_golden: IsGolden, locale: str) -> None:
    files = made(RenderOptions(locale=locale))
    assert set(files) == set(Format)
    same = [
        is_golden(f"files/example-{locale}.{suffix(chosen)}", comparable(chosen, data))
        for chosen, data in files.items()
    ]
    assert same == [True] * len(Format)


def test_the_plain_design_is_golden(is_golden: IsGolden) -> None:
    options = RenderOptions(formats=(Format.PDF,), design=Design.PLAIN, page_size=PageSize.LETTER)
    assert is_golden("files/example-plain.pdf", made(options)[Format.PDF])
