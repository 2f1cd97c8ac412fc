"""Documents are proposed in one pull request, brought up to date in place, closed when settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cv_action.adapters.github_pull import BRANCH
from cv_action.errors import ConfigurationError, PublishError
from cv_action.publish.change import Publication
from cv_action.publish.proposal import State, ticks
from tests.github_model import Step
from tests.github_proposers import (
    BODY,
    ID,
    INPUT,
    OTHER,
    PAGE,
    TEXT,
    Proposers,
    produced,
    proposers,
)
from tests.github_pulls import merge


@pytest.fixture
def world() -> Iterator[Proposers]:
    with proposers() as world:
        yield world


def test_a_change_is_proposed_on_a_branch_of_its_own(world: Proposers) -> None:
    head = world.server.head()
    publication = world.propose({PAGE: b"new"})
    assert publication == Publication(commit_sha=world.server.head(BRANCH), pull_request=1)
    assert world.server.head() == head
    assert world.proposed == {PAGE: b"new"}
    pull = world.server.pulls[1]
    assert (pull.title, pull.body, pull.base) == ("Update the CV", BODY, "main")


def test_the_requests_of_a_first_and_of_a_later_proposal_are_few(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    reading = [Step.BRANCH, Step.TREE, Step.BRANCH, Step.PULLS, Step.BRANCH]
    making = [Step.MAKE_TREE, Step.MAKE_COMMIT, Step.MAKE_REF, Step.TREE]
    assert world.server.steps() == [*reading, *making, Step.PULLS, Step.MAKE_PULL]
    world.server.asked.clear()
    world.propose({PAGE: b"newer"})
    assert len(world.server.asked) <= 15
    assert Step.MOVE_REF in world.server.steps()


def test_a_later_run_brings_the_same_pull_request_up_to_date(world: Proposers) -> None:
    world.propose({PAGE: b"new", TEXT: b"text"})
    before = world.server.head(BRANCH)
    publication = world.propose({PAGE: b"newer"}, "Only one.\n")
    assert publication == Publication(commit_sha=world.server.head(BRANCH), pull_request=1)
    assert world.server.objects.leads_to(before, world.server.head(BRANCH))
    assert world.proposed == {PAGE: b"newer"}
    assert len(world.server.pulls) == 1
    assert world.server.pulls[1].body == "Only one.\n"


def test_a_run_that_proposes_the_same_again_changes_nothing(world: Proposers) -> None:
    first = world.propose({PAGE: b"new"})
    world.server.push({"notes.txt": b"more"}, by="maren")
    assert world.propose({PAGE: b"new"}) == replace(first, new=False)
    assert Step.EDIT_PULL not in world.server.steps()


def test_a_base_that_moved_under_the_documents_is_merged_in(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    moved = world.server.push({PAGE: b"by hand", "notes.txt": b"more"}, by="maren")
    world.propose({PAGE: b"new"})
    assert world.proposed == {PAGE: b"new"}
    assert world.server.files(BRANCH)["notes.txt"] == b"more"
    assert world.server.objects.leads_to(moved, world.server.head(BRANCH))


def test_what_somebody_commits_to_our_branch_stays_in_it(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    theirs = world.server.push(
        {INPUT: b"[]", "added.txt": b"added", "notes.txt": None}, branch=BRANCH
    )
    world.server.push({"elsewhere.txt": b"moved"}, by="maren")
    world.propose({PAGE: b"newer"})
    assert world.proposed == {
        PAGE: b"newer",
        INPUT: b"[]",
        "added.txt": b"added",
        "notes.txt": b"gone",
    }
    assert world.server.objects.leads_to(theirs, world.server.head(BRANCH))


def test_a_conflict_that_is_not_ours_is_left_to_the_owner(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    theirs = world.server.push({"notes.txt": b"one way"}, branch=BRANCH)
    world.server.push({"notes.txt": b"another"}, by="maren")
    with pytest.raises(PublishError, match=r"notes\.txt was changed on both") as caught:
        world.propose({PAGE: b"newer"})
    assert "settle the conflict" in caught.value.hint
    assert world.server.head(BRANCH) == theirs


@pytest.mark.parametrize("foreign", [True, False])
def test_in_a_large_repository_only_our_own_branch_is_brought_up_to_date(
    world: Proposers, foreign: bool
) -> None:
    world.propose({PAGE: b"new"})
    world.server.most_entries = 1
    if foreign:
        world.server.push({"added.txt": b"added"}, branch=BRANCH)
        with pytest.raises(PublishError, match="too large to keep"):
            world.propose({PAGE: b"newer"})
    else:
        world.propose({PAGE: b"newer"})
    assert world.proposed[PAGE] == (b"new" if foreign else b"newer")


def test_a_document_that_is_not_made_any_more_leaves_the_proposal(world: Proposers) -> None:
    world.propose({PAGE: b"new", TEXT: b"text"})
    assert world.proposed == {PAGE: b"new", TEXT: b"text"}
    world.propose({PAGE: b"new"})
    assert world.proposed == {PAGE: b"new"}


def test_nothing_left_to_change_closes_the_pull_request(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    world.tick(ID)
    world.server.push({file.path: file.data for file in produced({PAGE: b"new"})}, by="maren")
    assert world.propose({PAGE: b"new"}) == Publication(pull_request=1)
    assert world.server.pulls[1].state == "closed"
    found = world.run().offered.proposal()
    assert found
    assert found.state is State.WITHDRAWN
    assert found.rejected == {ID}
    assert world.propose({PAGE: b"new"}) == Publication(new=False)


def test_after_a_merge_the_next_change_is_a_new_pull_request(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    world.server.push({"left.txt": b"left"}, branch=BRANCH)
    merge(world.server, world.server.pulls[1])
    assert world.propose({PAGE: b"new"}) == Publication(new=False)
    world.server.push({"left.txt": b"changed"}, by="maren")
    assert world.propose({PAGE: b"newer"}).pull_request == 2
    assert world.server.files(BRANCH)["left.txt"] == b"changed"
    assert world.proposed[PAGE] == b"newer"


def test_ticks_are_kept_through_every_update(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    world.tick(ID)
    found = world.run().offered.proposal()
    assert found
    assert found.rejected == {ID}
    world.propose({PAGE: b"newer"}, BODY + "More.\n")
    body = world.server.pulls[1].body or ""
    assert "More." in body
    assert ticks(body) == {ID: True, OTHER: False}


def test_a_tick_while_the_run_is_under_way_is_kept(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    pull = world.run()
    pull.offered.proposal()
    world.tick(OTHER)
    world.propose({PAGE: b"newer"}, BODY + "More.\n", by=pull)
    assert ticks(world.server.pulls[1].body or "") == {ID: False, OTHER: True}


@pytest.mark.parametrize(
    ("merged", "rejected"), [(True, {ID}), (False, {ID, OTHER})], ids=["merged", "closed"]
)
def test_the_answer_of_a_pull_request_that_is_over_is_read(
    world: Proposers, merged: bool, rejected: set[str]
) -> None:
    world.propose({PAGE: b"new"})
    world.tick(ID)
    if merged:
        merge(world.server, world.server.pulls[1])
    world.server.pulls[1].state = "closed"
    found = world.run().offered.proposal()
    assert found
    assert found.rejected == rejected
    world.propose({PAGE: b"newer"})
    assert len(world.server.pulls) == 2
    assert {
        id_ for id_, ticked in ticks(world.server.pulls[2].body or "").items() if ticked
    } == rejected


def test_what_is_proposed_can_be_read_until_it_is_merged(world: Proposers) -> None:
    assert world.run().offered.present([PAGE]) == ()
    world.propose({PAGE: b"new"})
    world.server.push({"cv.enhanced.json": b"edited"}, branch=BRANCH)
    offered = world.run().offered
    overlay = "cv.enhanced.json"
    assert offered.present([overlay, "other.json", PAGE]) == (overlay, PAGE)
    assert (offered.read(PAGE), offered.read(overlay)) == (b"new", b"edited")
    with pytest.raises(ConfigurationError):
        offered.read("other.json")
    world.server.pulls[1].state = "closed"
    assert world.run().offered.present([PAGE]) == (PAGE,)
    merge(world.server, world.server.pulls[1])
    assert world.run().offered.present([PAGE]) == ()
