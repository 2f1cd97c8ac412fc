"""The owner's folder: named files only, nothing through a symlink, nothing half written."""

from __future__ import annotations

import os
import stat
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from cv_action.errors import ConfigurationError, PublishError
from cv_action.publish.change import Change, File, Publication

MAX_READ_BYTES: Final = 20_000_000
_FORBIDDEN: Final = frozenset({".git"})


class Workspace:
    """Reads and writes below one folder; it is ``Files`` and, with no git, a ``Publisher``.

    ``confined`` holds every path inside the folder, as on a runner, where the checkout may be
    hostile. A person at a terminal may name any path of theirs.
    """

    def __init__(self, root: Path, *, confined: bool) -> None:
        self.root = root.resolve()
        self.confined = confined

    def read(self, path: str) -> bytes:
        """Read a file.

        Raises:
            ConfigurationError: it is not there, is no regular file, is too large, or is out of
                bounds.
        """
        place = self.place(path)
        try:
            fd = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise ConfigurationError(
                f"{path} cannot be read: {_cause(error)}.",
                hint="Check the path; it is looked for from the root of the workspace.",
            ) from error
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise ConfigurationError(f"{path} is not a file.", hint="Name a file.")
        with os.fdopen(fd, "rb") as file:
            data = file.read(MAX_READ_BYTES + 1)
        if len(data) > MAX_READ_BYTES:
            raise ConfigurationError(
                f"{path} has more than {MAX_READ_BYTES:,} bytes.", hint="Name a smaller file."
            )
        return data

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are there as files."""
        return tuple(path for path in paths if self.place(path).is_file())

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What stands under these paths now."""
        return {path: self.read(path) for path in self.present(paths)}

    def publish(self, change: Change) -> Publication:
        """Write every file beside its place, move them all into place, then remove what goes.

        Raises:
            PublishError: a file cannot be written; those that were there are unchanged.
        """
        self.write(change.files)
        self.remove(change.deletions)
        return Publication(new=bool(change))

    def forget(self) -> None:
        """Every look is a fresh one."""

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; what is not there is no trouble.

        Raises:
            PublishError: a file cannot be removed.
        """
        try:
            for path in paths:
                self.place(path).unlink(missing_ok=True)
        except OSError as error:
            raise PublishError(
                f"{error.filename or 'a file'} cannot be removed: {_cause(error)}.",
                hint="Make the output folder writable.",
            ) from error

    def write(self, files: Sequence[File]) -> None:
        """Write files so that none is ever seen half written.

        Raises:
            PublishError: a file cannot be written.
        """
        staged: list[tuple[Path, Path]] = []
        try:
            for file in files:
                staged.append(self._stage(file))  # noqa: PERF401  what was staged is cleaned up
            for beside, place in staged:
                beside.replace(place)
        except OSError as error:
            raise PublishError(
                f"{error.filename or 'a file'} cannot be written: {_cause(error)}.",
                hint="Make the output folder writable, or choose another one (output_dir).",
            ) from error
        finally:
            for beside, _ in staged:
                beside.unlink(missing_ok=True)

    def place(self, path: str) -> Path:
        """Where a path is on this machine.

        Raises:
            ConfigurationError: it leaves the folder, goes through a symlink or into ``.git``.
        """
        relative = PurePosixPath(path)
        parts = relative.parts
        if self.confined and (relative.is_absolute() or ".." in parts):
            raise ConfigurationError(
                f"{path} leaves the workspace.", hint="Name a path inside the repository."
            )
        if any(part.lower() in _FORBIDDEN for part in parts):
            raise ConfigurationError(f"{path} is inside .git.", hint="Name another path.")
        place = self.root / relative
        if self.confined:
            self._refuse_symlinks(parts, path)
        elif place.is_symlink():
            raise _symlink(path)
        return place

    def _refuse_symlinks(self, parts: Sequence[str], path: str) -> None:
        place = self.root
        for part in parts:
            place /= part
            if place.is_symlink():
                raise _symlink(path)

    def _stage(self, file: File) -> tuple[Path, Path]:
        place = self.place(file.path)
        if place.is_dir():
            raise IsADirectoryError(21, os.strerror(21), str(place))
        self._make_folder(place.parent)
        beside = place.with_name(f".{place.name}.{uuid.uuid4().hex}")
        try:
            beside.write_bytes(file.data)
            self._give_to_owner(beside)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        return beside, place

    def _make_folder(self, folder: Path) -> None:
        missing = [f for f in (folder, *folder.parents) if not f.exists()]
        for new in reversed(missing):
            new.mkdir(exist_ok=True)
            self._give_to_owner(new)

    def _give_to_owner(self, place: Path) -> None:
        """Why: the container is root, the workspace is not, and later steps are its user."""
        if os.geteuid() == 0:
            owner = self.root.stat()
            os.chown(place, owner.st_uid, owner.st_gid)


def _symlink(path: str) -> ConfigurationError:
    return ConfigurationError(
        f"{path} goes through a symbolic link.",
        hint="Name the file itself; links are not followed.",
    )


def _cause(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
