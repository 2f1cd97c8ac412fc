"""What may still be spent, for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Column
from rich.text import Text

from cv_action.cli.tables import (
    NONE,
    bar,
    day_and_time,
    heading,
    moment_cell,
    right,
    rows,
    section,
    sentences,
    window_table,
    word,
)
from cv_action.pipeline.quota_view import Foreseen, Passed, QuotaView, Step
from cv_action.quota.budget import Period
from cv_action.quota.defaults import THRESHOLDS
from cv_action.quota.wording import percent, usd

_MONTH: Final = "month"


def quota_table(name: str, view: QuotaView) -> Group:
    """Everything, the next decision last."""
    return Group(
        heading(f"Quota of {word(name)}", view.now),
        section("Windows of the subscription", window_table(view.windows, view.now)),
        section("Budget, by days and months of UTC", _budget(view)),
        section("Thresholds", _thresholds(view.thresholds)),
        section("Forecast", *_forecasts(view.forecasts, view.now)),
        section(
            "What a run would do now, if it has every credential", _task(view), ladder(view.ladder)
        ),
    )


def _budget(view: QuotaView) -> RenderableType:
    table = rows("", "", right("spent or reserved"), right("limit"), right("left"))
    for one in view.periods:
        table.add_row(one.name, _share(one), usd(one.spent), usd(one.limit), usd(one.left))
    table.add_row("one run", "", NONE, usd(view.run_limit), NONE)
    return table


def _share(period: Period) -> RenderableType:
    return bar(float(period.spent / period.limit)) if period.limit else ""


def _thresholds(thresholds: Iterable[Passed]) -> RenderableType:
    table = rows("limit", "passed", "told")
    for one in thresholds:
        if one.passed:
            told = _percents(one.told) if one.told else "not yet"
            table.add_row(_period(one), Text(_percents(one.passed), style="yellow"), told)
    if not table.row_count:
        return Text(f"None of {_percents(THRESHOLDS)} has been passed.")
    return table


def _percents(thresholds: Iterable[int]) -> str:
    return f"{', '.join(map(str, thresholds))} %"


def _period(passed: Passed) -> str:
    day, timed, end = passed.period.partition("T")
    until = f"until {day} {end.removesuffix('Z')}" if timed else day
    return f"{_name(passed.subject)} {until}"


def _name(subject: str) -> str:
    return subject.replace("_", "-")


def _forecasts(forecasts: Iterable[Foreseen], now: datetime) -> Iterator[RenderableType]:
    table = rows("what", "likely", "earliest", "latest")
    for one in forecasts:
        if one.forecast is not None:
            told = one.forecast
            moments = (told.likely, told.earliest, told.latest)
            table.add_row(_limit(one), *(_moment(at, told.ends_at, now) for at in moments))
    if table.row_count:
        yield table
    for one in forecasts:
        basis = one.forecast.basis if one.forecast else f"nothing can be foretold: {one.unknown}"
        yield Text(f"{_name(one.subject)}: {sentences([basis])}.", style="dim")


def _limit(foreseen: Foreseen) -> str:
    if foreseen.subject == _MONTH:
        return f"{usd(foreseen.limit)} of the month"
    return f"{percent(float(foreseen.limit))} of {_name(foreseen.subject)}"


def _moment(at: datetime | None, end: datetime, now: datetime) -> Text:
    if at is None:
        return Text(f"not before\n{day_and_time(end)}", style="dim")
    return Text("now", style="red") if at <= now else moment_cell(at, now)


def _task(view: QuotaView) -> Text:
    task = view.task
    size = f"A task of {task.prompt_tokens:,} tokens, answered with up to {task.max_output:,}"
    return Text(f"{size} ({view.task_basis}):", style="dim")


def ladder(steps: Iterable[Step]) -> RenderableType:
    """Every rung, and whether a task could be sent there."""
    table = rows("", "lane", Column("model", overflow="fold"), Column("why", ratio=1))
    for one in steps:
        table.add_row(_answer(one), str(one.lane), word(one.model) or NONE, sentences([one.reason]))
    return table


def _answer(step: Step) -> Text:
    if step.taken:
        return Text("takes it", style="bold green")
    return Text("could, too") if step.possible else Text("no", style="red")
