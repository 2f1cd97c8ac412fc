"""A ledger for a person: what was spent, by what, and whether all of it is still known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, TypeVar

from rich.console import Group, RenderableType
from rich.text import Text

from cv_action.cli.tables import (
    NONE,
    away,
    count,
    day_and_time,
    heading,
    left,
    moment_cell,
    right,
    rows,
    section,
    sentences,
    window_table,
    word,
)
from cv_action.ledger.reading import OLDEST
from cv_action.pipeline.ledger_publications import PublicationSeen
from cv_action.pipeline.ledger_view import Alerted, Calls, Failed, LedgerView, Run, Spent
from cv_action.quota.wording import usd

T = TypeVar("T")

_SHOWN: Final = 10
"""Rows of a list that grows with time; JSON has all of them."""
_OPENING: Final = (
    "They open when it can be read or is deleted (what only it held is then forgotten), and with "
    "the next month."
)
_SHORT: Final = 7
"""Letters of a commit's name, as everybody shows it."""
_EXACT: Final = 10_000


def ledger_table(name: str, view: LedgerView) -> Group:
    """The whole ledger."""
    return Group(heading(f"Ledger in {word(name)}", view.now), _extent(view), *_parts(view))


def _extent(view: LedgerView) -> Text:
    if view.first_at is None or view.last_at is None:
        return Text(f"It is empty: no run has written into it in the last {OLDEST.days} days.")
    held = f"{count(view.events, 'event')} in {count(view.segments, 'segment')}"
    text = Text(f"{held}, {day_and_time(view.first_at)} to {day_and_time(view.last_at)}.")
    if view.carried:
        text.append(f" {view.carried:,} of a kind that only a later version knows.")
    return text.append("\n").append(money(view.closed))


def money(closed: Sequence[str]) -> Text:
    """Whether a run may spend money on what is known."""
    if not closed:
        return Text(
            "Nothing of this month is missing, so the ledger closes no lane.", style="green"
        )
    text = Text(f"Lanes that cost money are closed: {sentences(closed)}.", style="red")
    return text.append(f" {_OPENING}", style="default")


def _parts(view: LedgerView) -> Iterator[RenderableType]:
    if view.events:
        yield section("Spending, by months and days of UTC", *_spending(view))
        yield section("Calls", *_calls(view.calls))
        yield section("Last runs", *_runs(view.runs, view.now))
        if view.publications:
            yield section("Publications", *_publications(view.publications))
        yield section("Windows of the subscription", window_table(view.windows, view.now))
    if view.failures:
        yield section("Lanes that failed", _failures(view.failures, view.now))
    if view.alerts:
        yield section("Alerts", *_alerts(view.alerts, view.now))


def _spending(view: LedgerView) -> Iterator[RenderableType]:
    if not view.months:
        yield Text("No money was spent.")
        return
    table = rows("", right("spent"), right("still open"))
    for one in view.months:
        table.add_row(one.period, usd(one.settled), _open(one), style="bold")
    for one in view.days[:_SHOWN]:
        table.add_row(one.period, usd(one.settled), _open(one))
    yield table
    yield from _rest(view.days, "day")


def _open(spent: Spent) -> Text:
    return Text(usd(spent.open), style="yellow") if spent.open else Text(NONE, style="dim")


def _calls(calls: Sequence[Calls]) -> Iterator[RenderableType]:
    if not calls:
        yield Text("No model was ever asked.")
        return
    numbers = map(right, ("calls", "input", "cached", "output", "money", "at list"))
    table = rows("lane", "model", *numbers)
    for one in calls:
        tokens = one.tokens
        written = tokens["cache_write_5m"] + tokens["cache_write_1h"]
        table.add_row(
            str(one.lane),
            word(one.model),
            f"{one.calls:,}",
            _short(tokens["input"] + written),
            _short(tokens["cache_read"]),
            _short(tokens["output"]),
            usd(one.usd),
            usd(one.list_usd),
        )
    yield table
    lost = sum(one.unanswered for one in calls)
    if lost:
        were = f"{count(lost, 'call')} of these {'was' if lost == 1 else 'were'} never answered"
        yield Text(f"{were}, and counted with the most that can have been spent.", style="dim")


def _short(tokens: int) -> str:
    """Tokens in four characters or so; JSON has them exactly."""
    if tokens < _EXACT:
        return f"{tokens:,}"
    thousands = tokens / 1000
    return f"{thousands:,.0f}k" if thousands < _EXACT else f"{thousands / 1000:,.0f}M"


def _runs(runs: Sequence[Run], now: datetime) -> Iterator[RenderableType]:
    if not runs:
        yield Text("No run has come to its end.")
        return
    table = rows(*map(left, ("when", "", "mode", "outcome")), right("took"), left("longest"))
    for one in runs[:_SHOWN]:
        table.add_row(
            day_and_time(one.at),
            Text(away(one.at, now), style="dim"),
            word(one.mode),
            Text(word(one.outcome), style="red" if one.outcome == "failed" else ""),
            f"{sum(one.stages.values()) / 1000:,.1f} s" if one.stages else NONE,
            Text(_longest(one), style="dim"),
        )
    yield table
    yield from _rest(runs, "run")


def _longest(run: Run) -> str:
    if not run.stages:
        return ""
    name, took = max(run.stages.items(), key=lambda stage: (stage[1], stage[0]))
    return f"{word(name)}: {took / 1000:,.1f} s"


def _publications(publications: Sequence[PublicationSeen]) -> Iterator[RenderableType]:
    table = rows(*map(left, ("when", "commit", "pull request")), right("files"), left("again"))
    for one in publications[:_SHOWN]:
        table.add_row(
            day_and_time(one.at),
            one.commit[:_SHORT] or NONE,
            f"#{one.pull_request}" if one.pull_request else NONE,
            f"{one.files:,}",
            one.restores[:_SHORT],
        )
    yield table
    yield from _rest(publications, "publication")


def _failures(failures: Iterable[Failed], now: datetime) -> RenderableType:
    table = rows("lane", "why", right("times"), "last", "lane closed until")
    for one in failures:
        table.add_row(
            str(one.lane),
            str(one.failure).replace("-", " "),
            f"{one.times:,}",
            moment_cell(one.last_at, now),
            moment_cell(one.closed_until, now) if one.closed_until else Text("open", style="green"),
        )
    return table


def _alerts(alerts: Sequence[Alerted], now: datetime) -> Iterator[RenderableType]:
    table = rows("alert", "raised", "cleared")
    for one in alerts[:_SHOWN]:
        cleared = moment_cell(one.cleared_at, now) if one.cleared_at else NONE
        table.add_row(word(one.alert), moment_cell(one.raised_at, now), cleared)
    yield table
    yield from _rest(alerts, "alert")


def _rest(all_of_them: Sequence[T], one: str) -> Iterator[Text]:
    more = len(all_of_them) - _SHOWN
    if more > 0:
        yield Text(f"{count(more, f'earlier {one}')} with --json.", style="dim")
