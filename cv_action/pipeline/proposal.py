"""What came of asking for better words, in values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cv_action.cv.facts import Fact
from cv_action.cv.overlay import OverlayEntry
from cv_action.guard.finding import Decision

if TYPE_CHECKING:
    from cv_action.guard.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Other words for a fact, who proposed them, and what the guard says."""

    fact: Fact
    text: str
    lane: str
    model: str
    prompt_version: str
    verdict: Verdict
    open: bool = False
    """Whether nobody has read yet what the rules left open."""

    @property
    def passed(self) -> bool:
        """Whether they may be published."""
        return self.verdict.decision is Decision.ACCEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Enhanced:
    """What came of asking: proposals by fact id, entries for the overlay, and how many wait.

    ``silent`` says why nobody was asked or not everything was, in words; empty where all was.
    """

    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    entries: tuple[OverlayEntry, ...] = ()
    waiting: int = 0
    silent: str = ""
