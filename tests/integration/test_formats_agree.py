"""Every format carries the same facts: the text of each is taken out and compared."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import docx
import pypdf
import pytest
from markdown_it import MarkdownIt

from cv_action.adapters.typst import TypstTypesetter
from cv_action.cv.facts import facts_of
from cv_action.cv.formats import read_cv
from cv_action.cv.model import Cv
from cv_action.pipeline.documents import documents
from cv_action.render.inline import shown, without_markup
from cv_action.render.options import ContactField, Format, RenderOptions

ROOT = Path(__file__).parent.parent.parent
EVERYTHING = RenderOptions(contact=tuple(ContactField))
UNSHOWN = {("projects", "type")}
RENDERCV = """
cv:
  name: Ida Bakke
  headline: "**Field** engineer"
  location: Oslo
  social_networks:
    - {network: GitHub, username: idabakke}
  sections:
    summary:
      - I measure ice with [care](https://ice.example).
    experience:
      - company: Isvakt
        position: Engineer
        start_date: 2019-05
        end_date: present
        highlights:
          - Drilled *40* cores on three glaciers
          - Wrote the `melt` model
    patents:
      - number: Heated drill bit
      - number: Cold glue
    invited_talks:
      - reversed_number: On ice
    skills:
      - {label: Tools, details: "Python, R, steam drills"}
    publications:
      - title: A model of melt
        authors: [Ida Bakke, Jon Lie]
        doi: 10.1234/melt
        journal: Ice Letters
        date: 2021-03
"""


class Words(HTMLParser):
    """The text of a page, without its styles and machine-readable data."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"style", "script", "title"}
        del attrs

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"style", "script", "title"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def from_html(data: bytes) -> str:
    words = Words()
    words.feed(data.decode())
    return "".join(words.found)


def from_pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def from_markdown(data: bytes) -> str:
    return from_html(MarkdownIt("commonmark").render(data.decode()).encode())


def from_docx(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def from_json(data: bytes) -> str:
    def strings(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from strings(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from strings(inner)
        elif isinstance(value, str):
            yield value

    return "\n".join(strings(json.loads(data)))


def from_text(data: bytes) -> str:
    return re.sub(r" \(https?://[^)]*\)", "", data.decode())


READERS: Mapping[Format, Callable[[bytes], str]] = {
    Format.HTML: from_html,
    Format.PDF: from_pdf,
    Format.MARKDOWN: from_markdown,
    Format.TEXT: from_text,
    Format.DOCX: from_docx,
    Format.JSON: from_json,
}


def letters(text: str) -> str:
    return "".join(text.split())


def stated(cv: Cv) -> list[str]:
    """What every format has to say, as letters; kinds of project are for machines alone."""
    facts = (f for f in facts_of(cv) if (f.section.value, f.field) not in UNSHOWN)
    texts = (without_markup(shown(part), cv.markup) for f in facts for part in f.text.split("\n\n"))
    return [letters(text) for text in texts if text]


SOURCES = {
    "JSON Resume": (ROOT / "examples" / "cv.json").read_bytes(),
    "RenderCV": RENDERCV.encode(),
}


@pytest.fixture(scope="module", params=SOURCES)
def made(request: pytest.FixtureRequest) -> tuple[Cv, Mapping[Format, bytes]]:
    cv = read_cv(SOURCES[request.param]).cv
    return cv, documents(cv, EVERYTHING, typesetter=TypstTypesetter())


@pytest.mark.parametrize("chosen", Format)
def test_every_fact_is_in_every_format(
    made: tuple[Cv, Mapping[Format, bytes]], chosen: Format
) -> None:
    cv, files = made
    words = letters(READERS[chosen](files[chosen]))
    wanted = stated(cv)
    assert len(wanted) >= 15
    assert [text for text in wanted if text not in words] == []


@pytest.mark.parametrize("chosen", Format)
def test_what_may_not_be_published_is_in_no_format(chosen: Format) -> None:
    cv = read_cv(SOURCES["JSON Resume"]).cv
    files = documents(cv, RenderOptions(contact=()), typesetter=TypstTypesetter())
    words = letters(READERS[chosen](files[chosen]))
    basics = cv.basics
    for private in (basics.email, basics.phone, basics.location.address, basics.location.city):
        assert private
        assert letters(private) not in words or private == "Trondheim"


@pytest.mark.parametrize("chosen", Format)
def test_every_format_is_the_same_bytes_on_another_day(
    chosen: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv = read_cv(SOURCES["JSON Resume"]).cv
    options = RenderOptions(formats=(chosen,))
    first = documents(cv, options, typesetter=TypstTypesetter())
    another_day = time.localtime(86_400 * 365 * 40)
    monkeypatch.setattr(time, "time", lambda: 86_400 * 365 * 40.0)
    monkeypatch.setattr(time, "localtime", lambda *_: another_day)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert documents(cv, options, typesetter=TypstTypesetter()) == first
