"""What an audit of a ledger found, for a person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from cv_action.cli.ledger_tables import money
from cv_action.cli.tables import NONE, count, day_and_time, heading, right, rows, sentences, word
from cv_action.ledger.audit import Audit, Finding

_SHOWN: Final = 10
"""Segments with nothing wrong that are listed; JSON has all of them."""


def audit_table(name: str, audit: Audit) -> Group:
    """What every segment is worth, and then all of them."""
    parts: list[RenderableType] = [heading(f"Segments of {word(name)}", audit.now)]
    if audit.findings:
        parts += ["", *_findings(audit), ""]
    return Group(*parts, _whole(audit), money(audit.closed), _lost(audit))


def _findings(audit: Audit) -> Iterator[RenderableType]:
    """Those with something to say, and as many others as fit."""
    told = [one for one in audit.findings if _remark(one, audit).plain]
    sound = (one for one in audit.findings if one not in told)
    shown = {one.segment.id for one in (*told, *islice(sound, _SHOWN))}
    table = rows(right("segment"), "made", right("run"), right("events"), "")
    for one in audit.findings:
        if one.segment.id in shown:
            table.add_row(
                f"{one.segment.id}",
                Text(day_and_time(one.segment.created_at)),
                f"{one.segment.run}",
                NONE if one.events is None else f"{one.events:,}",
                _remark(one, audit),
            )
    yield table
    if more := len(audit.findings) - len(shown):
        yield Text(f"{count(more, 'more', 'more')}, with nothing wrong.", style="dim")


def _remark(one: Finding, audit: Audit) -> Text:
    if one.overlooked:
        return Text(f"no run would read {count(one.overlooked, 'event')} of it", style="red")
    if one.wrong and one.lost:
        return Text(f"{sentences([one.wrong])}; no other holds it", style="red")
    if one.wrong:
        return Text(f"{sentences([one.wrong])}; others hold it", style="yellow")
    if one.beyond_newest:
        held = count(one.beyond_newest, "event")
        return Text(f"{held} not in the newest; the next run takes them in", style="default")
    return Text("the newest" if one.segment.id == audit.newest else "", style="dim")


def _whole(audit: Audit) -> Text:
    if not audit.findings:
        return Text("It is empty: there are no segments.")
    if audit.newest is None:
        return Text("None of the segments can be read.", style="red")
    if audit.whole:
        return Text("The newest holds everything that the others hold.")
    return Text("The newest does not hold everything; that is so after jobs that ran side by side.")


def _lost(audit: Audit) -> Text:
    if not audit.lost:
        return Text("Nothing is lost.", style="green")
    return Text("Something is lost: see above.", style="red")
