"""The ledger's shelf on GitHub: segments are workflow artifacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cv_action.adapters.artifact_listing import ArtifactListing
from cv_action.adapters.artifact_service import ArtifactService
from cv_action.ledger.store import Listed, Listing, NotPlaced, Placed


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactStore:
    """Uploads by the runner's protocol, lists and fetches by GitHub's API; a ``LedgerStore``.

    ``retention_days`` is how long GitHub keeps a segment, no longer than the repository allows
    (``GITHUB_RETENTION_DAYS``); 0 is the repository's default. ``clock`` gives the time in UTC.
    """

    service: ArtifactService
    listing: ArtifactListing
    retention_days: int
    clock: Callable[[], datetime]

    def listed(self, name: str | None) -> Listing:
        """See ``LedgerStore`` and ``ArtifactListing``."""
        return self.listing.listed(name)

    def fetch(self, segment: Listed) -> bytes:
        """See ``LedgerStore`` and ``ArtifactListing``."""
        return self.listing.fetch(segment)

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        """See ``LedgerStore`` and ``ArtifactService``."""
        kept = timedelta(days=self.retention_days)
        return self.service.upload(name, data, expires_at=self.clock() + kept if kept else None)
