"""The newest artifact of a name holds all that stands, and every run can rely on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cv_action.adapters.artifact_shelf import LOOKS, ArtifactShelf
from cv_action.errors import ConfigurationError
from cv_action.publish.archive import packed
from cv_action.publish.change import Change, File, Publication
from cv_action.report.problem import Severity
from tests.artifact_shelves import DAYS, NAME, content, left, shelf
from tests.github_clients import change
from tests.results_checked import CheckedServer
from tests.results_model import Step
from tests.results_plugs import in_process

ONE = File("out/index.html", b"<p>one</p>")
TWO = File("out/deep/cv.md", b"two\r\n")
NEWER = File(ONE.path, b"<p>newer</p>")
PATHS = (ONE.path, TWO.path)
NOTHING = Change(files=(), message="Update the CV")
UPLOAD = [Step.CREATE, Step.BLOCK, Step.COMMIT, Step.FINALIZE]


@pytest.fixture
def server() -> Iterator[CheckedServer]:
    server = CheckedServer()
    with in_process(server):
        yield server
    assert server.check.faults == []


@pytest.fixture
def first(server: CheckedServer) -> Iterator[ArtifactShelf]:
    with shelf(server, 1) as one:
        yield one


@pytest.fixture
def second(server: CheckedServer) -> Iterator[ArtifactShelf]:
    with shelf(server, 2) as one:
        yield one


def test_a_shelf_on_which_nothing_was_left_has_nothing(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    assert first.current(PATHS) == {}
    assert first.present(PATHS) == ()
    with pytest.raises(ConfigurationError, match=ONE.path):
        first.read(ONE.path)
    assert server.steps() == [Step.LIST] * 2
    assert first.problems == ()


def test_what_a_run_has_left_the_next_reads(first: ArtifactShelf, second: ArtifactShelf) -> None:
    assert first.publish(change(ONE, TWO)) == Publication(artifact=NAME)
    assert second.present([TWO.path, "other", ONE.path]) == (TWO.path, ONE.path)
    assert second.read(TWO.path) == TWO.data
    assert second.current([ONE.path, "other"]) == {ONE.path: ONE.data}


def test_all_that_stands_is_uploaded_though_little_changes(
    server: CheckedServer, first: ArtifactShelf, second: ArtifactShelf
) -> None:
    first.publish(change(ONE, TWO))
    second.publish(change(NEWER))
    assert content(left(server)) == {ONE.path: NEWER.data, TWO.path: TWO.data}
    with shelf(server, 3) as third:
        third.publish(change(deletions=(ONE.path,)))
    assert content(left(server)) == {TWO.path: TWO.data}
    assert [artifact.name for artifact in server.artifacts.values()] == [NAME] * 3


def test_however_often_it_is_asked_a_run_looks_once(
    server: CheckedServer, first: ArtifactShelf, second: ArtifactShelf
) -> None:
    first.publish(change(ONE, TWO))
    server.asked.clear()
    for path in (*PATHS, *PATHS):
        assert second.current([path])
        assert second.present([path]) == (path,)
    assert second.publish(NOTHING) == Publication(new=False)
    assert server.steps() == [Step.LIST, Step.LIST, Step.ZIP, Step.DOWNLOAD]


def test_to_save_something_nothing_is_looked_at(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    assert first.save([ONE, TWO]) == NAME
    assert server.steps() == UPLOAD
    assert content(left(server)) == {ONE.path: ONE.data, TWO.path: TWO.data}


def test_what_was_published_is_current_though_the_listing_lags(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    server.late = 99
    first.publish(change(ONE, TWO))
    assert first.current(PATHS) == {ONE.path: ONE.data, TWO.path: TWO.data}
    assert first.publish(change(NEWER)) == Publication(artifact=f"{NAME}-2")
    assert content(left(server)) == {ONE.path: NEWER.data, TWO.path: TWO.data}


def test_what_is_forgotten_is_looked_at_again(first: ArtifactShelf, second: ArtifactShelf) -> None:
    assert first.current(PATHS) == {}
    second.publish(change(ONE))
    assert first.current(PATHS) == {}
    first.forget()
    assert first.current(PATHS) == {ONE.path: ONE.data}


def test_the_newest_counts_in_whatever_order_they_are_listed(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    server.scrambled, server.page_limit = True, 2
    for number in range(5):
        server.now += timedelta(seconds=number // 2)
        server.add(NAME, packed([File(ONE.path, b"%d" % number)]), run=number + 5)
    server.artifacts[1002].created_at += timedelta(minutes=1)
    assert first.read(ONE.path) == b"1"


def test_of_two_from_one_second_the_later_one_counts(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    for run in (5, 6):
        server.add(NAME, packed([File(ONE.path, b"%d" % run)]), run=run)
    assert first.read(ONE.path) == b"6"


def test_only_what_a_run_of_ours_has_left_under_the_name_counts(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    ours, theirs = packed([ONE]), packed([NEWER])
    server.add(NAME, ours)
    server.now += timedelta(hours=1)
    server.add(NAME, theirs).head_repository_id = 1
    server.add(f"{NAME}-2", theirs).head_repository_id = 1
    server.add(NAME, theirs).expired = True
    server.add(f"{NAME}-preview", theirs)
    server.add(NAME.upper(), theirs)
    assert first.read(ONE.path) == ONE.data
    assert first.problems == ()


def test_for_one_that_is_broken_the_one_before_counts(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    server.add(NAME, packed([ONE]))
    broken = server.add(NAME, packed([NEWER])[:-1])
    altered = server.add(NAME, packed([NEWER]))
    altered.data = packed([TWO])
    assert first.current(PATHS) == {ONE.path: ONE.data}
    assert [problem.severity for problem in first.problems] == [Severity.WARNING] * 2
    told = [problem.sentence for problem in first.problems]
    assert str(altered.id) in told[0]
    assert str(broken.id) in told[1]
    first.forget()
    first.present(PATHS)
    assert len(first.problems) == 2


def test_no_more_than_a_few_broken_ones_are_looked_at(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    server.add(NAME, packed([ONE]))
    for _ in range(LOOKS):
        server.add(NAME, b"no archive")
    assert first.current(PATHS) == {}
    assert server.steps().count(Step.ZIP) == LOOKS
    assert len(first.problems) == LOOKS


def test_one_that_goes_while_it_is_looked_at_is_passed_over(
    server: CheckedServer, first: ArtifactShelf
) -> None:
    server.add(NAME, packed([ONE]))
    server.add(NAME, packed([NEWER]))
    server.plan(Step.DOWNLOAD, (404, {}, b""))
    assert first.read(ONE.path) == ONE.data
    assert len(first.problems) == 1


@pytest.mark.parametrize(
    ("days", "age", "renewed"),
    [
        (DAYS, 20, True),
        (DAYS, 19.9, False),
        (1, 0.7, True),
        (1, 0.6, False),
        (0, 60, True),
        (0, 59, False),
    ],
)
def test_what_is_soon_to_be_deleted_is_uploaded_again_as_it_is(
    server: CheckedServer, first: ArtifactShelf, days: int, age: float, *, renewed: bool
) -> None:
    first.publish(change(ONE, TWO))
    server.now += timedelta(days=age)
    with shelf(server, 2, days=days) as later:
        assert later.current(PATHS) == {ONE.path: ONE.data, TWO.path: TWO.data}
        told = Publication(artifact=NAME if renewed else "", new=False)
        assert later.publish(NOTHING) == told
        assert later.publish(NOTHING) == Publication(new=False)
    assert content(left(server)) == {ONE.path: ONE.data, TWO.path: TWO.data}
    assert len(server.artifacts) == (2 if renewed else 1)


@pytest.mark.parametrize(("days", "kept"), [(DAYS, DAYS), (7, 7), (0, 90)])
def test_an_artifact_is_kept_as_long_as_it_was_asked(
    server: CheckedServer, days: int, kept: int
) -> None:
    with shelf(server, days=days) as asked:
        asked.save([ONE])
    assert left(server).expires_at == server.now + timedelta(days=kept)
