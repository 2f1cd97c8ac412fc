"""Makes this checkout importable in the environment that runs this script, with its command.

Why: an editable install would need a build backend; a path file and a script of two lines do not,
so that the hash-locked files alone are enough.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = '#!/bin/sh\nexec "$(dirname "$0")/python" -P -m cv_action "$@"\n'


def main() -> None:
    """Write the path file and the command.

    Raises:
        SystemExit: this is no virtual environment.
    """
    if sys.prefix == sys.base_prefix:
        raise SystemExit("not in a virtual environment")
    Path(sysconfig.get_path("purelib"), "cv_action.pth").write_text(f"{ROOT}\n", "utf-8")
    command = Path(sysconfig.get_path("scripts"), "cv-action")
    command.write_text(COMMAND, "utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    main()
