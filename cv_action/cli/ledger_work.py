"""The jobs behind ``cv-action ledger``."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from cv_action.actions.commands import printable
from cv_action.adapters.clock import wall_clock
from cv_action.adapters.workspace import Workspace
from cv_action.cli.ledger_audit import audit_table
from cv_action.cli.ledger_place import Place, folder_of, shelf
from cv_action.cli.ledger_tables import ledger_table
from cv_action.cli.printing import tell
from cv_action.cli.tables import count
from cv_action.cli.tables import show as show_table
from cv_action.cli.wire import print_json
from cv_action.ledger.audit import audit
from cv_action.ledger.codec import write_lines
from cv_action.ledger.reading import read
from cv_action.pipeline.ledger_view import ledger_view
from cv_action.publish.change import File

__all__ = ["Place", "export", "settle", "show", "verify"]


def show(place: Place, *, as_json: bool) -> None:
    """Print what a ledger says."""
    with shelf(place) as store:
        view = ledger_view(read(store, around=wall_clock()))
    if as_json:
        print_json(view)
    else:
        show_table(ledger_table(place.name, view))


def verify(place: Place, *, as_json: bool) -> bool:
    """Print what every segment is worth, and say whether something is lost."""
    with shelf(place) as store:
        found = audit(store, around=wall_clock())
    if as_json:
        print_json(found)
    else:
        show_table(audit_table(place.name, found))
    return found.lost


def export(place: Place, output: Path | None) -> None:
    """Write every event as a line of JSON; only a terminal does not get them as they are."""
    with shelf(place) as store:
        events = read(store, around=wall_clock()).events
    lines = write_lines(events)
    if output is not None:
        Workspace(Path.cwd(), confined=False).write((File(str(output), lines),))
        tell(f"{count(len(events), 'event')} in {output}")
    elif sys.stdout.isatty():
        typer.echo(printable(lines.decode()), nl=False)
    else:
        sys.stdout.buffer.write(lines)


def settle(place: Place, *, every: bool, as_json: bool) -> bool:
    """Settle what can be, print what became of each journal, and say whether one failed."""
    folder = folder_of(place)
    from cv_action.cli.ledger_settling import (  # noqa: PLC0415  who only looks writes nothing
        Ending,
        settle_journals,
    )

    found = settle_journals(folder, every=every)
    if as_json:
        print_json(found)
    else:
        for one in found:
            typer.echo(printable(one.sentence))
        if not found:
            typer.echo("There is no journal, so nothing is left to settle.")
    return any(one.ending is Ending.FAILED for one in found)
