"""A simulation for a person: what it would cost, what it would save, and what would stop it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Column
from rich.text import Text

from cv_action.cli.tables import (
    bar,
    count,
    day_and_time,
    left,
    right,
    rows,
    section,
    sentences,
    word,
)
from cv_action.quota.wording import usd
from cv_action.simulation.report import Report

_SHOWN: Final = 12
"""Rows of a list that grows with time; JSON has all of them."""
_MOST_DAYS: Final = 31
_CENT: Final = Decimal("0.01")


def simulation_table(name: str, report: Report) -> Group:
    """The whole report."""
    return Group(*_beginning(name, report), *_parts(report))


def _beginning(name: str, report: Report) -> Iterator[RenderableType]:
    facts = report.facts
    span = f"{day_and_time(report.start)} to {day_and_time(report.end)} UTC"
    yield Text(f"Simulation of {word(name)}", style="bold")
    yield Text(f"{count(report.runs, 'run')}, {span}")
    yield Text(f"{report.runs_with_changes:,} of them after facts had changed")
    yield Text(
        f"{count(facts.asked, 'fact')} asked for: {facts.answered:,} answered, "
        f"{facts.kept:,} kept as they were"
    )
    yield Text(
        "What a subscription takes is the plan's assumption, not a measurement.", style="dim"
    )


def _parts(report: Report) -> Iterator[RenderableType]:
    yield section("Calls", *_calls(report))
    yield section("Money", *_money(report))
    if report.days:
        yield section("Spending by day of UTC", *_days(report))
    if report.hindered:
        yield section("What stood in the way", _hindered(report))
    if report.alerts:
        yield section("Alerts", *_alerts(report))
    if report.circuits:
        yield section("Lanes left alone after a failure", *_circuits(report))


def _calls(report: Report) -> Iterator[RenderableType]:
    if not report.calls:
        yield Text("No model was asked.")
        return
    table = rows("lane", "model", *map(right, ("calls", "prompt", "answer", "money", "at list")))
    for one in report.calls:
        table.add_row(
            str(one.lane),
            word(one.model),
            f"{one.calls:,}",
            f"{one.prompt_tokens:,}",
            f"{one.answer_tokens:,}",
            usd(one.usd),
            usd(one.list_usd),
        )
    yield table
    if lost := sum(one.unanswered for one in report.calls):
        were = f"{lost:,} of these calls {'was' if lost == 1 else 'were'} never answered"
        yield Text(f"{were}, and counted with the most that can have been spent.", style="dim")


def _money(report: Report) -> Iterator[RenderableType]:
    money = report.savings
    table = rows("", right(""))
    table.show_header = False
    table.add_row("all answers at list price", _cents(money.at_list_price))
    table.add_row("spent", _cents(money.spent))
    table.add_row("saved", _cents(money.saved))
    if money.subscription:
        table.add_row("the subscription's price for these days", _cents(money.subscription))
        table.add_row("saved after that", _cents(money.saved_after_subscription))
    yield table
    if money.subscription and money.saved_after_subscription < 0:
        lost = usd(-money.saved_after_subscription.quantize(_CENT))
        yield Text(f"For these runs alone, the subscription costs {lost} more than a key.")


def _cents(amount: Decimal) -> Text:
    return Text(usd(amount.quantize(_CENT)), style="red" if amount < 0 else "")


def _days(report: Report) -> Iterator[RenderableType]:
    limit = report.limits.day
    table = rows("day", right("spent"), f"of {usd(limit)}")
    for one in report.days[:_MOST_DAYS]:
        table.add_row(f"{one.day}", f"${one.usd:.4f}", bar(float(one.usd / limit)) if limit else "")
    yield table
    yield from _rest(report.days, _MOST_DAYS)


def _hindered(report: Report) -> RenderableType:
    table = rows("lane", Column("reason"), right("runs"), left("first"))
    for one in report.hindered:
        table.add_row(
            str(one.lane), sentences([one.what]), f"{one.runs:,}", day_and_time(one.first)
        )
    return table


def _alerts(report: Report) -> Iterator[RenderableType]:
    table = rows(left("when"), "what")
    for one in report.alerts[:_SHOWN]:
        table.add_row(day_and_time(one.at), sentences([one.text]))
    yield table
    yield from _rest(report.alerts, _SHOWN)


def _circuits(report: Report) -> Iterator[RenderableType]:
    table = rows(left("when"), "lane", "failure", left("until"))
    for one in report.circuits[:_SHOWN]:
        table.add_row(
            day_and_time(one.at), str(one.lane), str(one.failure), day_and_time(one.until)
        )
    yield table
    yield from _rest(report.circuits, _SHOWN)


def _rest(listed: Sequence[object], shown: int) -> Iterator[Text]:
    more = len(listed) - shown
    if more > 0:
        yield Text(f"And {more:,} more; --json has all of them.", style="dim")
