"""Verdicts for a person: before, after, and what was found where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from rich.console import Console
from rich.text import Text

from cv_action.actions.commands import printable
from cv_action.guard.finding import Decision, Effect, Finding
from cv_action.guard.verdict import Verdict
from cv_action.guard.wire import Item

_STYLE: Final = {Effect.PASS: "dim", Effect.ASK: "black on yellow", Effect.BLOCK: "white on red"}
_COLOUR: Final = {Decision.ACCEPT: "green", Decision.ASK: "yellow", Decision.BLOCK: "red"}
_LINE_ENDS: Final = re.compile(r"[\n\t]")
_OPEN: Final = "⟦"
_SHUT: Final = "⟧"


class Show:
    """Prints verdicts; colours only on a terminal that has them, brackets everywhere."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

    def verdict(self, item: Item, verdict: Verdict) -> None:
        """One case."""
        title = Text(str(verdict.decision), style=f"bold {_COLOUR[verdict.decision]}")
        self._console.print(title.append(f"  {_plain(str(item.id))}", style="bold default"))
        self._console.print(Text("  before  ", style="dim").append(_plain(item.evidence.source)))
        self._console.print(
            Text("  after   ", style="dim").append(marked(item.rewrite, verdict.findings))
        )
        for finding in verdict.findings:
            self._console.print(_reason(finding))
        self._console.print()


def marked(rewrite: str, findings: Iterable[Finding]) -> Text:
    """The new words with every stretch marked that something was found in."""
    listed = [found for found in findings if found.start < found.end]
    whole = [found for found in listed if (found.start, found.end) == (0, len(rewrite))]
    text = Text()
    inside = False
    for start, end in pairwise(sorted(_spots(rewrite, listed))):
        over = [found for found in listed if found.start <= start and end <= found.end]
        if (len(over) > len(whole)) is not inside:
            inside = not inside
            text.append(_OPEN if inside else _SHUT)
        part = _LINE_ENDS.sub(" ", printable(rewrite[start:end]))
        text.append(part, style=_STYLE[_gravest(over)] if over else "")
    return text.append(_SHUT) if inside else text


def _spots(rewrite: str, findings: Iterable[Finding]) -> set[int]:
    return {0, len(rewrite)} | {spot for found in findings for spot in (found.start, found.end)}


def _gravest(findings: list[Finding]) -> Effect:
    order = (Effect.PASS, Effect.ASK, Effect.BLOCK)
    return max((found.effect for found in findings), key=order.index)


def _reason(finding: Finding) -> Text:
    line = Text(f"  {finding.effect:<6}  ", style=_STYLE[finding.effect])
    line.append(f"{finding.rule}: ", style="bold default")
    line.append(_plain(finding.reason), style="default")
    if finding.source and len(finding.source) <= 80:  # noqa: PLR2004  a line of a terminal
        line.append(f" The source has “{_plain(finding.source)}”.", style="default")
    return line


def _plain(text: str) -> str:
    """Foreign text on one line, unable to steer the terminal."""
    return " ".join(printable(text).split())
