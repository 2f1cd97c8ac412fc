"""Two overlays as one, and what their owner has refused since."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from cv_action.cv.facts import Fact
from cv_action.cv.overlay import Overlay, OverlayEntry, Status, bind

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def joined(taken: Overlay, offered: Overlay) -> Overlay:
    """What the owner has, with what was found since and is not theirs yet.

    Of two entries for one fact the later one holds, and the owner's where neither is later: they
    may have edited it.
    """
    own = {entry.fact_id: entry for entry in taken.entries}
    new = [entry for entry in offered.entries if _is_later(entry, own.get(entry.fact_id))]
    replaced = {entry.fact_id for entry in new}
    kept = (entry for entry in taken.entries if entry.fact_id not in replaced)
    return Overlay(entries=(*kept, *new))


def refused(overlay: Overlay, facts: Iterable[Fact], ids: Collection[str]) -> Overlay:
    """The overlay in which these facts keep their own words for good.

    An id names the words that a fact had, so a refusal ends when the owner changes them.
    """
    if not ids:
        return overlay
    listed = tuple(facts)
    bound = bind(overlay, listed)
    by_id = {entry.fact_id: entry for entry in bound.entries}
    no = {
        fact.id: replace(by_id.get(fact.id) or _own(fact), status=Status.REJECTED)
        for fact in listed
        if fact.rewritable and fact.id in ids
    }
    others = (entry for entry in bound.overlay.entries if entry.fact_id not in no)
    return Overlay(entries=(*others, *bound.dropped, *no.values()))


def _own(fact: Fact) -> OverlayEntry:
    return OverlayEntry(fact_id=fact.id, source_hash=fact.source_hash, text=fact.text)


def _is_later(entry: OverlayEntry, than: OverlayEntry | None) -> bool:
    return than is None or (entry.at or _NEVER) > (than.at or _NEVER)
