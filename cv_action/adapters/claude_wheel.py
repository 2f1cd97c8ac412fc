"""The Claude CLI from a wheel with a known hash, fetched with pip.

It is not part of this program: its licence does not allow to hand it on, and it is large. Its
version and the hashes of its files, one for each kind of machine, stand in ``claude.txt``.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Final

from cv_action.adapters.claude_process import Child, Ended, workplace
from cv_action.claude.stream_outcome import End

_LOCK: Final = resources.files("cv_action.adapters").joinpath("claude.txt")
_PIN: Final = re.compile(r"^# Claude CLI (?P<version>\d[\d.]*\d),", re.MULTILINE)
_INSIDE: Final = Path("claude_agent_sdk", "_bundled", "claude")
_ROOM: Final = 900 * 10**6
"""Bytes that the wheel and what is in it need side by side, and some more."""
_PATIENCE: Final = timedelta(minutes=10)
_PIP: Final = (
    *("-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
    *("--no-cache-dir", "--no-compile", "--no-deps", "--only-binary", ":all:", "--require-hashes"),
)
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_PASSED_ON: Final = frozenset(
    {"PATH", "HOME", "LANG", "LC_ALL", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "PIP_CONFIG_FILE"}
    | {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"}
    | {"PIP_CERT", "PIP_CLIENT_CERT", "PIP_TRUSTED_HOST", "PIP_PROXY"}
    | {"PIP_TIMEOUT", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES"}
    | {"SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}
    | {*_PROXIES, *map(str.upper, _PROXIES)}
)
"""What pip may see of our environment: how a package index is reached from this machine.

Why that much is safe: wherever it leads pip to, what comes back has to have the hash.
"""
_SETTLED: Final = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
"""Settings of a machine for other installations than this one, which goes into its own folder."""
_URL: Final = re.compile(r"\S+://\S+")
_LONGEST_REASON: Final = 300


def pinned() -> str:
    """The version of the CLI that the subscription lane was tested with."""
    found = _PIN.search(_LOCK.read_text("utf-8"))
    return found["version"] if found else ""


def fetched(cache: Path, environ: Mapping[str, str]) -> Path | str:
    """The CLI in a folder that is kept, or why it is not there; fetched unless it is there already.

    ``environ`` is our own environment, of which pip is shown only what it needs.

    Raises:
        OSError: the folder cannot be written.
    """
    place = cache / f"claude-{pinned()}"
    if not (place / _INSIDE).is_file():
        cache.mkdir(parents=True, exist_ok=True)
        if reason := _fetch(place, environ):
            return reason
    return place / _INSIDE


def _fetch(place: Path, environ: Mapping[str, str]) -> str:
    """Put the wheel in its place, all at once; why that was not possible.

    Why beside its place: there it can be moved in one step, and a job that did the same meanwhile
    does no harm. What was begun is gone in any case.
    """
    free = shutil.disk_usage(place.parent).free
    if free < _ROOM:
        return (
            f"the Claude CLI needs {_ROOM // 10**6} MB in its folder, and {free // 10**6} are free"
        )
    with workplace(place.parent) as here, resources.as_file(_LOCK) as lock:
        target = here.empty("wheel")
        temporary = here.empty("temporary")
        passed_on = {name: word for name, word in environ.items() if name in _PASSED_ON}
        pip = Child(
            arguments=(sys.executable, *_PIP, "--target", str(target), "-r", str(lock)),
            folder=temporary,
            environment=passed_on | _SETTLED | {"TMPDIR": str(temporary)},
        )
        ended = here.run(pip, patience=_PATIENCE, heard=lambda _: False)
        if ended.end is End.BY_ITSELF and not ended.code:
            return _kept(target, place)
    return _reason(ended)


def _kept(wheel: Path, place: Path) -> str:
    """Put it in its place, where the same may have appeared meanwhile."""
    try:
        wheel.rename(place)
    except OSError:
        if not (place / _INSIDE).is_file():
            raise
    return "" if (place / _INSIDE).is_file() else "the wheel of the Claude CLI has no CLI in it"


def _reason(ended: Ended) -> str:
    """Why addresses are left out: those of a package index can hold a password."""
    if ended.end is not End.BY_ITSELF:
        return f"the Claude CLI could not be fetched: pip took more than {_PATIENCE}"
    lines = ended.said.decode(errors="replace").split("\n")
    said = [line for line in lines if line.startswith("ERROR:")] or [line for line in lines if line]
    last = _URL.sub("(an address)", said[-1]) if said else f"exit code {ended.code}"
    words = "".join(mark for mark in last if mark.isprintable())[:_LONGEST_REASON]
    return f"the Claude CLI could not be fetched; pip says: {words}"
