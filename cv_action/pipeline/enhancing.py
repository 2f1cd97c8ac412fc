"""Seeking better words: ask, guard, repair once, have the rest read, and keep what passed.

Only words that the guard accepts get into the overlay. A fact that was asked about is settled
there, with its own words if nothing better came, so that it is asked about once. It stays open only
where quota or money ended before somebody could say whether its new words hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice

from cv_action.claude.prompt import Prompt
from cv_action.cv.facts import Fact
from cv_action.cv.overlay import Bound, OverlayEntry, Status
from cv_action.enhance.creativity import Manner
from cv_action.enhance.plan import Batch, Plan, answerable, plan
from cv_action.enhance.prompting import (
    context_of,
    read_prompt,
    repair_prompt,
    rewrite_prompt,
)
from cv_action.enhance.replies import readings_in, rewrites_in
from cv_action.enhance.wants import Want
from cv_action.evidence.statement import Evidence, Statement, evidence_for, statement_of
from cv_action.guard.finding import Decision, Effect
from cv_action.guard.question import Answer, Question, question_of, settle
from cv_action.guard.verdict import Verdict, judge
from cv_action.pipeline.chain import Chain, Silence, task_of
from cv_action.pipeline.keeping import kept_verdict
from cv_action.pipeline.proposal import Enhanced, Proposal
from cv_action.quota.ladder import Task


@dataclass(slots=True, kw_only=True)
class Enhancer:
    """One run's search for better words.

    ``facts`` is everything that the guard goes by, ``shown`` what a model may be told of it.
    """

    facts: tuple[Fact, ...]
    shown: tuple[Fact, ...]
    chain: Chain
    manner: Manner
    job_ad: str = ""
    silent: str = ""
    statements: tuple[Statement, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Know what is said about the person."""
        self.statements = tuple(statement_of(fact) for fact in self.facts)

    def enhance(
        self, wanted: tuple[Want, ...], bound: Bound, *, tokens: int, at: datetime
    ) -> Enhanced:
        """Ask about what has no settled words yet, as far as tokens, quota and money go.

        What has words from before keeps them, unless better ones passed.
        """
        planned = plan(wanted, tokens)
        proposals = self._proposed(planned)
        proposals = self._repaired(proposals, planned)
        proposals = self._read(proposals, planned)
        settled = [one for one in proposals.values() if not one.open]
        had = {entry.fact_id for entry in bound.entries}
        waiting = len(wanted) - len(settled)
        return Enhanced(
            proposals=proposals,
            entries=tuple(
                _entry(one, at) for one in settled if one.passed or one.fact.id not in had
            ),
            waiting=waiting,
            silent=self._why_silent(planned) if waiting else "",
        )

    def _why_silent(self, planned: Plan) -> str:
        if not planned.batches:
            return "today's allowance of tokens is used up"
        return self.silent or "the rest waits for the next run's allowance of tokens"

    def _proposed(self, planned: Plan) -> dict[str, Proposal]:
        found: dict[str, Proposal] = {}
        context = context_of(self.shown)
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
            if isinstance(reply, Silence) and not reply.final:
                self.silent = reply.reason
                break
            found |= self._judged({} if isinstance(reply, Silence) else reply.said, refs, prompt)
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
        self, said: Mapping[str, str], refs: Mapping[str, Fact], prompt: Prompt
    ) -> dict[str, Proposal]:
        """Proposals for everything that was asked; what was left out keeps its own words."""
        call = self.chain.calls[-1]
        return {
            fact.id: Proposal(
                fact=fact,
                text=(text := said.get(ref, fact.text)),
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
        """Once more for what was blocked, with what is wrong with it.

        Why own words are no repair: the report would not show what was refused.
        """
        blocked = [one for one in proposals.values() if one.verdict.decision is Decision.BLOCK]
        count, _ = answerable((one.text for one in blocked), planned.repair)
        if not count:
            return proposals
        refs = {f"f{number}": one for number, one in enumerate(blocked[:count], start=1)}
        prompt = repair_prompt(
            {ref: (one.fact.text, one.text, _wrong(one.verdict)) for ref, one in refs.items()},
            context_of(self.shown),
            max_output=planned.repair,
        )
        reply = self.chain.ask(prompt, "repair", understand=partial(rewrites_in, asked=refs))
        if isinstance(reply, Silence):
            return proposals
        again = self._judged(reply.said, {ref: one.fact for ref, one in refs.items()}, prompt)
        return proposals | {
            fact_id: one
            for fact_id, one in again.items()
            if one.verdict.decision is not Decision.BLOCK and one.text != one.fact.text
        }

    def _read(self, proposals: dict[str, Proposal], planned: Plan) -> dict[str, Proposal]:
        """Have decided what the rules left open, in one request; what nobody reads stays open.

        Why not where the first is too long already: no other run could read it either.
        """
        questions = {
            one.fact.id: question
            for one in proposals.values()
            if (question := question_of(self._evidence(one.fact), one.text, one.verdict))
        }
        count, _ = answerable((one.rewrite for one in questions.values()), planned.reading)
        unread = {fact_id: replace(proposals[fact_id], open=count > 0) for fact_id in questions}
        answers = self._answers(dict(islice(questions.items(), count)), planned)
        read = {
            fact_id: replace(
                proposals[fact_id],
                verdict=settle(proposals[fact_id].verdict, answer, question=questions[fact_id]),
            )
            for fact_id, answer in answers.items()
        }
        return proposals | unread | read

    def _answers(
        self, questions: Mapping[str, Question], planned: Plan
    ) -> Mapping[str, Answer | None]:
        """What a reader says by fact id, None where it was asked and said nothing."""
        if not questions:
            return {}
        refs = {f"f{number}": fact_id for number, fact_id in enumerate(questions, start=1)}
        asked = {ref: questions[fact_id] for ref, fact_id in refs.items()}
        prompt = read_prompt(asked, context_of(self.shown), max_output=planned.reading)
        reply = self.chain.ask(prompt, "reading", understand=partial(readings_in, asked=asked))
        if isinstance(reply, Silence) and not reply.final:
            self.silent = reply.reason
            return {}
        said = {} if isinstance(reply, Silence) else reply.said
        return {fact_id: said.get(ref) for ref, fact_id in refs.items()}


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
