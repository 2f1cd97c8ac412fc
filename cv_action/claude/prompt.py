"""What is asked, on whichever lane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Effort(StrEnum):
    """How much a model is to think; current models take no temperature."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One request: instructions, what it is about, and the shape of the answer.

    ``system`` are our own words. ``context`` and ``request`` hold foreign text, already fenced;
    ``context`` is the part that several requests of a run share. ``schema`` is a JSON schema that
    the answer has to fit. ``max_output`` counts tokens, thinking included. ``version`` names the
    edition of the prompt.
    """

    system: str
    context: str
    request: str
    schema: Mapping[str, object]
    max_output: int
    effort: Effort = Effort.LOW
    version: str = ""
    shared: bool = False
    """Whether another request of this run will bring the same system, context and schema.

    What is shared may be kept by the server for minutes, which costs a little more once and much
    less each time after.
    """
