"""``cv-action ledger``: what was spent and seen, for its owner.

Each command loads its work when it is called, as in ``commands``.
"""

from __future__ import annotations

import typer

from cv_action.cli import options as opt
from cv_action.errors import ExitCode

ledger = typer.Typer(no_args_is_help=True, help="Look into the ledger of a folder or repository.")


@ledger.command("show")
def show_command(
    *,
    ledger: opt.Ledger = None,
    repository: opt.Repository = "",
    api_url: opt.ApiUrl = opt.GITHUB,
    as_json: opt.AsJson = False,
) -> None:
    """Show what was spent, by which calls and runs, and what the quota windows said."""
    from cv_action.cli import ledger_work as work  # noqa: PLC0415  help needs none of it

    work.show(work.Place(ledger, repository, api_url), as_json=as_json)


@ledger.command("verify")
def verify_command(
    *,
    ledger: opt.Ledger = None,
    repository: opt.Repository = "",
    api_url: opt.ApiUrl = opt.GITHUB,
    as_json: opt.AsJson = False,
) -> None:
    """Read every segment that is there, and exit 1 when something is lost."""
    from cv_action.cli import ledger_work as work  # noqa: PLC0415  help needs none of it

    if work.verify(work.Place(ledger, repository, api_url), as_json=as_json):
        raise typer.Exit(ExitCode.FAILED)


@ledger.command("export")
def export_command(
    *,
    ledger: opt.Ledger = None,
    repository: opt.Repository = "",
    api_url: opt.ApiUrl = opt.GITHUB,
    output: opt.Events = None,
) -> None:
    """Write every event as one line of JSON, those of later versions too."""
    from cv_action.cli import ledger_work as work  # noqa: PLC0415  help needs none of it

    work.export(work.Place(ledger, repository, api_url), output)


@ledger.command("settle")
def settle_command(
    *, ledger: opt.Ledger = None, every: opt.Every = False, as_json: opt.AsJson = False
) -> None:
    """Settle the journals of processes that died before they said what they spent."""
    from cv_action.cli import ledger_work as work  # noqa: PLC0415  help needs none of it

    if work.settle(work.Place(ledger), every=every, as_json=as_json):
        raise typer.Exit(ExitCode.FAILED)
