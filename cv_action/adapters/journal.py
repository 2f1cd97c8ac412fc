"""What a job has done so far, on disk, so that a crash of the process does not forget it."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cv_action.ledger.store import StoreError

LARGEST: Final = 4 * 2**20
"""Bytes of a journal: thousands of times what a run writes."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A file of lines that only ever grows; each is on disk when ``append`` returns.

    Nobody but its owner can read it, and it is never a symbolic link. A line that was being
    written when the process ended is as if it had never been begun.
    """

    path: Path

    def append(self, line: bytes) -> None:
        """Add a line, which holds no newline.

        Raises:
            ValueError: it holds a newline.
            StoreError: it cannot be kept.
        """
        if b"\n" in line:
            raise ValueError("a line of the journal holds no newline")
        with self._open(os.O_RDWR | os.O_CREAT | os.O_APPEND) as fd:
            fcntl.flock(fd, fcntl.LOCK_EX)
            whole = _whole(_read(fd))
            if len(whole) + len(line) >= LARGEST:
                raise StoreError("The journal of this run is full.")
            os.fchmod(fd, 0o600)
            os.ftruncate(fd, len(whole))
            _write(fd, line + b"\n")
            os.fsync(fd)

    def lines(self) -> tuple[bytes, ...]:
        """Every whole line, the oldest first; none where there is no journal.

        Raises:
            StoreError: it cannot be read.
        """
        if not os.path.lexists(self.path):
            return ()
        with self._open(os.O_RDONLY) as fd:
            return tuple(_whole(_read(fd)).split(b"\n")[:-1])

    def clear(self) -> None:
        """Forget everything.

        Raises:
            StoreError: it cannot be taken away.
        """
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise _trouble(error) from error

    @contextmanager
    def _open(self, flags: int) -> Iterator[int]:
        """The journal's file; trouble with it, here or in ``with``, is a ``StoreError``."""
        fd = -1
        try:
            fd = os.open(self.path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise StoreError("The journal of this run is no file.")
            yield fd
        except OSError as error:
            raise _trouble(error) from error
        finally:
            if fd >= 0:
                os.close(fd)


def _read(fd: int) -> bytes:
    if os.fstat(fd).st_size > LARGEST:
        raise StoreError("The journal of this run is larger than any that we write.")
    return os.pread(fd, LARGEST, 0)


def _whole(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]


def _write(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]


def _trouble(error: OSError) -> StoreError:
    cause = (error.strerror or type(error).__name__).lower()
    return StoreError(f"The journal of this run cannot be kept: {cause}.")
