"""The command line is fetched whole and by its hash, or not at all."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from cv_action.adapters import claude_wheel
from cv_action.adapters.claude_binary import ClaudeBinary, Unusable
from cv_action.adapters.claude_wheel import fetched, pinned
from tests.cli_fakes import fake
from tests.cli_real import CANARY

LOCK = Path(claude_wheel.__file__).with_name("claude.txt").read_text("utf-8")
NAME, RELEASE = re.findall(r"^([a-z-]+)==([\d.]+)", LOCK, re.MULTILINE)[0]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with a wheel of the pinned name, and a program of ours in it."""
    place = tmp_path / "shelf"
    place.mkdir()
    title = f"{NAME.replace('-', '_')}-{RELEASE}"
    texts = {
        f"{title}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {RELEASE}",
        f"{title}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any",
        f"{title}.dist-info/RECORD": "",
        "claude_agent_sdk/_bundled/claude": fake(tmp_path, "").read_text(),
    }
    with zipfile.ZipFile(place / f"{title}-py3-none-any.whl", "w") as archive:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, text)
    return place


@pytest.fixture
def known(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder, with a lock that has the hash of what is in it."""
    (wheel,) = shelf.iterdir()
    lock = tmp_path / "claude.txt"
    digest = sha256(wheel.read_bytes()).hexdigest()
    head = LOCK.splitlines()[0]
    lock.write_text(f"{head}\n{NAME}=={RELEASE} --hash=sha256:{digest}\n")
    monkeypatch.setattr(claude_wheel, "_LOCK", lock)
    return shelf


def environment(shelf: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(shelf),
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(shelf),
        "CLAUDE_OAUTH_TOKEN": CANARY,
    }


def refused(cache: Path, environ: dict[str, str]) -> str:
    """Why it was not fetched; nothing is left of the attempt."""
    reason = fetched(cache, environ)
    assert isinstance(reason, str)
    assert list(cache.iterdir()) == []
    return reason


def test_it_is_fetched_once_and_kept(known: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "deep"
    program = fetched(cache, environment(known))
    assert isinstance(program, Path)
    assert [path.name for path in cache.iterdir()] == [f"claude-{pinned()}"]
    shutil.rmtree(known)
    assert fetched(cache, {}) == program
    binary = ClaudeBinary(given="", workspace=tmp_path / "work", cache=cache, environ={})
    assert binary.path() == program


def test_what_has_another_hash_is_refused(shelf: Path, tmp_path: Path) -> None:
    assert "hash" in refused(tmp_path / "cache", environment(shelf)).lower()


def test_where_there_is_no_wheel_for_this_machine_the_reason_says_so(
    shelf: Path, tmp_path: Path
) -> None:
    (wheel,) = shelf.iterdir()
    wheel.rename(wheel.with_name(wheel.name.replace("any", "win_arm64")))
    assert "No matching distribution" in refused(tmp_path / "cache", environment(shelf))


def test_without_a_network_the_reason_names_no_address(shelf: Path, tmp_path: Path) -> None:
    address = "http://somebody:made-up-password@127.0.0.1:9/simple"
    reached = {"PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": address, "PIP_RETRIES": "0"}
    reason = refused(tmp_path / "cache", reached | {"HOME": str(shelf)})
    assert "pip says" in reason
    assert "made-up-password" not in reason
    assert "127.0.0.1" not in reason


def test_a_wheel_without_the_program_is_refused(
    known: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claude_wheel, "_INSIDE", Path("elsewhere"))
    assert "no CLI" in str(fetched(tmp_path / "cache", environment(known)))


def test_where_there_is_no_room_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**8))
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert "100 are free" in refused(tmp_path / "cache", {})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("print('No module named pip', file=sys.stderr); sys.exit(1)", "No module named pip"),
        ("sys.exit(3)", "exit code 3"),
        ("time.sleep(60)", "more than 0:00:01"),
        ("sys.exit('ERROR: 403 for https://a:made-up@example.test/x?y')", "403 for (an address)"),
        ("print('ERROR: \\x1b[2J' + 'x' * 5000, file=sys.stderr); sys.exit(1)", "ERROR: [2Jxxx"),
    ],
)
def test_a_pip_that_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, told: str
) -> None:
    monkeypatch.setattr(sys, "executable", str(fake(tmp_path, body)))
    monkeypatch.setattr(claude_wheel, "_PATIENCE", timedelta(seconds=1))
    reason = refused(tmp_path / "cache", {})
    assert told in reason
    assert len(reason) < 400


def test_pip_sees_how_to_reach_an_index_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen.json"
    body = f"import json; json.dump([sys.argv, dict(os.environ)], open({str(seen)!r}, 'w'))"
    monkeypatch.setattr(sys, "executable", str(fake(tmp_path, body)))
    ours = environment(tmp_path) | {
        "HTTPS_PROXY": "http://x",
        "PIP_TARGET": "x",
        "GITHUB_TOKEN": "x",
    }
    fetched(tmp_path / "cache", ours)
    arguments, told = json.loads(seen.read_text())
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(arguments)
    assert set(told) - {"LC_CTYPE"} == {
        *("PATH", "HOME", "PIP_CONFIG_FILE", "PIP_NO_INDEX", "PIP_FIND_LINKS", "HTTPS_PROXY"),
        *("PIP_USER", "PIP_REQUIRE_VIRTUALENV", "TMPDIR"),
    }


RACE = """
from pathlib import Path
target = Path(sys.argv[sys.argv.index("--target") + 1])
for place in (target, target.parents[1] / {name!r}):
    (place / "claude_agent_sdk/_bundled").mkdir(parents=True)
    (place / {inside!r}).touch()
"""


def test_two_jobs_that_fetch_at_once_end_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"claude-{pinned()}"
    body = RACE.format(name=name, inside="claude_agent_sdk/_bundled/claude")
    monkeypatch.setattr(sys, "executable", str(fake(tmp_path, body)))
    program = fetched(tmp_path / "cache", {})
    assert program == tmp_path / "cache" / name / "claude_agent_sdk" / "_bundled" / "claude"
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [name]


def test_what_lies_in_its_place_and_is_no_cli_is_no_cli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = RACE.format(name=f"claude-{pinned()}", inside="other")
    monkeypatch.setattr(sys, "executable", str(fake(tmp_path, body)))
    binary = ClaudeBinary(
        given="", workspace=tmp_path / "work", cache=tmp_path / "cache", environ={}
    )
    assert binary.path() == Unusable("the Claude CLI cannot be used: Directory not empty")


@pytest.mark.parametrize("cache", ["work/cache", "link", "work"])
def test_it_is_not_kept_in_the_workspace(tmp_path: Path, cache: str) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "link").symlink_to(work)
    binary = ClaudeBinary(given="", workspace=work, cache=tmp_path / cache, environ={})
    found = binary.path()
    assert isinstance(found, Unusable)
    assert "workspace" in found.reason
    assert list(work.iterdir()) == []
