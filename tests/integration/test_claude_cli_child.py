"""A command line that misbehaves does no harm, and nothing of it stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.reply import Answered, Failed
from tests.cli_fakes import fake
from tests.cli_real import CANARY, ROOT, a_lane, outlived, real_program, running, temporary
from tests.messages_answers import Answer, Asked
from tests.messages_prompts import MODEL, PROMPT, a_prompt
from tests.messages_server import MessagesServer

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return temporary(monkeypatch, tmp_path)


def ask(folder: Path, body: str, *, seconds: float = 30, version: str = "") -> Answered | Failed:
    program = fake(folder, body, **({"version": version} if version else {}))
    return a_lane(program, NOWHERE, folder / "workspace", seconds=seconds).ask(PROMPT, MODEL)


def failed(folder: Path, body: str, *, seconds: float = 30, version: str = "") -> Failed:
    came = ask(folder, body, seconds=seconds, version=version)
    assert isinstance(came, Failed)
    return came


@pytest.mark.parametrize(
    ("body", "failure", "told"),
    [
        ("", Failure.MALFORMED_REPLY, "exit code 0"),
        ("sys.exit(7)", Failure.MALFORMED_REPLY, "exit code 7"),
        ("print('Welcome!')", Failure.MALFORMED_REPLY, "no result"),
        ("print(WELL[:-20])", Failure.MALFORMED_REPLY, "no result"),
        ("os.close(1); os.close(2); time.sleep(60)", Failure.MALFORMED_REPLY, "no result"),
        ("time.sleep(60)", Failure.TIMEOUT, "in time"),
        ("while True: print(WELL[:-20])", Failure.MALFORMED_REPLY, "too much"),
        (
            "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
            Failure.TIMEOUT,
            "in time",
        ),
    ],
)
def test_no_result_is_a_failure_of_unknown_cost(
    place: Path, tmp_path: Path, body: str, failure: Failure, told: str
) -> None:
    came = failed(tmp_path, body, seconds=2 if failure is Failure.TIMEOUT else 30)
    assert (came.failure, came.measured) == (failure, False)
    assert told in came.detail
    assert list(place.iterdir()) == []
    assert outlived() == []


@pytest.mark.parametrize(
    "body",
    [
        "print(WELL)",
        "sys.stderr.write('x' * 10_000_000); print(WELL)",
        "print(WELL); sys.stderr.write('x' * 10_000_000)",
        "sys.stdin.close(); print(WELL)",
        "print(WELL); sys.stdout.flush(); subprocess.Popen(['/bin/sleep', '60'])",
        "print(WELL); sys.stdout.flush(); time.sleep(60)",
        "print(WELL); sys.exit(1)",
    ],
    ids=["well", "stderr first", "stderr last", "deaf", "grandchild", "lingers", "bad exit"],
)
def test_a_whole_answer_counts_whatever_else_is_going_on(
    place: Path, tmp_path: Path, body: str
) -> None:
    lingers = "sleep(60)" in body
    assert isinstance(ask(tmp_path, body, seconds=2 if lingers else 30), Answered)
    assert list(place.iterdir()) == []
    assert outlived() == []


def test_a_long_prompt_is_given_whole(place: Path, tmp_path: Path) -> None:
    program = fake(tmp_path, "sys.exit(len(sys.stdin.read()) == 3_000_000 + 4 + 7 and 42)")
    lane = a_lane(program, NOWHERE, tmp_path / "workspace")
    came = lane.ask(a_prompt(context="x" * 3_000_000, request="request"), MODEL)
    assert isinstance(came, Failed)
    assert "exit code 42" in came.detail
    assert list(place.iterdir()) == []


def test_a_child_need_not_read_all_that_it_is_given(place: Path, tmp_path: Path) -> None:
    lane = a_lane(fake(tmp_path, "os.close(0); print(WELL)"), NOWHERE, tmp_path / "workspace")
    came = lane.ask(a_prompt(context="x" * 3_000_000), MODEL)
    assert isinstance(came, Answered)
    assert list(place.iterdir()) == []


def test_a_lane_can_be_asked_in_a_thread(place: Path, tmp_path: Path) -> None:
    lane = a_lane(fake(tmp_path, "print(WELL)"), NOWHERE, tmp_path / "workspace")
    with ThreadPoolExecutor(2) as threads:
        came = list(threads.map(lambda _: lane.ask(PROMPT, MODEL), range(2)))
    assert [type(one) for one in came] == [Answered, Answered]
    assert list(place.iterdir()) == []


def test_instructions_that_no_command_can_hold_are_too_large(place: Path, tmp_path: Path) -> None:
    lane = a_lane(fake(tmp_path, ""), NOWHERE, tmp_path / "workspace")
    came = lane.ask(a_prompt(system="x" * 300_000), MODEL)
    assert isinstance(came, Failed)
    assert (came.failure, came.measured) == (Failure.TOO_LARGE, True)
    assert list(place.iterdir()) == []


def test_another_version_is_not_asked(place: Path, tmp_path: Path) -> None:
    came = failed(tmp_path, f"open({str(tmp_path / 'asked')!r}, 'w')", version="2.1.197")
    assert "2.1.197" in came.detail
    assert came.measured
    assert not (tmp_path / "asked").exists()
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("key", "failure"),
    [
        ('"apiKeySource": "none"', Failure.CREDENTIAL_REFUSED),
        ('"claude_code_version": "2.1.330"', Failure.MALFORMED_REPLY),
    ],
)
def test_a_stranger_is_ended_at_its_first_line(
    place: Path, tmp_path: Path, key: str, failure: Failure
) -> None:
    changed = key.rpartition(":")[0] + ': "another"'
    body = f"print(WELL.replace({key!r}, {changed!r}).split('\\n')[0], flush=True); time.sleep(60)"
    came = failed(tmp_path, body)
    assert (came.failure, came.measured) == (failure, False)
    assert list(place.iterdir()) == []
    assert outlived() == []


def test_the_child_gets_the_tested_flags_and_nothing_of_our_environment_but_the_token(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ANTHROPIC_API_KEY", "GITHUB_TOKEN", "HTTPS_PROXY", "NODE_OPTIONS", "LD_PRELOAD"):
        monkeypatch.setenv(name, "")
    seen = tmp_path / "seen"
    told = "[sys.argv[1:], os.getcwd(), os.listdir('.'), os.listdir(os.environ['HOME'])]"
    failed(
        tmp_path, f"import json; json.dump([*{told}, dict(os.environ)], open({str(seen)!r}, 'w'))"
    )
    arguments, folder, *empty, environment = json.loads(seen.read_text())
    assert Path(folder).is_relative_to(place)
    assert empty == [[], []]
    assert arguments == [
        *("-p", "--restricted", "--tools", "", "--strict-mcp-config", "--setting-sources", ""),
        *("--disable-slash-commands", "--no-session-persistence"),
        *("--output-format", "stream-json", "--verbose"),
        *("--system-prompt", PROMPT.system, "--model", MODEL, "--effort", "low"),
        *("--json-schema", json.dumps(PROMPT.schema, separators=(",", ":"))),
    ]
    home = environment.pop("HOME")
    assert Path(home).is_relative_to(place)
    assert home != folder
    environment.pop("LC_CTYPE", None)  # the fake's own Python sets it
    assert environment == {
        "CLAUDE_CONFIG_DIR": home,
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TZ": "UTC",
        "CLAUDE_CODE_OAUTH_TOKEN": CANARY,
        "ANTHROPIC_BASE_URL": NOWHERE,
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
        "CLAUDE_CODE_MAX_RETRIES": "2",
        "CLAUDE_CODE_MAX_OUTPUT_TOKENS": str(PROMPT.max_output),
        "MAX_STRUCTURED_OUTPUT_RETRIES": "2",
    }


ASK = """
import sys
from pathlib import Path
from tests.cli_real import a_lane
from tests.messages_prompts import MODEL, PROMPT
program, url, workspace, token = sys.argv[1:]
print(a_lane(Path(program), url, Path(workspace), token=token).ask(PROMPT, MODEL))
"""


@pytest.mark.loopback
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_when_we_are_told_to_end_the_child_ends_first(
    place: Path, tmp_path: Path, number: signal.Signals
) -> None:
    asked = threading.Event()

    def slowly(_: Asked) -> Answer:
        asked.set()
        return Answer(data={"text": "x"}, slow=60)

    with (
        MessagesServer(slowly) as server,
        subprocess.Popen(
            [sys.executable, "-c", ASK, real_program(), server.url, tmp_path / "work", CANARY],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "TMPDIR": str(place), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        ) as ours,
    ):
        assert asked.wait(60)
        assert running()
        ours.send_signal(number)
        told, _ = ours.communicate(timeout=30)
    assert (ours.returncode, told) == (-number, b"")
    assert outlived() == []
    assert list(place.iterdir()) == []
