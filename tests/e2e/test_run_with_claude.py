"""The whole job at a terminal with a credential, against a Messages API on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.editor import editor, statements
from tests.messages_answers import trouble
from tests.messages_server import MessagesServer

pytestmark = pytest.mark.loopback
KEY = "sk-ant-api03-made-up"
BULLETS = [
    "Was responsible for building the ledger in Python",
    "Wrote the tests for the payment service together with two colleagues",
    "Built the ledger in Python and it handled 40 payments a second",
]
BETTER = {
    BULLETS[0]: "Built the ledger in Python.",
    BULLETS[1]: "Wrote the payment service tests together with two colleagues.",
    BULLETS[2]: "Built the ledger in Python, which handled 40 payments a second.",
}
CV = {
    "basics": {
        "name": "Maren Solbakken",
        "email": "maren@solbakken.example",
        "phone": "555 01 234",
    },
    "work": [
        {
            "name": "Kvitting",
            "position": "Engineer",
            "startDate": "2020-08",
            "endDate": "2023-02",
            "highlights": BULLETS,
        }
    ],
}


def better(text: str) -> str:
    return BETTER.get(text, text)


def boastful(text: str) -> str:
    return f"{text}, cutting costs by 40 % across 15+ systems"


class Terminal:
    """A person's folder, and the program in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write(CV)

    def write(self, cv: object) -> None:
        (self.folder / "cv.json").write_text(json.dumps(cv))

    def cv_action(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-P", "-m", "cv_action", *arguments],
            cwd=self.folder, env=inherited | environ, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def run(self, server: MessagesServer, *more: str, key: str = KEY) -> Mapping[str, Any]:
        done = self.cv_action(
            "run", "--json", "--formats", "text", "--anthropic-base-url", server.url, *more,
            ANTHROPIC_API_KEY=key,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert key not in done.stdout + done.stderr
        report: Mapping[str, Any] = json.loads(done.stdout)
        return report

    @property
    def text(self) -> str:
        return " ".join((self.folder / "cv-output/cv.txt").read_text().split())

    def ledger(self) -> Mapping[str, Any]:
        shown: Mapping[str, Any] = json.loads(self.cv_action("ledger", "show", "--json").stdout)
        return shown


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
