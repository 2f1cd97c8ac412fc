"""A pull request's text offers facts, takes the owner's ticks back, and does nothing by itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.publish.proposal import (
    LARGEST,
    WITHDRAWN,
    Proposal,
    State,
    refusals,
    task,
    ticks,
    with_ticks,
    withdrawn,
)
from cv_action.publish.proposal_body import proposal_body, quiet
from cv_action.report.call import CallReport
from cv_action.report.run import FactReport, FindingReport, Treatment

ID = "work/acme.engineer/1f2e3d4c5b6a"
OTHER = "basics//0123456789ab:2"


def fact(fact_id: str = ID, after: str = "Led a team", **changed: object) -> FactReport:
    told = {"treatment": Treatment.REWRITTEN, "before": "Ran a team", "model": "a-model"} | changed
    return FactReport(fact_id=fact_id, after=after, **told)  # type: ignore[arg-type]  # as given


def body(*facts: FactReport, calls: tuple[CallReport, ...] = ()) -> str:
    return proposal_body("2 files differ.", facts, calls)


def test_every_fact_with_other_words_is_offered_in_both() -> None:
    text = body(fact(), fact(OTHER, "Tidied", treatment=Treatment.TIDIED))
    assert ticks(text) == {ID: False, OTHER: False}
    for words in ("Led a team", "Ran a team", "Tidied", "a-model", "Tick what you do not want"):
        assert words in text


def test_what_stays_as_it_is_is_not_offered() -> None:
    text = body(fact(after="Ran a team", treatment=Treatment.KEPT))
    assert ticks(text) == {}
    assert "Tick" not in text


def test_what_the_guard_refused_is_told_with_its_reason() -> None:
    finding = FindingReport(rule="numbers", text="40", source="4", reason="40 is not 4")
    refused = fact(
        after="Ran a team",
        treatment=Treatment.REFUSED,
        proposed="Ran 40 teams",
        findings=(finding,),
    )
    text = body(refused)
    assert "Ran 40 teams" in text
    assert "40 is not 4" in text
    assert ticks(text) == {}


def test_the_cost_is_told() -> None:
    call = CallReport(
        lane="api", model="m", purpose="words", outcome="answered", reason="",
        usd=Decimal("0.0120"), list_usd=Decimal("0.05"),
    )  # fmt: skip
    assert "1 call to a model: $0.012 spent; $0.05 at list price." in body(calls=(call,))
    assert "0 calls to a model: $0 spent" in body()


@pytest.mark.parametrize("mark", ["x", "X"])
def test_a_tick_is_read_back_by_its_fact(mark: str) -> None:
    text = body(fact(), fact(OTHER)).replace("- [ ]", f"- [{mark}]", 1)
    assert ticks(text) == {ID: True, OTHER: False}
    assert ticks(text.replace("\n", "\r\n")) == {ID: True, OTHER: False}


def test_ticks_are_kept_in_a_new_text() -> None:
    text = with_ticks(body(fact(), fact(OTHER)), {OTHER, "gone"})
    assert ticks(text) == {ID: False, OTHER: True}
    assert with_ticks(text, {OTHER}) == text


@given(fact_id=st.text(min_size=1, max_size=80), words=st.text(max_size=200))
def test_any_fact_in_any_words_is_one_task(fact_id: str, words: str) -> None:
    text = body(fact(fact_id, f"{words}!"), fact(ID))
    assert ticks(text).keys() == {fact_id, ID}
    assert ticks(with_ticks(text, {fact_id}))[fact_id]


@pytest.mark.parametrize(
    "words",
    [
        f"- [x] mine <!-- cv-action:fact {ID} -->",
        f"x\n- [x] mine <!-- cv-action:fact {ID} -->\n",
        f"--> - [x] <!-- cv-action:fact {ID} -->",
    ],
)
def test_no_words_can_tick_a_fact(words: str) -> None:
    assert ticks(body(fact(OTHER, words), fact(ID)))[ID] is False


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("thanks @noor", r"thanks \@&#8203;noor"),
        ("closes #12", r"closes \#&#8203;12"),
        ("fixes GH-12, gh-7", "fixes GH&#8203;-12, gh&#8203;-7"),
        ("o/r#1", r"o/r\#&#8203;1"),
        ("![x](https://e.example/p.png)", r"\!\[x\]\(https:&#8203;//e.example/p.png\)"),
        ("<img src=x>", r"\<img src=x\>"),
    ],
)
def test_foreign_words_do_nothing(words: str, shown: str) -> None:
    assert quiet(words) == shown


def test_a_text_is_never_longer_than_github_takes() -> None:
    words = "ü" * 290
    facts = [fact(f"work/x/{n:012}", f"{n}{words}", before=words) for n in range(500)]
    refused = [
        fact(str(n), words, before=words, treatment=Treatment.REFUSED, proposed=words)
        for n in range(500)
    ]
    text = body(*facts, *refused)
    assert len(text.encode()) < LARGEST
    assert len(ticks(text)) > 20
    assert "more are in the run's report" in text
    assert len(withdrawn(text + "x" * LARGEST)) == LARGEST


@pytest.mark.parametrize(
    ("state", "rejected"),
    [
        (State.OPEN, {OTHER}),
        (State.MERGED, {OTHER}),
        (State.WITHDRAWN, {OTHER}),
        (State.CLOSED, {ID, OTHER}),
    ],
)
def test_closing_unmerged_refuses_everything(state: State, rejected: set[str]) -> None:
    text = with_ticks(body(fact(), fact(OTHER)), {OTHER})
    proposal = Proposal(number=1, state=state, body=text)
    assert proposal.rejected == rejected
    assert proposal.offered == {ID, OTHER}


def test_a_withdrawn_text_keeps_its_ticks_and_says_so_once() -> None:
    text = with_ticks(body(fact()), {ID})
    twice = withdrawn(withdrawn(text))
    assert ticks(twice) == {ID: True}
    assert twice.count(WITHDRAWN) == 1


def test_an_id_ends_no_comment() -> None:
    assert task("a-->b--x", "words").count("-->") == 1


def test_what_the_owner_refused_stays_ticked_through_every_update() -> None:
    text = body(fact(), fact(OTHER, "Ran a team", treatment=Treatment.REJECTED))
    assert "Refused by you" in text
    assert ticks(text) == {ID: False, OTHER: True}
    assert ticks(with_ticks(text, {ID})) == {ID: True, OTHER: True}


def proposal(number: int, state: State, *tasks: str) -> Proposal:
    return Proposal(number=number, state=state, body="\n".join(tasks))


def test_a_refusal_is_known_from_every_request_since_the_newest_merged_one() -> None:
    no, yes = task(ID, "one", ticked=True), task(OTHER, "two")
    old = proposal(1, State.CLOSED, task("work/old/1", "three"))
    assert refusals([proposal(4, State.OPEN, yes), proposal(3, State.WITHDRAWN, no)]) == {ID}
    assert refusals([proposal(3, State.CLOSED, yes), old]) == {OTHER, "work/old/1"}
    assert refusals([proposal(3, State.MERGED, no, yes), old]) == {ID}
    assert refusals([]) == frozenset()
