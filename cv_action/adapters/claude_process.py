"""A child process that ends: within its time, with all that it started, and its folder with it."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final, TypeAlias

from cv_action.claude.stream_outcome import End

Heard: TypeAlias = Callable[[bytes], bool]
"""Takes what a child prints, and says whether that was enough."""

_CHUNK: Final = 64 * 1024
_TAIL: Final = 8 * 1024
"""Bytes of standard error that are kept: its end, where the reason stands."""
_TICK: Final = 0.1
"""Seconds after which the time, the signals and the child are looked at again."""
_GRACE: Final = 3.0
"""Seconds to put things in order before SIGKILL."""

_NO_SIGNAL: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """What to start in which folder: ``environment`` is all of it, ``given`` its standard input."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    given: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a child ended: why, with which exit code, and the end of its standard error."""

    end: End
    code: int
    said: bytes = field(default=b"", repr=False)


class Workplace:
    """A folder in which children run one after the other."""

    def __init__(self, folder: Path, signals: Sequence[int]) -> None:
        self._folder = folder
        self._signals = signals

    def empty(self, name: str) -> Path:
        """A new folder in it."""
        place = self._folder / name
        place.mkdir(mode=0o700)
        return place

    def run(self, child: Child, *, patience: timedelta, heard: Heard) -> Ended:
        """Run a child to its end, and end it when it takes longer than ``patience``.

        Raises:
            OSError: it cannot be started.
        """
        talk = _Talk(child.given, heard)
        with subprocess.Popen(  # noqa: S603  a list of arguments, no shell
            child.arguments,
            cwd=child.folder,
            env=dict(child.environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        ) as process:
            try:
                talk.hold(process, patience, self._signals)
            finally:
                _see_off(process, talk.end)
        return Ended(end=talk.end, code=process.returncode, said=bytes(talk.said))


@contextmanager
def workplace(within: Path | None = None) -> Iterator[Workplace]:
    """A folder that is gone afterwards, even when this process is told to end meanwhile.

    It lies in the folder ``within``, or where this machine keeps what is temporary. A signal to
    end is kept back until the children and the folder are gone, and then given again.

    Raises:
        OSError: the folder cannot be made.
    """
    with (
        _signals_kept_back() as signals,
        TemporaryDirectory(
            prefix="cv-action-claude-", dir=within, ignore_cleanup_errors=True
        ) as name,
    ):
        yield Workplace(Path(name), signals)


class _Talk:
    """What goes into a child and what comes out of it, without ever waiting for one pipe alone.

    ``end`` says how it ended; before it has, it counts as broken off.
    """

    def __init__(self, given: bytes, heard: Heard) -> None:
        self.end = End.SIGNAL
        self.said = b""
        self._left = memoryview(given)
        self._heard = heard
        self._enough = False

    def hold(
        self, process: subprocess.Popen[bytes], patience: timedelta, signals: Sequence[int]
    ) -> None:
        """Talk until there is no more to hear; a pipe that a grandchild holds open says nothing."""
        latest = time.monotonic() + patience.total_seconds()
        with selectors.DefaultSelector() as pipes:
            _open(pipes, process.stdin, self._give)
            _open(pipes, process.stdout, self._hear)
            _open(pipes, process.stderr, self._keep)
            while pipes.get_map():
                ready = pipes.select(_TICK)
                if not ready and process.poll() is not None:
                    break
                for key, _ in ready:
                    _move(pipes, key)
                if over := self._over(latest, signals):
                    self.end = over
                    return
        self.end = End.BY_ITSELF

    def _over(self, latest: float, signals: Sequence[int]) -> End | None:
        if signals:
            return End.SIGNAL
        if self._enough:
            return End.HEARD_ENOUGH
        return End.TOO_LATE if time.monotonic() > latest else None

    def _give(self, pipe: int) -> int:
        """Why a broken pipe is no error: the child may well know enough."""
        try:
            written = os.write(pipe, self._left[:_CHUNK]) if self._left else 0
        except BrokenPipeError:
            return 0
        self._left = self._left[written:]
        return written

    def _hear(self, pipe: int) -> int:
        chunk = os.read(pipe, _CHUNK)
        self._enough = self._enough or (bool(chunk) and self._heard(chunk))
        return len(chunk)

    def _keep(self, pipe: int) -> int:
        chunk = os.read(pipe, _CHUNK)
        self.said = (self.said + chunk)[-_TAIL:]
        return len(chunk)


def _open(
    pipes: selectors.BaseSelector, pipe: IO[bytes] | None, move: Callable[[int], int]
) -> None:
    if pipe:
        os.set_blocking(pipe.fileno(), False)
        events = selectors.EVENT_WRITE if pipe.writable() else selectors.EVENT_READ
        pipes.register(pipe, events, (pipe, move))


def _move(pipes: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
    """Move some bytes; a pipe that moves none is done with, and the other side is to know."""
    pipe, move = key.data
    if not move(key.fd):
        pipes.unregister(pipe)
        pipe.close()


def _see_off(process: subprocess.Popen[bytes], end: End) -> None:
    """End a child and all that it has started, which would outlive it otherwise.

    One that is about to end by itself is given the time for that.
    """
    first = () if end is not End.BY_ITSELF else (_NO_SIGNAL,)
    for number in (*first, signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)


@contextmanager
def _signals_kept_back() -> Iterator[Sequence[int]]:
    """Why only in the main thread: Python lets no other one handle signals."""
    caught: list[int] = []
    main = threading.current_thread() is threading.main_thread()
    before = {
        number: signal.signal(number, lambda caught_now, _: caught.append(caught_now))
        for number in (signal.SIGTERM, signal.SIGHUP)
        if main and signal.getsignal(number) is not signal.SIG_IGN
    }
    try:
        yield caught
    finally:
        for kept, handler in before.items():
            signal.signal(kept, handler)
        for told in caught[:1]:
            signal.raise_signal(told)
