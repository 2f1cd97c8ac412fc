"""What a rule finds, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a finding does to a rewrite, from nothing to everything."""

    PASS = "pass"  # noqa: S105  no password
    """It is worth saying and stops nothing."""
    ASK = "ask"
    """The rules cannot decide it; without an answer the original stands."""
    BLOCK = "block"
    """The original stands."""


class Decision(StrEnum):
    """What becomes of a rewrite."""

    ACCEPT = "accept"
    ASK = "ask"
    BLOCK = "block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason for or against a rewrite.

    ``start`` and ``end`` are offsets into the new text (``start == end`` where something is
    missing from it), ``text`` is what stands there, ``source`` what the evidence says instead
    (empty when it says nothing), ``reason`` a sentence that a person understands.
    """

    rule: str
    effect: Effect
    start: int
    end: int
    text: str
    reason: str
    source: str = ""


def decide(findings: tuple[Finding, ...]) -> Decision:
    """The gravest finding decides."""
    effects = {finding.effect for finding in findings}
    if Effect.BLOCK in effects:
        return Decision.BLOCK
    return Decision.ASK if Effect.ASK in effects else Decision.ACCEPT
