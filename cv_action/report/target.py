"""How a CV answers a job advertisement, in values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Asked(StrEnum):
    """How much an advertisement wants something."""

    REQUIRED = "required"
    MENTIONED = "mentioned"
    WISHED = "wished"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermReport:
    """Something that is asked for, and the ids of the facts that say it; none means a gap.

    ``times`` counts the sentences of the advertisement that have it.
    """

    term: str
    asked: Asked
    times: int
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetReport:
    """What an advertisement asks for, the most wanted first.

    ``moved`` counts the texts that stand in another place of their own list because of it.
    """

    file: str
    terms: tuple[TermReport, ...] = ()
    moved: int = 0

    @property
    def carried(self) -> tuple[TermReport, ...]:
        """What the CV says."""
        return tuple(term for term in self.terms if term.facts)

    @property
    def gaps(self) -> tuple[TermReport, ...]:
        """What the CV does not say, in these words."""
        return tuple(term for term in self.terms if not term.facts)
