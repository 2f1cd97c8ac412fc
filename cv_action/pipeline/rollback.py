"""Going back: one run that publishes again what was published before, and asks nobody.

Today's CV may be broken; only its place and its bytes are needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from cv_action.errors import ConfigurationError, PublishError
from cv_action.ledger.event import Known
from cv_action.pipeline.books import Bookkeeping, end_books, open_books
from cv_action.pipeline.handing import laid_out
from cv_action.pipeline.holding import fingerprint
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.published import gone_back, published
from cv_action.pipeline.sources import find_cv, overlay_beside
from cv_action.pipeline.stages import Stages
from cv_action.publish.change import Change, File, Publication, file_reports
from cv_action.publish.manifest import Hold
from cv_action.publish.moved import MovedError
from cv_action.publish.paths import is_plain
from cv_action.publish.restoring import Place, Restoration, previous, restored
from cv_action.report.problem import Problem
from cv_action.report.run import Outcome, RunReport

_TRIES: Final = 3
_NO_HISTORY: Final = """\
Go back where documents are committed:

with:
  mode: rollback
  publish: commit

At a terminal, do it in a git checkout."""
_NOTHING: Final = """\
Choose the output_dir and the branch that the documents were published to. A checkout that was \
cloned without its history gets it with `git fetch --unshallow`. To publish what the CV says now, \
run with `mode: emergency-update`."""
_TITLE: Final = "Roll the CV back to {commit:.7}"
_ABOUT: Final = """\
This publishes again what {commit} had published.
It holds until the CV or a setting of the documents changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack:
    """What was gone back to, the change that did it, and what became of that.

    ``files`` are all that is published again, the manifest included.
    """

    source: str
    hold: Hold
    files: tuple[File, ...]
    change: Change
    publication: Publication
    problems: tuple[Problem, ...]


def roll_back(job: Job, ports: Ports) -> RunReport:
    """Publish again what was published before, in one change, and write that down.

    Raises:
        ConfigurationError: there is no CV, nothing is committed here, or nothing to go back to.
        PublishError: it cannot be handed back.
    """
    stages = Stages(ports.progress, ports.books.elapsed if ports.books else None)
    with stages.step("Reading the ledger"):
        books = open_books(ports.books)
    events: tuple[Known, ...] = ()
    outcome = Outcome.FAILED
    try:
        done = _done(job, ports, stages)
        events, outcome = _events(done, ports.books), Outcome.ROLLED_BACK
    finally:
        with ports.progress.step("Keeping the ledger"):
            kept = end_books(
                ports.books, books.memory, events, mode=job.mode, outcome=outcome, stages=stages
            )
    report = _told(done, job)
    return replace(report, problems=(*done.problems, *books.problems, *kept))


def _gone_back(job: Job, ports: Ports, stages: Stages) -> RolledBack:
    """Go back, from what stands there now.

    Raises:
        ConfigurationError: there is no CV, nothing is committed here, or nothing to go back to.
        MovedError: somebody moved what it was made from.
        PublishError: it cannot be handed back.
    """
    with stages.step("Looking back"):
        source = find_cv(job.cv, ports.files)
        place = _place(source, job)
        restoration = _previous(place, ports)
        hold = Hold(commit=restoration.commit, inputs=fingerprint(job, ports.files))
        change = _change(restoration, place, hold, ports)
    files = restoration.files(place, hold)
    with stages.step("Handing it back"):
        publication = ports.publisher.publish(change)
        problems = laid_out(replace(change, files=files), ports)
    return RolledBack(
        source=source,
        hold=hold,
        files=files,
        change=change,
        publication=publication,
        problems=problems,
    )


def _done(job: Job, ports: Ports, stages: Stages) -> RolledBack:
    """Go back; once more where somebody has moved meanwhile what it was made from."""
    for _ in range(_TRIES - 1):
        try:
            return _gone_back(job, ports, stages)
        except MovedError:
            ports.publisher.forget()
    return _gone_back(job, ports, stages)


def _place(source: str, job: Job) -> Place:
    """Where the publication lies; a path that leads elsewhere is in no history.

    Raises:
        ConfigurationError: a path leads out of the folder.
    """
    cv, folder = (str(PurePosixPath(path)) for path in (source, job.output_dir))
    place = Place(
        folder=folder,
        overlay=overlay_beside(cv),
        inputs=frozenset({cv, str(PurePosixPath(job.job_description))}),
    )
    for path in (cv, place.manifest):
        if not is_plain(path):
            raise ConfigurationError(
                f"{path} is no path below this folder, so it has no history here.",
                hint="Do this in the folder of the CV, and name paths from there.",
            )
    return place


def _previous(place: Place, ports: Ports) -> Restoration:
    if ports.history is None:
        raise ConfigurationError(
            "Nothing is committed here, so there is nothing to go back to.", hint=_NO_HISTORY
        )
    today = ports.publisher.current([place.manifest, place.overlay])
    found = previous(ports.history, place, today)
    if found is None:
        raise ConfigurationError(
            f"No other publication is known before the present one of {place.folder}.",
            hint=_NOTHING,
        )
    return found


def _change(restoration: Restoration, place: Place, hold: Hold, ports: Ports) -> Change:
    title, about = (text.format(commit=hold.commit) for text in (_TITLE, _ABOUT))
    change = restored(restoration, ports.publisher, place, hold=hold, message=f"{title}\n\n{about}")
    _refuse_unpublished(change.paths, ports)
    return replace(change, description=f"{about}\n")


def _refuse_unpublished(paths: tuple[str, ...], ports: Ports) -> None:
    """Keep work safe that no history has, where the very files are published that stand here.

    Why not where copies are laid out: that is a checkout of one job, and what is in it is not kept.

    Raises:
        PublishError: a file that would be replaced is not what is committed.
    """
    if ports.copies is not None:
        return
    known = ports.publisher.current(paths)
    loose = [path for path in ports.files.present(paths) if path not in known]
    if loose:
        raise PublishError(
            f"{loose[0]} has changes that are not committed, and would be replaced.",
            hint="Commit it, or move it out of the way, and run this again.",
        )


def _events(done: RolledBack, books: Bookkeeping | None) -> tuple[Known, ...]:
    if books is None:
        return ()
    at, by = books.desk.now(), books.by
    return (
        published(done.publication, done.files, by=by, at=at),
        gone_back(done.hold, by=by, at=at),
    )


def _told(done: RolledBack, job: Job) -> RunReport:
    commit, number = done.hold.commit[:7], done.publication.pull_request
    what = f"What {commit} had published is there again"
    if number:
        what = f"Pull request #{number} brings back what {commit} had published"
    return RunReport(
        outcome=Outcome.ROLLED_BACK,
        reason=f"{what}, and holds until the CV or a setting of the documents changes.",
        mode=job.mode,
        source=done.source,
        commit_sha=done.publication.commit_sha,
        pull_request=number,
        files=file_reports(done.files, done.change),
    )
