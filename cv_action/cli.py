"""The same program for a person at a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from cv_action import __version__
from cv_action.errors import ConfigurationError, CvActionError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cv_action.adapters.workspace import Workspace
    from cv_action.pipeline.ports import Job
    from cv_action.publish.change import Publisher
    from cv_action.report.problem import Problem
    from cv_action.report.run import RunReport

program = typer.Typer(
    name="cv-action",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Given = Annotated[
    Path,
    typer.Argument(help="The CV: JSON Resume, RenderCV, base-cv.json or Markdown.", metavar="CV"),
]
Cv = Annotated[
    str | None, typer.Option(help="Path of the CV; left out, it is found by name.", metavar="FILE")
]
Mode = Annotated[
    str | None, typer.Option(help="activity-only, emergency-update or preview.", metavar="MODE")
]
OutputDir = Annotated[str | None, typer.Option(help="Folder for the documents.", metavar="DIR")]
Formats = Annotated[
    str | None,
    typer.Option(help="Of html, pdf, markdown, text, docx, json.", metavar="LIST"),
]
Design = Annotated[
    str | None, typer.Option(help="How the PDF looks: modern or plain.", metavar="NAME")
]
PageSize = Annotated[str | None, typer.Option(help="a4 or letter.", metavar="NAME")]
Locale = Annotated[
    str | None, typer.Option(help="Language of headings and months: en or de.", metavar="NAME")
]
Fonts = Annotated[str | None, typer.Option(help="Folder with more fonts.", metavar="DIR")]
PublishContact = Annotated[
    str | None,
    typer.Option(
        help="Of email, phone, website, profiles, address, city, country; or none.",
        metavar="LIST",
    ),
]
PublishPhoto = Annotated[bool, typer.Option("--publish-photo", help="Show the photo too.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a script.")]


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    from cv_action.app import contained

    sys.exit(contained(_guarded, tell=_tell))


def _guarded() -> int:
    try:
        return int(program(prog_name="cv-action", standalone_mode=True) or 0)
    except CvActionError as error:
        from cv_action.report.problem import problems_of

        _show(problems_of(error))
        return error.exit_code


def _print_version(wanted: bool) -> None:  # noqa: FBT001  typer's own signature
    if wanted:
        typer.echo(f"cv-action {__version__}")
        raise typer.Exit


@program.callback()
def _program(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version."
        ),
    ] = False,
) -> None:
    """Keep a CV current from its source, and never lie."""


@program.command("run")
def run_command(  # noqa: PLR0913  the options are the action's inputs
    *,
    cv: Cv = None,
    mode: Mode = None,
    output_dir: OutputDir = None,
    formats: Formats = None,
    design: Design = None,
    page_size: PageSize = None,
    locale: Locale = None,
    fonts: Fonts = None,
    publish_contact: PublishContact = None,
    publish_photo: PublishPhoto = False,
    as_json: AsJson = False,
) -> None:
    """Do the whole job in this folder; in a git checkout the result is one commit."""
    options = {
        "mode": mode,
        "formats": formats,
        "design": design,
        "page_size": page_size,
        "locale": locale,
        "publish_contact": publish_contact,
        "publish_photo": publish_photo or None,
    }
    job = _job(cv or "", output_dir, options)
    _finish(_perform(job, fonts=fonts, commit=True), as_json=as_json)


@program.command("render")
def render_command(  # noqa: PLR0913  the options are the action's inputs
    cv: Given,
    *,
    output_dir: Annotated[str, typer.Option(help="Folder for the documents.", metavar="DIR")],
    formats: Formats = None,
    design: Design = None,
    page_size: PageSize = None,
    locale: Locale = None,
    fonts: Fonts = None,
    publish_contact: PublishContact = None,
    publish_photo: PublishPhoto = False,
    as_json: AsJson = False,
) -> None:
    """Make the documents of one CV, as files and nothing else."""
    options = {
        "formats": formats,
        "design": design,
        "page_size": page_size,
        "locale": locale,
        "publish_contact": publish_contact,
        "publish_photo": publish_photo or None,
    }
    job = _job(str(cv), output_dir, options)
    _finish(_perform(job, fonts=fonts, commit=False), as_json=as_json)


@program.command("lint")
def lint_command(cv: Given, *, as_json: AsJson = False) -> None:
    """Say everything that is wrong with a CV, with its place; exit 1 when it cannot be used."""
    from cv_action.cv.formats import check
    from cv_action.report.problem import errors_in

    problems = check(_read(cv), str(cv))
    if as_json:
        _print_json([_problem_json(problem) for problem in problems])
    else:
        _show(problems)
        errors, warnings = errors_in(problems), len(problems) - errors_in(problems)
        typer.echo(f"{cv}: {errors} errors, {warnings} warnings")
    if errors_in(problems):
        raise typer.Exit(ExitCode.FAILED)


@program.command("convert")
def convert_command(
    cv: Given,
    *,
    to: Annotated[str, typer.Option(help="json-resume, rendercv or markdown.", metavar="FORMAT")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; left out, it is printed.")
    ] = None,
) -> None:
    """Write a CV in another format, for its owner: nothing is left out."""
    from cv_action.pipeline.convert import converted
    from cv_action.publish.change import File

    data = converted(_read(cv), str(cv), to)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        _workspace().write((File(str(output), data),))


@program.command("demo")
def demo_command(
    folder: Annotated[Path, typer.Argument(help="Where to put it.")] = Path("cv-demo"),
) -> None:
    """Show the whole job on the CV of a person who does not exist."""
    from cv_action.adapters.workspace import Workspace
    from cv_action.publish.change import File
    from cv_action.step import example_cv

    example = File("cv.json", example_cv())
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(folder, confined=False)
    if workspace.current([example.path]).get(example.path, example.data) != example.data:
        raise ConfigurationError(
            f"{folder}/cv.json is somebody's CV already.", hint="Name an empty folder."
        )
    workspace.write((example,))
    report = _perform(_job("cv.json", None, {}), workspace=workspace)
    _finish(report, as_json=False)
    typer.echo(f"\nPage      {folder}/cv-output/index.html")
    typer.echo(f"PDF       {folder}/cv-output/cv.pdf")
    typer.echo(f"The rest  {folder}/cv-output/: cv.md, cv.txt, cv.docx, resume.json")


def _job(cv: str, output_dir: str | None, options: dict[str, Any]) -> Job:
    """A job from options; a person's own paths may lead anywhere."""
    from dataclasses import replace

    from cv_action.settings import settings_from
    from cv_action.step import job_of

    job = job_of(settings_from(**options))
    return replace(job, cv=cv, output_dir=output_dir or job.output_dir)


def _perform(
    job: Job, *, fonts: str | None = None, commit: bool = False, workspace: Workspace | None = None
) -> RunReport:
    from cv_action.pipeline.run import run
    from cv_action.step import ports

    workspace = workspace or _workspace()
    publisher = _publisher(workspace, job.output_dir) if commit else workspace
    return run(job, ports(workspace, publisher=publisher, progress=_Progress(), fonts=fonts or ""))


def _workspace() -> Workspace:
    from cv_action.adapters.workspace import Workspace

    return Workspace(Path.cwd(), confined=False)


def _publisher(workspace: Workspace, output_dir: str) -> Publisher:
    from cv_action.adapters.git import GitCheckout

    checkout = GitCheckout(workspace, os.environ)
    return checkout if checkout.usable(output_dir) else workspace


class _Progress:
    """A spinner for a person who is watching, nothing for anybody else."""

    def step(self, title: str) -> AbstractContextManager[Any]:
        if not sys.stderr.isatty():
            return nullcontext()
        from rich.console import Console

        return Console(stderr=True).status(title)


def _read(path: Path) -> bytes:
    from cv_action.adapters.workspace import Workspace

    return Workspace(path.parent, confined=False).read(path.name)


def _finish(report: RunReport, *, as_json: bool) -> None:
    from cv_action.report.encode import report_json

    if as_json:
        sys.stdout.buffer.write(report_json(report))
        return
    _show(report.problems)
    for file in report.files:
        typer.echo(f"{'new ' if file.changed else 'same'} {file.size:>9,} B  {file.path}")
    typer.echo(f"{report.outcome}: {report.reason}")
    if report.commit_sha:
        typer.echo(f"commit {report.commit_sha}")


def _show(problems: Iterable[Problem]) -> None:
    from cv_action.actions.commands import printable

    for problem in problems:
        place = f"{problem.place}: " if problem.place else ""
        typer.echo(printable(f"{place}{problem.severity}: {problem.sentence}"), err=True)


def _tell(message: str) -> None:
    typer.echo(message, err=True)


def _problem_json(problem: Problem) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(problem)


def _print_json(document: object) -> None:
    import json

    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
