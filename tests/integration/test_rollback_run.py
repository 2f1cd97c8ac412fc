"""Going back is a run: it is announced and written down, waits for nobody, and loses no work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_past import GithubPast
from cv_action.adapters.github_pull import GithubPull
from cv_action.errors import ConfigurationError, CvActionError, PublishError
from cv_action.ledger.event import Entry, Held, Published, RunFinished
from cv_action.pipeline.rollback import roll_back
from cv_action.publish.change import Change, Publication
from cv_action.publish.moved import MovedError, Movement
from cv_action.report.run import Outcome
from tests.asked_runs import House as AskingHouse
from tests.fakes import MemoryFolder, RecordedProgress
from tests.github_clients import Waits
from tests.pasts import GithubWorld, GitWorld, MemoryBranch, MemoryWorld, world
from tests.publications import JOB, MANIFEST, OVERLAY, PAGE, TEXT, House, house, made, published

PATHS = {PAGE, TEXT, OVERLAY, MANIFEST}


@dataclass
class Restless(MemoryBranch):
    """A branch that somebody moves before each of the next publications."""

    moves: int = 0
    then: Callable[[], object] = lambda: None
    tried: list[Change] = field(default_factory=list)

    def publish(self, change: Change) -> Publication:
        self.tried.append(change)
        if len(self.tried) <= self.moves:
            self.then()
            raise MovedError([Movement(path=PAGE)])
        return super().publish(change)


def restless(home: House, moves: int, then: Callable[[], object] = lambda: None) -> Restless:
    assert isinstance(home.world, MemoryWorld)
    return Restless(home.world, home.world.heads["main"], moves=moves, then=then)


def test_what_somebody_moved_meanwhile_is_looked_at_again() -> None:
    home = house(MemoryWorld())
    list(published(home, 2))
    branch = restless(home, 2, lambda: home.publish(made(8)))
    ports = replace(home.ports(), publisher=branch, history=branch)
    roll_back(JOB, ports)
    assert len(branch.tried) == 3
    assert home.documents == made(1)


def test_a_branch_that_never_rests_is_left_alone() -> None:
    home = house(MemoryWorld())
    list(published(home, 2))
    branch = restless(home, 99)
    with pytest.raises(MovedError):
        roll_back(JOB, replace(home.ports(), publisher=branch, history=branch))
    assert (len(branch.tried), home.documents) == (3, made(1))


def test_where_nothing_is_committed_there_is_no_way_back() -> None:
    home = house(MemoryWorld())
    list(published(home, 2))
    with pytest.raises(ConfigurationError) as caught:
        roll_back(JOB, replace(home.ports(), history=None))
    assert "publish: commit" in caught.value.hint
    assert home.documents == made(1)


def test_later_steps_find_the_files_too() -> None:
    home = house(MemoryWorld())
    home.publish(made(0, "out/old.txt"))
    home.publish(made(1, "out/new.txt"), overlay=b"{}")
    folder = MemoryFolder(dict(home.world.now()) | {"out/old.txt": b"of an earlier step"})
    roll_back(JOB, replace(home.ports(), files=folder, copies=folder))
    assert folder.files == home.world.now()
    assert "out/new.txt" not in folder.files


def events(asking: AskingHouse) -> frozenset[Entry]:
    from cv_action.ledger.reading import read

    keeping = asking.keeping()
    return read(keeping.desk.store, around=keeping.desk.now()).events


def test_it_is_written_down_what_was_published_and_what_holds() -> None:
    home, asking = house(MemoryWorld()), AskingHouse()
    first, _ = published(home, 2)
    progress = RecordedProgress()
    report = roll_back(JOB, replace(home.ports(), books=asking.keeping(), progress=progress))
    assert report.problems == ()
    told = {type(event): event for event in events(asking)}
    made_, held, finished = told[Published], told[Held], told[RunFinished]
    assert isinstance(made_, Published)
    assert isinstance(held, Held)
    assert isinstance(finished, RunFinished)
    assert (made_.commit, set(made_.files)) == (report.commit_sha, PATHS)
    assert held.commit == first
    assert (finished.mode, finished.outcome) == ("rollback", "rolled-back")
    assert set(finished.stages) == {"Reading the ledger", "Looking back", "Handing it back"}
    assert progress.titles == [*finished.stages, "Keeping the ledger"]


def test_a_way_back_that_fails_is_written_down_as_that() -> None:
    home, asking = house(MemoryWorld()), AskingHouse()
    with pytest.raises(CvActionError):
        roll_back(JOB, replace(home.ports(), books=asking.keeping()))
    (finished,) = events(asking)
    assert isinstance(finished, RunFinished)
    assert finished.outcome == Outcome.FAILED


@pytest.mark.parametrize("path", sorted(PATHS))
def test_work_that_was_never_committed_is_not_lost(tmp_path: Path, path: str) -> None:
    with world("git", tmp_path) as one:
        home = house(one)
        list(published(home, 2))
        (tmp_path / path).write_bytes(b"by hand")
        with pytest.raises(PublishError, match="not committed") as caught:
            home.back()
        assert path in caught.value.message
        assert (tmp_path / path).read_bytes() == b"by hand"


def test_a_file_that_git_does_not_know_is_not_lost(tmp_path: Path) -> None:
    with world("git", tmp_path) as one:
        home = house(one)
        home.publish(made(0, "out/old.txt"))
        home.publish(made(1))
        assert isinstance(one, GitWorld)
        (tmp_path / "out" / "old.txt").write_bytes(b"mine")
        with pytest.raises(PublishError, match=r"out/old\.txt"):
            home.back()
        assert (tmp_path / "out" / "old.txt").read_bytes() == b"mine"


def branches(one: GithubWorld) -> tuple[GithubBranch, GithubPull]:
    base = GithubBranch(one.api, branch="main", pause=Waits())
    return base, GithubPull(one.api, base=base, folder="out", pause=Waits())


def test_in_a_pull_request_the_way_back_is_offered(tmp_path: Path) -> None:
    with world("github", tmp_path) as one:
        home = house(one)
        first, second = published(home, 2)
        assert isinstance(one, GithubWorld)
        base, pull = branches(one)
        ports = replace(home.ports(), publisher=pull, history=GithubPast(base))
        report = roll_back(JOB, ports)
        assert one.server.head() == second
        assert report.pull_request == 1
        assert f"Pull request #1 brings back what {first[:7]} had published" in report.reason
        proposed = one.server.files("cv-action-update")
        assert {path: proposed[path] for path in (PAGE, TEXT)} == made(0)
        assert first in str(one.server.pulls[1].body)


def test_everything_a_way_back_reads_must_stay_until_it_is_done(tmp_path: Path) -> None:
    with world("github", tmp_path) as one:
        home = house(one)
        list(published(home, 2))
        look = home.world.look()
        assert isinstance(one, GithubWorld)

        class Late:
            """Publishes a moment after somebody else."""

            def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
                return look.publisher.current(paths)

            def publish(self, change: Change) -> Publication:
                one.push({OVERLAY: b'{"mine": 1}'})
                return look.publisher.publish(change)

            def forget(self) -> None:
                """It looks no better the next time."""

        with pytest.raises(MovedError):
            roll_back(JOB, replace(home.ports(look), publisher=Late()))
        assert one.now()[OVERLAY] == b'{"mine": 1}'
