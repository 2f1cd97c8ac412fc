from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.actions.outputs import Output, entry, random_fence, write_outputs
from cv_action.actions.summary import CUT, LIMIT, append_summary, fitted


def read_outputs(text: str) -> dict[str, str]:
    """The outputs in a runner's file, read by the runner's own rule."""
    found = {}
    lines = iter(text.split("\n"))
    for head in lines:
        if not head:
            continue
        name, _, fence = head.partition("<<")
        found[name] = "\n".join(itertools.takewhile(lambda line: line != fence, lines))  # noqa: B023  used at once
    return found


@given(st.dictionaries(st.sampled_from(Output), st.text()))
def test_outputs_come_back_as_they_went(values: dict[Output, str]) -> None:
    written = "".join(entry(name, value) for name, value in values.items())
    assert read_outputs(written) == values
    assert not written or written.endswith("\n")


def test_a_fence_that_stands_in_the_value_is_not_used() -> None:
    fences = iter(["guessed", "safe"])
    value = "x\nguessed\noutcome=forged"
    assert entry("reason", value, fence=lambda: next(fences)) == f"reason<<safe\n{value}\nsafe\n"


def test_no_two_fences_are_alike() -> None:
    assert len({random_fence() for _ in range(100)}) == 100


def test_outputs_are_appended(tmp_path: Path) -> None:
    path = tmp_path / "output"
    path.write_text("first=1\n")
    write_outputs(path, {Output.OUTCOME: "rendered"}, fence=lambda: "F")
    write_outputs(path, {Output.REASON: "é\r\n☕"}, fence=lambda: "F")
    written = path.read_bytes().decode()
    assert written == "first=1\noutcome<<F\nrendered\nF\nreason<<F\né\r\n☕\nF\n"


def test_an_output_that_no_encoding_has_is_written_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "output"
    write_outputs(path, {Output.REASON: "\ud800"}, fence=lambda: "F")
    assert path.read_text() == "reason<<F\n\\ud800\nF\n"


def test_a_summary_is_appended_and_ends_its_last_line(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    append_summary(path, "# One")
    append_summary(path, "Two\n")
    assert path.read_text() == "# One\nTwo\n"


@pytest.mark.parametrize("there", [0, 1, LIMIT - 500, LIMIT - 10, LIMIT])
def test_a_summary_never_grows_past_what_the_runner_shows(tmp_path: Path, there: int) -> None:
    path = tmp_path / "summary"
    path.write_bytes(b"x" * there)
    append_summary(path, "é line\n" * (LIMIT // 6))
    assert path.stat().st_size <= LIMIT
    path.read_text()


@given(st.lists(st.text(st.characters(exclude_characters="\n"))), st.integers(0, 200))
def test_a_cut_summary_holds_whole_lines_and_says_so(lines: list[str], room: int) -> None:
    text = "\n".join(lines) + "\n"
    kept = fitted(text, room=room)
    whole = text.encode(errors="backslashreplace")
    assert len(kept) <= room
    if kept not in {whole, b""}:
        assert kept.endswith(CUT.encode())
        start = kept.removesuffix(CUT.encode())
        assert whole.startswith(start + b"\n" if start else b"")


def test_a_summary_that_just_fits_is_whole() -> None:
    assert fitted("four\n", room=5) == b"four\n"
    assert fitted("four\n", room=4) == b""
