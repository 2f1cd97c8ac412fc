"""The composition root: an environment in, an exit code out."""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from cv_action.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping


def main(environ: MutableMapping[str, str]) -> int:
    """Do the action's job as a step of a workflow, and give the step's exit code."""
    from cv_action.actions.commands import Commands  # noqa: PLC0415  the command line needs none
    from cv_action.step import step  # noqa: PLC0415  as above

    commands = Commands(sys.stdout)
    return contained(lambda: step(environ, commands), tell=commands.error)


def settle(environ: MutableMapping[str, str]) -> int:
    """Do what is left after the job: tell the ledger what a run that ended early has spent."""
    from cv_action.actions.commands import Commands  # noqa: PLC0415  the command line needs none
    from cv_action.step import settle as settle_step  # noqa: PLC0415  as above

    commands = Commands(sys.stdout)
    return contained(lambda: settle_step(environ, commands), tell=commands.error)


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


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
