"""What a branch itself has had, however others were merged: of a fake, of git, and of GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.adapters.github_past import GithubPast
from tests.github_clients import branch
from tests.github_model import Step
from tests.github_server import GithubServer
from tests.pasts import WORLDS, World, world

NAME = "out/.cv-action.json"
PAGE = "out/index.html"


@pytest.fixture(params=WORLDS)
def past(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    with world(request.param, tmp_path) as one:
        yield one


def told(past: World) -> list[str]:
    return list(past.look().history.touching(NAME))


def updated(past: World, *texts: bytes) -> str:
    """A branch on which somebody has worked; its newest commit."""
    return [past.push({NAME: text}, branch="side") for text in texts][-1]


def test_a_proposal_that_was_updated_before_it_was_merged_is_one_publication(past: World) -> None:
    first = past.push({NAME: b"1"})
    updated(past, b"2", b"3", b"4")
    past.push({PAGE: b"page"})
    merge = past.merge("side", {NAME: b"4"})
    past.push({PAGE: b"other"})
    assert told(past) == [merge, first]
    assert past.look().history.at(merge, (NAME, PAGE)) == {NAME: b"4", PAGE: b"page"}


def test_a_proposal_that_was_squashed_is_one_publication(past: World) -> None:
    first = past.push({NAME: b"1"})
    updated(past, b"2", b"3")
    squashed = past.push({NAME: b"3"})
    assert told(past) == [squashed, first]


def test_what_the_branch_went_forwards_to_is_its_own(past: World) -> None:
    first = past.push({NAME: b"1"})
    second, third = (updated(past, text) for text in (b"2", b"3"))
    past.forward("side")
    assert told(past) == [third, second, first]


def test_each_merge_of_a_branch_is_a_publication(past: World) -> None:
    first = past.push({NAME: b"1"})
    updated(past, b"2", b"3")
    one = past.merge("side", {NAME: b"3"})
    updated(past, b"4", b"5")
    other = past.merge("side", {NAME: b"5"})
    assert told(past) == [other, one, first]


def test_a_merge_that_brings_another_branch_is_a_publication_too(past: World) -> None:
    first = past.push({NAME: b"1"})
    past.push({NAME: b"2"}, branch="by-hand")
    updated(past, b"3")
    past.merge("by-hand", {NAME: b"2"}, into="side")
    past.push({PAGE: b"page"})
    merge = past.merge("side", {NAME: b"2"})
    assert told(past) == [merge, first]


def test_a_proposal_into_which_the_branch_was_merged_is_one_publication(past: World) -> None:
    first = past.push({NAME: b"1"})
    updated(past, b"2")
    second = past.push({NAME: b"3"})
    past.merge("main", {NAME: b"4"}, into="side")
    updated(past, b"5")
    merge = past.merge("side", {NAME: b"5"})
    assert told(past) == [merge, second, first]


@pytest.mark.parametrize("texts", [(b"2",), (b"2", b"1")], ids=["refused", "taken back"])
def test_what_a_merge_did_not_bring_is_no_publication(
    past: World, texts: tuple[bytes, ...]
) -> None:
    first = past.push({NAME: b"1"})
    updated(past, *texts)
    past.push({PAGE: b"page"})
    past.merge("side", {})
    assert told(past) == [first]


def test_a_merge_that_says_something_new_is_a_publication(past: World) -> None:
    first = past.push({NAME: b"1"})
    updated(past, b"2")
    ours = past.push({NAME: b"3"})
    merge = past.merge("side", {NAME: b"4"})
    assert told(past) == [merge, ours, first]


def test_a_merge_that_throws_ours_away_is_a_publication_and_what_it_took_is_none(
    past: World,
) -> None:
    first = past.push({NAME: b"1"})
    side = updated(past, b"2")
    past.push({NAME: b"3"})
    merge = past.merge("side", {NAME: b"2"})
    found = told(past)
    assert (found[0], found[-1], side in found) == (merge, first, False)


def long_past(server: GithubServer, count: int) -> tuple[str, str]:
    """So many commits since a publication by a merge; the merge, and the publication of today."""
    server.push({NAME: b"1"})
    updated = server.push({NAME: b"2"}, branch="side")
    objects = server.objects
    tree = objects.tree(None, [(NAME, 0o100644, objects.blob(b"2"))])
    parents = [server.head(), updated]
    merge = objects.make_commit(tree, parents, "Merge", author="maren", at=server.now)
    server.branches["main"] = merge
    for number in range(count - 1):
        server.push({PAGE: b"%d" % number})
    return merge, server.push({NAME: b"3"})


@pytest.mark.parametrize(("count", "found"), [(1, True), (150, True), (497, True), (499, False)])
def test_a_publication_is_found_on_five_pages_and_no_further(count: int, found: bool) -> None:
    server = GithubServer()
    merge, today = long_past(server, count)
    with branch(server) as one:
        told = list(GithubPast(one).touching(NAME))
    assert told[:1] == [today]
    assert (merge in told) == found
    assert server.steps().count(Step.HISTORY) <= 6


def test_a_path_without_a_past_costs_one_request() -> None:
    server = GithubServer()
    server.push({PAGE: b"page"})
    with branch(server) as one:
        assert GithubPast(one).touching(NAME) == ()
    assert server.steps().count(Step.HISTORY) == 1
