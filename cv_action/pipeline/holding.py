"""Holding what somebody went back to, until something changes that documents are made from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from hashlib import sha256
from typing import Final

from cv_action.cv.formats import read_cv
from cv_action.cv.model import Json
from cv_action.errors import ConfigurationError, CvError
from cv_action.pipeline.ports import Files, Job, Ports
from cv_action.pipeline.sources import find_cv, read_photo
from cv_action.publish.manifest import Hold, held, manifest_path
from cv_action.render.options import RenderOptions
from cv_action.report.run import Mode

_USUAL: Final = RenderOptions()


def held_back(job: Job, ports: Ports) -> str:
    """Why a run is to leave the publication as it is, in one sentence; empty where it is not.

    What is proposed and not taken yet holds as well as what is published. ``emergency-update``
    ends it, and so does a job that begins ``anew``.

    Raises:
        ConfigurationError: there is no CV.
        PublishError: what is published cannot be read.
    """
    if job.anew or job.mode is Mode.EMERGENCY_UPDATE:
        return ""
    holds = tuple(_holds(job, ports))
    inputs = fingerprint(job, ports.files) if holds else ""
    for hold in holds:
        if hold.inputs == inputs:
            return (
                f"The publication of {hold.commit[:7]} is back, and holds until the CV, the job"
                " description, the photo or a setting of the documents changes"
                " (`force_refresh` ends it)."
            )
    return ""


def fingerprint(job: Job, files: Files) -> str:
    """What documents are made from, the words in the overlay aside: a SHA-256 in hexadecimal.

    A CV that cannot be read counts with its bytes, and names no photo. What an option says by
    default counts for nothing, so that a later version with more of them finds the same.

    Raises:
        ConfigurationError: there is no CV.
    """
    cv = find_cv(job.cv, files)
    chosen: dict[str, Json] = {"variants": [*job.variants], "output_dir": job.output_dir}
    usual = asdict(_USUAL)
    chosen["options"] = {
        one.name: value
        for one in fields(RenderOptions)
        if (value := asdict(job.options)[one.name]) != usual[one.name]
    }
    parts = (
        files.read(cv),
        _read(job.job_description, files),
        _photo(cv, files) if job.options.photo else b"",
        json.dumps(chosen, sort_keys=True).encode(),
    )
    return sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).hexdigest()


def _holds(job: Job, ports: Ports) -> Iterator[Hold]:
    """What the published manifest holds to, and what one does that waits to be taken."""
    path = manifest_path(job.output_dir)
    published = ports.publisher.current([path])
    waiting = ports.kept.read(path) if ports.kept and ports.kept.present([path]) else b""
    for data in (published.get(path, b""), waiting):
        if hold := held(data):
            yield hold


def _read(path: str, files: Files) -> bytes:
    """Why no error: going back does not need what a usual run would miss."""
    try:
        return files.read(path) if path else b""
    except ConfigurationError:
        return b""


def _photo(cv: str, files: Files) -> bytes:
    try:
        photo, _ = read_photo(read_cv(files.read(cv), cv).cv.basics.image, cv, files)
    except (CvError, ConfigurationError):
        return b""
    return photo.data if photo else b""
