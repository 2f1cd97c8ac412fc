"""The CVs that a run publishes: the whole one, and one for each variant that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cv_action.cv.model import Cv
from cv_action.enhance.variants import variant
from cv_action.pipeline.ports import Job
from cv_action.pipeline.sources import Source
from cv_action.pipeline.words import Wording

if TYPE_CHECKING:
    from cv_action.report.target import TargetReport


@dataclass(frozen=True, slots=True)
class Edition:
    """A CV as it is published, and the folder that its documents belong into."""

    folder: str
    cv: Cv


@dataclass(frozen=True, slots=True)
class Editions:
    """What is published; ``target`` says how it answers the advertisement, if there is one."""

    all: tuple[Edition, ...]
    target: TargetReport | None = None


def editions(source: Source, wording: Wording, job: Job) -> Editions:
    """Every edition in its words and order; variants stand in folders of their own names.

    Why targeting is loaded late: without an advertisement nothing of it is needed.
    """
    cv = source.read.cv
    cvs = {".": cv} | {name: variant(cv, name) for name in job.variants}
    target = None
    if source.advertisement.strip():
        from cv_action.enhance.targeting import Aim, answer, targeted  # noqa: PLC0415  as above

        aim = Aim.at(source.advertisement)
        target = answer(cv, aim, file=job.job_description)
        cvs = {name: targeted(one, aim) for name, one in cvs.items()}
    folder = PurePosixPath(job.output_dir)
    found = (Edition(str(folder / name), wording.of(one)) for name, one in cvs.items())
    return Editions(tuple(found), target)
