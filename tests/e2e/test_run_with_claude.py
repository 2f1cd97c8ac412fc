"""The whole job at a terminal with a credential, against a Messages API on this machine."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.claude_terminal import BETTER, BULLETS, CV, KEY, Terminal, better, boastful
from tests.editor import editor, statements
from tests.messages_answers import trouble
from tests.messages_server import MessagesServer

pytestmark = pytest.mark.loopback


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_better_words_are_published_and_paid_for_once(terminal: Terminal) -> None:
    with MessagesServer(editor(better)) as server:
        first = terminal.run(server)
        asked = len(server.messages)
        second = terminal.run(server)
        assert len(server.messages) == asked == 1
    assert (first["outcome"], second["outcome"]) == ("enhanced", "unchanged")
    assert all(text in terminal.text for text in BETTER.values())
    assert Decimal(first["cost_usd"]) == Decimal(first["list_price_usd"]) > 0
    assert (second["cost_usd"], second["calls"]) == ("0", [])
    assert {fact["treatment"] for fact in first["facts"]} == {"rewritten"}
    assert {fact["treatment"] for fact in second["facts"]} == {"cached"}


def test_one_changed_statement_is_one_request(terminal: Terminal) -> None:
    with MessagesServer(editor(better)) as server:
        terminal.run(server)
        terminal.write(json.loads(json.dumps(CV).replace("40 payments", "50 payments")))
        terminal.run(server)
        assert [len(statements(asked)) for asked in server.messages] == [3, 1]


def test_nothing_that_was_made_up_is_published_or_kept(terminal: Terminal) -> None:
    with MessagesServer(editor(boastful)) as server:
        report = terminal.run(server)
    assert {fact["treatment"] for fact in report["facts"]} <= {"kept", "refused"}
    assert "40 %" not in terminal.text
    kept = [path for path in terminal.folder.rglob("*") if path.is_file()]
    assert len(kept) > 3
    assert not [path for path in kept if b"15+ systems" in path.read_bytes()]


def test_contacts_and_the_persons_name_are_in_no_request(terminal: Terminal) -> None:
    with MessagesServer(editor(better)) as server:
        terminal.run(server)
        (asked,) = server.messages
    for private in (b"Solbakken", b"maren@", b"555 01"):
        assert private not in asked.body


def test_without_money_nobody_is_asked_and_the_cv_is_published(terminal: Terminal) -> None:
    with MessagesServer(editor(better)) as server:
        report = terminal.run(server, "--run-budget", "0.00")
        assert server.messages == []
    assert report["outcome"] == "rendered"
    assert "$0" in report["unasked"]
    assert report["facts_waiting"] == len(BULLETS)


def test_a_key_that_is_refused_is_left_alone_afterwards(terminal: Terminal) -> None:
    with MessagesServer(trouble(401)) as server:
        first = terminal.run(server)
        asked = len(server.messages)
        second = terminal.run(server)
        assert len(server.messages) == asked == 1
    assert first["outcome"] == "rendered"
    assert "credential" in second["unasked"]


def test_the_ledger_knows_what_was_spent_and_nothing_is_left_open(terminal: Terminal) -> None:
    with MessagesServer(editor(better)) as server:
        report = terminal.run(server)
    shown = json.dumps(terminal.ledger())
    assert report["cost_usd"] in shown
    assert not list(terminal.folder.glob(".cv-action/*.journal"))


def test_the_key_is_nowhere_afterwards(terminal: Terminal) -> None:
    with MessagesServer(editor(better)) as server:
        terminal.run(server)
    files = [path for path in terminal.folder.rglob("*") if path.is_file()]
    spellings = (KEY.encode(), KEY[::-1].encode())
    assert len(files) > 3
    assert not [path for path in files for one in spellings if one in path.read_bytes()]
