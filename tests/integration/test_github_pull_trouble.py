"""A pull request while others write too, answers are lost, or GitHub does not let us."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cv_action.adapters.github_pull import BRANCH
from cv_action.errors import PublishError
from cv_action.publish.change import Publication
from cv_action.publish.moved import MovedError
from tests.github_model import Access, Protection, Step, refusal
from tests.github_proposers import BODY, INPUT, PAGE, Proposers, change, proposers
from tests.results_model import json_answer


@pytest.fixture
def world() -> Iterator[Proposers]:
    with proposers() as world:
        yield world


@pytest.mark.parametrize("path", [INPUT, PAGE])
def test_a_base_that_moves_meanwhile_under_what_was_read_ends_the_run(
    world: Proposers, path: str
) -> None:
    pull = world.run()
    pull.base.saw(INPUT, pull.base.start((INPUT,)).tree[INPUT])
    wanted = change(pull, {PAGE: b"new"})
    world.server.push({path: b"by hand"})
    with pytest.raises(MovedError, match=path):
        pull.publish(wanted)
    assert world.server.pulls == {}


def test_a_base_that_has_it_all_meanwhile_needs_no_proposal(world: Proposers) -> None:
    pull = world.run()
    wanted = change(pull, {PAGE: b"new"})
    world.server.push({file.path: file.data for file in wanted.files})
    assert pull.publish(wanted) == Publication(new=False)
    assert world.server.pulls == {}


def test_another_run_that_proposed_something_else_meanwhile_is_not_overwritten(
    world: Proposers,
) -> None:
    world.propose({PAGE: b"new"})
    older = world.run()
    wanted = change(older, {PAGE: b"of the older run"})
    older.offered.proposal()
    world.propose({PAGE: b"of the newer run"})
    with pytest.raises(MovedError):
        older.publish(wanted)
    assert world.proposed == {PAGE: b"of the newer run"}


def test_two_runs_that_begin_at_once_open_one_pull_request(world: Proposers) -> None:
    first, second = world.run(), world.run()
    wanted = [change(one, {PAGE: b"new"}) for one in (first, second)]
    assert first.offered.proposal() is second.offered.proposal() is None
    results = {one.publish(each) for one, each in zip((first, second), wanted, strict=True)}
    assert results == {Publication(commit_sha=world.server.head(BRANCH), pull_request=1)}
    assert len(world.server.pulls) == 1


@pytest.mark.parametrize("answer", [None, refusal(502, "Bad gateway")])
@pytest.mark.parametrize("step", [Step.MAKE_REF, Step.MOVE_REF, Step.MAKE_PULL, Step.EDIT_PULL])
def test_an_answer_that_was_lost_makes_nothing_twice(
    world: Proposers, step: Step, answer: None
) -> None:
    if step in {Step.MOVE_REF, Step.EDIT_PULL}:
        world.propose({PAGE: b"new"})
    before = (
        len(world.server.objects.history(world.server.head(BRANCH)))
        if BRANCH in world.server.branches
        else 1
    )
    world.server.plan(step, answer, done=True, times=2)
    publication = world.propose({PAGE: b"newer"}, BODY + "More.\n")
    assert publication == Publication(commit_sha=world.server.head(BRANCH), pull_request=1)
    assert len(world.server.objects.history(world.server.head(BRANCH))) == before + 1
    assert len(world.server.pulls) == 1


def test_our_branch_that_stays_silent_is_an_error(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    world.server.plan(Step.MOVE_REF, None, times=4)
    with pytest.raises(PublishError, match="is not known"):
        world.propose({PAGE: b"newer"})
    world.server.plan(Step.MOVE_REF, None, done=True, times=4)
    assert world.propose({PAGE: b"newer"}).pull_request == 1


def test_a_pull_request_that_is_closed_meanwhile_stays_closed(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    pull = world.run()
    pull.offered.proposal()
    world.server.pulls[1].state = "closed"
    assert world.propose({PAGE: b"newer"}, "Other.\n", by=pull).pull_request == 1
    assert (world.server.pulls[1].state, world.server.pulls[1].body) == ("closed", BODY)


def test_actions_that_may_not_open_pull_requests_are_told_where_to_allow_it(
    world: Proposers,
) -> None:
    world.server.opens_pulls = False
    with pytest.raises(PublishError, match="may not open pull requests") as caught:
        world.propose({PAGE: b"new"})
    assert "Allow GitHub Actions to create and approve pull requests" in caught.value.hint
    world.server.opens_pulls = True
    assert world.propose({PAGE: b"new"}).pull_request == 1


def test_a_token_that_may_not_write_pull_requests_is_given_the_yaml(world: Proposers) -> None:
    world.server.pull_requests = Access.READ
    with pytest.raises(PublishError) as caught:
        world.propose({PAGE: b"new"})
    assert "pull-requests: write" in caught.value.hint


def test_a_rule_for_our_branch_is_told(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    world.server.protected[BRANCH] = Protection.RULESET
    with pytest.raises(PublishError, match=f"A rule protects '{BRANCH}'") as caught:
        world.propose({PAGE: b"newer"})
    assert "leave the branch out" in caught.value.hint


def test_a_branch_whose_name_is_in_the_way_is_told(world: Proposers) -> None:
    world.server.push({}, branch=f"{BRANCH}/old")
    with pytest.raises(PublishError, match="in the way"):
        world.propose({PAGE: b"new"})


def test_our_branch_that_never_stands_still_is_given_up(world: Proposers) -> None:
    server = world.server
    world.propose({PAGE: b"new"})

    def push() -> None:
        server.push({"notes.txt": str(len(server.asked)).encode()}, branch=BRANCH)
        server.after[Step.MAKE_COMMIT] = push

    push()
    with pytest.raises(PublishError, match="moves faster"):
        world.propose({PAGE: b"newer"})


def test_our_branch_that_goes_meanwhile_is_missed(world: Proposers) -> None:
    world.propose({PAGE: b"new"})
    world.server.after[Step.MAKE_COMMIT] = lambda: world.server.branches.pop(BRANCH)
    with pytest.raises(PublishError, match=f"has no branch '{BRANCH}'"):
        world.propose({PAGE: b"newer"})


def test_a_proposal_that_is_not_what_was_wanted_is_an_error(world: Proposers) -> None:
    told = json_answer(200, {"sha": "0" * 40, "tree": [], "truncated": False})
    world.server.after[Step.MAKE_REF] = lambda: world.server.plan(Step.TREE, told)
    with pytest.raises(PublishError, match="is not what was to be proposed"):
        world.propose({PAGE: b"new"})


def test_a_pull_request_out_of_reach_is_told(world: Proposers) -> None:
    world.server.plan(Step.PULLS, None, times=4)
    with pytest.raises(PublishError, match="pull request is out of reach"):
        world.propose({PAGE: b"new"})


def test_nothing_to_pull_is_no_pull_request(world: Proposers) -> None:
    detail = {"resource": "PullRequest", "code": "custom", "message": "No commits between a and b"}
    told = {"message": "Validation Failed", "errors": [detail], "documentation_url": "x"}
    world.server.plan(Step.MAKE_PULL, json_answer(422, told))
    assert world.propose({PAGE: b"new"}).pull_request == 0
