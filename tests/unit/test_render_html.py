from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from cv_action.render import html
from cv_action.render.characters import visible
from cv_action.render.document import (
    Bullet,
    Document,
    Entry,
    Listing,
    ListStyle,
    Section,
    Span,
    When,
)
from cv_action.render.html import DESCRIPTION_LENGTH, Moment, moments
from tests.document_hostile import HOSTILE_TEXTS, UNPRINTABLE, hostile
from tests.document_parts import line
from tests.document_rich import rich
from tests.document_texts import first_missing, one_line
from tests.documents import every_document, small, ten_pages

VOID = {"meta", "link", "img"}


class Page(HTMLParser):
    """What a reader of HTML finds: tags with their attributes, and the texts."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.source = html.render(document).decode()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.styles: list[str] = []
        self.data: list[str] = []
        self.open: list[str] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        {"style": self.styles, "script": self.data}.get(inside, self.texts).append(data)

    @property
    def words(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def meta(self, name: str) -> str | None:
        found = [m for m in self.all("meta") if name in (m.get("name"), m.get("property"))]
        return found[0]["content"] if found else None


def with_blocks(*blocks: Entry | Listing) -> Document:
    return replace(small(), sections=(Section(slug="s", title="S", blocks=blocks),))


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_text_of_the_document_is_shown_in_reading_order(name: str) -> None:
    document = every_document()[name]
    assert not first_missing(document, Page(document).words)


@pytest.mark.parametrize("name", sorted(every_document()))
def test_every_tag_is_closed_and_headings_step_down_one_at_a_time(name: str) -> None:
    page = Page(every_document()[name])
    assert page.open == []
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_hostile_texts_add_no_tag_and_no_attribute() -> None:
    page = Page(hostile())
    harmless = {
        "href", "class", "dir", "id", "aria-labelledby", "aria-label", "aria-hidden", "rel", "src",
        "alt", "width", "height", "datetime", "lang", "charset", "content", "name", "property",
        "http-equiv", "tabindex", "type", "reversed",
    }  # fmt: skip
    assert {name for _, attributes in page.tags for name in attributes} <= harmless
    assert len(page.all("script")) == len(page.all("style")) == len(page.all("img")) == 1
    schemes = {str(a["href"]).partition(":")[0] for a in page.all("a") if "href" in a}
    assert {s for s in schemes if not s.startswith("#")} == {"https", "mailto"}


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, UNPRINTABLE])
def test_a_hostile_text_stands_for_itself(text: str) -> None:
    page = Page(with_blocks(Listing(ListStyle.PARAGRAPHS, (Bullet(line(text)),))))
    assert one_line(text) in one_line(page.words)


def test_no_character_that_steers_reaches_the_page() -> None:
    source = Page(hostile()).source
    steering = [c for c in source if c != "\n" and visible(c) not in {c, " "}]
    assert steering == []
    assert not set(source) & set("\r\t\v\f\x85\u2028\u2029")


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    page = Page(rich())
    policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m)
    digest = base64.b64encode(hashlib.sha256("".join(page.styles).encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not [a for _, attributes in page.tags for a in attributes if a.startswith("on")]
    assert not [a for _, attributes in page.tags for a in attributes if a == "style"]


def test_the_page_asks_for_nothing_outside_itself() -> None:
    page = Page(rich())
    loaded = [a.get("src") or a.get("href") for t, a in page.tags if t in {"img", "link"}]
    assert len(loaded) == 2
    assert all(str(address).startswith("data:") for address in loaded)
    assert "url(" not in "".join(page.styles)
    assert "@import" not in "".join(page.styles)


def test_what_search_engines_read_is_what_the_page_shows() -> None:
    data = json.loads("".join(Page(rich()).data))
    assert data["@type"] == "ProfilePage"
    assert data["mainEntity"] == {
        "@type": "Person",
        "name": "Dr. Ilse Vandermeer-Okonkwo",
        "description": "Staff engineer, storage and streaming systems",
        "address": "Ghent, Belgium",
        "email": "ilse@vandermeer.example",
        "telephone": "+32 9 555 01 17",
        "url": "https://vandermeer.example/",
        "sameAs": ["https://github.com/ilse-vo", "https://hachyderm.example/@ilse"],
    }


def test_data_of_a_hostile_document_does_not_leave_its_script() -> None:
    page = Page(hostile())
    raw = "".join(page.data)
    assert json.loads(raw)["mainEntity"]["name"] == visible(hostile().name)
    assert not set(raw) & set("<>&\u2028\u2029")


def test_the_description_is_short_and_ends_with_a_whole_word() -> None:
    description = Page(rich()).meta("description")
    assert description == Page(rich()).meta("og:description")
    assert description is not None
    assert description.startswith("Staff engineer, storage and streaming systems · Storage")
    assert len(description) <= DESCRIPTION_LENGTH + 1
    assert description.endswith("bad day. I lead…")


def test_a_page_without_a_headline_or_text_has_no_description() -> None:
    document = replace(small(), headline=(), contacts=(), sections=())
    page = Page(document)
    assert page.meta("description") is None
    assert page.all("dl") == []


def test_a_photo_is_in_the_page_with_a_text_in_its_place() -> None:
    image = Page(rich()).all("img")[0]
    assert str(image["src"]).startswith("data:image/png;base64,")
    assert image["alt"] == "Photo of Dr. Ilse Vandermeer-Okonkwo"
    assert Page(small()).all("img") == []


def test_a_long_page_has_a_list_of_its_sections_and_a_short_one_none() -> None:
    document = ten_pages()
    page = Page(document)
    assert len(page.all("nav")) == 1
    targets = {str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")}
    ids = {str(attributes["id"]) for _, attributes in page.tags if "id" in attributes}
    assert targets == ids == {section.slug for section in document.sections} | {"_content"}
    assert Page(small()).all("nav") == []


@pytest.mark.parametrize(
    ("when", "parts"),
    [
        (When("Feb 2020 – Present", "2020-02"), [("Feb 2020", "2020-02"), ("Present", "")]),
        (When("2019 – 2020", "2019", "2020"), [("2019", "2019"), ("2020", "2020")]),
        (When("May 2021", "2021-05", "2021-05"), [("May 2021", "2021-05")]),
        (When("2021", "", "2021"), [("2021", "2021")]),
        (When("2019/20", "2019", "2020"), [("2019/20", "")]),
        (When("a – b – c", "2019"), [("a – b – c", "2019")]),
        (When("once"), [("once", "")]),
        (When(), []),
    ],
)
def test_a_period_says_its_dates_to_machines(when: When, parts: list[tuple[str, str]]) -> None:
    assert list(moments(when)) == [Moment(*part) for part in parts]


def test_a_link_of_several_styles_is_one_link() -> None:
    href = "https://x.example"
    content = (Span("a", strong=True, href=href), Span("b", code=True, href=href), Span("c"))
    source = Page(with_blocks(Listing(ListStyle.PARAGRAPHS, (Bullet(content),)))).source
    assert f'<a href="{href}"><strong>a</strong><code>b</code></a>c</p>' in source


def test_an_entry_links_its_place_or_without_one_its_title() -> None:
    url = "https://x.example"
    here = Page(with_blocks(Entry(title=line("T"), place=line("P"), url=url))).source
    assert f'<a href="{url}">P</a>' in here
    assert f'<a href="{url}">T</a>' not in here
    assert f'<a href="{url}">T</a>' in Page(with_blocks(Entry(title=line("T"), url=url))).source


def test_a_title_that_leads_somewhere_itself_is_not_wrapped_in_another_link() -> None:
    entry = Entry(title=line("T", "https://own.example"), url="https://x.example")
    assert [a["href"] for a in Page(with_blocks(entry)).all("a")][-1] == "https://own.example"


def test_numbers_count_down_where_the_list_does() -> None:
    assert "reversed" in Page(rich()).all("ol")[0]


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ('"><b>', "ltr")]
)
def test_the_page_is_in_its_language_and_runs_its_way(language: str, direction: str) -> None:
    page = Page(replace(small(), language=language))
    assert page.all("html") == [{"lang": language, "dir": direction}]


def test_the_same_document_gives_the_same_bytes_that_end_with_one_newline() -> None:
    for document in every_document().values():
        first = html.render(document)
        assert first == html.render(document)
        assert first.endswith(b"</html>\n")


def test_importing_the_renderer_does_not_load_the_template_engine() -> None:
    code = "import sys, cv_action.render.html; sys.exit('jinja2' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
