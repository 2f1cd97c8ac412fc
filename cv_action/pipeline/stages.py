"""The stages of a run: announced while they last, and measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

_MILLISECOND = timedelta(milliseconds=1)


class Progress(Protocol):
    """Tells a person how far a run has come."""

    def step(self, title: str) -> AbstractContextManager[None]:
        """Announce a step; it lasts as long as the context."""
        ...


@dataclass(slots=True)
class Stages:
    """How long each stage took, in milliseconds.

    ``elapsed`` is the time since some moment, by a clock that nobody sets; without it nothing is
    measured.
    """

    progress: Progress
    elapsed: Callable[[], timedelta] | None
    took: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce a stage and measure it, for as long as the context lasts."""
        began = self.elapsed() if self.elapsed else None
        with self.progress.step(title):
            yield
        if self.elapsed and began is not None:
            self.took[title] = (self.elapsed() - began) // _MILLISECOND
