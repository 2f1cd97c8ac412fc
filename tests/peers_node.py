"""Programs by other people that run on Node, from the packages locked in ``tests/peers``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest

FOLDER = Path(__file__).parent / "peers"
MODULES = FOLDER / "node_modules"
PATIENCE = 60
"""Seconds that a script may take, or a server to begin or to end; then it is ended."""


def packages() -> Path:
    """Where the packages lie; without them the test is skipped."""
    if not (MODULES / ".package-lock.json").is_file():
        pytest.skip("not installed: the packages of tests/peers (make test installs them)")
    return MODULES


def _command(script: str, *arguments: str) -> list[str]:
    packages()
    node = shutil.which("node")
    if node is None:
        pytest.skip("not installed: node")
    return [node, str(FOLDER / script), *arguments]


def _environ(environ: Mapping[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], **environ}


def answer(script: str, *arguments: str, environ: Mapping[str, str]) -> str:
    """The last line that a script prints; a failing one fails the test with all it said."""
    done = subprocess.run(
        _command(script, *arguments),
        check=False,
        env=_environ(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.splitlines()[-1]


@contextmanager
def serving(
    script: str, *arguments: str, environ: Mapping[str, str], ready: re.Pattern[str]
) -> Iterator[str]:
    """A server for as long as the block lasts: what ``ready`` finds in a line that it prints.

    The script has to end when its standard input does, so that it outlives no test that is killed.
    """
    with subprocess.Popen(
        _command(script, *arguments),
        env=_environ(environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield _first(process, ready)
        finally:
            with _watched(process):
                process.communicate()


def _first(process: subprocess.Popen[str], ready: re.Pattern[str]) -> str:
    assert process.stdout
    told = ""
    with _watched(process):
        for line in process.stdout:
            told += line
            if found := ready.search(line):
                return found[1]
    pytest.fail(f"the server did not begin: {told}")


@contextmanager
def _watched(process: subprocess.Popen[str]) -> Iterator[None]:
    watchdog = Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()
