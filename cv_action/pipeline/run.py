"""One run, from the owner's files to what is handed back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from cv_action.cv.overlay import write_overlay
from cv_action.enhance.variants import known
from cv_action.errors import ConfigurationError, CvActionError
from cv_action.pipeline.books import Books, end_books, open_books
from cv_action.pipeline.documents import as_files, documents
from cv_action.pipeline.editions import editions
from cv_action.pipeline.enhancement import enhance
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.sources import Source, read_photo, read_source
from cv_action.pipeline.stages import Stages
from cv_action.pipeline.till import Till
from cv_action.pipeline.warning import warn
from cv_action.pipeline.words import Wording, choose_words
from cv_action.publish.change import Change, File, Publication, change_between, file_reports
from cv_action.report.problem import Problem
from cv_action.report.run import Mode, Outcome, RunReport, Treatment


def run(job: Job, ports: Ports) -> RunReport:
    """Do one run, and write down what it did.

    Raises:
        CvActionError: it cannot be done; nothing was handed back.
    """
    stages = Stages(ports.progress, ports.books.elapsed if ports.books else None)
    with stages.step("Reading the ledger"):
        books = open_books(ports.books)
    till = open_till(job, ports, books)
    try:
        report = _handed_back(job, ports, till, stages)
    except CvActionError:
        _end(job, ports, books, till, Outcome.FAILED, stages)
        raise
    warnings = warn(till, job.asking.thresholds) if till and job.asking else ()
    with ports.progress.step("Keeping the ledger"):
        kept = _end(job, ports, books, till, report.outcome, stages)
    return replace(report, problems=(*report.problems, *books.problems, *warnings, *kept))


def open_till(job: Job, ports: Ports, books: Books) -> Till | None:
    """Where the money of a run is kept; none where nobody is to be asked."""
    if job.asking is None or ports.books is None:
        return None
    return Till(
        keeping=ports.books,
        memory=books.memory,
        closed=books.closed,
        limits=job.asking.limits,
        prices=job.asking.prices,
    )


def _end(
    job: Job,
    ports: Ports,
    books: Books,
    till: Till | None,
    outcome: Outcome,
    stages: Stages,
) -> tuple[Problem, ...]:
    if till:
        till.settle()
    memory, told = (till.memory, till.events) if till else (books.memory, [])
    return end_books(ports.books, memory, told, mode=job.mode, outcome=outcome, stages=stages)


def _handed_back(job: Job, ports: Ports, till: Till | None, stages: Stages) -> RunReport:
    with stages.step("Reading the CV"):
        source = read_source(job.cv, ports.files, advertisement=_advertisement(job))
        known(job.variants, source.read.cv)
        image = source.read.cv.basics.image if job.options.photo else ""
        photo, photo_problems = read_photo(image, source.path, ports.files)
    with stages.step("Choosing the words"):
        enhanced = enhance(source, job, ports, till)
        wording = choose_words(source, job.mode, enhanced.found)
    with stages.step("Rendering"):
        published = editions(source, wording, job)
        made = [
            file
            for edition in published.all
            for file in as_files(
                documents(edition.cv, job.options, typesetter=ports.typesetter, photo=photo),
                edition.folder,
            )
        ]
    produced = (*made, *kept_overlay(source, wording))
    refuse_to_replace(source, produced)
    current = ports.publisher.current(tuple(file.path for file in produced))
    change = change_between(produced, current, message=_message(source))
    with stages.step("Handing it back"):
        publication = hand_back(change, job.mode, ports)
    return RunReport(
        outcome=_outcome(change, job.mode, wording),
        reason=_reason(change, job.mode, wording, enhanced.found.silent),
        mode=job.mode,
        source=source.path,
        commit_sha=publication.commit_sha,
        files=file_reports(produced, change),
        facts=wording.facts,
        facts_total=wording.total,
        facts_waiting=enhanced.found.waiting,
        unasked=enhanced.found.silent,
        calls=enhanced.calls,
        target=published.target,
        problems=(*source.read.problems, *photo_problems),
    )


def _advertisement(job: Job) -> str:
    """The path of the advertisement, where the mode lets its order be followed."""
    return "" if job.mode is Mode.EMERGENCY_UPDATE else job.job_description


def kept_overlay(source: Source, wording: Wording) -> tuple[File, ...]:
    """The overlay as a file, when there was one and the CV has moved below it."""
    if wording.bound is None or wording.bound.overlay == source.overlay:
        return ()
    return (File(source.overlay_path, write_overlay(wording.bound.overlay)),)


def refuse_to_replace(source: Source, produced: tuple[File, ...]) -> None:
    """Keep the owner's file safe from documents of the same name.

    Raises:
        ConfigurationError: a document would be written over the source.
    """
    if PurePosixPath(source.path) in {PurePosixPath(file.path) for file in produced}:
        raise ConfigurationError(
            f"A document would be written over {source.path}, which is the source.",
            hint="Choose another output_dir, or leave that format out of formats.",
        )


def hand_back(change: Change, mode: Mode, ports: Ports) -> Publication:
    """Make the change, unless there is none or nobody wants it made."""
    if not change or mode is Mode.PREVIEW:
        return Publication()
    return ports.publisher.publish(change)


def _outcome(change: Change, mode: Mode, wording: Wording) -> Outcome:
    if mode is Mode.PREVIEW:
        return Outcome.PREVIEWED
    if not change:
        return Outcome.UNCHANGED
    new_words = any(fact.treatment is Treatment.REWRITTEN for fact in wording.facts)
    return Outcome.ENHANCED if new_words else Outcome.RENDERED


def _reason(change: Change, mode: Mode, wording: Wording, silent: str) -> str:
    count = len(change.files)
    files = "1 file differs" if count == 1 else f"{count} files differ"
    if not change:
        return f"Every document is already as it should be{_because(silent)}."
    if mode is Mode.PREVIEW:
        return f"{files}; a preview hands nothing back{_because(silent)}."
    if mode is Mode.EMERGENCY_UPDATE:
        return f"{files}; the CV was rendered in the owner's words, as the source has them."
    rewritten = sum(fact.treatment is Treatment.REWRITTEN for fact in wording.facts)
    if rewritten:
        statements = "1 statement has" if rewritten == 1 else f"{rewritten} statements have"
        return f"{files}; {statements} better words{_because(silent)}."
    return f"{files}; no better words were found{_because(silent)}."


def _because(silent: str) -> str:
    return f"; {silent}" if silent else ""


def _message(source: Source) -> str:
    return f"Update the CV from {PurePosixPath(source.path).name}"
