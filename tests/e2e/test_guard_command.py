"""``cv-action guard``, as a script and as a person use it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.guard_cases import FILE, guard_cases

ROOT = Path(__file__).parent.parent.parent
GOOD = {"id": "good", "before": "Mended nets.", "after": "Mended nets.", "evidence": []}
BAD = {"id": "bad", "before": "Mended nets.", "after": "Mended [X] nets.", "evidence": ["Sang."]}


def environ(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "NO_COLOR": "1"} | more


PIPE = subprocess.PIPE
COMMAND = [sys.executable, "-P", "-m", "cv_action", "guard"]


def guard(
    *arguments: str, given: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        input=given, env=env or environ(), timeout=60, capture_output=True, check=False,
    )  # fmt: skip


def lines(*cases: object) -> bytes:
    texts = [case if isinstance(case, str) else json.dumps(case) for case in cases]
    return "".join(f"{text}\n" for text in texts).encode()


def told(raw: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in raw.splitlines()]


def test_every_case_gets_its_verdict_in_its_order() -> None:
    done = guard(given=lines(GOOD, BAD))
    assert (done.returncode, done.stderr) == (0, b"")
    good, bad = told(done.stdout)
    assert good == {"id": "good", "verdict": "accept", "findings": []}
    assert (bad["id"], bad["verdict"]) == ("bad", "block")
    finding = next(found for found in bad["findings"] if found["rule"] == "chatter")
    start, end = finding["span"]
    assert BAD["after"][start:end] == finding["text"] == "[X]"
    assert finding["reason"]


def test_the_table_of_cases_is_a_file_of_cases() -> None:
    done = guard(str(FILE))
    assert (done.returncode, done.stderr) == (0, b"")
    assert [verdict["id"] for verdict in told(done.stdout)] == [case.name for case in guard_cases()]


def test_a_block_fails_only_when_it_is_to_fail() -> None:
    assert guard("--fail-on-block", given=lines(GOOD, BAD)).returncode == 1
    assert guard("--fail-on-block", given=lines(GOOD)).returncode == 0
    assert guard(given=lines(BAD)).returncode == 0


def test_a_bad_line_is_named_and_the_rest_still_runs() -> None:
    done = guard(given=lines(GOOD, "nonsense", "", {"id": "x"}, BAD) + b"\xff\n" + lines(GOOD)[:-1])
    assert done.returncode == 1
    assert [verdict["id"] for verdict in told(done.stdout)] == ["good", "bad", "good"]
    errors = told(done.stderr)
    assert [error["line"] for error in errors] == [2, 4, 6]
    assert all(error["error"] for error in errors)
    assert b"nonsense" not in done.stderr


def test_no_line_at_all_is_nothing_to_do() -> None:
    done = guard(given=b"\n \n")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_file_that_is_not_there_is_a_setting_that_does_not_fit(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        done = guard(str(path))
        assert done.returncode == 2
        assert b"cannot be read" in done.stderr
        assert b"Traceback" not in done.stderr


def test_a_verdict_comes_before_the_next_case_is_sent() -> None:
    with subprocess.Popen(
        COMMAND, env=environ(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for case in (GOOD, BAD):
            process.stdin.write(lines(case))
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 30)
            assert ready
            assert json.loads(process.stdout.readline())["id"] == case["id"]
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_reader_that_leaves_is_no_defect() -> None:
    with subprocess.Popen(
        COMMAND,
        env=environ(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, complaint = process.communicate(lines(*[BAD] * 500), timeout=30)
    assert b"nobody foresaw" not in complaint
    assert b"Traceback" not in complaint


def test_one_endless_line_costs_itself_and_no_more() -> None:
    done = guard(given=b'{"id": "' + b"a" * 9_000_000 + b'"}\n' + lines(GOOD))
    assert done.returncode == 1
    assert [error["line"] for error in told(done.stderr)] == [1]
    assert [verdict["id"] for verdict in told(done.stdout)] == ["good"]


MEMORY = """
import resource, runpy, sys
sys.argv = ["cv-action", "guard", sys.argv[1]]
try:
    runpy.run_module("cv_action", run_name="__main__", alter_sys=True)
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def peak(path: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-P", "-c", MEMORY, str(path)],
        env=environ(), timeout=120, capture_output=True, check=True,
    )  # fmt: skip
    return int(done.stderr.split()[-1])


def test_five_times_the_cases_take_the_same_memory(tmp_path: Path) -> None:
    def case(number: int) -> dict[str, object]:
        words = [f"word{number}x{place}" for place in range(200)]
        return {"id": number, "before": "Mended nets.", "after": "Mends nets.",
                "evidence": [" ".join(words)]}  # fmt: skip

    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    few.write_bytes(lines(*map(case, range(150))))
    many.write_bytes(lines(*map(case, range(750))))
    assert peak(many) < peak(few) * 1.25


def test_a_person_sees_before_after_and_why() -> None:
    done = guard("--pretty", given=lines(GOOD, BAD))
    text = done.stdout.decode()
    assert "accept  good" in text
    assert "block  bad" in text
    assert "before  Mended nets." in text
    assert "after   Mended ⟦[X]⟧ nets." in text
    assert "chatter: A placeholder stands where a fact should." in text
    assert "\x1b" not in text


def test_a_person_is_told_of_bad_lines_too() -> None:
    done = guard("--pretty", given=lines("nonsense", GOOD))
    assert done.returncode == 1
    assert told(done.stderr)[0]["line"] == 1


@pytest.mark.parametrize("colour", ["NO_COLOR", "FORCE_COLOR"])
def test_foreign_text_cannot_steer_the_terminal(colour: str) -> None:
    evil = "\x1b[2J\x07[bold red]x[/]\u202e\n::error::x\r\ud800 :smile:"
    case = {"id": evil, "before": evil, "after": evil + " 1", "evidence": [evil]}
    env = {key: value for key, value in environ().items() if key != "NO_COLOR"}
    done = guard("--pretty", given=lines(case), env={**env, colour: "1", "TERM": "xterm"})
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert "\x1b[2J" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "[bold red]x[/]" in text.replace("⟧", "").replace("⟦", "") or colour == "FORCE_COLOR"
    assert ":smile:" in text
    assert not [line for line in text.splitlines() if line.startswith("::")]
    assert ("\x1b[" in text) is (colour == "FORCE_COLOR")
