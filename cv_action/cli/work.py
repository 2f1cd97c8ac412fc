"""The job behind a command, with a person's own folder around it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from cv_action.adapters.git import GitCheckout
from cv_action.adapters.workspace import Workspace
from cv_action.cli.spinner import Spinner
from cv_action.errors import ConfigurationError
from cv_action.pipeline.books import Bookkeeping
from cv_action.pipeline.ports import Job
from cv_action.pipeline.run import run
from cv_action.publish.change import File, Publisher
from cv_action.render.locale import LOCALES
from cv_action.render.options import ContactField, Design, Format, PageSize, RenderOptions
from cv_action.report.problem import shown
from cv_action.report.run import Mode, RunReport
from cv_action.step import example_cv, ports
from cv_action.step.books import FOLDER, folder_books

Choice = TypeVar("Choice", bound=StrEnum)


def here() -> Workspace:
    """The folder that the person is in; their own paths may lead anywhere."""
    return Workspace(Path.cwd(), confined=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was chosen about how the documents look."""

    design: Design = Design.MODERN
    page_size: PageSize = PageSize.A4
    locale: str = "en"
    photo: bool = False


def job(
    cv: str,
    output_dir: str | None,
    *,
    mode: Mode = Mode.COMPREHENSIVE,
    look: Look = Look(),
    formats: str | None = None,
    contact: str | None = None,
) -> Job:
    """A job from a command's options.

    Raises:
        ConfigurationError: an option does not fit; what would is listed.
    """
    usual = RenderOptions()
    options = RenderOptions(
        formats=_some("formats", Format, formats) if formats else usual.formats,
        contact=_contact(contact) if contact else usual.contact,
        design=look.design,
        page_size=look.page_size,
        locale=_one("locale", LOCALES, look.locale),
        photo=look.photo,
    )
    return Job(cv=cv, mode=mode, output_dir=output_dir or Job().output_dir, options=options)


def aimed(wanted: Job, *, job_description: str | None, variants: str | None) -> Job:
    """A job with an advertisement to answer, and variants to write."""
    names = dict.fromkeys((variants or "").replace(",", " ").lower().split())
    return replace(wanted, job_description=job_description or "", variants=tuple(names))


def _contact(text: str) -> tuple[ContactField, ...]:
    return () if text.strip() == "none" else _some("publish-contact", ContactField, text)


def _some(option: str, kind: type[Choice], text: str) -> tuple[Choice, ...]:
    """The choices that a text names, separated by commas or spaces; each counts once."""
    words = dict.fromkeys(text.replace(",", " ").lower().split())
    return tuple(kind(_one(option, tuple(kind), word)) for word in words)


def _one(option: str, choices: Iterable[str], word: str) -> str:
    if word in choices:
        return word
    raise ConfigurationError(
        f"--{option} does not take {shown(word)}.", hint=f"Choose from {', '.join(choices)}."
    )


def commit(wanted: Job, *, fonts: str | None, chosen: Mapping[str, object]) -> RunReport:
    """Do the whole job in this folder; a git checkout gets a commit.

    ``chosen`` says how models may be asked, by the names of the settings.
    """
    from cv_action.cli.asking import asked  # noqa: PLC0415  a page to render asks nobody

    workspace = here()
    publisher = _publisher(workspace, wanted.output_dir)
    with asked(chosen, workspace) as around:
        outside = ports(
            workspace,
            publisher=publisher,
            progress=Spinner(),
            fonts=fonts or "",
            books=_books(workspace),
            lanes=around.lanes,
        )
        history = publisher if isinstance(publisher, GitCheckout) else None
        wanted = replace(
            wanted, asking=around.asking, anew=bool(chosen.get("force_refresh", False))
        )
        return run(wanted, replace(outside, history=history))


def render(wanted: Job, *, fonts: str | None) -> RunReport:
    """Make the documents in this folder, without a ledger and without asking anybody."""
    workspace = here()
    outside = ports(workspace, publisher=workspace, progress=Spinner(), fonts=fonts or "")
    return run(replace(wanted, manifest=False), outside)


def demonstrate(folder: Path) -> RunReport:
    """Do the whole job on the example CV, in a folder of its own.

    Raises:
        ConfigurationError: there is a CV already, and not the example.
    """
    example = File("cv.json", example_cv())
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(folder, confined=False)
    there = workspace.current([example.path])
    if there.get(example.path, example.data) != example.data:
        raise ConfigurationError(
            f"{folder}/cv.json is somebody's CV already.", hint="Name an empty folder."
        )
    workspace.write((example,))
    outside = ports(workspace, publisher=workspace, progress=Spinner(), books=_books(workspace))
    return run(Job(cv=example.path), outside)


def read(path: Path) -> bytes:
    """A file that the person named.

    Raises:
        ConfigurationError: it is not there, or is no file.
    """
    return here().read(str(path))


def _books(workspace: Workspace) -> Bookkeeping:
    """The books of a person's folder, which no commit of theirs takes along."""
    workspace.write((File(f"{FOLDER}/.gitignore", b"*\n"),))
    return folder_books(workspace.root / FOLDER)


def _publisher(workspace: Workspace, output_dir: str) -> Publisher:
    checkout = GitCheckout(workspace, os.environ)
    return checkout if checkout.usable(output_dir) else workspace
