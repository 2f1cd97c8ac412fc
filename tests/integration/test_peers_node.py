"""Programs that tests start end with them, and say why they failed."""

from __future__ import annotations

import re
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import peers_node
from tests.peers_node import answer, serving

pytestmark = pytest.mark.loopback
SCRIPTS = {
    "server.mjs": """
        import { createServer } from "node:http";
        process.stdin.on("end", () => process.exit()).resume();
        const server = createServer().listen(0, "127.0.0.1", () =>
            console.log(`starting\\nat http://127.0.0.1:${server.address().port}`));
    """,
    "deaf.mjs": """console.log("at nowhere"); setInterval(() => {}, 1000);""",
    "broken.mjs": """console.log("so far"); throw new Error("no further");""",
    "echo.mjs": """console.log(`first\\n${process.argv[2]} ${process.env.WORD}`);""",
}
READY = re.compile(r"^at (\S+)")


@pytest.fixture(autouse=True)
def _scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in SCRIPTS.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(peers_node, "FOLDER", tmp_path)


def listens(origin: str) -> bool:
    parts = urlsplit(origin)
    with socket.socket() as client:
        return client.connect_ex((parts.hostname or "", parts.port or 0)) == 0


def test_a_server_ends_with_its_block_even_when_that_fails() -> None:
    origins = []
    with (
        suppress(ZeroDivisionError),
        serving("server.mjs", environ={}, ready=READY) as origin,
    ):
        origins.append(origin)
        assert listens(origin)
        raise ZeroDivisionError
    assert len(origins) == 1
    assert not listens(origins[0])


def test_a_server_that_does_not_begin_fails_the_test_with_what_it_said() -> None:
    with (
        pytest.raises(pytest.fail.Exception, match=r"so far(?s:.*)no further"),
        serving("broken.mjs", environ={}, ready=READY),
    ):
        pytest.fail("it began")


def test_a_server_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving("deaf.mjs", environ={}, ready=READY) as told:
        assert told == "nowhere"
        monkeypatch.setattr(peers_node, "PATIENCE", 0)


def test_a_script_is_heard_by_its_last_line() -> None:
    assert answer("echo.mjs", "a b", environ={"WORD": "c"}) == "a b c"


def test_a_script_that_fails_says_so() -> None:
    with pytest.raises(AssertionError, match="no further"):
        answer("broken.mjs", environ={})


def test_a_script_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers_node, "PATIENCE", 0)
    with pytest.raises(subprocess.TimeoutExpired):
        answer("deaf.mjs", environ={})
