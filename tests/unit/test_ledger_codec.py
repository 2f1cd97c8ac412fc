"""Events as lines: all that we write comes back, all that others write is kept or refused."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger.codec import (
    LONGEST_LINE,
    CodecError,
    in_order,
    read_line,
    read_lines,
    write_line,
    write_lines,
)
from cv_action.ledger.event import Carried, Event, Known
from tests.ledger_events import OURS, alert, called, foreign_lines, known, reserved, settled

WRITER = {"run": 7, "attempt": 1, "job": "cv", "nonce": "n"}
HEAD = {"id": "e", "at": "2026-11-18T09:30:00Z", "by": WRITER}
RESERVED = HEAD | {"kind": "reserved", "usd": "0.5", "until": "2026-11-18T10:00:00Z"}
CALLED = HEAD | {
    "kind": "called", "lane": "api", "model": "m", "usd": "0.1", "list_usd": "0.1",
    "usage": {"input": 8, "output": 2},
}  # fmt: skip
SETTLED = HEAD | {"kind": "settled", "reservation": "r", "calls": 1, "usd": "0.1"}
WINDOW = HEAD | {"kind": "window-seen", "window": "five_hour", "status": "allowed"}
FAILED = HEAD | {"kind": "lane-failed", "lane": "api", "failure": "timeout"}
RAISED = HEAD | {"kind": "alert-raised", "alert": "a"}
CLEARED = HEAD | {"kind": "alert-cleared", "alert": "a"}
PUBLISHED = HEAD | {"kind": "published", "files": {"cv.pdf": "a" * 64}, "commit": "b" * 40}
HELD = HEAD | {"kind": "held", "commit": "b" * 64, "inputs": "c" * 64}
FINISHED = HEAD | {"kind": "run-finished", "mode": "m", "outcome": "o", "stages": {"s": 1}}
LINES = (RESERVED, CALLED, SETTLED, WINDOW, FAILED, RAISED, CLEARED, PUBLISHED, HELD, FINISHED)
KINDS = {str(kind.__struct_config__.tag) for kind in Event.__subclasses__()}

NO_AMOUNTS: tuple[object, ...] = (
    "NaN", "sNaN", "Infinity", "-Infinity", "-0.01", -1, -0.01, "1000000.01", "1E+7", "1E-16",
    "1E-999999", "0.0000000000000001", "1E+999999999999999999999", "", "one", None, True, [],
)  # fmt: skip
NO_MOMENTS = (
    "2026-11-18T09:30:00", "2026-11-18", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "2026-02-30T00:00:00Z", "now", "", 1_790_000_000, None, True,
)  # fmt: skip
NO_COUNTS = (-1, 1.0, 1.5, "1", True, None, 10**12 + 1, 10**40)
NO_WORDS = ("w" * 201, 1, None, True, ["w"])


def line(*parts: dict[str, Any], **fields: object) -> bytes:
    whole: dict[str, Any] = {}
    for part in parts:
        whole |= part
    return json.dumps(whole | fields).encode()


def is_refused(data: bytes) -> bool:
    try:
        read_line(data)
    except CodecError:
        return True
    return False


def test_there_is_a_line_for_every_kind_of_event_and_each_is_read() -> None:
    assert {one["kind"] for one in LINES} == KINDS
    assert {type(read_line(line(one))) for one in LINES} == set(Event.__subclasses__())


@given(st.lists(known(), min_size=1, max_size=4))
def test_every_event_comes_back_as_it_was(events: list[Known]) -> None:
    for event in events:
        written = write_line(event)
        assert b"\n" not in written
        assert read_line(written) == event
        assert write_line(read_line(written)) == written
    assert read_lines(write_lines(set(events))) == set(events)


@given(foreign_lines())
def test_what_is_not_known_is_carried_byte_for_byte(raw: bytes) -> None:
    entry = read_line(raw)
    assert isinstance(entry, Carried)
    assert write_line(entry) == raw
    assert read_lines(write_lines([entry, alert("a")])) == {entry, alert("a")}


@pytest.mark.parametrize("kind", LINES, ids=lambda one: one["kind"])
def test_a_later_version_of_a_known_kind_is_carried_and_an_earlier_is_nonsense(
    kind: dict[str, Any],
) -> None:
    later = line(kind, v=2, usd="NaN", by=None)
    assert isinstance(read_line(later), Carried)
    assert write_line(read_line(later)) == later
    assert is_refused(line(kind, v=0))
    assert is_refused(line(kind, v="2"))


@pytest.mark.parametrize("amount", NO_AMOUNTS, ids=repr)
def test_money_that_is_none_is_refused(amount: object) -> None:
    assert is_refused(line(RESERVED, usd=amount))
    assert is_refused(line(CALLED, usd=amount))
    assert is_refused(line(CALLED, list_usd=amount))
    assert is_refused(line(SETTLED, usd=amount))


@pytest.mark.parametrize("amount", ["0", "0.00", "1000000", "0.000000000000001", 0.1, 3])
def test_money_that_is_some_is_read_to_the_last_decimal(amount: object) -> None:
    event = read_line(line(RESERVED, usd=amount))
    assert event == reserved(str(amount), name="e", by=msgspec.structs.replace(OURS, nonce="n"))


@pytest.mark.parametrize("moment", NO_MOMENTS, ids=repr)
def test_a_moment_that_is_none_is_refused_wherever_it_stands(moment: object) -> None:
    assert all(is_refused(line(one, at=moment)) for one in LINES)
    assert is_refused(line(RESERVED, until=moment))
    assert moment is None or is_refused(line(WINDOW, resets_at=moment))
    assert moment is None or is_refused(line(FAILED, closed_until=moment))


@pytest.mark.parametrize("count", NO_COUNTS, ids=repr)
def test_tokens_runs_calls_and_milliseconds_are_whole_and_bounded(count: object) -> None:
    assert is_refused(line(CALLED, usage={"input": count}))
    assert is_refused(line(CALLED, usage={"output": count}))
    assert is_refused(line(SETTLED, calls=count))
    assert is_refused(line(FINISHED, stages={"s": count}))
    assert is_refused(line(RAISED, by=WRITER | {"run": count}))


@pytest.mark.parametrize("word", NO_WORDS, ids=lambda word: repr(word)[:9])
def test_a_word_is_text_of_at_most_200_letters(word: object) -> None:
    assert all(is_refused(line(one, id=word)) for one in LINES)
    assert is_refused(line(CALLED, model=word))
    assert is_refused(line(SETTLED, reservation=word))
    assert is_refused(line(WINDOW, status=word))
    assert is_refused(line(RAISED, alert=word))
    assert is_refused(line(RAISED, by=WRITER | {"nonce": word}))
    assert is_refused(line(HEAD, kind="a-new-one", id=word))


def test_a_word_of_200_letters_is_one() -> None:
    assert not is_refused(line(RAISED, alert="w" * 200, id="i" * 200))


@pytest.mark.parametrize(
    "nonsense",
    [
        line(RESERVED, until="2026-11-18T09:29:59Z"),
        line(WINDOW, utilization=-0.1),
        line(WINDOW, utilization=1000.1),
        line(WINDOW, utilization="0.5"),
        line(WINDOW)[:-1] + b',"utilization":NaN}',
        line(WINDOW)[:-1] + b',"utilization":1e999}',
        line(CALLED, lane="free"),
        line(FAILED, failure="bad luck"),
        line(PUBLISHED, commit=""),
        line(PUBLISHED, commit="b" * 39),
        line(PUBLISHED, commit="b" * 40 + "\n"),
        line(PUBLISHED, pull_request=-1),
        line(PUBLISHED, more=-1),
        line(PUBLISHED, files={"cv.pdf": "a" * 63}),
        line(PUBLISHED, files={"cv.pdf": "A" * 64}),
        line(PUBLISHED, files={f"{number}.pdf": "a" * 64 for number in range(200)}),
        line(HELD, commit=None),
        line(HELD, inputs="c" * 40),
        line(FINISHED, stages={str(number): 1 for number in range(51)}),
        line({name: RESERVED[name] for name in RESERVED if name != "usd"}),
        line({name: RAISED[name] for name in RAISED if name != "by"}),
        line({name: RAISED[name] for name in RAISED if name != "kind"}),
        line({name: RAISED[name] for name in RAISED if name != "id"}),
    ],
)  # fmt: skip
def test_a_known_kind_that_says_nonsense_is_refused(nonsense: bytes) -> None:
    assert is_refused(nonsense)


@pytest.mark.parametrize(
    "data",
    [
        b"", b" ", b"\x00", b"[]", b"1", b"null", b'"x"', b"{}", b"{", b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        line(RAISED)[:-1], line(RAISED) + b"}", line(RAISED) * 2,
        line(RAISED).replace(b'"alert": "a"', b'"alert": "\xff"'),
        line(RAISED).replace(b'"alert": "a"', b'"alert": "\\ud800"'),
        line(HEAD, kind="new")[:-1] + b',"z":' + b"[" * 9_000 + b"]" * 9_000 + b"}",
        line(RAISED)[:-1] + b',"z":' + b'{"a":' * 3_000 + b"1" + b"}" * 3_000 + b"}",
        line(HEAD, kind="new", v="1"), line(HEAD, kind="new", v=None),
        line(HEAD, kind="new")[:-1] + b',"v":' + b"1" * 5_000 + b"}",
    ],
    ids=lambda data: repr(data[:20]),
)  # fmt: skip
def test_what_is_no_event_is_refused_and_nothing_else_is_raised(data: bytes) -> None:
    assert is_refused(data)


def test_a_line_has_at_most_so_many_bytes() -> None:
    empty = len(line(HEAD, kind="new", z=""))
    assert not is_refused(line(HEAD, kind="new", z="z" * (LONGEST_LINE - empty)))
    assert is_refused(line(HEAD, kind="new", z="z" * (LONGEST_LINE - empty + 1)))


@given(st.binary(max_size=60))
def test_any_bytes_are_an_event_or_refused(data: bytes) -> None:
    assert is_refused(data) or read_line(data) is not None


def test_one_bad_line_makes_the_whole_unreadable() -> None:
    good = write_lines([alert("a"), alert("b")])
    assert len(read_lines(good)) == 2
    for bad in (b"{}\n", b"\n", line(RESERVED, usd="NaN") + b"\n"):
        with pytest.raises(CodecError):
            read_lines(good + bad)


@given(st.lists(known(), max_size=6), st.randoms())
def test_the_order_of_lines_depends_on_nothing_but_the_events(
    events: list[Known],
    random: Any,  # noqa: ANN401  Hypothesis's own kind of Random
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert write_lines(shuffled) == write_lines(events)


def test_events_are_in_order_by_moment_and_then_by_id() -> None:
    first, second, third = alert("b"), alert("c"), alert("a", at=reserved().until)
    assert in_order([third, second, first]) == (first, second, third)


def test_events_of_one_id_that_say_other_things_are_two() -> None:
    assert len({called("0.10"), called("0.20"), called("0.10")}) == 2
    assert len({settled(1, "0.1"), called("0.1", name="s"), reserved(name="s")}) == 3
    assert sum(one.usd for one in {called("0.10"), called("0.1")}) == Decimal("0.1")
