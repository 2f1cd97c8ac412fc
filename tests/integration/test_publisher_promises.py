"""Every publisher keeps the same promises: what was published is current, what is to go goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from cv_action.adapters.git import GitCheckout
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.workspace import Workspace
from cv_action.publish.change import File, Publisher, change_between
from cv_action.publish.manifest import change_to, manifest_of, manifest_path
from tests.artifact_shelves import shelf
from tests.checkouts import WHO, git
from tests.fakes import MemoryFolder
from tests.github_clients import Waits, change, client, new_server
from tests.results_checked import CheckedServer
from tests.results_plugs import in_process

ONE = File("out/index.html", b"<p>one</p>")
TWO = File("out/deep/cv.md", b"two\r\n")
Published = Callable[[], Publisher]
"""Gives the publisher of a new run, which sees what those before it published."""


def memory(_: Path) -> Iterator[Published]:
    kept = MemoryFolder()
    yield lambda: kept


def folder(path: Path) -> Iterator[Published]:
    yield lambda: Workspace(path, confined=True)


def repository(path: Path) -> Iterator[Published]:
    git(path, "init", "-q", "-b", "main")
    yield lambda: GitCheckout(Workspace(path, confined=False), WHO)


def github(_: Path) -> Iterator[Published]:
    server = new_server()
    server.push({"cv.json": b"{}"})
    with in_process(server), client(server) as api:
        yield lambda: GithubBranch(api, branch="main", pause=Waits())


def artifact(_: Path) -> Iterator[Published]:
    server, runs = CheckedServer(), count(1)
    with in_process(server), ExitStack() as stack:
        yield lambda: stack.enter_context(shelf(server, next(runs)))


@pytest.fixture(params=[memory, folder, repository, github, artifact])
def published(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Published]:
    yield from request.param(tmp_path)


def test_what_was_published_is_current(published: Published) -> None:
    assert published().current([ONE.path, TWO.path]) == {}
    published().publish(change(ONE, TWO))
    current = published().current([ONE.path, TWO.path])
    assert dict(current) == {ONE.path: ONE.data, TWO.path: TWO.data}


def test_publishing_twice_leaves_nothing_to_change(published: Published) -> None:
    published().publish(change(ONE, TWO))
    again = change_between((ONE, TWO), published().current([ONE.path, TWO.path]), message="")
    assert not again


def test_a_later_change_replaces_only_its_files(published: Published) -> None:
    published().publish(change(ONE, TWO))
    newer = File(ONE.path, b"<p>newer</p>")
    published().publish(change(newer))
    current = published().current([ONE.path, TWO.path])
    assert dict(current) == {ONE.path: newer.data, TWO.path: TWO.data}


@pytest.mark.parametrize("files", [(), (File(ONE.path, b"<p>newer</p>"),)])
def test_what_is_to_go_goes_with_the_rest(published: Published, files: tuple[File, ...]) -> None:
    published().publish(change(ONE, TWO))
    published().publish(change(*files, deletions=(TWO.path,)))
    assert set(published().current([ONE.path, TWO.path])) == {ONE.path}


def test_a_document_that_is_not_made_any_more_goes(published: Published) -> None:
    before, files = ((*made, manifest_of("out", made)) for made in ((ONE, TWO), (ONE,)))
    for each in (before, files):
        published().publish(change_to(each, published(), folder="out", message="Update"))
    current = published().current([ONE.path, TWO.path, manifest_path("out")])
    assert set(current) == {ONE.path, manifest_path("out")}
    assert not change_to(files, published(), folder="out", message="Update")
