"""Cases and verdicts as lines of JSON.

In: ``{"id", "before", "after", "evidence": [...], "role_evidence": [...]?, "job_ad": ...?}``.
Out: ``{"id", "verdict", "findings": [{"rule", "effect", "span", "text", "source", "reason"}]}``;
a span is two offsets into ``after``, in characters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from cv_action.evidence.statement import Evidence
from cv_action.guard.finding import Finding
from cv_action.guard.verdict import Verdict

_MARK: Final = b"\xef\xbb\xbf"
"""What some editors put before UTF-8."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line that was understood."""

    id: str | int
    evidence: Evidence
    rewrite: str


class LineError(ValueError):
    """A line that is no case; the message says why, without repeating what stands in it."""


def decode(line: bytes) -> Item:
    """One line as a case.

    Raises:
        LineError: it is no JSON object, a key is missing or a value has the wrong type.
    """
    given = _object(line)
    evidence = Evidence(
        source=_text(given, "before"),
        role=_texts(given, "role_evidence", needed=False),
        rest=_texts(given, "evidence", needed=True),
        job_ad=_text(given, "job_ad", needed=False),
    )
    return Item(_id(given), evidence, _text(given, "after"))


def encode(identity: str | int, verdict: Verdict) -> bytes:
    """A verdict as one line, its end included."""
    return _line(
        {
            "id": identity,
            "verdict": str(verdict.decision),
            "findings": [_finding(finding) for finding in verdict.findings],
        }
    )


def encode_error(line: int, reason: str) -> bytes:
    """What is wrong with a line, as one line; lines are counted from 1."""
    return _line({"line": line, "error": reason})


def _object(line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(line.removeprefix(_MARK).decode())
    except UnicodeDecodeError as error:
        raise LineError(f"It is not UTF-8 (byte {error.start + 1}).") from error
    except json.JSONDecodeError as error:
        raise LineError(f"It is not JSON: {error.msg} (column {error.colno}).") from error
    except (ValueError, RecursionError) as error:
        raise LineError(
            "It is JSON that nobody can hold: too deep, or too long a number."
        ) from error
    if not isinstance(given, dict):
        raise LineError("It is not a JSON object.")
    return given


def _id(given: dict[str, Any]) -> str | int:
    value = _needed(given, "id")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise LineError("“id” is not a text or a whole number.")
    return value


def _text(given: dict[str, Any], key: str, *, needed: bool = True) -> str:
    value = _needed(given, key) if needed else given.get(key)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise LineError(f"“{key}” is not a text.")
    return value


def _texts(given: dict[str, Any], key: str, *, needed: bool) -> tuple[str, ...]:
    value = _needed(given, key) if needed else given.get(key)
    if value is None and not needed:
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise LineError(f"“{key}” is not a list of texts.")
    return tuple(value)


def _needed(given: dict[str, Any], key: str) -> Any:  # noqa: ANN401  whatever JSON holds
    if key not in given:
        raise LineError(f"“{key}” is missing.")
    return given[key]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "effect": str(finding.effect),
        "span": [finding.start, finding.end],
        "text": finding.text,
        "source": finding.source,
        "reason": finding.reason,
    }


def _line(value: dict[str, Any]) -> bytes:
    """JSON on one line; half a surrogate pair leaves as the escape that JSON has for it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace") + b"\n"
