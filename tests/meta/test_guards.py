"""The net under every test: no network, no runner's environment, no silent skip."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

ROOT = Path(__file__).resolve().parents[2]
SKIPPING = """
import pytest

def test_one() -> None:
    pytest.skip("no tool")

def test_two() -> None:
    pass

@pytest.mark.xfail(strict=True)
def test_three() -> None:
    raise AssertionError
"""


def outcome(folder: Path, module: str, *, no_skip: str) -> tuple[int, str]:
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_it.py").write_text(module)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = image: x\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        check=False,
        cwd=folder,
        env={**os.environ, "CV_ACTION_NO_SKIP": no_skip},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def test_a_skip_is_a_failure_where_none_is_allowed(tmp_path: Path) -> None:
    code, told = outcome(tmp_path, SKIPPING, no_skip="1")
    assert code == 1
    assert "1 failed, 1 passed, 1 xfailed" in told


def test_a_skip_is_a_skip_elsewhere(tmp_path: Path) -> None:
    code, told = outcome(tmp_path, SKIPPING, no_skip="")
    assert code == 0
    assert "1 passed, 1 skipped, 1 xfailed" in told


def test_a_module_that_skips_itself_is_a_failure_too(tmp_path: Path) -> None:
    module = "import pytest\npytest.skip('no tool', allow_module_level=True)\n"
    code, told = outcome(tmp_path, module, no_skip="1")
    assert code == 2
    assert "CV_ACTION_NO_SKIP=1" in told


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_socket_can_be_opened() -> None:
    with pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
@pytest.mark.loopback
def test_a_marked_test_reaches_this_machine_and_no_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=0.01)


def test_the_runners_environment_is_out_of_sight(tmp_path: Path) -> None:
    module = """
import os

def test_it() -> None:
    assert not [name for name in os.environ if name.startswith("GITHUB_")]
"""
    os.environ["GITHUB_WORKSPACE"] = "/w"
    try:
        code, told = outcome(tmp_path, module, no_skip="")
    finally:
        del os.environ["GITHUB_WORKSPACE"]
    assert code == 0, told
