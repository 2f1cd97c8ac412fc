"""Lines as the command line prints them, and runs of it that were recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cv_action.claude.reply import Answered, Failed
from cv_action.claude.stream import Stream
from cv_action.claude.stream_outcome import outcome

VERSION: Final = "2.1.330"
TRANSCRIPTS: Final = Path(__file__).parent / "transcripts"
MODEL: Final = "claude-haiku-5-5"
USED: Final = {"inputTokens": 1000, "outputTokens": 50, "cacheReadInputTokens": 300}
"""What a model used, as the CLI counts it."""


def recorded() -> list[str]:
    """The names of the recorded runs."""
    return sorted(path.parent.name for path in TRANSCRIPTS.glob("*/stdout"))


def transcript(name: str) -> tuple[bytes, int]:
    """What a recorded run printed, and its exit code."""
    ended = re.match(r"rc=(\d+)", (TRANSCRIPTS / name / "rc").read_text("utf-8"))
    assert ended
    return (TRANSCRIPTS / name / "stdout").read_bytes(), int(ended[1])


def started(**changed: object) -> dict[str, object]:
    """The first line."""
    told = {"claude_code_version": VERSION, "apiKeySource": "none", "model": MODEL}
    return {"type": "system", "subtype": "init", **told, **changed}


def limits(**told: object) -> dict[str, object]:
    """A line about quota."""
    return {"type": "rate_limit_event", "rate_limit_info": told}


def complaint(error: str) -> dict[str, object]:
    """The message that the CLI writes where the API gave none."""
    return {"type": "assistant", "message": {}, "error": error, "is_api_error_message": True}


def result(**changed: object) -> dict[str, object]:
    """The last line, of a run that went well unless it is changed."""
    well = {"subtype": "success", "is_error": False, "structured_output": {"a": "x"}}
    return {"type": "result", **well, "modelUsage": {MODEL: USED}, **changed}


def refused(**told: object) -> dict[str, object]:
    """The last line where the API refused."""
    return (
        result(is_error=True, modelUsage={}, structured_output=None, terminal_reason="api_error")
        | told
    )


def printed(lines: Iterable[dict[str, object]]) -> bytes:
    """The lines as they are printed."""
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def came_of(data: bytes, code: int = 0) -> Answered | Failed:
    """What comes of a run that printed this."""
    stream = Stream()
    stream.feed(data)
    return outcome(stream.close(), version=VERSION, code=code)


def came_of_lines(*lines: dict[str, object]) -> Answered | Failed:
    """What comes of a run that printed these lines."""
    return came_of(printed(lines))


def failed(*lines: dict[str, object]) -> Failed:
    """What comes of lines that are no answer."""
    ended = came_of_lines(*lines)
    assert isinstance(ended, Failed)
    return ended


def answered(*lines: dict[str, object]) -> Answered:
    """What comes of lines that are an answer."""
    ended = came_of_lines(*lines)
    assert isinstance(ended, Answered)
    return ended
