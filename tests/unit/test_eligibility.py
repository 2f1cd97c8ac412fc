"""A plan is its owner's: not for other people's events, forks or runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.pipeline.eligibility import EVENTS, Occasion, objection

OWN = Occasion(
    event="push", owner="maren", actor="maren", triggering_actor="maren", organisation=False
)
NAMES = st.sampled_from(["maren", "Maren", "stranger", "helper", "maren-bot", ""])


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_the_owners_own_events_are_fine(event: str) -> None:
    assert objection(replace(OWN, event=event), ()) == ""


@pytest.mark.parametrize(
    "event",
    ["pull_request", "pull_request_target", "issue_comment", "issues", "workflow_run", "", "Push"],
)
def test_an_event_that_anybody_can_cause_is_none_for_a_plan(event: str) -> None:
    assert objection(replace(OWN, event=event), ("maren",)).startswith("a plan is not used for the")


def test_a_fork_is_none_for_a_plan() -> None:
    assert objection(replace(OWN, fork=True), ("maren",)) == "a plan is not used in a fork"


@pytest.mark.parametrize(
    "occasion", [replace(OWN, actor="stranger"), replace(OWN, triggering_actor="stranger")]
)
def test_who_started_the_run_and_who_started_it_again_both_count(occasion: Occasion) -> None:
    said = objection(occasion, ())
    assert said == "the run was started by stranger, and the plan is another person's"


def test_a_scheduled_run_is_its_owners_whoever_wrote_the_schedule() -> None:
    planned = replace(OWN, event="schedule", actor="stranger", triggering_actor="github-actions")
    assert objection(planned, ()) == ""


@pytest.mark.parametrize(
    ("organisation", "said"), [(True, "organisation's"), (None, "did not say")]
)
@pytest.mark.parametrize("event", sorted(EVENTS))
def test_where_no_person_owns_the_repository_its_plan_has_to_be_named(
    organisation: bool | None, said: str, event: str
) -> None:
    shared = replace(OWN, organisation=organisation, event=event)
    assert said in objection(shared, ())
    assert "allowed_actors" in objection(shared, ())
    assert objection(shared, ("maren",)) == ""


def test_named_accounts_take_the_place_of_the_owner() -> None:
    assert objection(OWN, ("helper",)) != ""
    other = replace(OWN, actor="Helper", triggering_actor="helper")
    assert objection(other, ("HELPER",)) == ""


@given(NAMES, NAMES, st.lists(NAMES.filter(bool), max_size=2).map(tuple))
def test_a_push_is_fine_exactly_when_everybody_in_it_is_allowed(
    actor: str, again: str, allowed: tuple[str, ...]
) -> None:
    occasion = replace(OWN, actor=actor, triggering_actor=again)
    known = {name.casefold() for name in allowed or ("maren",)}
    fine = actor.casefold() in known and again.casefold() in known
    assert (objection(occasion, allowed) == "") is fine
