"""The page in a real browser, as people meet it: on a phone, on a desk, in the dark, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab
from pypdf import PdfReader

from cv_action.render import html
from cv_action.render.document import Document, Entry, plain
from tests.document_hostile import hostile
from tests.document_texts import first_missing, letters, texts_of
from tests.documents import every_document

CHROMIUM = Path("/usr/bin/chromium")
DOCUMENTS = ("hostile", "rich", "ten_pages")
Scheme = Literal["dark", "light"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed"),
]


@dataclass
class Visit:
    """An open page and what it did on its way."""

    tab: Tab
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    def go(self, path: Path) -> None:
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("console", lambda message: self.console.append(message.text))
        self.tab.on("pageerror", lambda error: self.console.append(str(error)))
        self.tab.goto(path.as_uri())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    return every_document()[request.param]


@pytest.fixture
def path(document: Document, tmp_path: Path) -> Path:
    path = tmp_path / "index.html"
    path.write_bytes(html.render(document))
    return path


def visit(browser: Browser, path: Path, *, width: int = 1280, scheme: Scheme = "light") -> Visit:
    """Open the page in a window of that width; the caller closes its tab."""
    found = Visit(browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme))
    found.go(path)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_the_page_has_no_barrier_and_does_not_scroll_sideways(
    browser: Browser, path: Path, width: int, scheme: Scheme
) -> None:
    here = visit(browser, path, width=width, scheme=scheme)
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    here.tab.evaluate(axe + "; null")
    report = here.tab.evaluate("axe.run()")
    barriers = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in report["violations"]]
    wide = here.tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    here.tab.close()
    assert len(report["passes"]) > 10
    assert barriers == []
    assert wide <= 0


def test_the_page_makes_one_request_and_says_nothing_on_the_console(
    browser: Browser, path: Path
) -> None:
    here = visit(browser, path)
    here.tab.wait_for_load_state("networkidle")
    here.tab.close()
    assert here.requests == [path.as_uri()]
    assert here.console == []


def test_every_text_is_read_in_order(browser: Browser, path: Path, document: Document) -> None:
    here = visit(browser, path)
    words = here.tab.evaluate("document.body.textContent")
    here.tab.close()
    assert not first_missing(document, words)


def test_every_text_is_read_in_order_from_the_printed_page(
    browser: Browser, path: Path, document: Document
) -> None:
    here = visit(browser, path)
    pdf = here.tab.pdf(format="A4")
    here.tab.close()
    reader = PdfReader(BytesIO(pdf))
    words, position = letters("".join(page.extract_text() for page in reader.pages)), 0
    texts = [letters(plain(text)) for text in texts_of(document)]
    readable = [text for text in texts if text.isascii() or document.name != hostile().name]
    assert len(readable) > 10
    for text in readable:
        found = words.find(text, position)
        assert found >= 0, f"{text} after {words[position - 80 : position]}"
        position = found + len(text)


def test_paper_has_no_entry_in_two_pieces(browser: Browser, path: Path, document: Document) -> None:
    entries = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Entry)
    ]
    here = visit(browser, path)
    here.tab.emulate_media(media="print")
    styles = here.tab.evaluate(
        "[...document.querySelectorAll('.entry')].map(e => getComputedStyle(e).breakInside)"
    )
    here.tab.close()
    assert len(styles) >= len(entries) > 0
    assert set(styles) == {"avoid"}


@pytest.mark.parametrize("document", ["rich"], indirect=True)
def test_the_first_key_leads_past_the_contacts(browser: Browser, path: Path) -> None:
    here = visit(browser, path)
    here.tab.keyboard.press("Tab")
    top = here.tab.evaluate("document.activeElement.getBoundingClientRect().top")
    outline = here.tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    here.tab.keyboard.press("Enter")
    focused = here.tab.evaluate("document.activeElement.localName")
    here.tab.close()
    assert top >= 0
    assert outline == "solid"
    assert focused == "main"


@pytest.mark.parametrize("document", ["rich"], indirect=True)
def test_a_page_in_the_dark_is_dark(browser: Browser, path: Path) -> None:
    shades = {}
    for scheme in ("light", "dark"):
        here = visit(browser, path, scheme=scheme)
        colour = here.tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        shades[scheme] = sum(int(part) for part in colour.removeprefix("rgb(")[:-1].split(","))
        here.tab.close()
    assert shades["dark"] < 150
    assert shades["light"] > 700
