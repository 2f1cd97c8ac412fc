"""What a commit says about itself, in the owner's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

DEFAULT: Final = "Update the CV from {source}"
NAMES: Final = ("source", "mode", "files", "words")
"""What can stand in braces: the CV's file name, the run's mode, how many files differ, and how many
statements have better words."""
LONGEST: Final = 2_000
_SECRET: Final = re.compile(r"sk-ant-|gh[oprsu]_|github_pat_")
"""How tokens begin that somebody may have put into the wrong input."""
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


def misfit(template: str) -> str:
    """Why a text can be no message; empty where it can."""
    if _SECRET.search(template):
        return "it has a secret in it"
    unknown = [name for name in _PLACE.findall(template) if name not in NAMES]
    if unknown or len(template) > LONGEST:
        return "it names something that a message cannot know" if unknown else "it is too long"
    if not all(c.isprintable() or c == "\n" for c in template):
        return "it has characters that nobody can see"
    return "" if template.strip() else "it says nothing"


def filled(template: str, values: Mapping[str, str]) -> str:
    """The message, with what is in braces replaced; a foreign text stays in its line."""
    return _PLACE.sub(lambda place: _line(values[place[1]]), template.strip())


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
