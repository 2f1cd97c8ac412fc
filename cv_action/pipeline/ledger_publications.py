"""What a ledger says about publications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cv_action.ledger.event import Entry, Held, Published


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationSeen:
    """One publication; ``commit`` is empty where it is none, ``pull_request`` 0.

    ``files`` is how many it has. ``restores`` is the commit that was gone back to, if any was.
    """

    at: datetime
    commit: str
    pull_request: int
    files: int
    restores: str


def publications(events: Sequence[Entry]) -> tuple[PublicationSeen, ...]:
    """Every publication in events that are in order, the newest first.

    A run goes back once at most, so what it held is what it has published.
    """
    restored = {event.by: event.commit for event in events if isinstance(event, Held)}
    return tuple(
        PublicationSeen(
            at=event.at,
            commit=event.commit or "",
            pull_request=event.pull_request,
            files=len(event.files) + event.more,
            restores=restored.get(event.by, ""),
        )
        for event in reversed(events)
        if isinstance(event, Published)
    )
