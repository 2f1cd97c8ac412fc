"""Which Claude CLI runs: the owner's own or a fetched one, of the pinned version either way."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from cv_action.adapters.claude_process import Child, workplace
from cv_action.adapters.claude_wheel import fetched, pinned
from cv_action.claude.stream_outcome import wrong_version

_PATIENCE: Final = timedelta(seconds=30)
_LINKS: Final = 40
"""As many symbolic links as Linux follows in one path."""
_LONGEST_ANSWER: Final = 200


@dataclass(frozen=True, slots=True)
class Unusable:
    """There is no CLI to run, and why; nothing was asked."""

    reason: str


class ClaudeBinary:
    """Finds the CLI when it is first needed, and remembers what came of that.

    ``given`` is the owner's ``claude_cli_path``; no step of the way to it may lie in ``workspace``,
    because what is checked out there may be hostile. Where it is empty, the CLI is kept in the
    folder ``cache``, outside of the workspace, too: who can write there can choose what runs.
    ``environ`` is our own environment, of which pip is shown how to reach a package index.
    """

    def __init__(
        self, *, given: str, workspace: Path, cache: Path, environ: Mapping[str, str]
    ) -> None:
        self._given = given
        self._workspace = workspace.resolve()
        self._cache = cache
        self._environ = environ
        self._found: Path | Unusable | None = None

    def path(self) -> Path | Unusable:
        """An executable file that says that it is of the pinned version."""
        if self._found is None:
            try:
                self._found = self._checked()
            except OSError as error:
                self._found = Unusable(
                    f"the Claude CLI cannot be used: {error.strerror or type(error).__name__}"
                )
        return self._found

    def _checked(self) -> Path | Unusable:
        if os.name != "posix":
            return Unusable("the Claude CLI is only used on Linux and macOS")
        if reason := self._misplaced():
            return Unusable(reason)
        place = Path(self._given) if self._given else fetched(self._cache, self._environ)
        if isinstance(place, str):
            return Unusable(place)
        program = place.resolve()
        reason = _unfit(program) or _another(program)
        return Unusable(reason) if reason else program

    def _misplaced(self) -> str:
        place = Path(self._given) if self._given else self._cache
        if not place.is_absolute():
            return "claude_cli_path has to begin at the root, with a slash"
        if any(step.is_relative_to(self._workspace) for step in _steps(place)):
            return "the Claude CLI must not come from the workspace, nor by a link through it"
        return ""


def quiet_environment(home: Path) -> dict[str, str]:
    """What every run of the CLI may see: an empty home, and that it is to keep to itself.

    Source: the profile that the pinned version was tested with; nothing of our own environment is
    among it.
    """
    return {
        "HOME": str(home),
        "CLAUDE_CONFIG_DIR": str(home),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TZ": "UTC",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
    }


def _steps(place: Path) -> Iterator[Path]:
    """Every place on the way to a file, through symbolic links as well.

    Raises:
        OSError: the links go in circles, or cannot be read.
    """
    here, left = Path(place.anchor), list(place.parts[1:])
    links = 0
    while left:
        name = left.pop(0)
        here = here.parent if name == ".." else here / name
        yield here
        if here.is_symlink():
            links += 1
            if links > _LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            target = here.readlink()
            here, more = _followed(here, target)
            left[:0] = more


def _followed(link: Path, target: Path) -> tuple[Path, tuple[str, ...]]:
    """Where a link begins, and the way from there."""
    if target.is_absolute():
        return Path(target.anchor), target.parts[1:]
    return link.parent, target.parts


def _unfit(program: Path) -> str:
    if not stat.S_ISREG(program.stat().st_mode):
        return "the Claude CLI is no file"
    return "" if os.access(program, os.X_OK) else "the Claude CLI may not be executed"


def _another(program: Path) -> str:
    """Why this is not the pinned version, by its own word; empty where it is."""
    said = bytearray()

    def heard(chunk: bytes) -> bool:
        said.extend(chunk)
        return len(said) > _LONGEST_ANSWER

    with workplace() as here:
        home = here.empty("home")
        ask = Child(
            arguments=(str(program), "--version"), folder=home, environment=quiet_environment(home)
        )
        ended = here.run(ask, patience=_PATIENCE, heard=heard)
    version = said.decode(errors="replace").partition(" ")[0].strip()
    if ended.code or not version:
        return f"the Claude CLI does not tell its version (exit code {ended.code})"
    return "" if version == pinned() else wrong_version(version, pinned())
