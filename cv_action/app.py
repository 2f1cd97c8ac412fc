"""The composition root: an environment in, an exit code out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cv_action.actions.commands import Commands
from cv_action.actions.console import RunnerHandler, annotate, step
from cv_action.actions.context import Context, read_context
from cv_action.actions.outputs import Output, write_outputs
from cv_action.actions.summary import append_summary
from cv_action.adapters.typst import TypstTypesetter
from cv_action.adapters.workspace import Workspace
from cv_action.cv.source import SourceError
from cv_action.errors import ConfigurationError, CvActionError, ExitCode
from cv_action.pipeline.ports import Job, Ports, Progress
from cv_action.pipeline.run import run
from cv_action.publish.change import File, Publisher
from cv_action.render.options import RenderOptions
from cv_action.report.encode import report_json
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import Mode, Outcome, RunReport
from cv_action.report.summary import summary

if TYPE_CHECKING:
    from cv_action.settings import Settings

log = logging.getLogger("cv_action")

REPORT_FOLDER: Final = ".cv-action"
"""Where the report lies on a runner: in the workspace, for the next steps, never committed."""


@dataclass(frozen=True, slots=True)
class RunnerProgress:
    """Each step of a run is a fold in the runner's log."""

    commands: Commands

    def step(self, title: str) -> AbstractContextManager[None]:
        """Open the fold of a step."""
        return step(self.commands, title)


def main(environ: Mapping[str, str]) -> int:
    """Do the action's job as a step of a workflow, and give the step's exit code."""
    commands = Commands(sys.stdout)
    log.setLevel(logging.INFO)
    log.addHandler(RunnerHandler(commands))
    return contained(lambda: _step(environ, commands), tell=commands.error)


def contained(action: Callable[[], int], *, tell: Callable[[str], None]) -> int:
    """Run the program; what nobody foresaw ends in a sentence and exit code 1.

    Why: a traceback may carry the owner's words and secrets into a public log. Its place in our
    code is enough to find the defect.
    """
    try:
        return action()
    except Exception as error:  # noqa: BLE001  the one broad except of the program
        tell(
            f"cv-action failed in a way that nobody foresaw: {type(error).__name__} at "
            f"{_place(error)}. Nothing was handed back. Please report it with this line."
        )
        return ExitCode.FAILED


def problems_of(error: CvActionError) -> tuple[Problem, ...]:
    """Everything that an error has to say, as problems."""
    found = getattr(error, "problems", ())
    return found or (Problem(f"{error.message} {error.hint}".strip()),)


def job_of(settings: Settings) -> Job:
    """What the settings ask for."""
    return Job(
        cv=str(settings.cv or ""),
        mode=settings.mode,
        output_dir=str(settings.output_dir),
        options=RenderOptions(
            formats=settings.formats,
            design=settings.design,
            page_size=settings.page_size,
            locale=settings.locale,
            contact=settings.publish_contact,
            photo=settings.publish_photo,
        ),
    )


def ports(
    workspace: Workspace, *, publisher: Publisher, progress: Progress, fonts: str = ""
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
    )


def _font_paths(workspace: Workspace, fonts: str) -> tuple[str, ...]:
    if not fonts:
        return ()
    place = workspace.place(fonts)
    if not place.is_dir():
        raise ConfigurationError(
            "fonts names no folder.", hint="Name a folder of the repository with font files in it."
        )
    return (str(place),)


def _step(environ: Mapping[str, str], commands: Commands) -> int:
    try:
        context = read_context(environ)
    except CvActionError as error:
        annotate(commands, problems_of(error))
        return error.exit_code
    workspace = Workspace(context.workspace, confined=True)
    report, code = _attempt(environ, workspace, commands)
    annotate(commands, report.problems)
    _hand_out(report, context, workspace)
    say = log.info if code is ExitCode.DONE else log.error
    say("%s: %s", report.outcome, report.reason)
    return code


def _attempt(
    environ: Mapping[str, str], workspace: Workspace, commands: Commands
) -> tuple[RunReport, ExitCode]:
    from cv_action.settings import load_settings, unknown_inputs  # noqa: PLC0415  the slowest import

    annotate(commands, unknown_inputs(environ))
    mode = Mode.ACTIVITY_ONLY
    try:
        settings = load_settings(environ)
        mode = settings.mode
        outside = ports(
            workspace,
            publisher=workspace,
            progress=RunnerProgress(commands),
            fonts=str(settings.fonts or ""),
        )
        return run(job_of(settings), outside), ExitCode.DONE
    except CvActionError as error:
        return failed(error, mode), error.exit_code


def failed(error: CvActionError, mode: Mode) -> RunReport:
    """The report of a run that came to nothing."""
    problems = error.problems if isinstance(error, SourceError) else ()
    listed = getattr(error, "problems", problems)
    reason = f"{error.message} {error.hint}".strip()
    return RunReport(outcome=Outcome.FAILED, reason=reason, mode=mode, problems=listed)


def _hand_out(report: RunReport, context: Context, workspace: Workspace) -> None:
    path = f"{REPORT_FOLDER}/report.json"
    ignored = File(f"{REPORT_FOLDER}/.gitignore", b"*\n")
    workspace.write((ignored, File(path, report_json(report))))
    if context.output_file:
        write_outputs(context.output_file, outputs(report, report_path=path))
    if context.summary_file:
        append_summary(context.summary_file, summary(report))


def outputs(report: RunReport, *, report_path: str) -> Mapping[Output, str]:
    """What the steps after ours can read."""
    return {
        Output.OUTCOME: report.outcome,
        Output.REASON: report.reason,
        Output.CHANGED_FILES: "\n".join(report.changed_files),
        Output.REPORT_PATH: report_path,
    }


def example_cv() -> bytes:
    """The CV of a person who does not exist, which ships with the program."""
    beside = resources.files("cv_action") / "examples" / "cv.json"
    checkout = Path(__file__).parent.parent / "examples" / "cv.json"
    return beside.read_bytes() if beside.is_file() else checkout.read_bytes()


def errors_in(problems: Iterable[Problem]) -> int:
    """How many of the problems are errors."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
