"""Skills that stand in one flat list are shown under the owner's own headings, and no others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.model import Cv, Entry, Kind, Section, Skill
from cv_action.enhance.tidy import arranged
from cv_action.render import document as doc
from cv_action.render.compose import compose


def shown(*skills: Skill) -> list[tuple[str, list[str]]]:
    """What a reader sees: each heading with the skills under it."""
    cv = Cv(sections=(Section(kind=Kind.SKILLS, entries=skills),))
    (section,) = compose(arranged(cv), locale="en").sections
    blocks = [block for block in section.blocks if isinstance(block, doc.Labelled)]
    assert len(blocks) == len(section.blocks)
    return [(doc.plain(block.label), [*map(doc.plain, block.items)]) for block in blocks]


def test_a_flat_list_is_shown_under_the_categories_of_its_owner() -> None:
    assert shown(
        Skill(name="Go", category="Languages"),
        Skill(name="Kafka", category="Data"),
        Skill(name="Java", category="Languages", level="expert"),
        Skill(name="Oracle", category="Data"),
    ) == [("Languages", ["Go", "Java (expert)"]), ("Data", ["Kafka", "Oracle"])]


def test_a_list_without_categories_stays_one_list() -> None:
    assert shown(Skill(name="Go"), Skill(name="Kafka")) == [("", ["Go", "Kafka"])]


def test_what_has_no_category_gets_none() -> None:
    assert shown(
        Skill(name="Go", category="Languages"),
        Skill(name="Git"),
        Skill(name="C", category="Languages"),
    ) == [("Languages", ["Go", "C"]), ("", ["Git"])]


def test_groups_of_keywords_stay_where_they_are() -> None:
    skills = (
        Skill(name="Go"),
        Skill(name="Data", keywords=("Kafka",), category="x"),
        Skill(name="Git"),
        Skill(name="Ways", keywords=("Notes",), category="x"),
    )
    cv = Cv(sections=(Section(kind=Kind.SKILLS, entries=skills),))
    assert arranged(cv) == cv


@given(
    st.lists(
        st.builds(Skill, name=st.sampled_from("abcdef"), category=st.sampled_from(["", "x", "y"])),
        unique_by=repr,
    )
)
def test_grouping_keeps_every_skill_and_the_order_within_each_category(skills: list[Entry]) -> None:
    cv = Cv(sections=(Section(kind=Kind.SKILLS, entries=tuple(skills)),))
    (section,) = arranged(cv).sections
    assert sorted(map(repr, section.entries)) == sorted(map(repr, skills))
    for category in ("x", "y"):
        mine = [s for s in section.entries if isinstance(s, Skill) and s.category == category]
        assert mine == [s for s in skills if isinstance(s, Skill) and s.category == category]
    assert arranged(arranged(cv)) == arranged(cv)
