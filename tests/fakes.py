"""Small real implementations of the ports, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cv_action.errors import ConfigurationError, PublishError
from cv_action.publish.change import Change, Publication

if TYPE_CHECKING:
    from cv_action.render.pdf import Sheet


@dataclass
class MemoryFolder:
    """Files and a publisher over one dictionary; ``full`` refuses every change."""

    files: dict[str, bytes] = field(default_factory=dict)
    full: bool = False
    published: list[Change] = field(default_factory=list)

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise ConfigurationError(f"{path} cannot be read.", hint="Check the path.")
        return self.files[path]

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        return tuple(path for path in paths if path in self.files)

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        return {path: self.files[path] for path in self.present(paths)}

    def publish(self, change: Change) -> Publication:
        if not change:
            return Publication(new=False)
        if self.full:
            raise PublishError("there is no room", hint="Make some.")
        self.files |= {file.path: file.data for file in change.files}
        self.files = {
            path: data for path, data in self.files.items() if path not in change.deletions
        }
        self.published.append(change)
        return Publication()

    def forget(self) -> None:
        """There is nothing that it remembers."""


class NumberingTypesetter:
    """Gives the sheet's data back as a file that begins like a PDF."""

    def typeset(self, sheet: Sheet) -> bytes:
        return b"%PDF-" + sheet.data.encode()


@dataclass
class RecordedProgress:
    """Remembers the steps that were announced."""

    titles: list[str] = field(default_factory=list)

    def step(self, title: str) -> AbstractContextManager[None]:
        self.titles.append(title)
        return nullcontext()
