"""A folder of segments is whole after a crash, open to anything strange, and closed to links."""

from __future__ import annotations

import errno
import os
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cv_action.adapters.directory_store import LARGEST, DirectoryStore
from cv_action.ledger.store import Listed, NotPlaced, Obstacle, Placed, SegmentError, StoreError

NAME = "cv-ledger-2026-W48-0"
NOW = datetime(2026, 11, 23, 9, 0, 1, 999999, tzinfo=UTC)
FILE = "000000000001-7-20261123090001-cv-ledger-2026-W48-0.segment"


def store(folder: Path, run: int = 7) -> DirectoryStore:
    return DirectoryStore(folder=folder, run=run, clock=lambda: NOW)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_file_says_by_its_name_what_it_is(tmp_path: Path) -> None:
    assert store(tmp_path).place(NAME, b"data") == Placed(1)
    assert names(tmp_path) == [FILE]
    assert (tmp_path / FILE).read_bytes() == b"data"
    listed = Listed(id=1, name=NAME, created_at=NOW.replace(microsecond=0), run=7)
    assert store(tmp_path).listed(NAME).entries == (listed,)
    assert store(tmp_path).listed(NAME).now == NOW


def test_the_folder_is_made_when_it_is_needed(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert store(folder).listed(NAME).entries == ()
    assert not folder.exists()
    assert isinstance(store(folder).place(NAME, b"data"), Placed)


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "..", "a b", "é", "%2F", "x.segment", "-", "a\0b"]
)
def test_any_name_is_a_name_and_never_a_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ledger"
    shelf = store(folder)
    assert isinstance(shelf.place(name, b"data"), Placed)
    (entry,) = shelf.listed(None).entries
    assert (entry.name, shelf.fetch(entry)) == (name, b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["ledger"]


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    placed = store(tmp_path).place("x" * 300, b"data")
    assert isinstance(placed, NotPlaced)
    assert placed.obstacle is Obstacle.UNAVAILABLE


STRANGE = [
    "notes.txt",
    FILE.removesuffix(".segment"),
    FILE.replace("000000000001", "1"),
    FILE.replace("000000000001", "00000000000x"),
    FILE.replace("20261123090001", "20269923090001"),
    FILE.replace("-7-", "-07-"),
    FILE.replace("-7-", "-\u0667-"),
    FILE.replace("cv-", "%63v-"),
    FILE.replace("cv-", "%zz"),
    FILE.replace("cv-", "%ff"),
]


@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_file_is_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"strange")
    assert store(tmp_path).listed(None).entries == ()
    assert store(tmp_path).place(NAME, b"data") == Placed(1)
    assert len(store(tmp_path).listed(None).entries) == 1


def test_a_file_whose_name_is_no_text_is_passed_over(tmp_path: Path) -> None:
    os.close(os.open(os.fsencode(tmp_path) + b"/000000000001-\xff.segment", os.O_CREAT))
    assert store(tmp_path).listed(None).entries == ()


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_only_has_the_name_of_a_segment_is_none(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "ledger"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    match kind:
        case "link":
            (folder / FILE).symlink_to(tmp_path / "secret")
        case "folder":
            (folder / FILE).mkdir()
        case _:
            os.mkfifo(folder / FILE)
    shelf = store(folder)
    assert shelf.listed(NAME).entries == ()
    with pytest.raises(SegmentError):
        shelf.fetch(Listed(id=1, name=NAME, created_at=NOW, run=7))


@pytest.mark.parametrize("name", [".new", ".last"])
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ledger"
    folder.mkdir()
    target = tmp_path / "target"
    target.write_bytes(b"theirs")
    (folder / name).symlink_to(target)
    store(folder).place(NAME, b"ours")
    assert target.read_bytes() == b"theirs"


def test_what_a_crash_left_behind_is_no_segment_and_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".new").write_bytes(b"half")
    assert store(tmp_path).listed(None).entries == ()
    assert store(tmp_path).place(NAME, b"whole") == Placed(1)
    assert names(tmp_path) == [FILE]
    assert not (tmp_path / ".new").exists()


def test_a_damaged_file_is_given_as_it_is(tmp_path: Path) -> None:
    store(tmp_path).place(NAME, b"data")
    (tmp_path / FILE).write_bytes(b"")
    (entry,) = store(tmp_path).listed(NAME).entries
    assert store(tmp_path).fetch(entry) == b""


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    store(tmp_path).place(NAME, b"data")
    os.truncate(tmp_path / FILE, LARGEST + 1)
    (entry,) = store(tmp_path).listed(NAME).entries
    with pytest.raises(SegmentError, match="bytes"):
        store(tmp_path).fetch(entry)


def test_an_id_does_not_come_back_when_its_file_is_deleted(tmp_path: Path) -> None:
    store(tmp_path).place(NAME, b"one")
    (tmp_path / FILE).unlink()
    assert store(tmp_path).place(NAME, b"two") == Placed(2)


@pytest.mark.parametrize("left", [b"", b"12", b"not a number", b"-00000000001"])
def test_a_damaged_count_goes_on_from_what_is_there(tmp_path: Path, left: bytes) -> None:
    store(tmp_path).place(NAME, b"one")
    (tmp_path / ".last").write_bytes(left)
    assert store(tmp_path).place("other", b"two") == Placed(2)
    assert (tmp_path / ".last").read_bytes()[:12] == b"000000000002"


def test_writers_at_the_same_time_share_the_ids(tmp_path: Path) -> None:
    answers: dict[int, Placed | NotPlaced] = {}

    def place(run: int) -> None:
        answers[run] = store(tmp_path, run).place(NAME, str(run).encode())

    threads = [threading.Thread(target=place, args=(run,)) for run in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(a.id for a in answers.values() if isinstance(a, Placed)) == list(range(1, 21))
    shelf = store(tmp_path)
    entries = shelf.listed(NAME).entries
    assert {entry.run: shelf.fetch(entry) for entry in entries} == {
        run: str(run).encode() for run in range(20)
    }


def test_of_writers_of_one_run_one_has_the_name(tmp_path: Path) -> None:
    answers: list[Placed | NotPlaced] = []
    threads = [
        threading.Thread(target=lambda: answers.append(store(tmp_path).place(NAME, b"x")))
        for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [a for a in answers if isinstance(a, NotPlaced) and a.obstacle is Obstacle.TAKEN]
    assert len(taken) == 9
    assert Placed(1) in answers


@pytest.mark.parametrize(
    ("number", "obstacle"),
    [
        (errno.ENOSPC, Obstacle.FULL),
        (errno.EDQUOT, Obstacle.FULL),
        (errno.EIO, Obstacle.UNAVAILABLE),
    ],
)
def test_a_write_that_fails_leaves_no_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, obstacle: Obstacle
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        placed = store(tmp_path).place(NAME, b"data")
    assert isinstance(placed, NotPlaced)
    assert placed.obstacle is obstacle
    assert names(tmp_path) == []
    assert store(tmp_path).place(NAME, b"data") == Placed(2)


def test_a_segment_and_its_name_are_on_disk_when_it_is_placed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(stat.S_ISDIR(os.fstat(fd).st_mode)))
    store(tmp_path).place(NAME, b"data")
    assert synced == [False, True]


def test_a_folder_that_is_none_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    place = tmp_path / "ledger"
    place.write_text("a file")
    with pytest.raises(StoreError) as caught:
        store(place).listed(NAME)
    assert str(place) in caught.value.hint
    placed = store(place).place(NAME, b"data")
    assert isinstance(placed, NotPlaced)
    assert placed.obstacle is Obstacle.UNAVAILABLE


def test_a_segment_of_another_moment_is_not_this_one(tmp_path: Path) -> None:
    store(tmp_path).place(NAME, b"data")
    (entry,) = store(tmp_path).listed(NAME).entries
    with pytest.raises(SegmentError):
        store(tmp_path).fetch(replace(entry, created_at=NOW + timedelta(days=1)))
