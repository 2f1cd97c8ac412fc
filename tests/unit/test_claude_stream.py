"""The command line's recorded runs, each with what comes of it, however the bytes arrive."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.claude.failure import Failure
from cv_action.claude.reply import Answered, Failed, Spent
from cv_action.claude.stream import Stream
from cv_action.claude.stream_outcome import outcome
from cv_action.claude.usage import Usage
from tests.cli_lines import MODEL, VERSION, came_of, recorded, transcript

ONE = Usage(input=1000, output=50, cache_read=300, cache_write_1h=200)
CAME_OF: dict[str, tuple[Failure | None, int]] = {
    # The failure, and how many requests were counted; the first two print no line that names it.
    "bare": (Failure.MALFORMED_REPLY, 0),
    "noauth": (Failure.MALFORMED_REPLY, 0),
    "budget": (Failure.MALFORMED_REPLY, 1),
    "emptykey": (Failure.MALFORMED_REPLY, 1),
    "maxturn1": (Failure.MALFORMED_REPLY, 2),
    "overage": (Failure.MALFORMED_REPLY, 1),
    "r400cc": (Failure.CREDENTIAL_REFUSED, 0),
    "r401": (Failure.CREDENTIAL_REFUSED, 0),
    "r403": (Failure.CREDENTIAL_REFUSED, 0),
    "r404": (Failure.UNKNOWN_MODEL, 0),
    "r413": (Failure.TOO_LARGE, 0),
    "r429_7d": (Failure.QUOTA_EXHAUSTED, 0),
    "r429_key": (Failure.CREDENTIAL_REFUSED, 0),
    "r500": (Failure.MALFORMED_REPLY, 1),
    "r529": (Failure.OVERLOADED, 0),
    "rec_429": (Failure.QUOTA_EXHAUSTED, 0),
    "rec_ok": (None, 1),
    "so_bad": (Failure.MALFORMED_REPLY, 5),
    "so_text": (Failure.MALFORMED_REPLY, 2),
    "warn": (Failure.MALFORMED_REPLY, 1),
}


def test_every_recorded_run_is_in_the_table() -> None:
    assert recorded() == sorted(CAME_OF)


@pytest.mark.parametrize("name", CAME_OF)
def test_a_recorded_run_has_one_outcome_and_counts_every_request(name: str) -> None:
    expected, requests = CAME_OF[name]
    ended = came_of(*transcript(name))
    assert (ended.failure if isinstance(ended, Failed) else None) is expected
    assert ended.spent == ((Spent(MODEL, sum([ONE] * requests, Usage())),) if requests else ())
    assert not isinstance(ended, Failed) or ended.measured


@given(name=st.sampled_from(sorted(CAME_OF)), cuts=st.lists(st.integers(0, 6000), max_size=20))
def test_it_does_not_matter_where_the_bytes_are_cut(name: str, cuts: list[int]) -> None:
    data, code = transcript(name)
    stream = Stream()
    ends = [*sorted(cuts), len(data)]
    for start, end in zip([0, *ends], ends, strict=False):
        stream.feed(data[start:end])
    assert outcome(stream.close(), version=VERSION, code=code) == came_of(data, code)


@given(name=st.sampled_from(sorted(CAME_OF)), share=st.floats(0, 1))
def test_a_run_that_was_cut_off_is_no_answer(name: str, share: float) -> None:
    data, _ = transcript(name)
    ended = came_of(data.rstrip()[:-1][: int(len(data) * share)])
    assert isinstance(ended, Failed)
    assert not ended.measured


def test_a_last_line_without_an_end_is_read_when_it_is_whole() -> None:
    data, code = transcript("rec_ok")
    assert isinstance(came_of(data.rstrip(), code), Answered)


def test_the_answer_is_what_stands_under_structured_output() -> None:
    ended = came_of(*transcript("rec_ok"))
    assert isinstance(ended, Answered)
    assert ended.data == {"summary": "s", "skills": ["a"]}


def test_of_a_used_up_quota_the_moment_is_known_at_which_it_is_there_again() -> None:
    ended = came_of(*transcript("r429_7d"))
    assert isinstance(ended, Failed)
    assert ended.resets_at == datetime(2026, 11, 26, 21, 1, 27, tzinfo=UTC)


@given(noise=st.lists(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), max_size=6))
def test_lines_that_are_none_of_ours_change_nothing(noise: list[bytes]) -> None:
    data, code = transcript("rec_ok")
    lines = data.splitlines()
    dirt = [piece.replace(b"\n", b"") for piece in noise]
    mixed = [line for pair in zip(lines, [*dirt, *[b""] * 9], strict=False) for line in pair]
    assert came_of(b"\n".join(mixed), code) == came_of(data, code)
