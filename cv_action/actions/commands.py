"""What is said to the runner through its log, and foreign text made unable to say anything.

Escaping is that of actions/toolkit (packages/core/src/command.ts).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, TextIO

LEGACY_PREFIX: Final = "##["
LINE_ENDS: Final = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
EMBEDDINGS: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an annotation belongs; 0 or empty means that it has no such place."""

    file: str = ""
    line: int = 0
    column: int = 0


NOWHERE: Final = Place()


@dataclass(frozen=True, slots=True)
class Commands:
    """Workflow commands, written to the stream that the runner reads."""

    stream: TextIO

    def mask(self, secret: str) -> None:
        """Have the runner hide a secret from now on; it compares line by line."""
        for line in filter(str.strip, secret.splitlines()):
            self._say(command("add-mask", line))

    def group(self, title: str) -> None:
        """Open a fold in the log."""
        self._say(command("group", printable(title)))

    def end_group(self) -> None:
        """Close the fold."""
        self._say(command("endgroup", ""))

    def error(self, message: str, *, title: str = "", place: Place = NOWHERE) -> None:
        """Show an error on the run's page, and in the file where it has a place."""
        self._annotate("error", message, title, place)

    def warning(self, message: str, *, title: str = "", place: Place = NOWHERE) -> None:
        """Show a warning in the same way."""
        self._annotate("warning", message, title, place)

    def notice(self, message: str, *, title: str = "", place: Place = NOWHERE) -> None:
        """Show a remark in the same way."""
        self._annotate("notice", message, title, place)

    def text(self, text: str) -> None:
        """Print text that may come from anywhere; none of its lines is a command."""
        self._say(quiet(text))

    def _annotate(self, name: str, message: str, title: str, place: Place) -> None:
        properties: dict[str, str | int] = {
            "title": printable(title),
            "file": printable(place.file),
            "line": place.line,
            "col": place.column,
        }
        self._say(command(name, printable(message), properties))

    def _say(self, line: str) -> None:
        self.stream.write(f"{line}\n")
        self.stream.flush()


def command(name: str, data: str, properties: dict[str, str | int] | None = None) -> str:
    """One workflow command on one line; properties that are empty or 0 are left out."""
    given = {key: value for key, value in (properties or {}).items() if value}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in given.items())
    return f"::{name}{' ' if listed else ''}{listed}::{_data(data)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def printable(text: str) -> str:
    """The text with line feeds and tabs kept and what controls a terminal or an eye replaced."""
    lines = LINE_ENDS.sub("\n", text)
    return "".join("\N{REPLACEMENT CHARACTER}" if _is_control(c) else c for c in lines)


def _is_control(character: str) -> bool:
    if unicodedata.bidirectional(character) in EMBEDDINGS:
        return True
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"


def quiet(text: str) -> str:
    """The text so that the runner finds no command in it and a person reads the same.

    Why: the runner trims a line and then compares it by the rules of a culture
    (src/Runner.Common/ActionCommand.cs), where invisible characters count for nothing; its older
    form ``##[`` is found anywhere in a line.
    """
    return "\n".join(map(_quiet_line, printable(text).split("\n")))


def _quiet_line(line: str) -> str:
    seen = unicodedata.normalize("NFKC", "".join(filter(_has_weight, line)))
    if LEGACY_PREFIX in seen:
        line = seen.replace(LEGACY_PREFIX, "## [")
    return f"| {line}" if seen.lstrip().startswith(":") else line


def _has_weight(character: str) -> bool:
    """Whether a comparison by culture may look at the character at all."""
    return unicodedata.category(character)[0] not in "CM" and character not in FILLERS
