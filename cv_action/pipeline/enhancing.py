"""Seeking better words: ask, guard, repair once, have the rest read, and keep what passed.

Only words that the guard accepts get into the overlay. A fact that was asked about is settled
there, with its own words if nothing better came, so that it is asked about once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final

from cv_action.claude.prompt import Prompt
from cv_action.cv.facts import Fact
from cv_action.cv.overlay import Bound, OverlayEntry, Status
from cv_action.enhance.creativity import Manner
from cv_action.enhance.plan import Batch, Plan, plan
from cv_action.enhance.prompting import (
    context_of,
    read_prompt,
    repair_prompt,
    rewrite_prompt,
)
from cv_action.enhance.replies import Reply, readings_in, rewrites_in
from cv_action.enhance.wants import Want, wants
from cv_action.evidence.statement import Evidence, Statement, evidence_for, statement_of
from cv_action.guard.finding import Decision, Effect
from cv_action.guard.question import Answer, question_of, settle
from cv_action.guard.verdict import Verdict, judge
from cv_action.pipeline.chain import Chain, task_of
from cv_action.pipeline.keeping import kept_verdict
from cv_action.pipeline.proposal import Enhanced, Proposal
from cv_action.quota.ladder import Task

_REPAIRED: Final = 30
"""Facts of one repair request at most; the worst of a run that goes wrong."""


@dataclass(slots=True, kw_only=True)
class Enhancer:
    """One run's search for better words."""

    facts: tuple[Fact, ...]
    chain: Chain
    manner: Manner
    job_ad: str = ""
    statements: tuple[Statement, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Know what is said about the person."""
        self.statements = tuple(statement_of(fact) for fact in self.facts)

    def enhance(self, bound: Bound, *, tokens: int, again: bool, at: datetime) -> Enhanced:
        """Ask about what has no settled words yet, as far as tokens, quota and money go."""
        wanted = wants(self.facts, bound, again=again)
        planned = plan(wanted, tokens)
        proposals = self._proposed(planned)
        proposals = self._repaired(proposals, planned)
        proposals = self._read(proposals, planned)
        asked = {one.fact.id for one in proposals.values()}
        return Enhanced(
            proposals=proposals,
            entries=tuple(_entry(one, at) for one in proposals.values()),
            waiting=sum(want.fact.id not in asked for want in wanted),
            silent=self._why_silent(wanted, planned, asked),
        )

    def _why_silent(self, wanted: tuple[Want, ...], planned: Plan, asked: set[str]) -> str:
        if len(asked) == len(wanted):
            return ""
        if not planned.batches:
            return "today's allowance of tokens is used up"
        return self.chain.silent or "the rest waits for the next run's allowance of tokens"

    def _proposed(self, planned: Plan) -> dict[str, Proposal]:
        found: dict[str, Proposal] = {}
        context = context_of(self.facts)
        for number, batch in enumerate(planned.batches):
            prompt = self._rewrite(batch, context)
            later = [
                *(task_of(self._rewrite(one, context)) for one in planned.batches[number + 1 :]),
                *self._checks(prompt, planned),
            ]
            refs = {want.ref: want.fact for want in batch.wants}
            reply = self.chain.ask(
                prompt, "rewrite", understand=partial(rewrites_in, asked=refs), later=later
            )
            if reply is None:
                break
            found |= self._judged(reply, refs, prompt)
        return found

    def _rewrite(self, batch: Batch, context: str) -> Prompt:
        return rewrite_prompt(
            batch.wants, context, self.manner, max_output=batch.max_output, shared=True
        )

    def _checks(self, prompt: Prompt, planned: Plan) -> tuple[Task, ...]:
        """What repair and reading can take: a prompt with everything that was answered in it."""
        size = task_of(prompt).prompt_tokens + 3 * prompt.max_output
        return tuple(
            Task(prompt_tokens=size, max_output=tokens)
            for tokens in (planned.repair, planned.reading)
        )

    def _judged(
        self, reply: Reply[str], refs: Mapping[str, Fact], prompt: Prompt
    ) -> dict[str, Proposal]:
        """Proposals for everything that was asked; what was left out keeps its own words."""
        call = self.chain.calls[-1]
        return {
            fact.id: Proposal(
                fact=fact,
                text=(text := reply.said.get(ref, fact.text)),
                lane=call.lane,
                model=call.model,
                prompt_version=prompt.version,
                verdict=judge(self._evidence(fact), text),
            )
            for ref, fact in refs.items()
        }

    def _evidence(self, fact: Fact) -> Evidence:
        return evidence_for(fact, self.statements, job_ad=self.job_ad)

    def _repaired(self, proposals: dict[str, Proposal], planned: Plan) -> dict[str, Proposal]:
        """Once more for what was blocked, with what is wrong with it."""
        blocked = [one for one in proposals.values() if one.verdict.decision is Decision.BLOCK]
        if not blocked:
            return proposals
        refs = {f"f{number}": one for number, one in enumerate(blocked[:_REPAIRED], start=1)}
        prompt = repair_prompt(
            {ref: (one.fact.text, one.text, _wrong(one.verdict)) for ref, one in refs.items()},
            context_of(self.facts),
            max_output=planned.repair,
        )
        reply = self.chain.ask(prompt, "repair", understand=partial(rewrites_in, asked=refs))
        if reply is None:
            return proposals
        again = self._judged(reply, {ref: one.fact for ref, one in refs.items()}, prompt)
        better = {
            fact_id: replace(one, repaired=True)
            for fact_id, one in again.items()
            if one.verdict.decision is not Decision.BLOCK
        }
        return proposals | better

    def _read(self, proposals: dict[str, Proposal], planned: Plan) -> dict[str, Proposal]:
        """Have decided what the rules left open, all in one request."""
        questions = {}
        doubtful = {}
        for number, (fact_id, one) in enumerate(proposals.items(), start=1):
            question = question_of(self._evidence(one.fact), one.text, one.verdict)
            if question is not None:
                questions[f"f{number}"] = question
                doubtful[f"f{number}"] = fact_id
        if not questions:
            return proposals
        prompt = read_prompt(questions, context_of(self.facts), max_output=planned.reading)
        reply = self.chain.ask(prompt, "reading", understand=partial(readings_in, asked=questions))
        answers: Mapping[str, Answer] = reply.said if reply else {}
        settled = {
            doubtful[ref]: replace(
                proposals[doubtful[ref]],
                verdict=settle(
                    proposals[doubtful[ref]].verdict, answers.get(ref), question=question
                ),
            )
            for ref, question in questions.items()
        }
        return proposals | settled


def _wrong(verdict: Verdict) -> tuple[str, ...]:
    return tuple(one.reason for one in verdict.findings if one.effect is Effect.BLOCK)


def _entry(proposal: Proposal, at: datetime) -> OverlayEntry:
    """What is kept of a proposal: its words if they passed, the owner's if they did not."""
    fact = proposal.fact
    return OverlayEntry(
        fact_id=fact.id,
        source_hash=fact.source_hash,
        text=proposal.text if proposal.passed else fact.text,
        status=Status.ACCEPTED,
        lane=proposal.lane,
        model=proposal.model,
        prompt_version=proposal.prompt_version,
        verdict=kept_verdict(proposal.verdict),
        at=at,
    )
