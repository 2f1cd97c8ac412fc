"""Going back: what was published before, and the change that publishes it again.

Every publication that changed a document has changed the manifest of its folder, so publications
are the commits that moved the manifest. Going back is a publication too, whose manifest says what
it went back to: the next way back begins there and leads further.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cv_action.errors import PublishError
from cv_action.publish.change import Change, File, Publisher, change_between
from cv_action.publish.history import History
from cv_action.publish.manifest import (
    Hold,
    declared,
    held,
    listed,
    manifest_of,
    manifest_path,
    obsolete,
)

_MOST: Final = 200
"""Documents of a publication; more is none of ours. Each has to be fetched."""
_LOOKS: Final = 20
"""Publications that are looked at in full, so that no history keeps a run busy for hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a publication lies: the folder of its documents, and the overlay beside the CV.

    ``inputs`` are the paths of what the owner wrote, which no publication ever touches.
    """

    folder: str
    overlay: str
    inputs: frozenset[str]

    @property
    def manifest(self) -> str:
        """The path of the folder's manifest."""
        return manifest_path(self.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What a commit has published; without ``overlay`` there was none beside the CV."""

    commit: str
    documents: tuple[File, ...]
    overlay: File | None = None

    def files(self, place: Place, hold: Hold) -> tuple[File, ...]:
        """All that is published again, with a manifest that holds."""
        overlay = (self.overlay,) if self.overlay else ()
        return (*self.documents, *overlay, manifest_of(place.folder, self.documents, hold))


def previous(history: History, place: Place, today: Mapping[str, bytes]) -> Restoration | None:
    """The newest publication before the present one that is good and another one.

    Good is one whose manifest can be read, with every file of it there as it says. ``today`` has
    what is published now under the paths of the manifest and the overlay.

    Raises:
        PublishError: the history cannot be read.
    """
    commits = tuple(history.touching(place.manifest))
    looks = 0
    for commit in commits[_begin(history, place, commits, today) :]:
        manifest = history.at(commit, (place.manifest,)).get(place.manifest, b"")
        files = _documents(manifest, place)
        if not files:
            continue
        looks += 1
        if looks > _LOOKS:
            return None
        found = _restoration(history, place, commit, files)
        if found and not _same(found, files, place, today):
            return Restoration(
                commit=_original(commit, manifest, commits),
                documents=found.documents,
                overlay=found.overlay,
            )
    return None


def restored(
    restoration: Restoration, publisher: Publisher, place: Place, *, hold: Hold, message: str
) -> Change:
    """The change after which a publication is there again, and holds.

    Documents of today that it did not have go where they stand as we made them; what the owner has
    edited stays. One that it has replaces the document of today, edited or not, as any run does.
    What stands there and is no document of today's is somebody else's.

    Raises:
        PublishError: what is published cannot be read, or something is in the way.
    """
    known = publisher.current([place.manifest])
    ours = listed(known[place.manifest], place.folder) if place.manifest in known else {}
    back = restoration.files(place, hold)
    made = {file.path for file in back}
    never = made | place.inputs | {place.overlay}
    left = [path for path in sorted(ours) if path not in never][:_MOST]
    current = publisher.current([*made, place.overlay, *left])
    _refuse_to_replace(restoration.documents, current, ours)
    gone = obsolete({path: ours[path] for path in left}, current)
    if restoration.overlay is None:
        gone = (*gone, place.overlay)
    return change_between(back, current, message=message, deletions=gone)


def _begin(
    history: History, place: Place, commits: Sequence[str], today: Mapping[str, bytes]
) -> int:
    """Where the way back begins: after what was gone back to, or after the present publication."""
    manifest = today.get(place.manifest, b"")
    hold = held(manifest)
    if hold and hold.commit in commits:
        return commits.index(hold.commit) + 1
    for number, commit in enumerate(commits):
        if history.at(commit, (place.manifest,)).get(place.manifest, b"") == manifest:
            return number + 1
    return 0


def _documents(manifest: bytes, place: Place) -> Mapping[str, str]:
    """The documents of a manifest; none where it names what cannot be one."""
    files = declared(manifest, place.folder)
    if len(files) > _MOST or place.inputs.intersection(files):
        return {}
    return {path: digest for path, digest in files.items() if path != place.overlay}


def _restoration(
    history: History, place: Place, commit: str, files: Mapping[str, str]
) -> Restoration | None:
    """What a commit has published, if all of it is there as its manifest says."""
    there = history.at(commit, (*files, place.overlay))
    if any(path not in there for path in files):
        return None
    documents = []
    for path, digest in sorted(files.items()):
        data = there[path]
        if sha256(data).hexdigest() != digest:
            return None
        documents.append(File(path, data))
    overlay = File(place.overlay, there[place.overlay]) if place.overlay in there else None
    return Restoration(commit=commit, documents=tuple(documents), overlay=overlay)


def _same(
    found: Restoration, files: Mapping[str, str], place: Place, today: Mapping[str, bytes]
) -> bool:
    """Whether going back there would bring what is published already."""
    now = _documents(today.get(place.manifest, b""), place)
    overlay = found.overlay.data if found.overlay else None
    return now == files and overlay == today.get(place.overlay)


def _original(commit: str, manifest: bytes, commits: Sequence[str]) -> str:
    """Whose documents a commit has: its own, or where somebody went back in it, older ones."""
    hold = held(manifest)
    return hold.commit if hold and hold.commit in commits else commit


def _refuse_to_replace(
    documents: Collection[File], current: Mapping[str, bytes], ours: Collection[str]
) -> None:
    """Keep files safe that have come to stand where a document once was.

    Raises:
        PublishError: a document would be written over one.
    """
    for file in documents:
        if file.path in current and file.path not in ours and current[file.path] != file.data:
            raise PublishError(
                f"{file.path} was a document then, and is somebody's own file today.",
                hint="Rename that file, and run this again.",
            )
