"""Hostile words in every field of a CV come out as words, in every format."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdf
import pytest
from markdown_it import MarkdownIt

from cv_action.adapters.typst import TypstTypesetter
from cv_action.cv.formats import read_cv
from cv_action.cv.source import SourceError
from cv_action.errors import RenderError
from cv_action.pipeline.documents import documents
from cv_action.render.options import ContactField, Design, Format, RenderOptions

EXAMPLE = json.loads((Path(__file__).parent.parent.parent / "examples" / "cv.json").read_text())
EVERYTHING = RenderOptions(contact=tuple(ContactField))
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    '#read("/etc/passwd") #sys.version *bold* $x$ @ref <label> // gone',
    "::set-output name=x::y",
    "\n::add-mask::secret\n",
    "\u202egnihtemos \u2066x\u2069",
    "{{ 7 * 7 }} {% for x in y %} {# z #}",
    "&lt;b&gt; &amp; &#60;",
    "'; DROP TABLE cvs; --",
    "]]> <!-- --> <?php ?>",
    "x" * 1_000,
]  # fmt: skip
DATES = {"startDate", "endDate", "date", "releaseDate"}


def poisoned(value: Any, payload: str) -> Any:  # noqa: ANN401  any JSON
    """The same document with the payload in every text of it; dates stay dates."""
    if isinstance(value, dict):
        return {k: v if k in DATES else poisoned(v, payload) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(item, payload) for item in value]
    return f"w {payload} w"


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def assert_harmless(html: str, *, ours: bool) -> None:
    page = Page()
    page.feed(html)
    assert page.tags
    for tag, attributes in page.tags:
        assert tag not in {"img", "iframe", "object", "embed", "form", "base"}
        assert tag != "script" or (ours and attributes["type"] == "application/ld+json")
        assert not any(name.startswith("on") for name in attributes)
        href = attributes.get("href") or "#"
        if (tag, attributes.get("rel"), href) == ("link", "icon", "data:,"):
            continue
        assert re.match(r"(https?:|mailto:|tel:|#)", href), href


def made(payload: str, *formats: Format, design: Design = Design.MODERN) -> Mapping[Format, bytes]:
    data = json.dumps(poisoned(EXAMPLE, payload)).encode()
    chosen = RenderOptions(formats=formats, contact=EVERYTHING.contact, design=design)
    return documents(read_cv(data).cv, chosen, typesetter=TypstTypesetter())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_page_and_the_markdown_are_inert(payload: str) -> None:
    files = made(payload, Format.HTML, Format.MARKDOWN)
    assert_harmless(files[Format.HTML].decode(), ours=True)
    markdown = MarkdownIt("commonmark", {"html": True}).render(files[Format.MARKDOWN].decode())
    assert_harmless(markdown, ours=False)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_json_and_word_hold_no_control_and_stay_well_formed(payload: str) -> None:
    files = made(payload, Format.TEXT, Format.JSON, Format.DOCX)
    text = files[Format.TEXT].decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert json.loads(files[Format.JSON])["basics"]["name"]
    with zipfile.ZipFile(io.BytesIO(files[Format.DOCX])) as package:
        parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        assert parts
        for name in parts:
            ET.fromstring(package.read(name))  # noqa: S314  our own file


@pytest.mark.parametrize("design", Design)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_pdf_shows_words_as_words(payload: str, design: Design) -> None:
    data = made(payload, Format.PDF, design=design)[Format.PDF]
    reader = pypdf.PdfReader(io.BytesIO(data))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "root:" not in text
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            uri = note.get_object()["/A"]["/URI"]
            assert re.match(r"(https?:|mailto:|tel:)", uri), uri


@pytest.mark.parametrize("control", ["\0", "\a", "\x1b[31m"])
def test_a_control_character_is_an_error_with_its_place(control: str) -> None:
    data = json.dumps({"basics": {"name": f"Ma{control}ren"}}, indent=1).encode()
    with pytest.raises(SourceError) as caught:
        read_cv(data)
    assert [problem.line for problem in caught.value.problems] == [3]


@pytest.mark.parametrize("payload", ["\N{GRINNING FACE}", "日本語", "שלום עולם 漢"])
def test_only_the_pdf_needs_a_font_for_every_script(payload: str) -> None:
    others = made(payload, *(set(Format) - {Format.PDF}))
    assert payload in others[Format.HTML].decode()
    with pytest.raises(RenderError, match="font"):
        made(payload, Format.PDF)


def test_a_hundred_page_cv_is_made_in_every_format() -> None:
    roles = [EXAMPLE["work"][i % 3] | {"name": f"Employer {i}"} for i in range(700)]
    data = json.dumps(EXAMPLE | {"work": roles}).encode()
    files = documents(read_cv(data).cv, EVERYTHING, typesetter=TypstTypesetter())
    pages = len(pypdf.PdfReader(io.BytesIO(files[Format.PDF])).pages)
    assert pages > 80
    assert all("Employer 699" in files[f].decode() for f in (Format.HTML, Format.TEXT, Format.JSON))
