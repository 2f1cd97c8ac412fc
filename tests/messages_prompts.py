"""A prompt about a made-up CV."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from cv_action.claude.prompt import Prompt

MODEL: Final = "claude-haiku-5-5"

PROMPT: Final = Prompt(
    system="You put statements of a CV into other words.",
    context='<cv>\n{"work/Nordlicht":["Ran the night train’s timetable."]}\n</cv>',
    request='<statements>\n[{"ref":"a","text":"Ran the timetable."}]\n</statements>',
    schema={
        "type": "object",
        "properties": {"text": {"type": "string"}},
        "required": ["text"],
        "additionalProperties": False,
    },
    max_output=2_000,
    version="rewrite-1",
)


def a_prompt(**changes: Any) -> Prompt:  # noqa: ANN401  fields of every type
    """The prompt with some of it changed."""
    return replace(PROMPT, **changes)
