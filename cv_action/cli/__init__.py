"""The same program for a person at a terminal."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from cv_action.app import contained
from cv_action.cli.commands import program
from cv_action.cli.printing import print_problems, tell
from cv_action.errors import CvActionError
from cv_action.report.problem import problems_of


def main() -> NoReturn:
    """Run the command line and leave with its exit code.

    Why the variable: looking for plugins of a library that has none costs as much as reading a CV.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.exit(contained(_guarded, tell=tell))


def _guarded() -> int:
    try:
        return int(program(prog_name="cv-action") or 0)
    except CvActionError as error:
        print_problems(problems_of(error))
        return error.exit_code
