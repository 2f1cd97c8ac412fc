"""Targeting is a permutation within each list: it adds, drops and rewords nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.cv.facts import facts_of
from cv_action.cv.model import (
    Cv,
    Entry,
    Interest,
    Kind,
    Note,
    Project,
    Reference,
    Section,
    Skill,
    Work,
)
from cv_action.enhance.targeting import Aim, answer, targeted
from cv_action.enhance.tidy import arranged
from tests.advertisements import ENGLISH

AIM = Aim.at(ENGLISH)


def one(kind: Kind, *entries: Entry) -> Cv:
    return Cv(sections=(Section(kind=kind, entries=entries),))


def highlights(*texts: str, advertisement: str = ENGLISH) -> tuple[str, ...]:
    cv = targeted(one(Kind.WORK, Work(name="Kvitting", highlights=texts)), Aim.at(advertisement))
    (entry,) = cv.sections[0].entries
    assert isinstance(entry, Work)
    return entry.highlights


def names(*skills: Skill) -> list[str]:
    (section,) = targeted(one(Kind.SKILLS, *skills), AIM).sections
    return [entry.name for entry in section.entries if isinstance(entry, Skill)]


def test_the_most_wanted_highlight_of_a_role_comes_first() -> None:
    assert highlights(
        "Answered questions of branches",
        "Wrote the payment service in Kotlin",
        "Ran PostgreSQL and Kafka for distributed systems",
    ) == (
        "Ran PostgreSQL and Kafka for distributed systems",
        "Wrote the payment service in Kotlin",
        "Answered questions of branches",
    )


def test_what_is_wanted_equally_stays_as_its_owner_has_put_it() -> None:
    texts = ("Swept", "Used Kafka", "Cooked", "Used Terraform", "Baked")
    assert highlights(*texts) == ("Used Kafka", "Used Terraform", "Swept", "Cooked", "Baked")


@pytest.mark.parametrize("start", ["It also", "This", "Then", "The same service", "Its", "Both"])
def test_a_highlight_that_needs_the_one_before_it_stays_behind_it(start: str) -> None:
    follows = f"{start} ran on Kubernetes"
    assert highlights("Swept", "Built a scheduler", follows) == (
        "Built a scheduler", follows, "Swept",
    )  # fmt: skip


def test_roles_and_groups_of_skills_stay_where_they_are() -> None:
    roles = (Work(name="Fjord", highlights=("Cooked",)), Work(name="Berg", highlights=("Go",)))
    assert targeted(one(Kind.WORK, *roles), AIM).sections[0].entries == roles
    assert names(
        Skill(name="Kitchen", keywords=("Pans",)), Skill(name="Data", keywords=("Kafka",))
    ) == ["Kitchen", "Data"]


def test_keywords_and_single_skills_stand_by_what_is_wanted_within_their_group() -> None:
    cv = targeted(one(Kind.SKILLS, Skill(name="All", keywords=("Pans", "Kafka", "Go"))), AIM)
    assert cv.sections[0].entries == (Skill(name="All", keywords=("Kafka", "Go", "Pans")),)
    assert names(
        Skill(name="Pans", category="Kitchen"), Skill(name="Perl", category="Code"),
        Skill(name="Spoons", category="Kitchen"), Skill(name="Go", category="Code"),
    ) == ["Pans", "Go", "Spoons", "Perl"]  # fmt: skip


def test_lists_that_are_no_lists_of_what_was_done_stay_as_they_are() -> None:
    for kind, entries in (
        (Kind.INTERESTS, (Interest(name="Reading", keywords=("Pans", "Kafka")),)),
        (Kind.REFERENCES, (Reference(name="A", reference="x"), Reference(reference="Go"))),
        (Kind.CUSTOM, (Note(text="Cooked"), Note(text="Used Kafka"))),
        (Kind.PROJECTS, (Project(name="pans"), Project(name="kafka"))),
    ):
        cv = one(kind, *entries)
        assert targeted(cv, AIM) == cv


@pytest.mark.parametrize("advertisement", ["", " \n", "We like you."])
def test_an_advertisement_that_asks_for_nothing_changes_nothing(advertisement: str) -> None:
    texts = ("Cooked", "Used Kafka")
    assert highlights(*texts, advertisement=advertisement) == texts


def test_of_two_spellings_of_a_skill_the_first_of_its_owner_is_kept() -> None:
    texts = ("Pans", "the swift way", "The Swift way")
    aim = Aim.at("Experience with Swift")
    assert [aim.worth(text) for text in texts] == [0, 0, 3]
    cv = one(Kind.SKILLS, Skill(name="All", keywords=texts))
    assert arranged(targeted(cv, aim)).sections[0].entries == (
        Skill(name="All", keywords=("the swift way", "Pans")),
    )


TEXTS = st.sampled_from(
    ["Go", "go", "Kafka", "Cooked", "It also ran Kafka", "", " ", "Ran k8s", "*Kotlin*", "Go, SQL"]
)
LISTS = st.lists(TEXTS, max_size=5).map(tuple)
ENTRIES = st.one_of(
    st.builds(Work, name=TEXTS, highlights=LISTS, keywords=LISTS),
    st.builds(Project, name=TEXTS, description=TEXTS, highlights=LISTS),
    st.builds(Skill, name=TEXTS, category=st.sampled_from(["", "a", "b"])),
    st.builds(Skill, name=TEXTS, keywords=LISTS),
    st.builds(Note, text=TEXTS),
)
SECTIONS = st.builds(
    Section,
    kind=st.sampled_from([Kind.WORK, Kind.SKILLS, Kind.CUSTOM]),
    entries=st.lists(ENTRIES, max_size=5).map(tuple),
)


@given(st.lists(SECTIONS, max_size=3).map(tuple))
def test_the_same_facts_stand_in_the_same_roles(sections: tuple[Section, ...]) -> None:
    cv = Cv(sections=sections)
    after = targeted(cv, AIM)
    before, now = facts_of(cv), facts_of(after)
    assert Counter(now) == Counter(before)
    assert [(f.section, f.owner, f.field) for f in now if f.section is not Kind.SKILLS] == [
        (f.section, f.owner, f.field) for f in before if f.section is not Kind.SKILLS
    ]
    assert [len(section.entries) for section in after.sections] == [
        len(section.entries) for section in cv.sections
    ]
    assert targeted(after, AIM) == after
    assert replace(after, sections=()) == replace(cv, sections=())


def test_every_term_names_the_facts_that_carry_it_and_gaps_name_none() -> None:
    role = Work(
        name="Kafka Holding",
        position="Backend engineer",
        description="A bank that runs Terraform",
        highlights=("Cooked", "Ran k8s"),
        keywords=("Go",),
    )
    cv = Cv(
        sections=(
            Section(kind=Kind.WORK, entries=(role,)),
            Section(kind=Kind.REFERENCES, entries=(Reference(reference="Knows PostgreSQL"),)),
            Section(kind=Kind.INTERESTS, entries=(Interest(name="Norwegian"),)),
        )
    )
    report = answer(cv, AIM, file="ad.md")
    texts = {fact.id: fact.text for fact in facts_of(cv)}
    said = {term.term: [texts[fact_id] for fact_id in term.facts] for term in report.carried}
    assert said == {"Go": ["Go"], "backend": ["Backend engineer"], "Kubernetes": ["Ran k8s"]}
    gaps = {term.term for term in report.gaps}
    assert {"Apache Kafka", "Terraform", "PostgreSQL", "Norwegian"} <= gaps
    assert (report.file, report.moved) == ("ad.md", 2)
    assert len(report.carried) + len(report.gaps) == len(report.terms) == len(AIM.terms)
