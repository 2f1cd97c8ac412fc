"""Whether a run seeks better words at all, and with what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from cv_action.cv.facts import facts_of
from cv_action.cv.overlay import Overlay, OverlayEntry, Status, bind
from cv_action.cv.overlay_merge import joined
from cv_action.enhance.creativity import MANNERS
from cv_action.enhance.plan import allowance
from cv_action.enhance.private import told
from cv_action.enhance.wants import wants
from cv_action.ledger.event import Called, Entry
from cv_action.pipeline.chain import Chain
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.proposal import Enhanced
from cv_action.pipeline.sources import Source
from cv_action.pipeline.till import Till
from cv_action.report.call import CallReport
from cv_action.report.run import Mode

ASKING: frozenset[Mode] = frozenset({Mode.COMPREHENSIVE, Mode.AI_ONLY, Mode.PREVIEW})
"""The modes in which a model may be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enhancement:
    """What was found, and the calls that it took."""

    found: Enhanced = field(default_factory=Enhanced)
    calls: tuple[CallReport, ...] = ()


def enhance(source: Source, job: Job, ports: Ports, till: Till | None) -> Enhancement:
    """Seek better words where the mode wants them and there is something to ask about.

    Why the guard is loaded late: a CV in which everything is settled needs none of it.
    """
    if job.mode not in ASKING:
        return Enhancement()
    asking = job.asking
    facts = facts_of(source.read.cv)
    bound = bind(source.overlay, facts)
    shown = told(facts, source.read.cv.basics)
    wanted = wants(shown, bound, again=asking is not None and asking.again)
    if not wanted:
        return Enhancement()
    if asking is None or till is None:
        why = "no credential for Claude is given" if asking is None else "no ledger is kept here"
        return Enhancement(found=Enhanced(waiting=len(wanted), silent=why))
    from cv_action.pipeline.enhancing import Enhancer  # noqa: PLC0415  as the docstring says

    now = till.keeping.desk.now()
    manner = MANNERS[asking.creativity]
    chain = Chain(lanes=ports.lanes, policy=asking.policy, till=till)
    found = Enhancer(
        facts=facts, shown=shown, chain=chain, manner=manner, job_ad=source.advertisement
    ).enhance(
        wanted,
        bound,
        tokens=allowance(manner, used_today=output_of_day(till.known, now)),
        at=now.replace(microsecond=0),
    )
    if job.offers:
        found = replace(found, entries=tuple(map(_offered, found.entries)))
    return Enhancement(found=found, calls=tuple(chain.calls))


def carried(before: Enhancement, source: Source) -> Enhancement:
    """What a run has found already, as far as the CV that it reads anew still says the same.

    Why nobody is asked again: a run pays once. What has changed since waits for the next one.
    """
    facts = facts_of(source.read.cv)
    by_id = {fact.id: fact for fact in facts}
    found, proposals, entries = before.found, {}, []
    for entry in found.entries:
        for bound in bind(Overlay(entries=(entry,)), facts).entries:
            entries.append(bound)
            if proposal := found.proposals.get(entry.fact_id):
                proposals[bound.fact_id] = replace(proposal, fact=by_id[bound.fact_id])
    now = bind(joined(source.overlay, Overlay(entries=tuple(entries))), facts)
    waiting = len(wants(told(facts, source.read.cv.basics), now))
    silent = found.silent or ("the CV was changed while this run was under way" if waiting else "")
    return replace(
        before,
        found=Enhanced(proposals=proposals, entries=tuple(entries), waiting=waiting, silent=silent),
    )


def _offered(entry: OverlayEntry) -> OverlayEntry:
    return replace(entry, status=Status.PENDING)


def output_of_day(events: Iterable[Entry], now: datetime) -> int:
    """Output tokens that were used so far in the day (UTC) of a moment."""
    today = now.astimezone(UTC).date()
    return sum(
        event.usage.output
        for event in events
        if isinstance(event, Called)
        and event.usage is not None
        and event.at.astimezone(UTC).date() == today
    )
