"""Claims about what a run commits."""

from __future__ import annotations

from collections.abc import Iterator

from cv_action.publish.standing import blob_id
from tools.live.finding import Finding, finding
from tools.live.scene import JSON, Scene


def committed(scene: Scene) -> Iterator[Finding]:
    """The run's commit is Verified, stands on what the run saw, and holds what was made."""
    head = scene.head()
    sha, parents = head["sha"], [parent["sha"] for parent in head["parents"]]
    told = scene.outputs.get("commit_sha", "")
    yield finding("the commit is the head of its branch", f"{told} {sha}", holds=told == sha)
    yield finding(
        "it was made on the head that the run saw", parents, holds=parents == [scene.before]
    )
    yield verified(head)
    changed = scene.outputs.get("changed_files", "").split()
    there = scene.files(sha)
    wrong = [path for path in changed if there.get(path) != _made(scene, path)]
    yield finding(
        "every changed file stands there as in the workspace",
        f"{len(changed)} changed, of which differ: {wrong}",
        holds=bool(changed) and not wrong,
    )


def verified(commit: JSON) -> Finding:
    """Whether GitHub signs what is committed in its name."""
    said = commit["commit"].get("verification") or {}
    seen = f"verified: {said.get('verified')}, {said.get('reason')}"
    return finding("GitHub shows the commit as Verified", seen, holds=said.get("verified") is True)


def nothing(scene: Scene) -> Iterator[Finding]:
    """A run that has nothing to do asks nothing and commits nothing."""
    outcome, calls = scene.outputs.get("outcome"), scene.outputs.get("calls")
    yield finding("the run finds nothing to do", outcome, holds=outcome == "unchanged")
    yield finding("it asks no model", f"{calls} calls", holds=calls == "0")
    sha = scene.head()["sha"]
    seen = f"{scene.before} {sha}"
    yield finding("the branch stays where it was", seen, holds=sha == scene.before != "")


def restored(scene: Scene, folder: str = "cv-output/") -> Iterator[Finding]:
    """A rollback brings the documents of the publication before back, in a commit of its own."""
    outcome = scene.outputs.get("outcome")
    yield finding("the run says that it went back", outcome, holds=outcome == "rolled-back")
    head = scene.head()
    yield verified(head)
    now, last = _documents(scene, head["sha"], folder), _documents(scene, scene.before, folder)
    first = _documents(
        scene, scene.get(f"/git/commits/{scene.before}")["parents"][0]["sha"], folder
    )
    yield finding(
        "the documents are those of the publication before",
        f"{len(now)} documents now, {len(first)} before",
        holds=bool(now) and now == first != last,
    )


def _made(scene: Scene, path: str) -> str:
    place = scene.workspace / path
    return blob_id(place.read_bytes()) if place.is_file() else "not there"


def _documents(scene: Scene, commit: str, folder: str) -> dict[str, str]:
    """Why without hidden files: the manifest says that it was restored."""
    files = scene.files(commit)
    return {
        path: sha
        for path, sha in files.items()
        if path.startswith(folder) and "/." not in f"/{path}"
    }
