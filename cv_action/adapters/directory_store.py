"""The ledger's shelf off the runner: segments are files in one folder."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from cv_action.ledger.store import (
    Listed,
    Listing,
    NotPlaced,
    Obstacle,
    Placed,
    SegmentError,
    StoreError,
)

LARGEST: Final = 64 * 2**20
"""Bytes of a segment; more is no segment of ours."""
_FILE: Final = re.compile(
    "(?P<id>[0-9]{12})-(?P<run>[0-9]{1,20})-(?P<at>[0-9]{14})-(?P<name>[A-Za-z0-9_.~%-]+)[.]segment"
)
_MOMENT: Final = "%Y%m%d%H%M%S"
_DIGITS: Final = 12
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryStore:
    """Keeps segments in a folder of its own; a ``LedgerStore`` for one ``run``.

    A file is named for its segment's id, run, moment and name, so that a listing opens nothing.
    Whatever else lies in the folder is passed over, and no symbolic link in it is followed.
    ``clock`` gives the time in UTC.
    """

    folder: Path
    run: int
    clock: Callable[[], datetime]

    def listed(self, name: str | None) -> Listing:
        """See ``LedgerStore``; a folder that is not there yet has no segments."""
        try:
            entries = self._entries()
        except OSError as error:
            raise StoreError(
                f"The ledger's folder cannot be read: {_cause(error)}.",
                hint=f"Make {self.folder} a folder that can be read.",
            ) from error
        found = tuple(entry for entry in entries if name in {None, entry.name})
        return Listing(found, self.clock())

    def fetch(self, segment: Listed) -> bytes:
        """See ``LedgerStore``."""
        try:
            data = _read(self.folder / _file_name(segment))
        except OSError as error:
            raise SegmentError(f"Segment {segment.id} cannot be read: {_cause(error)}.") from error
        if len(data) > LARGEST:
            raise SegmentError(f"Segment {segment.id} has more than {LARGEST:,} bytes.")
        return data

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        """See ``LedgerStore``; the file appears whole or not at all."""
        try:
            with self._counter() as counter:
                return self._placed(counter, name, data)
        except OSError as error:
            obstacle = Obstacle.FULL if error.errno in _NO_ROOM else Obstacle.UNAVAILABLE
            return NotPlaced(obstacle, f"The ledger's folder takes nothing: {_cause(error)}.")

    def _placed(self, counter: int, name: str, data: bytes) -> Placed | NotPlaced:
        entries = self._entries()
        if any(entry.name == name and entry.run == self.run for entry in entries):
            return NotPlaced(Obstacle.TAKEN, f"This run has already used {name}.")
        last = _last(counter)
        id_ = max([last, *(entry.id for entry in entries)]) + 1
        os.pwrite(counter, f"{id_:0{_DIGITS}}".encode(), 0)
        entry = Listed(id=id_, name=name, created_at=self.clock(), run=self.run)
        self._write(_file_name(entry), data)
        return Placed(id_)

    @contextmanager
    def _counter(self) -> Iterator[int]:
        """The file with the last id, locked until the end.

        Why it is kept: an id that was given once stands in other segments as absorbed, so it may
        not come back when its file was deleted.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        fd = os.open(self.folder / ".last", flags, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield fd
        finally:
            os.close(fd)

    def _entries(self) -> tuple[Listed, ...]:
        try:
            with os.scandir(self.folder) as files:
                names = [file.name for file in files if file.is_file(follow_symlinks=False)]
        except FileNotFoundError:
            return ()
        return tuple(entry for entry in map(_entry, names) if entry is not None)

    def _write(self, name: str, data: bytes) -> None:
        """Why one name for what is not ready: of all that a crash leaves there is only one."""
        beside = self.folder / ".new"
        beside.unlink(missing_ok=True)
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(fd)
        beside.rename(self.folder / name)
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _file_name(entry: Listed) -> str:
    moment = entry.created_at.astimezone(UTC).strftime(_MOMENT)
    return f"{entry.id:0{_DIGITS}}-{entry.run}-{moment}-{quote(entry.name, safe='')}.segment"


def _entry(file_name: str) -> Listed | None:
    """The segment of a file's name, if it is exactly the name that we would give it."""
    match = _FILE.fullmatch(file_name)
    if match is None:
        return None
    try:
        created_at = datetime.strptime(match["at"], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    entry = Listed(
        id=int(match["id"]),
        name=unquote(match["name"]),
        created_at=created_at,
        run=int(match["run"]),
    )
    return entry if _file_name(entry) == file_name else None


def _read(path: Path) -> bytes:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        return file.read(LARGEST + 1)


def _last(counter: int) -> int:
    written = os.pread(counter, _DIGITS, 0)
    return int(written) if len(written) == _DIGITS and written.isdigit() else 0


def _cause(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
