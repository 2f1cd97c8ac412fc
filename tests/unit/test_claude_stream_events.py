"""What single lines of the command line say."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from cv_action.claude.reply import Sighting, Spent
from cv_action.claude.stream import Stream
from cv_action.claude.stream_events import Result, event
from cv_action.claude.stream_lines import LONGEST_LINE, Lines
from cv_action.claude.usage import Usage
from tests.cli_lines import MODEL, answered, limits, printed, result, started

AT = 1_795_434_907
MOMENT = datetime.fromtimestamp(AT, UTC)


def seen(**told: object) -> tuple[Sighting, ...]:
    return answered(started(), limits(**told), result()).seen


def test_every_window_is_seen() -> None:
    windows = {
        "five_hour": {"utilization": 0.42, "resetsAt": AT, "status": "allowed"},
        "seven_day": {"utilization": 0.13, "resetsAt": AT + 60, "status": "allowed_warning"},
    }
    assert seen(
        status="allowed", rateLimitType="five_hour", resetsAt=AT, unifiedWindows=windows
    ) == (
        Sighting(window="five_hour", status="allowed", resets_at=MOMENT, utilization=0.42),
        Sighting(
            window="seven_day",
            status="allowed_warning",
            resets_at=datetime.fromtimestamp(AT + 60, UTC),
            utilization=0.13,
        ),
    )


def test_a_window_that_decides_is_seen_without_a_list() -> None:
    assert seen(status="allowed", rateLimitType="seven_day_opus", resetsAt=AT, utilization=0.5) == (
        Sighting(window="seven_day_opus", status="allowed", resets_at=MOMENT, utilization=0.5),
    )


def test_money_is_spent_only_where_overage_is_in_use() -> None:
    windows = {
        "five_hour": {"utilization": 1.02, "resetsAt": AT, "status": "rejected"},
        "seven_day": {"utilization": 0.13, "resetsAt": AT, "status": "allowed"},
    }
    told = {"status": "rejected", "rateLimitType": "five_hour", "unifiedWindows": windows}
    used = seen(**told, overageStatus="allowed", isUsingOverage=True)
    assert {one.window: one.overage for one in used} == {"five_hour": True, "seven_day": False}
    unused = seen(**told, overageStatus="allowed", isUsingOverage=False)
    assert not any(one.overage for one in unused)
    assert len(unused) == 2


def test_no_credits_for_overage_is_no_overage() -> None:
    told = seen(status="allowed", rateLimitType="five_hour", overageStatus="rejected")
    assert [(one.status, one.overage) for one in told] == [("allowed", False)]


def test_of_several_sightings_of_a_window_the_last_one_counts_and_money_stays_spent() -> None:
    first = limits(status="rejected", rateLimitType="five_hour", isUsingOverage=True)
    last = limits(status="allowed", rateLimitType="five_hour", utilization=0.9)
    told = answered(started(), first, last, result()).seen
    assert told == (Sighting(window="five_hour", status="allowed", utilization=0.9, overage=True),)


@pytest.mark.parametrize(
    "told",
    [
        {"status": "rejected", "rateLimitType": "five_hour\n::error::"},
        {"status": "rejected", "rateLimitType": "five_hour", "resetsAt": -1},
        {"status": "rejected", "rateLimitType": "five_hour", "resetsAt": 1e300},
        {"status": "rejected", "rateLimitType": "five_hour", "utilization": "most"},
        {"status": "rejected", "unifiedWindows": {f"w{n}": {} for n in range(31)}},
        {"status": "rejected", "unifiedWindows": {"a b": {}}},
        {},
    ],
)
def test_a_window_that_says_what_none_can_is_not_seen(told: dict[str, object]) -> None:
    assert seen(**told) == ()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"type": 7}',
        b'{"type": "result", "is_error": "perhaps"}',
        b'{"type": "system", "subtype": "init", "apiKeySource": {}}',
        b'{"type": "\xff"}',
        b'{"type": "result", "x": ' + b"[" * 200_000,
        b'{"type": "later"}',
        b'{"type": "system", "subtype": "api_retry", "retry_delay_ms": 1e99}',
        b'{"type": "assistant", "message": {}}',
        b'{"type": "assistant", "message": {}, "error": "unknown", "is_api_error_message": false}',
    ],
)
def test_a_line_that_says_nothing_is_passed_over(line: bytes) -> None:
    assert event(line) is None


def test_of_an_answer_that_cannot_be_read_it_is_still_known_what_it_used() -> None:
    told = event(json.dumps(result()).replace('"x"', "1" * 5000).encode())
    assert isinstance(told, Result)
    assert told.data is None
    assert told.spent == (Spent(MODEL, Usage(input=1000, output=50, cache_read=300)),)


def test_what_was_written_to_the_cache_is_counted_by_its_time() -> None:
    def written(**told: int) -> tuple[int, int]:
        usage = answered(started(), result(modelUsage={MODEL: told})).spent[0].usage
        return usage.cache_write_5m, usage.cache_write_1h

    both = {"cacheCreationEphemeral5mInputTokens": 30, "cacheCreationEphemeral1hInputTokens": 170}
    assert written(cacheCreationInputTokens=200, **both) == (30, 170)
    assert written(cacheCreationInputTokens=200) == (0, 200)
    assert written(cacheCreationInputTokens=10, **both) == (10, 0)


def test_each_model_is_counted_for_itself() -> None:
    usage = {MODEL: {"inputTokens": 1}, "claude-sonnet-5-5": {"outputTokens": 2}}
    assert answered(started(), result(modelUsage=usage)).spent == (
        Spent(MODEL, Usage(input=1)),
        Spent("claude-sonnet-5-5", Usage(output=2)),
    )


def test_a_line_that_is_too_long_is_passed_over_whole() -> None:
    lines = Lines(longest=10)
    fed = b"short\n" + b"x" * 11 + b"\n" + b"0123456789\n" + b"y" * 20
    assert list(lines.feed(fed)) == [b"short", b"0123456789"]
    assert list(lines.feed(b"yy\nend")) == []
    assert list(lines.end()) == [b"end"]
    assert list(lines.end()) == []


def test_the_longest_answer_has_room_in_its_line() -> None:
    assert LONGEST_LINE > 128_000 * 4 * 2 * 2, "four bytes a token, twice, each escaped"


def test_what_is_printed_beyond_measure_is_not_read() -> None:
    stream = Stream(most=1000)
    stream.feed(b" " * 999)
    before = stream.overflowed
    stream.feed(printed([started()]))
    assert (before, stream.overflowed) == (False, True)
    assert stream.close().started is None
