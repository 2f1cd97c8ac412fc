"""All rules over one rewrite, and the verdict that can be kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cv_action.guard.case import Case
from cv_action.guard.edition import rules_hash
from cv_action.guard.finding import Decision, Effect, Finding, decide
from cv_action.guard.rules.table import TABLE, Rule

if TYPE_CHECKING:
    from cv_action.evidence.statement import Evidence

LONGEST: Final = 4_000
"""Characters of a fact or its rewrite: six hundred words, and more than any bullet or summary."""
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a rewrite and why, with hashes of everything that it was decided on.

    Who keeps it asks ``holds`` before using it again: other texts or other rules, another verdict.
    """

    decision: Decision
    findings: tuple[Finding, ...]
    source_hash: str
    text_hash: str
    evidence_hash: str
    rules_hash: str


def judge(evidence: Evidence, rewrite: str, *, rules: Mapping[str, Rule] = TABLE) -> Verdict:
    """Hold a rewrite against its evidence. A rule that fails blocks its fact and says so."""
    case = Case(evidence, rewrite)
    findings = () if rewrite == evidence.source else _too_long(case) or _findings(case, rules)
    return Verdict(decision=decide(findings), findings=findings, **_hashes(evidence, rewrite))


def holds(kept: Verdict, evidence: Evidence, rewrite: str) -> bool:
    """Whether a verdict was made of these very texts, by the rules that there are now."""
    return all(getattr(kept, name) == now for name, now in _hashes(evidence, rewrite).items())


def _hashes(evidence: Evidence, rewrite: str) -> dict[str, str]:
    return {
        "source_hash": _hash(evidence.source),
        "text_hash": _hash(rewrite),
        "evidence_hash": _hash(json.dumps([sorted(evidence.role), sorted(evidence.rest)])),
        "rules_hash": rules_hash(),
    }


def _too_long(case: Case) -> tuple[Finding, ...]:
    """A finding instead of all others when comparing would take longer than anybody waits."""
    length = max(len(case.rewrite), len(case.evidence.source))
    if length <= LONGEST:
        return ()
    reason = f"{length:,} characters are more than the rules compare (at most {LONGEST:,})."
    return (_block("length", case, reason),)


def _findings(case: Case, rules: Mapping[str, Rule]) -> tuple[Finding, ...]:
    found = [finding for name, rule in rules.items() for finding in _run(name, rule, case)]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule)))


def _run(name: str, rule: Rule, case: Case) -> tuple[Finding, ...]:
    """The findings of one rule.

    Why so broad: the guard fails closed. A rule that cannot finish has not cleared the rewrite.
    """
    try:
        return tuple(rule(case))
    except Exception as error:  # noqa: BLE001  fails closed, and says what failed
        reason = f"The rule {name} could not finish ({type(error).__name__})."
        return (_block(name, case, reason),)


def _block(rule: str, case: Case, reason: str) -> Finding:
    end = min(len(case.rewrite), _SHOWN)
    return Finding(
        rule=rule, effect=Effect.BLOCK, start=0, end=end, text=case.rewrite[:end], reason=reason
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
