"""What the official command line says in one run, read while it says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, assert_never

from cv_action.claude.reply import Sighting
from cv_action.claude.stream_events import (
    Complaint,
    Event,
    Result,
    Retrying,
    Seen,
    Started,
    event,
)
from cv_action.claude.stream_lines import Lines

MOST: Final = 64 * 1024 * 1024
"""Bytes of a whole run, many times what an answer with all its attempts can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was said so far; of each quota window, what was said last."""

    started: Started | None = None
    windows: tuple[Sighting, ...] = ()
    waited: Retrying | None = None
    complaint: Complaint | None = None
    result: Result | None = None

    def heard(self, said: Event) -> Transcript:
        """The transcript with one event more."""
        match said:
            case Started():
                return replace(self, started=said)
            case Seen():
                return replace(self, windows=_merged(self.windows, said.sightings))
            case Retrying():
                return replace(self, waited=said)
            case Complaint():
                return replace(self, complaint=said)
            case Result():
                return replace(self, result=said)
            case _:
                assert_never(said)


class Stream:
    """Reads what the command line prints while it does, in chunks of any size.

    ``overflowed`` says that it printed more than any answer needs; what follows is not read.
    """

    def __init__(self, most: int = MOST) -> None:
        self.transcript = Transcript()
        self.overflowed = False
        self._left = most
        self._lines = Lines()

    def feed(self, chunk: bytes) -> None:
        """Read on."""
        self._left -= len(chunk)
        self.overflowed = self._left < 0
        if not self.overflowed:
            self._hear(self._lines.feed(chunk))

    def close(self) -> Transcript:
        """Read what stands in a last line without an end, and give the whole."""
        self._hear(self._lines.end())
        return self.transcript

    def _hear(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            said = event(line)
            if said is not None:
                self.transcript = self.transcript.heard(said)


def _merged(before: tuple[Sighting, ...], later: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """Each window as it was seen last; money that was spent in its place stays spent."""
    windows = {window.window: window for window in before}
    for window in later:
        known = windows.get(window.window)
        overage = window.overage or (known is not None and known.overage)
        windows[window.window] = replace(window, overage=overage)
    return tuple(windows.values())
