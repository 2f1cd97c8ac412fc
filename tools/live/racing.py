"""Claims about two who move one branch at the same time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from cv_action.adapters.github_commit import GithubBranch
from cv_action.publish.change import Change, File
from cv_action.publish.moved import MovedError
from tools.live.finding import Finding, finding
from tools.live.scene import Scene

OURS = "live/ours.txt"
THEIRS = "live/theirs.txt"


def between(
    scene: Scene, push: Callable[[str], str], *, pause: Callable[[float], None] = time.sleep
) -> Iterator[Finding]:
    """A commit that lands while a run is under way is kept, and seen where it matters.

    ``push`` commits something new to a path of the branch, and gives the commit.
    """
    run = _begun(scene, pause)
    theirs = push(THEIRS)
    made = run.publish(_change(b"ours\n")).commit_sha
    parents = [parent["sha"] for parent in scene.get(f"/git/commits/{made}")["parents"]]
    yield finding("a run commits on top of what came between", parents, holds=parents == [theirs])
    files = scene.files(scene.head()["sha"])
    yield finding("both are there", sorted(files), holds={OURS, THEIRS} <= files.keys())
    run = _begun(scene, pause)
    theirs = push(OURS)
    seen = _refusal(run)
    yield finding("a run that would undo it is refused", seen, holds=f"{OURS} was changed" in seen)
    sha = scene.head()["sha"]
    yield finding("the branch stays theirs", f"{theirs} {sha}", holds=sha == theirs)


def _begun(scene: Scene, pause: Callable[[float], None]) -> GithubBranch:
    """A run that has had its look."""
    run = GithubBranch(scene.api, branch=scene.branch, pause=pause)
    run.current((OURS,))
    return run


def _refusal(run: GithubBranch) -> str:
    try:
        return f"committed as {run.publish(_change(b'ours again')).commit_sha}"
    except MovedError as error:
        return error.message


def _change(data: bytes) -> Change:
    return Change(files=(File(OURS, data),), message="Race somebody else")
