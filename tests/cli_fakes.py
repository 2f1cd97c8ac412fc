"""Programs that pretend to be the command line, and misbehave."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from textwrap import dedent
from typing import Final

from tests.cli_lines import VERSION, printed, result, started

WELL: Final = printed([started(), result(structured_output={"text": "x"})]).decode()
"""What the CLI prints when all goes well."""


def fake(folder: Path, body: str, *, version: str = VERSION) -> Path:
    """An executable that tells a version, and does what its body says when it is asked something.

    The body is Python; ``WELL`` is at hand in it.
    """
    program = folder / "claude"
    program.write_text(
        f"#!{sys.executable} -I\n"
        "import os, signal, subprocess, sys, time\n"
        f"WELL = {json.dumps(WELL)}\n"
        "if '--version' in sys.argv:\n"
        f"    print({version!r}, '(Claude Code)')\n"
        "    sys.exit()\n" + dedent(body)
    )
    program.chmod(0o755)
    return program
