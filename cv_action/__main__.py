"""``python -P -m cv_action``: the program for a person at a terminal."""

from cv_action.cli import main

main()
