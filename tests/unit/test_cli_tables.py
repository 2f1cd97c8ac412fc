"""Tables fit a screen, say moments in words, and let no foreign text steer the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from cv_action.claude.lane import Lane
from cv_action.cli.ledger_audit import audit_table
from cv_action.cli.ledger_tables import ledger_table
from cv_action.cli.quota_tables import quota_table
from cv_action.cli.tables import away, count, rows, sentences, show, span, word
from cv_action.cli.wire import print_json
from cv_action.ledger.audit import audit
from cv_action.ledger.memory import Memory
from cv_action.ledger.naming import segment_name, week_of
from cv_action.pipeline.ledger_view import Calls, ledger_view
from cv_action.pipeline.quota_view import quota_view
from cv_action.quota.defaults import LIMITS
from cv_action.quota.prices import list_prices
from tests.ledger_history import NOW, history, segment
from tests.quota_events import raised, seen
from tests.shelf import Hand, Shelf

HOSTILE = "\x1b[31m::error::\u202e[red]x[/red] " + "y" * 150
MEMORY = Memory(events=history(), horizon=NOW, now=NOW)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(hours=1, minutes=55), "1 h 55 min"),
        (timedelta(hours=4), "4 h"),
        (timedelta(days=3, hours=4, minutes=5), "3 d 4 h"),
        (timedelta(days=400, minutes=5), "400 d 5 min"),
    ],
)
def test_a_span_is_said_by_its_largest_units(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_a_moment_is_ahead_or_past_or_now() -> None:
    assert away(NOW + timedelta(minutes=5), NOW) == "in 5 min"
    assert away(NOW - timedelta(minutes=5), NOW) == "5 min ago"
    assert {away(NOW + timedelta(seconds=s), NOW) for s in (-59, 0, 59)} == {"now"}


def test_a_number_of_things_is_one_or_many() -> None:
    assert [count(n, "call") for n in (0, 1, 1200)] == ["0 calls", "1 call", "1,200 calls"]


def test_a_foreign_text_is_one_short_line() -> None:
    for text in (word(HOSTILE), sentences([HOSTILE, "b.\n."])):
        assert text.isprintable()
        assert "\u202e" not in text
    assert len(word(HOSTILE)) == 60
    assert sentences(["a.", "b"]) == "a; b"


def test_a_cell_is_never_markup(capsys: pytest.CaptureFixture[str]) -> None:
    table = rows("[bold]head[/bold]")
    table.add_row("[red]x[/red] :smile:")
    show(table)
    assert capsys.readouterr().out == "[bold]head[/bold]\n[red]x[/red] :smile:\n"


@pytest.mark.parametrize("columns", ["80", "120"])
def test_no_foreign_text_steers_the_terminal_or_breaks_a_line(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    events = {*history(), raised(HOSTILE, at=NOW), seen(HOSTILE[:200], at=NOW, used=1000.0)}
    memory = replace(MEMORY, events=frozenset(events))
    huge = Calls(
        lane=Lane.SUBSCRIPTION, model=HOSTILE, calls=10**12, unanswered=3, usd=Decimal(10**6),
        tokens=dict.fromkeys(("input", "output", "cache_read"), 10**12)
        | {"cache_write_5m": 1, "cache_write_1h": 1}, list_usd=Decimal(10**6),
    )  # fmt: skip
    view = replace(ledger_view(memory), calls=(huge,), closed=(HOSTILE,))
    show(ledger_table(HOSTILE, view))
    show(quota_table(HOSTILE, quota_view(memory, limits=LIMITS, prices=list_prices())))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 80
    assert all(line.isprintable() and len(line) <= int(columns) for line in lines)
    assert not any(line.lstrip().startswith("::") for line in lines)


def test_a_long_shelf_shows_what_is_wrong_and_counts_the_rest(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shelf = Shelf(now=NOW)
    for number in range(30):
        data = b"PK nonsense" if number == 2 else segment(history())
        shelf.add(number, segment_name(week_of(NOW), 0), data)
    show(audit_table("here", audit(Hand(shelf), around=NOW)))
    text = " ".join(capsys.readouterr().out.split())
    assert "1003 2026-11-23 14:05 2 – cannot be read: it is no whole zip file" in text
    assert "18 more, with nothing wrong." in text


def test_json_is_plain_and_exact(capsys: pytest.CaptureFixture[str]) -> None:
    amounts = {"usd": Decimal("15E+2"), "cent": Decimal("0.010"), "none": Decimal("0E-12")}
    print_json(amounts | {"age": timedelta(minutes=2), "at": NOW, "who": "\u00c5\u009b"})
    assert [line.strip(" ,") for line in capsys.readouterr().out.splitlines()] == [
        "{",
        '"usd": "1500"',
        '"cent": "0.01"',
        '"none": "0"',
        '"age": 120',
        '"at": "2026-11-23T14:05:00Z"',
        '"who": "\\u00c5\\u009b"',
        "}",
    ]
