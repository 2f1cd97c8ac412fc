"""Handing back: what a run has made is one change, which one publisher makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from cv_action.errors import ConfigurationError, PublishError
from cv_action.pipeline.making import Made
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.telling import rewritten
from cv_action.publish.change import Change, Publication, change_between
from cv_action.publish.difference import differences, staging
from cv_action.publish.manifest import change_to
from cv_action.publish.message import filled
from cv_action.publish.proposal_body import proposal_body
from cv_action.report.difference import Difference
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import FactReport, Mode, Treatment

_NOTHING = Change(files=(), message="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The change, and what became of it; ``differences`` are told where it was only looked at."""

    change: Change
    publication: Publication
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()


def hand_back(made: Made, job: Job, ports: Ports) -> Handed:
    """Hand back what differs from what is published, and lay the files out for later steps.

    Why not an overlay that is only offered: what lies in the workspace counts as the owner's.

    Raises:
        MovedError: somebody moved what it was made from.
        PublishError: it cannot be handed back.
    """
    if made.trouble:
        raise made.trouble
    change = _described(_change(made, job, ports), made, job)
    if job.mode is Mode.PREVIEW:
        return _looked_at(change, made, ports)
    publication = ports.publisher.publish(change)
    files = made.documents if job.offers else made.files
    problems = laid_out(replace(change, files=files), ports)
    return Handed(change=change, publication=publication, problems=problems)


def laid_out(change: Change, ports: Ports) -> tuple[Problem, ...]:
    """Lay files out for the steps that follow; trouble is told, for they are published already."""
    try:
        if ports.copies is not None:
            ports.copies.publish(change)
    except (ConfigurationError, PublishError) as error:
        told = f"Later steps do not find the files: {error.message}"
        return (Problem(told, severity=Severity.WARNING, remedy=error.hint),)
    return ()


def _looked_at(change: Change, made: Made, ports: Ports) -> Handed:
    """Everything that would be published, as an artifact, and what would be different."""
    found = differences(change, ports.publisher.current(change.paths))
    name = ports.staging(staging(change, made.files, found)) if ports.staging and change else ""
    publication = Publication(artifact=name, new=bool(change))
    return Handed(change=change, publication=publication, differences=found)


def rescued(error: PublishError, made: Made, ports: Ports) -> PublishError:
    """The error, with the place where everything that could not be handed back is kept."""
    if ports.rescue is None:
        return error
    try:
        name = ports.rescue(made.files)
    except PublishError as second:
        told = f"It could not be kept as an artifact either: {second.message}"
    else:
        told = f"Nothing is lost: every file is in this run's artifact {name}."
    error.hint = f"{error.hint}\n\n{told}".strip()
    return error


def _change(made: Made, job: Job, ports: Ports) -> Change:
    """What differs from what is published.

    Why not for a refusal alone: where the owner has only said no, nothing that anybody reads is
    different, and the pull request in which they said so remembers it.
    """
    source = made.source
    if job.manifest:
        kept = (source.path, source.overlay_path)
        change = change_to(
            made.files, ports.publisher, folder=job.output_dir, message="", kept=kept
        )
    else:
        current = ports.publisher.current(tuple(file.path for file in made.files))
        change = change_between(made.files, current, message="")
    bound = made.wording.bound
    found_nothing = bound is None or bound.overlay == source.overlay
    refused = source.overlay != source.joined
    if refused and found_nothing and set(change.paths) == {source.overlay_path}:
        return _NOTHING
    return change


def _described(change: Change, made: Made, job: Job) -> Change:
    """The change with its message, and with what a pull request says about it."""
    values = {
        "source": PurePosixPath(made.source.path).name,
        "mode": job.mode.value,
        "files": str(len(change.paths)),
        "words": str(rewritten(made.wording)),
    }
    described = replace(change, message=filled(job.message, values))
    if not job.offers:
        return described
    differing = "1 file differs" if len(change.paths) == 1 else f"{len(change.paths)} files differ"
    body = proposal_body(f"{differing}.", _offered(made), made.enhancement.calls)
    return replace(described, description=body)


def _offered(made: Made) -> tuple[FactReport, ...]:
    """The facts that a pull request is to tell: new words, and those that somebody refused.

    Why not what the owner has taken already: to close the request must not refuse that too.
    """
    written = made.source.written
    entries = written.overlay.entries if written else ()
    taken = {entry.fact_id: entry.text if entry.status.holds else "" for entry in entries}
    told = {Treatment.REWRITTEN, Treatment.CACHED, Treatment.REFUSED, Treatment.REJECTED}
    return tuple(
        fact
        for fact in made.wording.facts
        if fact.treatment in told and taken.get(fact.fact_id) != fact.proposed
    )
