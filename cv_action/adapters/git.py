"""A git checkout at a person's terminal: documents come back as one commit of only their paths."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from cv_action.adapters.workspace import Workspace
from cv_action.errors import PublishError
from cv_action.publish.change import Change, File, Publication
from cv_action.publish.history import REACH
from cv_action.publish.standing import Standing
from cv_action.publish.tree import Entry, blobs

_PASSED_ON: Final = frozenset(
    {"HOME", "PATH", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TERM"}
    | {"XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "GNUPGHOME", "GPG_TTY", "DISPLAY"}
    | {"SSH_AUTH_SOCK", "SSH_AGENT_PID", "WAYLAND_DISPLAY"}
)
_TIMEOUT_SECONDS: Final = 60


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """What git may see of our environment: no secret is among it."""
    kept = {name: value for name, value in environ.items() if name in _PASSED_ON}
    git = {name: value for name, value in environ.items() if name.startswith("GIT_")}
    return kept | git | {"GIT_TERMINAL_PROMPT": "0"}


class GitCheckout:
    """Commits what changed in a work tree; everything else in it is left as it is.

    It is a ``Publisher``, and the ``History`` of what is checked out.
    """

    def __init__(self, workspace: Workspace, environ: Mapping[str, str]) -> None:
        self.workspace = workspace
        self.environ = child_environment(environ)

    def usable(self, folder: str) -> bool:
        """Whether documents in that folder of the workspace can be committed here."""
        try:
            inside = self._git("rev-parse", "--is-inside-work-tree", check=False)
        except PublishError:
            return False
        place = self.workspace.place(folder)
        if inside.stdout.strip() != b"true" or not self._holds(place):
            return False
        inner = str(place / "index.html")
        return self._git("check-ignore", "-q", "--", inner, check=False).returncode == 1

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What is committed under these paths, where the work tree agrees with it."""
        there = self.workspace.current(paths)
        return {path: data for path, data in there.items() if self._committed(path) == data}

    def publish(self, change: Change) -> Publication:
        """Write the files and commit them, and nothing else that may be staged.

        Raises:
            PublishError: git refuses; the files that were there are put back.
        """
        if not change:
            return Publication(new=False)
        self._git("var", "GIT_AUTHOR_IDENT")
        paths = change.paths
        before = self.workspace.current(paths)
        self.workspace.write(change.files)
        try:
            self.workspace.remove(change.deletions)
            self._git("add", "--intent-to-add", "--", *(file.path for file in change.files))
            if self._git("diff", "--quiet", "HEAD", "--", *paths, check=False).returncode:
                self._git("commit", "--quiet", "--only", "--message", change.message, "--", *paths)
        except PublishError:
            self._undo(paths, before)
            raise
        return Publication(commit_sha=self._git("rev-parse", "HEAD").stdout.decode().strip())

    def forget(self) -> None:
        """Every look is a fresh one."""

    def touching(self, path: str) -> Sequence[str]:
        """The newest commits of the checkout's own line that moved a path, the newest first.

        Raises:
            PublishError: git refuses.
        """
        if self._git("rev-parse", "--verify", "--quiet", "HEAD", check=False).returncode:
            return ()
        line = ("rev-list", "--first-parent", f"--max-count={REACH}")
        return self._git(*line, "HEAD", "--", _literal(path)).stdout.decode().split()

    def at(self, commit: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        """The files that a commit has under these paths; each is read when it is looked at.

        Raises:
            PublishError: git refuses.
        """
        listed = self._git("ls-tree", "-z", commit, "--", *map(_literal, paths)).stdout.decode()
        found: dict[str, Entry] = {}
        for line in listed.split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, _, sha = about.split(" ")
            found[path] = Entry(mode, sha)
        return Standing(blobs(found, paths), self._blob)

    def _blob(self, sha: str) -> bytes:
        return self._git("cat-file", "blob", sha).stdout

    def _undo(self, paths: Sequence[str], before: Mapping[str, bytes]) -> None:
        self._git("reset", "--quiet", "--", *paths, check=False)
        self.workspace.write([File(path, data) for path, data in before.items()])
        self.workspace.remove(set(paths) - set(before))

    def _committed(self, path: str) -> bytes | None:
        shown = self._git("show", f"HEAD:./{path}", check=False)
        return shown.stdout if shown.returncode == 0 else None

    def _holds(self, place: Path) -> bool:
        top = self._git("rev-parse", "--show-toplevel", check=False).stdout.decode().strip()
        return bool(top) and place.resolve().is_relative_to(Path(top).resolve())

    def _git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        try:
            done = subprocess.run(  # noqa: S603  our own words and paths, no shell
                ["git", *arguments],  # noqa: S607  the person's own git
                cwd=self.workspace.root,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_TIMEOUT_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PublishError(
                "git did not answer.", hint="Check that git is installed and runs here."
            ) from error
        if check and done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise PublishError(
                f"git {arguments[0]} failed: {said[-1] if said else 'no reason given'}",
                hint="Set user.name and user.email, and see that the branch takes commits.",
            )
        return done


def _literal(path: str) -> str:
    """A path that git does not take for a pattern."""
    return f":(literal){path}"
