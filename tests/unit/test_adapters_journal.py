"""The journal keeps whole lines through a crash, within bounds, for its owner alone."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cv_action.adapters.journal import LARGEST, Journal
from cv_action.ledger.store import StoreError


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal")


def test_no_journal_has_no_lines(journal: Journal) -> None:
    assert journal.lines() == ()
    assert not journal.path.exists()


def test_lines_come_back_in_order_byte_for_byte(journal: Journal) -> None:
    lines = (b"one", b"", b"\r\x0b\x85\xe2\x80\xa8", b"\xff\x00", b"one")
    for line in lines:
        journal.append(line)
    assert Journal(journal.path).lines() == lines


def test_a_line_is_one_line(journal: Journal) -> None:
    with pytest.raises(ValueError, match="newline"):
        journal.append(b"two\nlines")
    assert journal.lines() == ()


@pytest.mark.parametrize("torn", [b"t", b"torn" * 1000])
def test_a_torn_last_line_is_as_if_it_had_never_been_begun(journal: Journal, torn: bytes) -> None:
    journal.append(b"whole")
    journal.path.write_bytes(journal.path.read_bytes() + torn)
    assert journal.lines() == (b"whole",)
    journal.append(b"next")
    assert journal.lines() == (b"whole", b"next")


def test_a_journal_that_was_torn_in_its_first_line_is_empty(journal: Journal) -> None:
    journal.path.write_bytes(b"torn")
    assert journal.lines() == ()
    journal.append(b"next")
    assert journal.lines() == (b"next",)


def test_a_line_is_there_when_the_process_is_killed(journal: Journal) -> None:
    crash = (
        "import os, pathlib, sys; from cv_action.adapters.journal import Journal;"
        "Journal(pathlib.Path(sys.argv[1])).append(b'paid'); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", crash, str(journal.path)], check=False)
    assert done.returncode == -9
    assert journal.lines() == (b"paid",)


def test_each_line_is_synced_to_disk(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_size))
    journal.append(b"one")
    journal.append(b"two")
    assert synced == [4, 8]


def test_a_disk_that_takes_little_at_a_time_gets_the_whole_line(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:2]))
    journal.append(b"a whole line")
    assert journal.lines() == (b"a whole line",)


def test_a_disk_that_fills_up_tears_no_line_but_the_new_one(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(fd: int, _: bytes) -> int:
        os.pwrite(fd, b"ha", 0)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    journal.append(b"one")
    with monkeypatch.context() as full:
        full.setattr(os, "write", fill)
        with pytest.raises(StoreError, match="no space"):
            journal.append(b"half a line")
    assert journal.lines() == (b"one",)
    journal.append(b"two")
    assert journal.lines() == (b"one", b"two")


def test_writers_at_the_same_time_lose_no_line(journal: Journal) -> None:
    lines = [f"{number:03}".encode() * 50 for number in range(40)]
    threads = [threading.Thread(target=journal.append, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(journal.lines()) == lines


def test_clearing_forgets_everything_and_needs_nothing_there(journal: Journal) -> None:
    journal.append(b"one")
    journal.clear()
    journal.clear()
    assert journal.lines() == ()


def test_only_the_owner_can_read_it(journal: Journal) -> None:
    journal.path.touch(0o644)
    before = os.umask(0)
    try:
        journal.append(b"one")
        journal.clear()
        journal.append(b"one")
    finally:
        os.umask(before)
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


def test_a_file_that_others_can_read_is_closed_to_them(journal: Journal) -> None:
    journal.path.touch()
    journal.path.chmod(0o666)
    journal.append(b"one")
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_what_is_no_file_is_neither_read_nor_written(
    journal: Journal, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "target"
    match kind:
        case "link":
            target.write_bytes(b"theirs\n")
            journal.path.symlink_to(target)
        case "dangling":
            journal.path.symlink_to(target)
        case "folder":
            journal.path.mkdir()
        case _:
            os.mkfifo(journal.path)
    with pytest.raises(StoreError):
        journal.append(b"ours")
    with pytest.raises(StoreError):
        journal.lines()
    assert not target.exists() or target.read_bytes() == b"theirs\n"


def test_clearing_a_link_leaves_what_it_points_to(journal: Journal, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"theirs\n")
    journal.path.symlink_to(target)
    journal.clear()
    assert journal.lines() == ()
    assert target.read_bytes() == b"theirs\n"


def test_its_size_is_bounded(journal: Journal) -> None:
    journal.append(bytes(LARGEST - 10))
    journal.append(bytes(8))
    with pytest.raises(StoreError, match="full"):
        journal.append(b"")
    assert [len(line) for line in journal.lines()] == [LARGEST - 10, 8]
    assert journal.path.stat().st_size == LARGEST


def test_a_file_that_is_too_large_is_not_read(journal: Journal) -> None:
    with journal.path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(StoreError, match="larger"):
        journal.lines()
    with pytest.raises(StoreError, match="larger"):
        journal.append(b"one")


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "nowhere" / "journal")
    assert journal.lines() == ()
    with pytest.raises(StoreError, match="cannot be kept"):
        journal.append(b"one")


def test_a_folder_in_its_place_cannot_be_cleared(journal: Journal) -> None:
    journal.path.mkdir()
    with pytest.raises(StoreError):
        journal.clear()
