"""What RenderCV has no word for is a text, which it can draw, and comes back as what it was."""

from __future__ import annotations

from typing import Any

import pytest

from cv_action.cv import rendercv
from cv_action.cv.model import (
    Award,
    Cv,
    Education,
    Entry,
    Json,
    Kind,
    Markup,
    Project,
    Section,
    Work,
)
from cv_action.cv.problems import Problems
from cv_action.cv.rendercv_packing import as_text, data_in
from cv_action.cv.source import Node
from cv_action.cv.yaml_source import parse_yaml


def written(entry: Entry) -> Any:  # noqa: ANN401  data of a file, looked into by the test
    cv = Cv(
        sections=(Section(kind=Kind.CUSTOM, title="t", entries=(entry,)),), markup=Markup.MARKDOWN
    )
    data: Any = rendercv.as_data(cv)
    return data["cv"]["sections"]["t"][0]


def read(source: str) -> Entry:
    problems = Problems()
    cv = rendercv.read(parse_yaml(source), problems)
    assert not problems.found
    return cv.sections[0].entries[0]


ROLE = "cv:\n  name: T\n  sections:\n    work:\n      - company: N\n        position: P\n        "


@pytest.mark.parametrize(
    ("entry", "key", "text"),
    [
        (Work(name="N", keywords=("Go", "Rust")), "keywords", "Go, Rust"),
        (Work(name="N", keywords=("Go, Rust",)), "keywords", 'json: ["Go, Rust"]'),
        (Work(name="N", keywords=("json: x",)), "keywords", 'json: ["json: x"]'),
        (
            Education(institution="N", courses=("Alloys", "Heat (1, 2)")),
            "courses",
            "Alloys, Heat (1, 2)",
        ),
        (Project(name="N", roles=("Welder",)), "roles", "Welder"),
        (Work(name="N", extra={"bonus": 5}), "bonus", "json: 5"),
        (Work(name="N", extra={"bonus": {"a": [True, "ø"]}}), "bonus", 'json: {"a": [true, "ø"]}'),
        (Work(name="N", extra={"bonus": "5"}), "bonus", "5"),
        (Work(name="N", extra={"bonus": "json: 5"}), "bonus", 'json: "json: 5"'),
        (Award(title="N", extra={"keywords": ["Go"]}), "keywords", 'json: ["Go"]'),
    ],
)
def test_every_text_is_one_that_rendercv_can_draw(entry: Entry, key: str, text: str) -> None:
    assert written(entry)[key] == text


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ("keywords: Go, Rust", ("Go", "Rust")),
        ("keywords: [Go, Rust]", ("Go", "Rust")),
        ("keywords: 'json: [\"Go, Rust\"]'", ("Go, Rust",)),
        ("keywords: Go", ("Go",)),
    ],
)
def test_words_are_read_in_every_way_in_which_they_are_written(
    line: str, keywords: tuple[str, ...]
) -> None:
    assert read(ROLE + line) == Work(name="N", position="P", keywords=keywords)


@pytest.mark.parametrize("line", ["bonus: {a: 1}", "bonus: 'json: {\"a\": 1}'"])
def test_data_is_read_as_it_was_written_before_too(line: str) -> None:
    assert read(ROLE + line) == Work(name="N", position="P", extra={"bonus": {"a": 1}})


@pytest.mark.parametrize("text", ["json: ", "json: {", "json: [1] [2]", f"json: {'[' * 500}"])
def test_a_text_that_only_looks_like_data_stays_a_text(text: str) -> None:
    node = Node(text, 3, 7)
    assert data_in(node) == node


def test_what_is_wrong_in_packed_data_is_told_with_its_line() -> None:
    problems = Problems()
    rendercv.read(parse_yaml(ROLE + "keywords: 'json: [{}]'"), problems)
    assert [problem.line for problem in problems.found] == [7]


@pytest.mark.parametrize("value", [None, 1.5, "", [], {"a": ["b", None]}])
def test_packed_data_comes_back(value: Json) -> None:
    assert data_in(Node(as_text(value), 1, 1)).plain() == value


def test_what_stands_beside_the_entries_is_read_packed_and_not() -> None:
    for line in (
        "json_resume: {textMarkup: plain}",
        'json_resume: \'json: {"textMarkup": "plain"}\'',
    ):
        cv = rendercv.read(parse_yaml(ROLE + line), Problems())
        assert cv.markup is Markup.PLAIN
