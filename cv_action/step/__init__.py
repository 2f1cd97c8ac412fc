"""One step of a workflow, and what is plugged into what.

Why apart from ``app``: asking for the version or for help must not load the program.
"""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from cv_action.actions.commands import Commands
from cv_action.actions.console import RunnerHandler, annotate
from cv_action.actions.console import step as fold
from cv_action.actions.context import Context, read_context
from cv_action.actions.outputs import Output, write_outputs
from cv_action.actions.summary import append_summary
from cv_action.adapters.typst import TypstTypesetter
from cv_action.adapters.workspace import Workspace
from cv_action.errors import ConfigurationError, CvActionError, ExitCode
from cv_action.pipeline.books import Bookkeeping
from cv_action.pipeline.ports import Asking, Job, Ports
from cv_action.pipeline.run import run
from cv_action.pipeline.settling import settle as settle_journal
from cv_action.pipeline.stages import Progress
from cv_action.publish.change import File, Publisher
from cv_action.publish.way import Way
from cv_action.render.options import RenderOptions
from cv_action.report.encode import plain, report_json
from cv_action.report.problem import problems_of
from cv_action.report.run import Mode, Outcome, RunReport
from cv_action.report.summary import summary
from cv_action.step.books import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

    from cv_action.claude.lane import Lane
    from cv_action.claude.reply import Transport
    from cv_action.report.call import CallReport
    from cv_action.settings import Settings

log = logging.getLogger("cv_action")


@dataclass(frozen=True, slots=True)
class RunnerProgress:
    """Each step of a run is a fold in the runner's log."""

    commands: Commands

    def step(self, title: str) -> AbstractContextManager[None]:
        """Open the fold of a step."""
        return fold(self.commands, title)


def step(environ: MutableMapping[str, str], commands: Commands) -> int:
    """Do the whole job in the runner's environment, and give the exit code."""
    try:
        context = read_context(environ)
    except CvActionError as error:
        annotate(commands, problems_of(error))
        return error.exit_code
    workspace = Workspace(context.workspace, confined=True)
    with _logging_to(commands):
        report, code = _attempt(environ, context, workspace, commands)
        annotate(commands, report.problems)
        _hand_out(report, context, workspace)
        log.info("%s: %s", report.outcome, report.reason)
    return code


def settle(environ: MutableMapping[str, str], commands: Commands) -> int:
    """Settle what the job before us left unsaid; trouble is told, and fails nothing."""
    try:
        context = read_context(environ)
        settings = _settings(environ, context, commands)
        from cv_action.step.runner import runner_books  # noqa: PLC0415  a terminal needs no GitHub

        with runner_books(context, settings, commands) as books:
            annotate(commands, settle_journal(books) if books else ())
    except CvActionError as error:
        for problem in problems_of(error):
            commands.warning(problem.text)
    return ExitCode.DONE


def _settings(environ: MutableMapping[str, str], context: Context, commands: Commands) -> Settings:
    """The settings; no secret is left in the environment, and none will be in the log."""
    from cv_action.settings import load_settings, take_secrets  # noqa: PLC0415  slowest import

    settings = load_settings(environ)
    take_secrets(environ)
    secrets = (settings.github_token, settings.claude_oauth_token, settings.anthropic_api_key)
    runtime = context.runtime.token if context.runtime else ""
    for secret in (*(one.get_secret_value() for one in secrets), runtime):
        commands.mask(secret)
    return settings


def job_of(settings: Settings, asking: Asking | None = None) -> Job:
    """What the settings ask for."""
    return Job(
        cv=str(settings.cv or ""),
        job_description=str(settings.job_description or ""),
        variants=settings.variants,
        mode=settings.mode,
        output_dir=str(settings.output_dir),
        message=settings.commit_message,
        offers=settings.publish is Way.PULL_REQUEST,
        anew=settings.force_refresh,
        options=RenderOptions(
            formats=settings.formats,
            design=settings.design,
            page_size=settings.page_size,
            locale=settings.locale,
            contact=settings.publish_contact,
            photo=settings.publish_photo,
        ),
        asking=asking,
    )


def ports(
    workspace: Workspace,
    *,
    publisher: Publisher,
    progress: Progress,
    fonts: str = "",
    books: Bookkeeping | None = None,
    lanes: Mapping[Lane, Transport] | None = None,
) -> Ports:
    """The outside of a run, around one folder.

    Raises:
        ConfigurationError: the folder of fonts is not there.
    """
    return Ports(
        files=workspace,
        publisher=publisher,
        typesetter=TypstTypesetter(_font_paths(workspace, fonts)),
        progress=progress,
        books=books,
        lanes=lanes or {},
    )


def example_cv() -> bytes:
    """The CV of a person who does not exist, which ships with the program."""
    packaged = resources.files("cv_action") / "examples" / "cv.json"
    checkout = Path(__file__).parents[2] / "examples" / "cv.json"
    return packaged.read_bytes() if packaged.is_file() else checkout.read_bytes()


def outputs(report: RunReport, *, report_path: str) -> Mapping[Output, str]:
    """What the steps after ours can read."""
    return {
        Output.OUTCOME: report.outcome,
        Output.REASON: report.reason,
        Output.LANE: report.lane,
        Output.CALLS: str(len(report.calls)),
        Output.COST_USD: plain(report.usd),
        Output.LIST_PRICE_USD: plain(report.list_usd),
        Output.CHANGED_FILES: "\n".join(report.changed_files),
        Output.COMMIT_SHA: report.commit_sha,
        Output.PULL_REQUEST_NUMBER: str(report.pull_request or ""),
        Output.REPORT_PATH: report_path,
    }


def _font_paths(workspace: Workspace, fonts: str) -> tuple[str, ...]:
    if not fonts:
        return ()
    place = workspace.place(fonts)
    if not place.is_dir():
        raise ConfigurationError(
            "fonts names no folder.", hint="Name a folder of the repository with font files in it."
        )
    return (str(place),)


@contextmanager
def _logging_to(commands: Commands) -> Iterator[None]:
    handler = RunnerHandler(commands)
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


def _attempt(
    environ: MutableMapping[str, str],
    context: Context,
    workspace: Workspace,
    commands: Commands,
) -> tuple[RunReport, ExitCode]:
    from cv_action.settings import unknown_inputs  # noqa: PLC0415  slowest import

    annotate(commands, unknown_inputs(environ))
    mode = Mode.COMPREHENSIVE
    calls: list[CallReport] = []
    try:
        settings = _settings(environ, context, commands)
        mode = settings.mode
        from cv_action.step.publishing import plugged  # noqa: PLC0415  a terminal needs no GitHub
        from cv_action.step.runner import runner_outside  # noqa: PLC0415  as above

        with runner_outside(context, settings, workspace, commands) as around:
            outside = ports(
                workspace,
                publisher=around.handing.publisher,
                progress=RunnerProgress(commands),
                fonts=str(settings.fonts or ""),
                books=around.books,
                lanes=around.lanes,
            )
            outside = plugged(outside, around.handing)
            report = run(job_of(settings, around.asking), outside, calls=calls)
            told = () if report.commit_sha else around.warned()
            problems = (*report.problems, *around.handing.problems(), *told)
            return replace(report, problems=problems), ExitCode.DONE
    except CvActionError as error:
        return _failed(error, mode, calls), error.exit_code


def _failed(error: CvActionError, mode: Mode, calls: Sequence[CallReport]) -> RunReport:
    """The report of a run that came to nothing, and of what it has spent all the same."""
    return RunReport(
        outcome=Outcome.FAILED,
        reason=error.message,
        mode=mode,
        calls=tuple(calls),
        problems=problems_of(error),
    )


def _hand_out(report: RunReport, context: Context, workspace: Workspace) -> None:
    path = f"{FOLDER}/report.json"
    ignored = File(f"{FOLDER}/.gitignore", b"*\n")
    workspace.write((ignored, File(path, report_json(report))))
    if context.output_file:
        write_outputs(context.output_file, outputs(report, report_path=path))
    if context.summary_file:
        append_summary(context.summary_file, summary(report))
