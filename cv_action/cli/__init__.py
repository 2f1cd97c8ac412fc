"""The same program for a person at a terminal."""

from __future__ import annotations

import sys
from typing import NoReturn

from cv_action.app import contained
from cv_action.cli.commands import program
from cv_action.cli.printing import print_problems, tell
from cv_action.errors import CvActionError
from cv_action.report.problem import problems_of


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(contained(_guarded, tell=tell))


def _guarded() -> int:
    try:
        return int(program(prog_name="cv-action") or 0)
    except CvActionError as error:
        print_problems(problems_of(error))
        return error.exit_code
