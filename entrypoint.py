#!/usr/local/bin/python -I
"""The container's door: runs the program that lies beside this file.

Why: under ``-I`` neither the workspace nor the environment has a say in what is imported; only
this file's own folder is added, and first.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100,PTH120  pathlib costs start-up time

from cv_action.app import main

if __name__ == "__main__":
    raise SystemExit(main(os.environ))
