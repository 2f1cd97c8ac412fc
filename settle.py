#!/usr/local/bin/python -I
"""The container's other door: settles what a job that ended early has spent.

Why: as for ``entrypoint.py``.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100,PTH120  pathlib costs start-up time

from cv_action.app import settle

if __name__ == "__main__":
    raise SystemExit(settle(os.environ))
