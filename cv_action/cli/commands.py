"""The commands. Each loads only what it uses, so that help and version come at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cv_action import __version__
from cv_action.cli import options as opt
from cv_action.cli.ledger import ledger
from cv_action.errors import ExitCode
from cv_action.render.options import Design, PageSize
from cv_action.report.run import Mode

if TYPE_CHECKING:
    from cv_action.report.run import RunReport

program = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
program.add_typer(ledger, name="ledger")


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
    cv: opt.Cv = None,
    mode: opt.Mode = Mode.COMPREHENSIVE,
    creativity: opt.Creativity = None,
    force_refresh: opt.ForceRefresh = False,
    lanes: opt.Lanes = None,
    model: opt.Model = None,
    economy_model: opt.EconomyModel = None,
    run_budget: opt.RunBudget = None,
    day_budget: opt.DayBudget = None,
    month_budget: opt.MonthBudget = None,
    anthropic_base_url: opt.BaseUrl = None,
    claude_cli_path: opt.ClaudeCli = None,
    job_description: opt.JobDescription = None,
    variants: opt.Variants = None,
    output_dir: opt.OutputDir = None,
    formats: opt.Formats = None,
    design: opt.Design = Design.MODERN,
    page_size: opt.PageSize = PageSize.A4,
    locale: opt.Locale = "en",
    fonts: opt.Fonts = None,
    publish_contact: opt.PublishContact = None,
    publish_photo: opt.PublishPhoto = False,
    as_json: opt.AsJson = False,
) -> None:
    """Do the whole job in this folder; in a git checkout the result is one commit."""
    from cv_action.cli.work import Look, aimed, commit, job

    look = Look(design=design, page_size=page_size, locale=locale, photo=publish_photo)
    wanted = job(
        cv or "", output_dir, mode=mode, look=look, formats=formats, contact=publish_contact
    )
    wanted = aimed(wanted, job_description=job_description, variants=variants)
    chosen = {
        "creativity": creativity,
        "force_refresh": force_refresh,
        "lanes": lanes,
        "model": model,
        "economy_model": economy_model,
        "run_budget_usd": run_budget,
        "day_budget_usd": day_budget,
        "month_budget_usd": month_budget,
        "anthropic_base_url": anthropic_base_url,
        "claude_cli_path": claude_cli_path,
    }
    _finish(commit(wanted, fonts=fonts, chosen=chosen), as_json=as_json)


@program.command("rollback")
def rollback_command(
    *, cv: opt.Cv = None, output_dir: opt.OutputDir = None, as_json: opt.AsJson = False
) -> None:
    """Commit again what was published before, until the CV changes; it is a run's own mode."""
    from cv_action.cli.work import commit, job

    wanted = job(cv or "", output_dir, mode=Mode.ROLLBACK)
    _finish(commit(wanted, fonts=None, chosen={}), as_json=as_json)


@program.command("render")
def render_command(  # noqa: PLR0913  the options are the action's inputs
    cv: opt.Given,
    *,
    output_dir: opt.Target,
    job_description: opt.JobDescription = None,
    variants: opt.Variants = None,
    formats: opt.Formats = None,
    design: opt.Design = Design.MODERN,
    page_size: opt.PageSize = PageSize.A4,
    locale: opt.Locale = "en",
    fonts: opt.Fonts = None,
    publish_contact: opt.PublishContact = None,
    publish_photo: opt.PublishPhoto = False,
    as_json: opt.AsJson = False,
) -> None:
    """Make the documents of one CV, as files and nothing else."""
    from cv_action.cli.work import Look, aimed, job, render

    look = Look(design=design, page_size=page_size, locale=locale, photo=publish_photo)
    wanted = job(
        str(cv),
        output_dir,
        mode=Mode.ACTIVITY_ONLY,
        look=look,
        formats=formats,
        contact=publish_contact,
    )
    wanted = aimed(wanted, job_description=job_description, variants=variants)
    _finish(render(wanted, fonts=fonts), as_json=as_json)


@program.command("lint")
def lint_command(cv: opt.Given, *, as_json: opt.AsJson = False) -> None:
    """Say everything that is wrong with a CV, with its place; exit 1 when it cannot be used."""
    from cv_action.cli.printing import print_problems, print_problems_json
    from cv_action.cli.work import read
    from cv_action.cv.formats import check
    from cv_action.report.problem import errors_in

    problems = check(read(cv), str(cv))
    errors = errors_in(problems)
    if as_json:
        print_problems_json(problems)
    else:
        print_problems(problems)
        typer.echo(f"{cv}: {errors} errors, {len(problems) - errors} warnings")
    if errors:
        raise typer.Exit(ExitCode.FAILED)


@program.command("convert")
def convert_command(cv: opt.Given, *, to: opt.To, output: opt.Output = None) -> None:
    """Write a CV in another format, for its owner: nothing is left out."""
    from cv_action.cli.work import here, read
    from cv_action.pipeline.convert import converted
    from cv_action.publish.change import File

    data = converted(read(cv), str(cv), to)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        here().write((File(str(output), data),))


@program.command("guard")
def guard_command(
    cases: opt.Cases = None, *, fail_on_block: opt.FailOnBlock = False, pretty: opt.Pretty = False
) -> None:
    """Hold rewrites against their evidence: cases in, verdicts and reasons out, line by line."""
    from cv_action.cli.guarding import guard

    code = guard(cases, pretty=pretty).exit_code(fail_on_block=fail_on_block)
    if code:
        raise typer.Exit(code)


@program.command("quota")
def quota_command(
    *,
    ledger: opt.Ledger = None,
    repository: opt.Repository = "",
    api_url: opt.ApiUrl = opt.GITHUB,
    run_budget: opt.RunBudget = None,
    day_budget: opt.DayBudget = None,
    month_budget: opt.MonthBudget = None,
    as_json: opt.AsJson = False,
) -> None:
    """Show quota windows, budget and forecast, and which lane a run would take now."""
    from cv_action.cli.quota import Place, limits, quota

    under = limits(run=run_budget, day=day_budget, month=month_budget)
    quota(Place(ledger, repository, api_url), under, as_json=as_json)


@program.command("lanes")
def lanes_command(
    *, lanes: opt.Lanes = None, ledger: opt.Ledger = None, as_json: opt.AsJson = False
) -> None:
    """Say which lanes have a credential, how each stands and what a run would ask; ask nobody."""
    from cv_action.cli.lanes import show_lanes

    show_lanes({"lanes": lanes}, ledger, as_json=as_json)


@program.command("simulate")
def simulate_command(
    plan: opt.Plan,
    *,
    days: opt.Days = None,
    ledger: opt.SimulatedLedger = None,
    as_json: opt.AsJson = False,
) -> None:
    """Run a schedule in virtual time: what it would cost, and what would stop it."""
    from cv_action.cli.simulating import perform

    perform(plan, days=days, ledger=ledger, as_json=as_json)


@program.command("demo")
def demo_command(folder: opt.Folder = Path("cv-demo")) -> None:
    """Show the whole job on the CV of a person who does not exist."""
    from cv_action.cli.work import demonstrate

    _finish(demonstrate(folder), as_json=False)
    typer.echo(f"\nPage      {folder}/cv-output/index.html")
    typer.echo(f"PDF       {folder}/cv-output/cv.pdf")
    typer.echo(f"The rest  {folder}/cv-output/: cv.md, cv.txt, cv.docx, resume.json")


def _finish(report: RunReport, *, as_json: bool) -> None:
    from cv_action.cli.printing import print_report
    from cv_action.report.encode import report_json

    if as_json:
        sys.stdout.buffer.write(report_json(report))
    else:
        print_report(report)
