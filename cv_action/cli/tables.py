"""How numbers, moments and foreign texts look on a screen of eighty columns, and in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Column, Table
from rich.text import Text

from cv_action.actions.commands import printable
from cv_action.quota.windows import Source, State, Window
from cv_action.quota.wording import percent

NONE: Final = "–"
_LONGEST: Final = 60
"""Characters of a foreign text; a name or an outcome of ours has at most 24."""
_MINUTE: Final = timedelta(minutes=1)
_MINUTES: Final = {"d": 24 * 60, "h": 60, "min": 1}
_HALF_FULL: Final = 0.75
_FULL: Final = 0.9
_STATES: Final = {State.OPEN: "green", State.CLOSED: "red", State.UNKNOWN: "default"}


def show(content: RenderableType) -> None:
    """Print on the screen, or as plain lines into a pipe; nothing in it is taken for markup."""
    console = Console(highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        console.print(content)
        return
    with console.capture() as captured:
        console.print(content)
    for line in captured.get().splitlines():
        sys.stdout.buffer.write(f"{line.rstrip()}\n".encode())


def heading(title: str, now: datetime) -> Table:
    """The first line: what this is, and at which moment."""
    line = Table.grid(Column(ratio=1), Column(justify="right", no_wrap=True), expand=True)
    line.add_row(Text(title, style="bold"), Text(f"{day_and_time(now)} UTC", style="dim"))
    return line


def section(title: str, *body: RenderableType) -> Group:
    """A part under its own title, after an empty line."""
    return Group("", Text(title, style="bold"), *body)


def rows(*columns: Column | str) -> Table:
    """A table without lines, which stays readable as plain text."""
    return Table(
        *columns, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=False
    )


def left(header: str) -> Column:
    """A column of words, each on one line."""
    return Column(header, no_wrap=True)


def right(header: str) -> Column:
    """A column of numbers."""
    return Column(header, justify="right", no_wrap=True)


def word(text: str) -> str:
    """A foreign text on one line, unable to steer the terminal, and cut where it is endless."""
    line = " ".join(printable(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def sentences(texts: Iterable[str]) -> str:
    """Several reasons as one, without a full stop, and none of them steers the terminal."""
    return "; ".join(" ".join(printable(text).split()).rstrip(".") for text in texts)


def count(number: int, one: str, many: str = "") -> str:
    """A number of things: ``1 call``, ``1,200 calls``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def day_and_time(at: datetime) -> str:
    """A moment in UTC, such as ``2026-11-23 14:05``."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def span(length: timedelta) -> str:
    """A length of time by its two largest units: ``3 d 4 h``, ``1 h 55 min``, ``12 min``."""
    rest = length // _MINUTE
    parts: list[str] = []
    for unit, minutes in _MINUTES.items():
        number, rest = divmod(rest, minutes)
        if number and len(parts) < 2:  # noqa: PLR2004  units that are told
            parts.append(f"{number} {unit}")
    return " ".join(parts) or "0 min"


def away(at: datetime, now: datetime) -> str:
    """How far a moment is from now: ``in 5 min``, ``5 min ago``."""
    if abs(at - now) < _MINUTE:
        return "now"
    return f"in {span(at - now)}" if at > now else f"{span(now - at)} ago"


def moment_cell(at: datetime, now: datetime) -> Text:
    """A moment, and below it how far away it is."""
    return Text(f"{day_and_time(at)}\n").append(away(at, now), style="dim")


def bar(share: float) -> ProgressBar:
    """How full something is; in a pipe, only the full part."""
    colour = "red" if share >= _FULL else "yellow" if share >= _HALF_FULL else "green"
    return ProgressBar(
        total=1,
        completed=min(share, 1),
        width=12,
        style="dim",
        complete_style=colour,
        finished_style=colour,
    )


def window_table(windows: Iterable[Window], now: datetime) -> RenderableType:
    """The windows of the subscription, each with what is known of it and since when."""
    table = rows("window", "", right("used"), "state", "resets", "last seen")
    for one in windows:
        used = one.utilization
        table.add_row(
            word(one.name.replace("_", "-")),
            "" if used is None else bar(used),
            NONE if used is None else percent(used),
            _state(one),
            moment_cell(one.resets_at, now) if one.resets_at else NONE,
            _seen(one, now),
        )
    if not table.row_count:
        return Text("No window was ever seen, so the subscription may be tried.")
    return table


def _state(window: Window) -> Text:
    text = Text(str(window.state), style=_STATES[window.state])
    return text.append("\noverage", style="red") if window.overage else text


def _seen(window: Window, now: datetime) -> Text:
    if window.source is Source.INFERRED:
        return Text(f"never\ninferred from\na call {away(window.seen_at, now)}", style="dim")
    return moment_cell(window.seen_at, now)
