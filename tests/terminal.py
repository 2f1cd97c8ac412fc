"""The program as a person at a terminal starts it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def terminal(*arguments: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end; ``environ`` is added to next to nothing."""
    base = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd)}
    return subprocess.run(
        [sys.executable, "-P", "-m", "cv_action", *arguments],
        cwd=cwd, env=base | environ, timeout=60, capture_output=True, check=False,
    )  # fmt: skip
