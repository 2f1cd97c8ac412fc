"""What is asked of a model: our words from package data, the owner's fenced as data.

Foreign text is written as JSON in which no angle bracket stands by itself, so that it cannot end
its own fence.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Final

from cv_action.claude.prompt import Effort, Prompt
from cv_action.cv.facts import Fact
from cv_action.enhance.creativity import Manner
from cv_action.enhance.wants import Want
from cv_action.guard.question import Question

_TEXT: Final = {"type": "string"}


def _answers(**fields: Mapping[str, object]) -> Mapping[str, object]:
    """The schema of a list of answers, one for each statement."""
    properties = {"ref": _TEXT, **fields}
    item = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"statements": {"type": "array", "items": item}},
        "required": ["statements"],
        "additionalProperties": False,
    }


REWRITES: Final = _answers(text=_TEXT)
READINGS: Final = _answers(follows={"type": "boolean"}, quote=_TEXT)


def context_of(facts: Iterable[Fact]) -> str:
    """The CV as a model gets to know it: what was done, role by role and without their owner."""
    roles: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fact in facts:
        roles[fact.section, fact.owner].append(fact.text)
    told = [{"section": section, "says": texts} for (section, _), texts in roles.items()]
    return _fenced("cv", told)


def rewrite_prompt(
    batch: Iterable[Want], context: str, manner: Manner, *, max_output: int, shared: bool
) -> Prompt:
    """Ask for other words for some facts."""
    statements = [{"ref": want.ref, "text": want.fact.text} for want in batch]
    return Prompt(
        system=Template(_text("rewrite")).substitute(guidance=manner.guidance),
        context=context,
        request=_fenced("statements", statements),
        schema=REWRITES,
        max_output=max_output,
        effort=manner.effort,
        version=_version("rewrite"),
        shared=shared,
    )


def repair_prompt(
    broken: Mapping[str, tuple[str, str, tuple[str, ...]]], context: str, *, max_output: int
) -> Prompt:
    """Ask once more, by ref, with what was said, what was made of it and what is wrong with it."""
    statements = [
        {"ref": ref, "said": said, "made": made, "wrong": list(wrong)}
        for ref, (said, made, wrong) in broken.items()
    ]
    return Prompt(
        system=_text("repair"),
        context=context,
        request=_fenced("statements", statements),
        schema=REWRITES,
        max_output=max_output,
        version=_version("repair"),
    )


def read_prompt(questions: Mapping[str, Question], context: str, *, max_output: int) -> Prompt:
    """Ask, by ref, whether the CV carries what the rules could not decide."""
    statements = [
        {
            "ref": ref,
            "before": one.fact,
            "after": one.rewrite,
            "doubts": [finding.reason for finding in one.findings],
        }
        for ref, one in questions.items()
    ]
    return Prompt(
        system=_text("read"),
        context=context,
        request=_fenced("statements", statements),
        schema=READINGS,
        max_output=max_output,
        effort=Effort.LOW,
        version=_version("read"),
    )


def _fenced(tag: str, data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return f"<{tag}>\n{text}\n</{tag}>"


@cache
def _text(name: str) -> str:
    return (files("cv_action.enhance") / "prompts" / f"{name}.md").read_text("utf-8")


@cache
def _version(name: str) -> str:
    """The edition of a prompt: its name and a hash of its words, so that none is ever forgotten."""
    return f"{name}-{sha256(_text(name).encode()).hexdigest()[:8]}"
