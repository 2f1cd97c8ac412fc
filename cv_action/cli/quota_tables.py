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
    away,
    bar,
    day_and_time,
    heading,
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
from cv_action.quota.forecast import Forecast
from cv_action.quota.wording import percent, usd

_MONTH: Final = "month"


def quota_table(name: str, view: QuotaView) -> Group:
    """Everything, the next decision last."""
    return Group(
        heading(f"Quota of {word(name)}", view.now),
        section("Windows of the subscription", window_table(view.windows, view.now)),
        section("Budget, by days and months of UTC", _budget(view)),
        section("Thresholds", *_thresholds(view.thresholds)),
        section("Forecast", *_forecasts(view.forecasts, view.now)),
        section(
            "What a run would do now, if it has every credential", _task(view), _ladder(view.ladder)
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


def _thresholds(thresholds: Iterable[Passed]) -> Iterator[Text]:
    passed = [one for one in thresholds if one.passed]
    for one in passed:
        told = f"told at {_percents(one.told)}" if one.told else "nobody was told yet"
        text = Text(f"{_subject(one.subject)} {one.period.replace('T', ' ')} has passed ")
        text.append(_percents(one.passed), style="yellow")
        yield text.append(f"; {told}.")
    if not passed:
        yield Text(f"None of {_percents(THRESHOLDS)} has been passed.")


def _percents(thresholds: Iterable[int]) -> str:
    return f"{', '.join(map(str, thresholds))} %"


def _subject(subject: str) -> str:
    return f"The {subject.replace('_', '-')}"


def _forecasts(forecasts: Iterable[Foreseen], now: datetime) -> Iterator[RenderableType]:
    for one in forecasts:
        amount = usd(one.limit) if one.subject == _MONTH else percent(float(one.limit))
        text = Text(f"{_subject(one.subject)}: {amount} ")
        if one.forecast is None:
            yield text.append(f"cannot be foretold: {sentences([one.unknown])}.")
        else:
            yield text.append(_foretold(one.forecast, now))
            yield Text(sentences([one.forecast.basis]) + ".", style="dim")


def _foretold(told: Forecast, now: datetime) -> str:
    if told.likely is None and told.earliest is None:
        return f"is not reached before {day_and_time(told.ends_at)}, when it begins afresh."
    if told.likely is None:
        likely = f"is probably not reached before {day_and_time(told.ends_at)}"
    elif told.likely <= now:
        likely = "is reached already"
    else:
        likely = f"is reached on {day_and_time(told.likely)}, {away(told.likely, now)}"
    return f"{likely}; earliest {_limit(told.earliest)}, latest {_limit(told.latest)}."


def _limit(at: datetime | None) -> str:
    return "not in this period" if at is None else day_and_time(at)


def _task(view: QuotaView) -> Text:
    task = view.task
    size = f"A task of {task.prompt_tokens:,} tokens, answered with up to {task.max_output:,}"
    return Text(f"{size} ({view.task_basis}):", style="dim")


def _ladder(steps: Iterable[Step]) -> RenderableType:
    table = rows("", "lane", Column("model", overflow="fold"), Column("why", ratio=1))
    for one in steps:
        table.add_row(_answer(one), str(one.lane), word(one.model) or NONE, sentences([one.reason]))
    return table


def _answer(step: Step) -> Text:
    if step.taken:
        return Text("takes it", style="bold green")
    return Text("could, too") if step.possible else Text("no", style="red")
