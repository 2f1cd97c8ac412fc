"""Cases and verdicts as lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.evidence.statement import Evidence
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.verdict import judge
from cv_action.guard.wire import Item, LineError, decode, encode, encode_error

FULL: dict[str, Any] = {
    "id": "net-1",
    "before": "Mended nets.",
    "after": "Repaired nets.",
    "evidence": ["Sang."],
    "role_evidence": ["Kept books."],
    "job_ad": "Wanted.",
}


def line(**changes: object) -> bytes:
    given = {**FULL, **changes}
    return json.dumps({key: value for key, value in given.items() if value is not ...}).encode()


def test_a_line_is_a_case() -> None:
    evidence = Evidence(
        source="Mended nets.", role=("Kept books.",), rest=("Sang.",), job_ad="Wanted."
    )
    assert decode(line()) == Item("net-1", evidence, "Repaired nets.")


@pytest.mark.parametrize("nothing", [..., None])
def test_what_is_optional_may_be_left_out(nothing: object) -> None:
    item = decode(line(role_evidence=nothing, job_ad=nothing))
    assert item.evidence == Evidence(source="Mended nets.", rest=("Sang.",))


def test_more_than_is_known_does_no_harm() -> None:
    assert decode(line(must="pass", rules=["x"])) == decode(line())
    assert decode(b"\xef\xbb\xbf" + line() + b"\r\n") == decode(line())
    assert decode(line(id=7)).id == 7


@pytest.mark.parametrize("key", ["id", "before", "after", "evidence"])
def test_what_is_needed_is_named_when_it_is_missing(key: str) -> None:
    with pytest.raises(LineError, match=f"“{key}” is missing"):
        decode(line(**{key: ...}))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "“id” is not a text or a whole number"),
        ({"id": True}, "“id” is not a text or a whole number"),
        ({"id": 1.5}, "“id” is not a text or a whole number"),
        ({"before": None}, "“before” is not a text"),
        ({"after": ["a"]}, "“after” is not a text"),
        ({"evidence": "a"}, "“evidence” is not a list of texts"),
        ({"evidence": None}, "“evidence” is not a list of texts"),
        ({"evidence": ["a", 1]}, "“evidence” is not a list of texts"),
        ({"role_evidence": {"a": 1}}, "“role_evidence” is not a list of texts"),
        ({"job_ad": 1}, "“job_ad” is not a text"),
    ],
)
def test_a_wrong_type_is_named(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(LineError, match=reason):
        decode(line(**changes))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"secret words", "not JSON"),
        (b'{"id": 1', "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"a"', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"id": "\xff"}', "not UTF-8"),
        (b"[" * 100_000, "nobody can hold"),
        (b'{"id": ' + b"1" * 5_000 + b"}", "nobody can hold"),
    ],
    ids=range(8),
)
def test_a_line_that_is_no_case_says_why_and_repeats_nothing(raw: bytes, reason: str) -> None:
    with pytest.raises(LineError, match=reason) as caught:
        decode(raw)
    assert "secret" not in str(caught.value)


@given(st.binary(max_size=60))
def test_no_bytes_do_more_than_be_refused(raw: bytes) -> None:
    with pytest.raises(LineError):
        decode(raw)


def test_a_verdict_is_a_line() -> None:
    finding = Finding(
        rule="novelty", effect=Effect.ASK, start=0, end=8,
        text="Repaired", source="Mended", reason="New.",
    )  # fmt: skip
    verdict = judge(
        Evidence(source="Mended nets."), "Repaired nets.", rules={"x": lambda _: [finding]}
    )
    assert json.loads(encode("net-1", verdict)) == {
        "id": "net-1",
        "verdict": "ask",
        "findings": [
            {
                "rule": "novelty",
                "effect": "ask",
                "span": [0, 8],
                "text": "Repaired",
                "source": "Mended",
                "reason": "New.",
            }
        ],
    }


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_any_text_comes_back_from_one_line_of_utf_8(identity: str, text: str) -> None:
    finding = Finding(rule="x", effect=Effect.BLOCK, start=0, end=0, text=text, reason=text)
    raw = encode(identity, judge(Evidence(source=""), "b", rules={"x": lambda _: [finding]}))
    assert raw.count(b"\n") == 1
    told = json.loads(raw.decode())
    joined = identity.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert told["id"] in {identity, joined}
    assert len(told["findings"]) == 1


def test_an_error_names_its_line() -> None:
    assert json.loads(encode_error(3, "Why.")) == {"line": 3, "error": "Why."}
