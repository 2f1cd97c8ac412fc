"""What a sheet for the typesetter holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

import pytest

from cv_action.render.document import Contact, ContactKind, Document, Photo
from cv_action.render.options import Design, PageSize
from cv_action.render.pdf import Sheet, sheet
from tests.document_parts import PIXEL, line, paragraphs, section
from tests.document_rich import rich
from tests.documents import every_document, small

DESIGNS = pytest.mark.parametrize("design", Design)


def sheet_of(
    document: Document, *, design: Design = Design.MODERN, page_size: PageSize = PageSize.A4
) -> Sheet:
    return sheet(document, design=design, page_size=page_size)


def data_of(document: Document, *, page_size: PageSize = PageSize.A4) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sheet_of(document, page_size=page_size).data)
    return found


@DESIGNS
def test_sources_are_the_same_whatever_the_document_says(design: Design) -> None:
    sources = [dict(sheet_of(d, design=design).sources) for d in every_document().values()]
    assert len(sources) > 2
    assert all(each == sources[0] for each in sources)
    assert all(source.strip() for source in sources[0].values())


@DESIGNS
def test_a_sheet_brings_the_source_it_begins_with_and_what_that_imports(design: Design) -> None:
    made = sheet_of(small(), design=design)
    imported = [part.split('"')[1] for part in made.sources[made.main].split("#import ")[1:]]
    assert imported
    assert set(imported) <= set(made.sources)


def test_no_source_evaluates_text_or_reads_a_file_of_its_own() -> None:
    folder = resources.files("cv_action.render") / "typst"
    sources = {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir()}
    assert set(sources) == {"parts.typ", *(f"{design}.typ" for design in Design)}
    for source in sources.values():
        assert not [word for word in ("eval(", "read(", "@preview", "plugin(") if word in source]


@pytest.mark.parametrize(
    ("page_size", "paper"), [(PageSize.A4, "a4"), (PageSize.LETTER, "us-letter")]
)
def test_the_paper_is_the_one_asked_for(page_size: PageSize, paper: str) -> None:
    assert data_of(small(), page_size=page_size)["paper"] == paper


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("en", ("en", None, None)),
        ("de-AT", ("de", None, "at")),
        ("zh-Hant-TW", ("zh", "hant", "tw")),
        ("es-419", ("es", None, None)),
        ("gsw", ("gsw", None, None)),
        ("x", ("en", None, None)),
        ("", ("en", None, None)),
        ("klingon", ("en", None, None)),
    ],
)
def test_a_language_tag_is_taken_apart(tag: str, parts: tuple[str | None, ...]) -> None:
    data = data_of(replace(small(), language=tag))
    assert (data["language"], data["script"], data["region"]) == parts


def test_the_sheet_carries_the_documents_own_moment() -> None:
    moment = datetime(2019, 5, 4, tzinfo=UTC)
    assert sheet_of(replace(small(), moment=moment)).timestamp == moment
    assert sheet_of(small()).timestamp.utcoffset() == timedelta(0)


def test_the_photo_is_a_file_beside_the_sources_with_its_words() -> None:
    made = sheet_of(replace(small(), photo=Photo(PIXEL, "image/png")))
    photo = json.loads(made.data)["photo"]
    assert dict(made.files) == {photo["file"]: PIXEL}
    assert photo["alt"] == "Photo of Maren Oduya"
    assert not sheet_of(small()).files
    assert not set(made.files) & set(made.sources)


def test_a_nameless_document_is_called_by_its_kind() -> None:
    data = data_of(replace(small(), name=" "))
    assert data["name"] == data["title"] == "Curriculum vitae"
    assert data["author"] == ""


def test_characters_that_steer_or_stay_unseen_never_reach_the_sheet() -> None:
    text = "a\x00b\u202ec\u00add\u200be\ud800"
    made = sheet_of(replace(small(), sections=(section(text, paragraphs(text)),)))
    shown = json.loads(made.data)["sections"][0]
    assert shown["title"] == "abcde\ufffd"
    assert shown["blocks"][0]["items"][0]["content"][0]["spans"] == [{"text": "abcde\ufffd"}]


@pytest.mark.parametrize(
    ("kind", "label", "text", "clear"),
    [
        (ContactKind.PROFILE, "GitHub", "github.com/ada", True),
        (ContactKind.PROFILE, "Mastodon", "@ada@social.example", False),
        (ContactKind.EMAIL, "E-mail", "ada@lovelace.example", True),
    ],
)
def test_only_a_profile_that_does_not_tell_its_network_needs_the_label(
    kind: ContactKind, label: str, text: str, *, clear: bool
) -> None:
    contact = Contact(kind=kind, label=label, text=text)
    assert data_of(replace(small(), contacts=(contact,)))["contacts"][0]["clear"] is clear


def test_every_kind_of_block_is_in_the_data() -> None:
    kinds = {block["kind"] for part in data_of(rich())["sections"] for block in part["blocks"]}
    assert kinds == {"entry", "group", "labelled", "quote", "listing"}


def test_runs_with_one_address_are_one_link() -> None:
    part = replace(line("a")[0], href="https://a.example")
    other = replace(part, text="b", strong=True)
    data = data_of(replace(small(), headline=(part, other)))
    assert data["headline"] == [
        {"href": "https://a.example", "spans": [{"text": "a"}, {"text": "b", "strong": True}]}
    ]
