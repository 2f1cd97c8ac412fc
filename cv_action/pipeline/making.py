"""Making: from what stands in the owner's files now to every file that they are to have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from cv_action.cv.overlay import write_overlay
from cv_action.enhance.variants import known
from cv_action.errors import ConfigurationError, PublishError
from cv_action.pipeline.documents import as_files, documents
from cv_action.pipeline.editions import Editions, editions
from cv_action.pipeline.enhancement import Enhancement, carried, enhance
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.proposal import Enhanced
from cv_action.pipeline.sources import Source, read_photo, read_source
from cv_action.pipeline.stages import Stages
from cv_action.pipeline.till import Till
from cv_action.pipeline.words import Wording, choose_words
from cv_action.publish.change import File
from cv_action.publish.manifest import manifest_of
from cv_action.report.problem import Problem
from cv_action.report.run import Mode
from cv_action.report.target import TargetReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a run has made, and what it made it from.

    ``documents`` have the output folder's manifest among them. ``overlay`` is one file at most.
    ``trouble`` is why they cannot be handed back, where that was known when they were made.
    """

    source: Source
    enhancement: Enhancement
    wording: Wording
    documents: tuple[File, ...]
    overlay: tuple[File, ...]
    target: TargetReport | None
    problems: tuple[Problem, ...]
    trouble: PublishError | None

    @property
    def files(self) -> tuple[File, ...]:
        """Every file that belongs to the owner now."""
        return (*self.documents, *self.overlay)

    @property
    def silent(self) -> str:
        """Why not everything was asked that could have been; empty where it was."""
        return self.enhancement.found.silent


def make(
    job: Job, ports: Ports, stages: Stages, till: Till | None, before: Enhancement | None
) -> Made:
    """Read the CV, choose the words, render.

    ``before`` is what this run found when it last read the CV; then nobody is asked again.

    Raises:
        CvActionError: it cannot be done.
    """
    with stages.step("Reading the CV"):
        source, trouble = _read(job, ports)
    with stages.step("Choosing the words"):
        if before:
            found = carried(before, source)
        elif trouble:
            found = Enhancement(found=Enhanced(silent="what is found could not be handed back"))
        else:
            found = enhance(source, job, ports, till)
        wording = choose_words(source, job.mode, found.found)
    with stages.step("Rendering"):
        published = editions(source, wording, job)
        files, problems = _rendered(published, source, job, ports)
    made = Made(
        source=source,
        enhancement=found,
        wording=wording,
        documents=files,
        overlay=kept_overlay(source, wording),
        target=published.target,
        problems=(*source.read.problems, *problems),
        trouble=trouble,
    )
    refuse_to_replace(source, made.files)
    return made


def _read(job: Job, ports: Ports) -> tuple[Source, PublishError | None]:
    """What stands there, and what kept us from knowing all that earlier runs have found.

    Why that is no end yet: without it nothing can be handed back, but the documents can be kept.
    """
    ad = "" if job.mode is Mode.EMERGENCY_UPDATE else job.job_description
    kept = (*((ports.kept,) if ports.kept else ()), *ports.left)
    trouble = None
    try:
        source = read_source(
            job.cv, ports.files, kept=kept, refusals=ports.refusals(), advertisement=ad
        )
    except PublishError as error:
        trouble = error
        source = read_source(job.cv, ports.files, advertisement=ad)
    known(job.variants, source.read.cv)
    return source, trouble


def _rendered(
    published: Editions, source: Source, job: Job, ports: Ports
) -> tuple[tuple[File, ...], tuple[Problem, ...]]:
    image = source.read.cv.basics.image if job.options.photo else ""
    photo, problems = read_photo(image, source.path, ports.files)
    files = [
        file
        for edition in published.all
        for file in as_files(
            documents(edition.cv, job.options, typesetter=ports.typesetter, photo=photo),
            edition.folder,
        )
    ]
    manifest = [manifest_of(job.output_dir, files)] if job.manifest else []
    return (*files, *manifest), problems


def kept_overlay(source: Source, wording: Wording) -> tuple[File, ...]:
    """The overlay as a file, if there is anything in it; an equal one stays as it was written."""
    overlay = wording.bound.overlay if wording.bound else source.overlay
    if source.written is not None and overlay == source.written.overlay:
        return (File(source.overlay_path, source.written.data),)
    if not overlay.entries and source.written is None:
        return ()
    return (File(source.overlay_path, write_overlay(overlay)),)


def refuse_to_replace(source: Source, produced: Sequence[File]) -> None:
    """Keep the owner's file safe from documents of the same name.

    Raises:
        ConfigurationError: a document would be written over the source.
    """
    if PurePosixPath(source.path) in {PurePosixPath(file.path) for file in produced}:
        raise ConfigurationError(
            f"A document would be written over {source.path}, which is the source.",
            hint="Choose another output_dir, or leave that format out of formats.",
        )
