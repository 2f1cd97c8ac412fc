"""Verdicts as they are kept in the overlay, so that nothing is asked about twice."""

from __future__ import annotations

from dataclasses import replace

from cv_action.cv.model import Json
from cv_action.cv.overlay import OverlayEntry
from cv_action.evidence.statement import Evidence
from cv_action.guard.finding import Decision
from cv_action.guard.question import READER, is_quoted
from cv_action.guard.verdict import Verdict


def kept_verdict(verdict: Verdict) -> Json:
    """A verdict without the words that it was passed on: those that were refused stay nowhere."""
    reader = next((one for one in verdict.findings if one.rule == READER), None)
    kept: dict[str, Json] = {
        "decision": verdict.decision.value,
        "rules": [*sorted({one.rule for one in verdict.findings})],
        "source_sha256": verdict.source_hash,
        "text_sha256": verdict.text_hash,
        "evidence_sha256": verdict.evidence_hash,
        "rules_sha256": verdict.rules_hash,
    }
    return kept | ({"quote": reader.source} if reader and reader.source else {})


def with_reader(entry: OverlayEntry, verdict: Verdict, evidence: Evidence) -> Verdict:
    """A verdict that the rules left open, as a reader once decided it about these very words.

    A yes stands as long as the words that it quoted are still in the evidence, whatever else has
    changed there; a no stands until the words themselves change.
    """
    kept = entry.verdict
    if verdict.decision is not Decision.ASK or not isinstance(kept, dict):
        return verdict
    same = (kept.get("source_sha256"), kept.get("text_sha256"))
    if READER not in _listed(kept.get("rules")) or same != (
        verdict.source_hash,
        verdict.text_hash,
    ):
        return verdict
    if kept.get("decision") != Decision.ACCEPT.value:
        return replace(verdict, decision=Decision.BLOCK)
    quote = kept.get("quote")
    said = (evidence.source, *evidence.role, *evidence.rest)
    holds = isinstance(quote, str) and is_quoted(quote, said)
    return replace(verdict, decision=Decision.ACCEPT) if holds else verdict


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
