"""Facts keep their ids when the CV around them changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cv_action.cv.facts import Fact, facts_of, owner_of, reworded, slug, text_hash
from cv_action.cv.model import Basics, Cv, Kind, Note, Project, Reference, Section, Work

ENGINEER = Work(
    name="Kvitting AS",
    position="Engineer",
    summary="Moves money.",
    highlights=("Built the ledger", "Wrote the runbook"),
)
INTERN = Work(name="Sparebank", position="Intern", highlights=("Wrote the runbook",))
CV = Cv(
    basics=Basics(name="Maren", label="Backend engineer", summary="I like dull systems."),
    sections=(Section(kind=Kind.WORK, entries=(ENGINEER, INTERN)),),
)


def ids(cv: Cv) -> dict[str, str]:
    return {fact.id: fact.text for fact in facts_of(cv)}


def fact(text: str, cv: Cv = CV) -> Fact:
    return next(fact for fact in facts_of(cv) if fact.text == text)


def test_every_statement_is_a_fact_with_its_verbatim_text() -> None:
    texts = set(ids(CV).values())
    assert {"Maren", "Backend engineer", "I like dull systems.", "Kvitting AS"} <= texts
    assert {"Moves money.", "Built the ledger", "Wrote the runbook", "Intern"} <= texts


def test_names_titles_and_quotations_are_never_rewritable() -> None:
    said = Reference(name="Ida", reference="She is the one to ask.")
    cv = replace(CV, sections=(*CV.sections, Section(kind=Kind.REFERENCES, entries=(said,))))
    fixed = {fact.text for fact in facts_of(cv) if not fact.rewritable}
    assert {"Maren", "Kvitting AS", "Engineer", "She is the one to ask."} <= fixed
    assert fixed.isdisjoint({"Built the ledger", "I like dull systems."})


def test_ids_survive_reordering_of_roles_and_bullets() -> None:
    turned = replace(ENGINEER, highlights=ENGINEER.highlights[::-1])
    section = replace(CV.sections[0], entries=(INTERN, turned))
    assert ids(replace(CV, sections=(section,))) == ids(CV)


def test_ids_survive_an_insertion_and_an_edit_elsewhere() -> None:
    longer = replace(ENGINEER, highlights=("New", *ENGINEER.highlights), summary="Moves all money.")
    section = replace(CV.sections[0], entries=(longer, INTERN))
    after = ids(replace(CV, sections=(section,)))
    kept = {k: v for k, v in ids(CV).items() if v != "Moves money."}
    assert kept.items() <= after.items()


def test_the_same_text_twice_in_a_role_has_two_ids() -> None:
    twice = replace(INTERN, highlights=("Wrote the runbook", "Wrote the runbook"))
    cv = replace(CV, sections=(Section(kind=Kind.WORK, entries=(twice,)),))
    found = [fact.id for fact in facts_of(cv) if fact.text == "Wrote the runbook"]
    assert len(found) == len(set(found)) == 2
    assert found[1] == f"{found[0]}/2"


def test_the_same_text_in_two_roles_has_two_ids() -> None:
    found = {fact.id for fact in facts_of(CV) if fact.text == "Wrote the runbook"}
    assert len(found) == 2


def test_white_space_and_compatibility_forms_do_not_change_a_hash() -> None:
    assert text_hash("Built  the\nledger") == text_hash("Built the ledger")
    assert text_hash("ﬁnal") == text_hash("final")
    assert text_hash("Built the Ledger") != text_hash("Built the ledger")


def test_other_words_go_to_their_fact_alone() -> None:
    built = fact("Built the ledger")
    changed = reworded(CV, {built.id: "Built the payment ledger"})
    work = changed.sections[0].entries[0]
    assert isinstance(work, Work)
    assert work.highlights == ("Built the payment ledger", "Wrote the runbook")
    assert replace(work, highlights=ENGINEER.highlights) == ENGINEER
    assert changed.sections[0].entries[1] == INTERN


@pytest.mark.parametrize("fact_id", ["work/nowhere/000000000000", fact("Engineer").id])
def test_other_words_for_what_may_not_be_reworded_are_refused(fact_id: str) -> None:
    with pytest.raises(KeyError):
        reworded(CV, {fact_id: "Director"})


def test_a_custom_section_is_part_of_its_facts_ids() -> None:
    talks = Section(kind=Kind.CUSTOM, title="Invited talks", entries=(Note(text="On ledgers"),))
    found = facts_of(Cv(sections=(talks,)))
    assert [fact.id for fact in found] == [
        f"custom/invited-talks.notes/{text_hash('On ledgers')[:12]}"
    ]


def test_a_script_without_ascii_forms_has_a_short_hash_for_a_slug() -> None:
    assert slug("株式会社") == text_hash("株式会社")[:8]
    assert slug("Boğaziçi Üniversitesi") == "bogazici-universitesi"
    assert owner_of(Project(name="tally")) == "tally"


def test_an_empty_text_is_no_fact() -> None:
    assert facts_of(Cv(basics=Basics(summary=" \n"))) == ()
