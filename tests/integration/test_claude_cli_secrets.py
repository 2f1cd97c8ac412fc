"""The token is in no output: not as it is, not backwards, not in base64."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.adapters.claude_binary import quiet_environment
from cv_action.adapters.claude_process import Child, Ended
from cv_action.claude.reply import Answered, Failed
from cv_action.claude.stream_outcome import End
from cv_action.errors import ConfigurationError
from tests.cli_fakes import fake
from tests.cli_real import CANARY, a_lane, real_program, temporary
from tests.messages_answers import Answer, Plan, trouble
from tests.messages_prompts import MODEL, PROMPT
from tests.messages_server import MessagesServer

NOWHERE = "http://127.0.0.1:9"
TOKEN = "os.environ['CLAUDE_CODE_OAUTH_TOKEN']"  # noqa: S105  an expression in a fake


def shapes() -> Iterator[bytes]:
    """The token in every shape in which it could slip out."""
    yield CANARY.encode()
    yield CANARY[::-1].encode()
    for lead in range(3):
        encoded = base64.b64encode(b"x" * lead + CANARY.encode())
        yield encoded[4:-4]


def in_it(told: bytes) -> list[bytes]:
    """The shapes of the token that are in something."""
    return [shape for shape in shapes() if shape in told]


def files(folder: Path) -> bytes:
    """All that lies in a folder, names included."""
    found = [path for path in folder.rglob("*") if path.name != "claude"]
    return b"".join(
        str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in found
    )


def test_the_search_finds_every_shape() -> None:
    told = CANARY + CANARY[::-1] + base64.b64encode(CANARY.encode()).decode()
    assert len(in_it(told.encode())) == 3


@pytest.mark.parametrize(
    "body",
    [
        f"print({TOKEN}); print({TOKEN}, file=sys.stderr); sys.exit(1)",
        f"print(WELL.replace('\"x\"', repr({TOKEN}).replace(chr(39), chr(34))))",
        f"print(WELL.replace('claude-haiku-5-5', {TOKEN}))",
        f"print(WELL.replace('2.1.330', {TOKEN}))",
        f"print(WELL.replace('none', {TOKEN}))",
        f"print(WELL.replace('success', {TOKEN}))",
        f"print(WELL.replace('none', {TOKEN}[::-1]))",
    ],
    ids=["lines", "answer", "model", "version", "key", "kind", "backwards"],
)
def test_a_cli_that_tells_the_token_tells_it_to_nobody(
    body: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    temporary(monkeypatch, tmp_path)
    caplog.set_level(logging.DEBUG)
    came = a_lane(fake(tmp_path, body), NOWHERE, tmp_path / "workspace").ask(PROMPT, MODEL)
    assert isinstance(came, Failed)
    told = "\n".join((repr(came), *capfd.readouterr(), caplog.text))
    assert in_it(told.encode()) == []
    assert in_it(files(tmp_path)) == []


@pytest.mark.loopback
@pytest.mark.parametrize(
    "plan",
    [Answer(data={"text": "x"}), trouble(401, f"no such token: {CANARY}"), trouble(529, CANARY)],
    ids=["answer", "refused", "overloaded"],
)
def test_the_real_cli_leaves_the_token_nowhere(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    temporary(monkeypatch, tmp_path)
    with MessagesServer(plan) as server:
        lane = a_lane(real_program(), server.url, tmp_path / "workspace")
        came = lane.ask(PROMPT, MODEL)
    assert isinstance(came, Answered | Failed)
    told = "\n".join((repr(came), repr(lane), str(vars(lane)), *capfd.readouterr()))
    assert in_it(told.encode()) == []
    assert in_it(files(tmp_path)) == []
    assert server.messages, "the token was used"


def test_no_value_on_the_way_shows_the_token() -> None:
    environment = quiet_environment(Path("home")) | {"CLAUDE_CODE_OAUTH_TOKEN": CANARY}
    child = Child(
        arguments=("claude",), folder=Path(), environment=environment, given=CANARY.encode()
    )
    ended = Ended(end=End.BY_ITSELF, code=0, said=CANARY.encode())
    assert in_it(f"{child!r} {ended!r} {child} {ended}".encode()) == []


def test_a_program_that_cannot_start_tells_no_token(tmp_path: Path) -> None:
    program = fake(tmp_path, "")
    lane = a_lane(program, NOWHERE, tmp_path / "workspace")
    lane.ask(PROMPT, MODEL)
    program.unlink()
    came = lane.ask(PROMPT, MODEL)
    assert isinstance(came, Failed)
    assert "could not be started" in came.detail
    assert in_it(repr(came).encode()) == []


@pytest.mark.parametrize("url", ["http://example.test", "x", "ftp://x"])
def test_a_token_is_not_sent_where_it_is_not_safe(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        a_lane(tmp_path, url, tmp_path)
    assert in_it(f"{caught.value} {caught.value.hint}".encode()) == []


def test_a_lane_needs_a_token(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="claude_oauth_token"):
        a_lane(tmp_path, NOWHERE, tmp_path, token="")
