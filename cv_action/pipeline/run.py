"""One run: the ledger is read, files are made and handed back, and the books are closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from cv_action.errors import CvActionError, PublishError
from cv_action.ledger.event import AlertRaised, Known
from cv_action.pipeline.books import Books, end_books, has_left_words, open_books
from cv_action.pipeline.enhancement import Enhancement
from cv_action.pipeline.handing import Handed, hand_back, rescued
from cv_action.pipeline.holding import held_back
from cv_action.pipeline.making import Made, make
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.published import published
from cv_action.pipeline.rollback import roll_back
from cv_action.pipeline.stages import Stages
from cv_action.pipeline.telling import outcome_of, reason_of
from cv_action.pipeline.till import Till
from cv_action.pipeline.warning import warn
from cv_action.publish.change import MismatchError, file_reports
from cv_action.publish.moved import MovedError
from cv_action.report.call import CallReport
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import Mode, Outcome, RunReport

TRIES: Final = 3
"""How often a run makes what it hands back, where others move what it makes it from."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """What a run knows so far; ``found`` is what it has asked for, whatever became of it."""

    job: Job
    ports: Ports
    till: Till | None
    stages: Stages
    found: Enhancement | None = None
    events: list[Known] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def run(job: Job, ports: Ports, *, calls: list[CallReport] | None = None) -> RunReport:
    """Do one run, and write down what it did.

    ``calls`` takes the calls to a model, those of a run that fails included.

    Raises:
        CvActionError: it cannot be done; nothing was handed back.
    """
    if job.mode is Mode.ROLLBACK:
        return roll_back(job, ports)
    if job.mode is Mode.PREVIEW and job.asking is None:
        ports = replace(ports, books=None)
    stages = Stages(ports.progress, ports.books.elapsed if ports.books else None)
    with stages.step("Reading the ledger"):
        books = open_books(ports.books)
    if not has_left_words(books):
        ports = replace(ports, left=())
    this = _Run(job=job, ports=ports, till=open_till(job, ports, books), stages=stages)
    try:
        held = _held(this)
        report = _left_alone(job, held) if held else _report(this, *_done(this))
    except CvActionError:
        _end(this, books, Outcome.FAILED)
        raise
    finally:
        if calls is not None and this.found:
            calls += this.found.calls
    warnings = warn(this.till, job.asking.thresholds) if this.till and job.asking else ()
    with ports.progress.step("Keeping the ledger"):
        kept = _end(this, books, report.outcome)
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


def _done(this: _Run) -> tuple[Made, Handed]:
    """Make and hand back; once more where somebody moved meanwhile what it was made from.

    Why the files are kept when it fails: somebody has paid for words in them.
    """
    left = TRIES
    while True:
        left -= 1
        made = make(this.job, this.ports, this.stages, this.till, this.found)
        this.found = made.enhancement
        try:
            with this.stages.step("Handing it back"):
                handed = hand_back(made, this.job, this.ports)
        except PublishError as error:
            this.events += _alerts(this, error)
            if not left or not isinstance(error, MovedError):
                raise rescued(error, made, this.ports) from None
            told = f"{error.message} Everything was made again from what stands there now."
            this.problems.append(Problem(told, severity=Severity.WARNING))
            this.ports.publisher.forget()
        else:
            this.events += _publications(this, made, handed)
            return made, handed


def _publications(this: _Run, made: Made, handed: Handed) -> Iterator[Known]:
    """What the ledger is told of what was handed back."""
    books, publication = this.ports.books, handed.publication
    if books and handed.change and publication.new and this.job.mode is not Mode.PREVIEW:
        yield published(publication, made.files, by=books.by, at=books.desk.now())


def _alerts(this: _Run, error: PublishError) -> Iterator[Known]:
    """What the ledger is told where something else stands there than was published."""
    books = this.ports.books
    if books and isinstance(error, MismatchError):
        event, at = f"{books.by.nonce}-mismatch", books.desk.now()
        yield AlertRaised(id=event, at=at, by=books.by, alert="published-mismatch")


def _held(this: _Run) -> str:
    """Why the publication is left alone, if it is.

    Why trouble is no answer here: handing back meets it too, and keeps the documents first.
    """
    try:
        return held_back(this.job, this.ports)
    except PublishError:
        return ""


def _left_alone(job: Job, why: str) -> RunReport:
    outcome = Outcome.PREVIEWED if job.mode is Mode.PREVIEW else Outcome.UNCHANGED
    return RunReport(outcome=outcome, reason=why, mode=job.mode)


def _end(this: _Run, books: Books, outcome: Outcome) -> tuple[Problem, ...]:
    till = this.till
    if till:
        till.settle()
    memory, told = (till.memory, till.events) if till else (books.memory, [])
    return end_books(
        this.ports.books,
        memory,
        [*told, *this.events],
        mode=this.job.mode,
        outcome=outcome,
        stages=this.stages,
    )


def _report(this: _Run, made: Made, handed: Handed) -> RunReport:
    change, publication, mode = handed.change, handed.publication, this.job.mode
    return RunReport(
        outcome=outcome_of(change, publication, mode, made.wording),
        reason=reason_of(change, publication, mode, made.wording, made.silent),
        mode=mode,
        source=made.source.path,
        commit_sha=publication.commit_sha,
        pull_request=publication.pull_request,
        artifact=publication.artifact,
        differences=handed.differences,
        files=file_reports(made.files, change),
        facts=made.wording.facts,
        facts_total=made.wording.total,
        facts_waiting=made.enhancement.found.waiting,
        unasked=made.silent,
        calls=made.enhancement.calls,
        target=made.target,
        problems=(*made.problems, *this.problems, *handed.problems),
    )
