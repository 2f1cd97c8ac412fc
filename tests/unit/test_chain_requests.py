"""How often a model is asked, what with, and what it is never told."""

from __future__ import annotations

import json

import pytest

from cv_action.claude.lane import Lane
from cv_action.claude.messages import request_body
from cv_action.claude.prompt import Prompt
from cv_action.enhance.creativity import Creativity
from cv_action.report.run import Mode, Outcome
from tests.asked_cv import (
    CONTACTS,
    CV,
    DOUBTFUL,
    NAME,
    REFEREE,
    RUNBOOK,
    SOURCE,
    UNTRUE,
    changed,
)
from tests.asked_runs import EDITOR, House, agree, house_with_a_key
from tests.lanes import Editor, statements_in

TAUGHT = "Taught 12 volunteers how to run a show alone"
HARD = Editor(
    better={RUNBOOK: DOUBTFUL, TAUGHT: UNTRUE["number"]},
    quotes={DOUBTFUL: "Wrote the runbook that the on-call rota"},
)
"""Words of which some are to be mended and some to be read."""
OWN_BYTES = 6_000


def house(editor: Editor = EDITOR) -> House:
    home = House()
    home.only(Lane.SUBSCRIPTION)
    home.plan.otherwise = editor
    return home


@pytest.mark.parametrize("editor", [EDITOR, HARD, Editor()])
def test_a_cv_of_usual_size_takes_three_requests_at_most_and_then_none(editor: Editor) -> None:
    home = house(editor)
    assert len([fact for fact in home.facts() if fact.rewritable]) == 25
    report = home.run()
    assert 1 <= home.asked <= 3
    assert report.facts_waiting == 0
    asked = home.asked
    for _ in range(2):
        assert home.run().outcome is Outcome.UNCHANGED
    assert home.asked == asked
    agree(home)


TODAY = f"{RUNBOOK} today"
MENDED = Editor(
    better={TODAY: UNTRUE["number"]},
    mended={TODAY: f"{DOUBTFUL} today"},
    quotes={f"{DOUBTFUL} today": TODAY},
)


@pytest.mark.parametrize(("editor", "most"), [(Editor(), 1), (MENDED, 3)])
def test_one_changed_statement_takes_one_request_or_three_with_mending_and_reading(
    editor: Editor, most: int
) -> None:
    home = house(Editor())
    home.run()
    home.plan.otherwise = editor
    home.folder.files["cv.json"] = changed(RUNBOOK, TODAY)
    before = home.asked
    home.run()
    assert home.asked - before == most
    assert len(statements_in(home.plan.asked[before][1])) == 1
    assert home.entries()[TODAY].text == (TODAY if most == 1 else f"{DOUBTFUL} today")
    agree(home)


def test_where_money_has_ended_an_unchanged_cv_asks_nobody() -> None:
    home = house_with_a_key(run="0.02", day="0.02")
    home.run()
    asked, counted = home.asked, home.api.counted
    assert asked
    for _ in range(3):
        home.run()
    assert (home.asked, home.api.counted) == (asked, counted)


def test_what_its_owner_rejected_is_not_asked_about_even_when_asked_again() -> None:
    home = house()
    home.run()
    overlay = json.loads(home.folder.files["cv.enhanced.json"])
    rejected = next(one for one in overlay["entries"] if one["text"] == DOUBTFUL)
    rejected["status"] = "rejected"
    home.folder.files["cv.enhanced.json"] = json.dumps(overlay).encode()
    before = home.asked
    home.run(again=True)
    texts = [one.get("text") for _, p in home.plan.asked[before:] for one in statements_in(p)]
    assert len(texts) == 24
    assert RUNBOOK not in texts
    assert RUNBOOK in home.published()
    agree(home)


def test_words_from_before_stay_when_asking_again_finds_none_that_pass() -> None:
    home = house()
    home.run()
    before = home.entries()
    home.plan.otherwise = Editor(better={RUNBOOK: UNTRUE["title"]})
    home.run(again=True)
    assert home.entries()[RUNBOOK] == before[RUNBOOK]
    assert DOUBTFUL in home.published()
    agree(home)


@pytest.mark.parametrize("mode", [Mode.ACTIVITY_ONLY, Mode.EMERGENCY_UPDATE])
def test_modes_without_a_model_ask_nobody(mode: Mode) -> None:
    home = house()
    report = home.run(mode)
    assert home.asked == 0
    assert report.outcome is Outcome.RENDERED
    agree(home)


def test_a_preview_asks_and_hands_nothing_back() -> None:
    home = house()
    report = home.run(Mode.PREVIEW)
    assert report.outcome is Outcome.PREVIEWED
    assert home.asked == 2
    assert set(home.folder.files) == {"cv.json"}


def every_prompt(source: bytes = SOURCE) -> list[Prompt]:
    """Requests of every kind about a CV."""
    found = []
    for creativity in Creativity:
        home = house(HARD)
        home.creativity = creativity
        home.folder.files["cv.json"] = source
        home.run()
        found += [prompt for _, prompt in home.plan.asked]
    assert {prompt.version.split("-")[0] for prompt in found} == {"rewrite", "repair", "read"}
    return found


def said(prompt: Prompt) -> str:
    return request_body(prompt, "claude-sonnet-5-5").decode()


@pytest.mark.parametrize("private", [NAME, *CONTACTS, REFEREE, "nobody looked for", "Ski touring"])
def test_no_request_says_who_the_person_is_or_how_to_reach_them(private: str) -> None:
    assert private in SOURCE.decode()
    for prompt in every_prompt():
        assert private.casefold() not in said(prompt).casefold()


@pytest.mark.parametrize(
    "statement",
    [
        f"As {NAME} wrote three books about bookkeeping",
        "Spoke at a fair under the name TORUNN VESTBY",
        "Answered the duty telephone +4755501234 at night",
        "Kept the page https://vestby.example/notes for beginners",
        "Took questions at help@bank.example for two years",
    ],
)
def test_a_statement_with_a_contact_in_it_is_not_told_and_is_published_as_it_is(
    statement: str,
) -> None:
    source = changed(TAUGHT, statement)
    home = house()
    home.folder.files["cv.json"] = source
    report = home.run()
    assert home.asked
    assert all(statement[-20:] not in said(prompt) for _, prompt in home.plan.asked)
    assert statement in home.published()
    assert report.facts_waiting == 0


def test_a_role_at_a_company_of_the_persons_own_name_is_told_without_it() -> None:
    source = SOURCE.replace(b'"Studentradioen"', b'"Torunn Vestby Lyd"')
    for prompt in every_prompt(source):
        assert "vestby" not in said(prompt).casefold()


def test_our_own_part_of_a_request_is_small() -> None:
    for prompt in every_prompt():
        texts = sum(len(one["text"]) for one in statements_in(prompt) if "text" in one)
        told = len(prompt.context.encode()) + texts
        assert len(said(prompt).encode()) - told <= OWN_BYTES


def test_the_context_is_no_longer_than_what_the_cv_says_and_its_frame() -> None:
    home = house()
    home.run()
    facts = [fact.text for fact in home.facts()]
    for _, prompt in home.plan.asked:
        assert len(prompt.context) < sum(map(len, facts)) + 8 * len(facts)


def test_employers_and_skills_are_told() -> None:
    home = house()
    home.run()
    (_, prompt), *_ = home.plan.asked
    for name in (*(one["name"] for one in CV["work"]), "Staff Engineer", "PostgreSQL"):
        assert name in prompt.context


def test_the_same_cv_is_asked_about_in_the_same_words() -> None:
    one, other = house(HARD), house(HARD)
    one.run()
    other.run()
    assert one.plan.asked == other.plan.asked
