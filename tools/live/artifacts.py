"""Claims about what is kept in the artifacts of a workflow's runs."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from cv_action.adapters.artifact_listing import ArtifactListing
from cv_action.errors import CvActionError
from cv_action.ledger.store import Listed, Listing
from tools.live.finding import Finding, finding
from tools.live.scene import Scene

LEDGER: Final = "cv-ledger-"
PAUSE: Final = 10
"""Seconds between two looks; what a listing leaves out for longer has other reasons."""


def kept(scene: Scene, *, pause: Callable[[float], None] = time.sleep) -> Iterator[Finding]:
    """The ledger's artifacts are accepted, listed at once, found by name and read back whole."""
    listing = scene.listing
    first = listing.listed(None)
    ours = _ledger(first, scene.run)
    ages = [f"{(first.now - one.created_at).total_seconds():.0f}" for one in ours]
    seen = f"{len(ours)} artifacts, {', '.join(ages)} seconds old"
    yield finding("the service takes the ledger's artifacts", seen, holds=bool(ours))
    pause(PAUSE)
    later = _ledger(listing.listed(None), scene.run)
    seen = f"{len(ours)} at the first look, {len(later)} after {PAUSE} seconds"
    yield finding("the list does not lag", seen, holds=ours == later)
    named = tuple(one for one in ours if one in listing.listed(one.name).entries)
    yield finding("each is found by its name", f"{len(named)}", holds=bool(named) and named == ours)
    trouble = [message for one in ours if (message := _trouble(listing, one))]
    yield finding("each is read back whole", trouble, holds=bool(ours) and not trouble)


def handed_over(scene: Scene) -> Iterator[Finding]:
    """An artifact of this run holds every document, with the bytes of the workspace."""
    changed = set(scene.outputs.get("changed_files", "").split())
    listing = scene.listing
    others = [
        one
        for one in listing.listed(None).entries
        if one.run == scene.run and not one.name.startswith((LEDGER, "live-report"))
    ]
    names = [one.name for one in others]
    whole = [one for one in others if changed and changed <= _same(scene, listing.fetch(one))]
    yield finding("an artifact holds the documents as they were made", names, holds=bool(whole))


def _ledger(listing: Listing, run: int) -> tuple[Listed, ...]:
    found = (one for one in listing.entries if one.run == run and one.name.startswith(LEDGER))
    return tuple(sorted(found, key=lambda one: one.id))


def _trouble(listing: ArtifactListing, one: Listed) -> str:
    """Why an artifact cannot be read; empty where it can."""
    try:
        return "" if listing.fetch(one) else f"{one.name} is empty"
    except CvActionError as error:
        return f"{one.name}: {error.message}"


def _same(scene: Scene, data: bytes) -> set[str]:
    """The paths of a zip under which it has the bytes of the workspace."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {
            name
            for name in packed.namelist()
            if (scene.workspace / name).is_file()
            and packed.read(name) == (scene.workspace / name).read_bytes()
        }
