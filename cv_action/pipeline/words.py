"""Which words a run publishes: the owner's, or the overlay's where the guard lets them pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from cv_action.cv.facts import Fact, facts_of, reworded
from cv_action.cv.model import Cv
from cv_action.cv.overlay import Bound, bind
from cv_action.enhance.tidy import arranged, tidy_text
from cv_action.evidence.statement import evidence_for, statement_of
from cv_action.guard.finding import Decision
from cv_action.pipeline.proposal import Enhanced, Proposal
from cv_action.pipeline.sources import Source
from cv_action.report.run import FactReport, FindingReport, Mode, Treatment

if TYPE_CHECKING:
    from cv_action.guard.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words that are published, by fact id, and what was done to get there.

    Without any, the CV is published as its owner has written and arranged it.
    """

    words: Mapping[str, str] | None = None
    facts: tuple[FactReport, ...] = ()
    total: int = 0
    bound: Bound | None = None

    def of(self, cv: Cv) -> Cv:
        """The CV in these words, or a part of it, or its parts in another order."""
        if self.words is None:
            return cv
        words = {fact.id: self.words[fact.id] for fact in facts_of(cv) if fact.id in self.words}
        return arranged(reworded(cv, words))


def choose_words(source: Source, mode: Mode, enhanced: Enhanced | None = None) -> Wording:
    """The words to publish: the owner's as they are, or the best that passed, tidied, by mode."""
    facts = facts_of(source.read.cv)
    match mode:
        case Mode.EMERGENCY_UPDATE | Mode.ROLLBACK:
            return Wording(total=sum(fact.rewritable for fact in facts))
        case Mode.COMPREHENSIVE | Mode.AI_ONLY | Mode.ACTIVITY_ONLY | Mode.PREVIEW:
            return _improved(source, facts, enhanced or Enhanced())
        case _:
            assert_never(mode)


def _improved(source: Source, facts: tuple[Fact, ...], enhanced: Enhanced) -> Wording:
    bound = _with_new(bind(source.overlay, facts), enhanced)
    verdicts = judged(facts, bound, job_ad=source.advertisement)
    passed = {
        fact_id: bound.texts[fact_id]
        for fact_id, verdict in verdicts.items()
        if verdict.decision is Decision.ACCEPT
    }
    own = tuple(fact for fact in facts if fact.rewritable)
    final = {fact.id: tidy_text(passed.get(fact.id, fact.text)) for fact in own}
    reports = (
        _proposed(f, final[f.id], enhanced.proposals[f.id])
        if f.id in enhanced.proposals
        else _report(f, final[f.id], bound, verdicts.get(f.id))
        for f in own
    )
    return Wording(
        words=final,
        facts=tuple(report for report in reports if report),
        total=len(own),
        bound=bound,
    )


def _with_new(bound: Bound, enhanced: Enhanced) -> Bound:
    """The overlay with what this run has found, in place of what it had for the same facts."""
    new = {entry.fact_id for entry in enhanced.entries}
    kept = (entry for entry in bound.entries if entry.fact_id not in new)
    return replace(bound, entries=(*kept, *enhanced.entries))


def judged(facts: tuple[Fact, ...], bound: Bound, *, job_ad: str = "") -> Mapping[str, Verdict]:
    """The guard's verdict on every rewrite, by fact id.

    Why no switch: a text is guarded wherever it comes from, the owner's own edits included.
    """
    entries = {e.fact_id: e for e in bound.entries if e.status.holds}
    if not entries:
        return {}
    from cv_action.guard.verdict import judge  # noqa: PLC0415  without other words, no rules
    from cv_action.pipeline.keeping import with_reader  # noqa: PLC0415  as above

    statements = tuple(statement_of(fact) for fact in facts)
    verdicts = {}
    for fact in facts:
        if fact.id in entries:
            entry, evidence = entries[fact.id], evidence_for(fact, statements, job_ad=job_ad)
            verdicts[fact.id] = with_reader(entry, judge(evidence, entry.text), evidence)
    return verdicts


def _report(fact: Fact, after: str, bound: Bound, verdict: Verdict | None) -> FactReport | None:
    if verdict is not None and bound.texts[fact.id] != fact.text:
        return _guarded(fact, after, bound.texts[fact.id], verdict)
    if fact.id in bound.rejected:
        treatment, reason = Treatment.REJECTED, "you rejected the other words for it"
    elif after != fact.text:
        treatment, reason = Treatment.TIDIED, "spacing and punctuation"
    else:
        return None
    return FactReport(
        fact_id=fact.id, treatment=treatment, before=fact.text, after=after, reason=reason
    )


def _guarded(fact: Fact, after: str, proposed: str, verdict: Verdict) -> FactReport:
    passed = verdict.decision is Decision.ACCEPT
    return FactReport(
        fact_id=fact.id,
        treatment=Treatment.CACHED if passed else Treatment.REFUSED,
        before=fact.text,
        after=after,
        proposed=proposed,
        verdict=verdict.decision,
        findings=_findings(verdict),
        reason="the overlay has other words for it" if passed else _refusal(verdict),
    )


def _proposed(fact: Fact, after: str, proposal: Proposal) -> FactReport:
    """What became of a fact that was asked about in this run."""
    if not proposal.passed:
        treatment, reason = Treatment.REFUSED, _refusal(proposal.verdict)
    elif proposal.text == fact.text:
        treatment, reason = Treatment.KEPT, "nothing better was found"
    else:
        treatment, reason = Treatment.REWRITTEN, "better words that say the same"
    return FactReport(
        fact_id=fact.id,
        treatment=treatment,
        before=fact.text,
        after=after,
        proposed=proposal.text,
        verdict=proposal.verdict.decision,
        findings=_findings(proposal.verdict),
        reason=reason,
        lane=proposal.lane,
        model=proposal.model,
    )


def _findings(verdict: Verdict) -> tuple[FindingReport, ...]:
    return tuple(
        FindingReport(rule=f.rule, text=f.text, source=f.source, reason=f.reason)
        for f in verdict.findings
    )


def _refusal(verdict: Verdict) -> str:
    """The first of the gravest reasons."""
    grave = (f for f in verdict.findings if f.effect.value == verdict.decision.value)
    return next((f.reason for f in grave), "a reader refused these words before")
