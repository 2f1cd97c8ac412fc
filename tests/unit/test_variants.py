"""What is tagged for a variant is in no other, in every format that can carry a tag."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.facts import facts_of
from cv_action.cv.formats import SourceFormat, check, read_cv, write_cv
from cv_action.cv.model import Cv, Kind, Section, Skill, Work
from cv_action.cv.source import SourceError
from cv_action.cv.tags import entries_of, variants_of
from cv_action.enhance.variants import known, variant
from cv_action.errors import ConfigurationError
from cv_action.report.problem import Severity

CV: dict[str, Any] = {
    "basics": {"name": "Maren Solbakken"},
    "work": [
        {
            "name": "Kvitting",
            "position": "Engineer",
            "highlights": [
                "Built the *ledger*",
                "Built the import",
                "Wrote about event_logs - twice",
                "Kept it up",
            ],
            "x-highlight-variants": "backend = built the LEDGER; backend, research = Wrote about",
        },
        {"name": "Nordlys", "position": "Assistant", "x-variants": "Research"},
    ],
    "skills": [
        {"name": "Languages", "keywords": ["Go"], "x-variants": "backend teaching"},
        {"name": "Data", "keywords": ["SQL"]},
    ],
    "awards": [{"title": "Best poster", "x-variants": "research"}],
}
SCHEMA = Path(__file__).parents[1] / "contracts" / "schemas" / "json-resume-1.3.1.json"


def source(**changes: object) -> bytes:
    return json.dumps(CV | changes).encode()


def work(**tags: object) -> bytes:
    entry = {"name": "Kvitting", "highlights": ["Built the ledger", "Built the import"]}
    return source(work=[entry | {key.replace("_", "-"): value for key, value in tags.items()}])


def texts(cv: Cv) -> list[str]:
    return [fact.text for fact in facts_of(cv)]


def test_every_tag_of_a_cv_names_a_variant() -> None:
    assert variants_of(read_cv(source()).cv) == ("backend", "research", "teaching")


def test_a_variant_has_what_is_tagged_for_it_and_what_has_no_tag() -> None:
    assert texts(variant(read_cv(source()).cv, "backend")) == [
        "Maren Solbakken", "Kvitting", "Engineer", "Built the *ledger*", "Built the import",
        "Wrote about event_logs - twice", "Kept it up", "Languages", "Go", "Data", "SQL",
    ]  # fmt: skip
    assert texts(variant(read_cv(source()).cv, "research")) == [
        "Maren Solbakken", "Kvitting", "Engineer", "Built the import",
        "Wrote about event_logs - twice", "Kept it up", "Nordlys", "Assistant", "Data", "SQL",
        "Best poster",
    ]  # fmt: skip


def test_a_section_of_which_nothing_is_left_is_left_out() -> None:
    cv = read_cv(source()).cv
    assert Kind.AWARDS in {section.kind for section in variant(cv, "research").sections}
    assert Kind.AWARDS not in {section.kind for section in variant(cv, "backend").sections}


def test_a_cv_without_tags_has_no_variants_and_is_the_same_in_each() -> None:
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(Work(highlights=("a", "b")),)),))
    assert variants_of(cv) == ()
    assert variant(cv, "backend") == cv


def test_an_unknown_variant_is_an_error_that_lists_those_that_are_there() -> None:
    cv = read_cv(source()).cv
    assert known(("research", "backend"), cv) == ("research", "backend")
    with pytest.raises(ConfigurationError, match="frontend") as caught:
        known(("backend", "frontend"), cv)
    assert caught.value.hint == "It has backend, research, teaching."
    with pytest.raises(ConfigurationError) as caught:
        known(("backend",), Cv())
    assert "x-variants" in caught.value.hint


@pytest.mark.parametrize("format_", [SourceFormat.JSON_RESUME, SourceFormat.RENDERCV])
def test_tags_survive_the_way_through_every_format_that_is_written(format_: SourceFormat) -> None:
    cv = read_cv(source()).cv
    there = read_cv(write_cv(cv, format_)).cv
    back = read_cv(write_cv(there, SourceFormat.JSON_RESUME)).cv
    for name in variants_of(cv):
        assert texts(variant(back, name)) == texts(variant(cv, name))
        assert len(texts(variant(there, name))) == len(texts(variant(cv, name)))
    assert variants_of(back) == variants_of(there) == variants_of(cv)


def test_tags_need_no_quotation_marks_in_yaml() -> None:
    yaml = """\
cv:
  name: Maren Solbakken
  sections:
    experience:
      - company: Kvitting
        position: Engineer
        highlights: [Built the ledger, Wrote papers]
        x-variants: backend, research
        x-highlight-variants: backend = Built the; research = Wrote
"""
    assert check(yaml.encode(), "cv.yaml") == ()
    assert "Wrote papers" not in texts(variant(read_cv(yaml.encode()).cv, "backend"))


def test_tags_are_texts_in_a_written_rendercv_file() -> None:
    written = write_cv(read_cv(source()).cv, SourceFormat.RENDERCV).decode()
    lines = [line.strip() for line in written.splitlines() if "x-" in line]
    assert "x-variants: Research" in lines
    assert len(lines) == 4


def test_a_tagged_json_resume_fits_the_published_schema() -> None:
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text())).validate(json.loads(source()))


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ({"x_variants": ["backend"]}, "a tag is a text"),
        ({"x_variants": ""}, "a tag is a text"),
        ({"x_variants": {"backend": True}}, "a tag is a text"),
        ({"x_variants": "../../etc"}, "this names no variant"),
        ({"x_variants": "back/end"}, "this names no variant"),
        ({"x_variants": "-"}, "this names no variant"),
        ({"x_variants": "a" * 41}, "this names no variant"),
        ({"x_variants": ","}, "this names no variant"),
        ({"x_variants": "bäckend"}, "this names no variant"),
        ({"x_highlight_variants": "backend"}, "no highlight begins so"),
        ({"x_highlight_variants": "backend = Sold the"}, "no highlight begins so"),
        ({"x_highlight_variants": "backend = Built"}, "several highlights begin so"),
        ({"x_highlight_variants": "= Built the ledger"}, "this names no variant"),
        ({"x_highlight_variants": ["Built"]}, "a tag is a text"),
    ],
)
def test_a_tag_that_cannot_be_understood_is_an_error_with_its_place(
    tags: dict[str, object], message: str
) -> None:
    (problem,) = check(work(**tags), "cv.json")
    assert problem.severity is Severity.ERROR
    assert problem.message.startswith(message)
    assert problem.path
    assert problem.accepted
    with pytest.raises(SourceError):
        read_cv(work(**tags))


def test_a_misspelt_tag_is_a_warning_that_names_the_right_one() -> None:
    (problem,) = check(work(x_variant="backend"))
    assert problem.severity is Severity.WARNING
    assert '"x-variants"' in problem.accepted


def test_a_tag_on_an_entry_without_highlights_finds_none() -> None:
    skill = {"name": "Go", "x-highlight-variants": "backend = Go"}
    assert check(source(skills=[skill]))[0].message == "no highlight begins so"


def test_highlights_that_are_the_same_are_tagged_together() -> None:
    entry = Work(
        highlights=("Kept it up", "Kept it up", "Wrote"),
        extra={"x-highlight-variants": "a = Kept it up\nb = Wrote"},
    )
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(entry,)),))
    assert texts(variant(cv, "b")) == ["Wrote"]
    assert texts(variant(cv, "a")) == ["Kept it up", "Kept it up"]


def test_a_highlight_that_is_the_beginning_of_another_can_be_tagged() -> None:
    entry = Work(
        highlights=("Built it", "Built it twice"), extra={"x-highlight-variants": "a = Built it"}
    )
    cv = Cv(sections=(Section(kind=Kind.WORK, entries=(entry,)),))
    assert texts(variant(cv, "b")) == ["Built it twice"]


names = st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True)


@st.composite
def tagged(draw: st.DrawFn) -> Cv:
    def skills() -> Iterator[Skill]:
        for number in range(draw(st.integers(0, 5))):
            tag = ", ".join(draw(names))
            yield Skill(name=f"s{number}", extra={"x-variants": tag} if tag else {})

    return Cv(sections=(Section(kind=Kind.SKILLS, entries=tuple(skills())),))


@given(tagged())
def test_a_variant_invents_nothing_and_keeps_the_order_and_all_together_lose_nothing(
    cv: Cv,
) -> None:
    whole = list(entries_of(cv))
    seen = []
    for name in variants_of(cv):
        kept = list(entries_of(variant(cv, name)))
        assert kept == [entry for entry in whole if entry in kept]
        seen += kept
    if variants_of(cv):
        assert set(map(repr, seen)) == set(map(repr, whole))


@given(tagged(), st.sampled_from(["a", "b", "c"]))
def test_a_variant_of_a_variant_is_the_variant(cv: Cv, name: str) -> None:
    assert variant(variant(cv, name), name) == variant(cv, name)
    assert replace(variant(cv, name), sections=cv.sections) == cv
