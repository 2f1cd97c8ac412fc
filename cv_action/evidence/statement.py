"""Statements that may carry a claim, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cv_action.cv.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable


class Origin(StrEnum):
    """Who says it. A job advertisement is no origin: it says nothing about the person."""

    CV = "cv"
    ACTIVITY = "activity"
    LINKEDIN = "linkedin"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its id, its words, and the role or project that it belongs to."""

    id: str
    text: str
    role: str = ""
    origin: Origin = Origin.CV


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a rewrite of one fact is held against, the nearest first.

    ``source`` is the fact's own words, ``role`` what else is said about the same role, ``rest``
    everything else that is said about the person. ``job_ad`` is what somebody wants to hear: it
    is known, so that words which come from nowhere else can be named, and it carries nothing.
    """

    source: str
    role: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    job_ad: str = ""


def statement_of(fact: Fact) -> Statement:
    """A fact of the CV as a statement."""
    return Statement(fact.id, fact.text, f"{fact.section}/{fact.owner}")


def evidence_for(fact: Fact, statements: Iterable[Statement], *, job_ad: str = "") -> Evidence:
    """What a rewrite of this fact is held against, out of everything that is said."""
    own = statement_of(fact)
    others = [statement for statement in statements if statement.id != own.id]
    return Evidence(
        source=fact.text,
        role=tuple(s.text for s in others if s.role == own.role),
        rest=tuple(s.text for s in others if s.role != own.role),
        job_ad=job_ad,
    )
