"""The files that a CV can be in: which one it is by its content, and reading and writing it.

A format's module is loaded when a CV is in that format: a run pays only for what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from cv_action.cv import json_resume
from cv_action.cv.json_source import parse_json
from cv_action.cv.lint import lint
from cv_action.cv.model import Cv
from cv_action.cv.problems import Problems
from cv_action.cv.source import Node, SourceError, broken, decode
from cv_action.report.problem import Problem, Severity


class SourceFormat(StrEnum):
    """The formats that can be read."""

    JSON_RESUME = "json-resume"
    RENDERCV = "rendercv"
    BASE_CV = "base-cv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class ReadCv:
    """A CV, the format that it was in, and what is odd about it (warnings only)."""

    cv: Cv
    format: SourceFormat
    problems: tuple[Problem, ...] = ()


_ACCEPTED: Final = "JSON Resume, RenderCV, base-cv.json or Markdown"
_KEYS: Final[Mapping[SourceFormat, frozenset[str]]] = MappingProxyType(
    {
        SourceFormat.RENDERCV: frozenset({"cv"}),
        SourceFormat.BASE_CV: frozenset({"personal_info", "professional_summary"}),
        SourceFormat.JSON_RESUME: frozenset(
            {"basics", "work", "education", "skills", "projects", "volunteer", "awards"}
            | {"publications", "certificates", "languages", "interests", "references"}
        ),
    }
)
"""Keys at the top that tell a format, most telling format first."""

_DATA_KEYS: Final = "|".join(sorted({key for keys in _KEYS.values() for key in keys}))
_YAML: Final = re.compile(
    rf"^[\"']?(?:{_DATA_KEYS})[\"']?[ \t]*:[ \t]*(?:$|[\[{{#|>&!*])", re.MULTILINE
)
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}[ \t]+\S|^\S.*\n(?:=+|-+)[ \t]*$", re.MULTILINE)


def detect(text: str) -> SourceFormat:
    """Tell a CV's format by what stands in it.

    Raises:
        SourceError: it is none of them, or cannot be parsed.
    """
    return _parse(text)[0]


def read_cv(data: bytes, file: str = "") -> ReadCv:
    """Read a CV in any format; ``file`` is named in every problem.

    Raises:
        SourceError: something is wrong with it; all problems are named, errors before warnings.
    """
    try:
        read = _read(data)
    except SourceError as error:
        raise SourceError(_stamped(error.problems, file), hint=error.hint) from error
    problems = _stamped(read.problems, file)
    if problems and problems[0].severity is Severity.ERROR:
        raise SourceError(problems)
    return replace(read, problems=problems)


def check(data: bytes, file: str = "") -> tuple[Problem, ...]:
    """Everything that is wrong or odd about a CV; it may be any bytes."""
    try:
        return read_cv(data, file).problems
    except SourceError as error:
        return error.problems


def write_cv(cv: Cv, format: SourceFormat) -> bytes:  # noqa: A002  the word that callers read
    """Write a CV in a format that can hold all of it.

    Raises:
        ValueError: the format is only read.
    """
    match format:
        case SourceFormat.JSON_RESUME:
            return json_resume.write(cv)
        case SourceFormat.RENDERCV:
            from cv_action.cv import rendercv  # noqa: PLC0415  loaded when needed

            return rendercv.write(cv)
        case SourceFormat.BASE_CV | SourceFormat.MARKDOWN:
            raise ValueError(f"{format} is only read")
    assert_never(format)


def _read(data: bytes) -> ReadCv:
    text = decode(data)
    format_, root = _parse(text)
    problems = Problems()
    cv = _read_data(format_, root, problems) if root else _read_markdown(text, problems)
    lint(cv, problems, root=root, text=text)
    return ReadCv(cv, format_, tuple(problems.found))


def _read_data(format_: SourceFormat, root: Node, problems: Problems) -> Cv:
    if format_ is SourceFormat.JSON_RESUME:
        return json_resume.read(root, problems)
    if format_ is SourceFormat.RENDERCV:
        from cv_action.cv import rendercv  # noqa: PLC0415  loaded when needed

        return rendercv.read(root, problems)
    from cv_action.cv import base_cv  # noqa: PLC0415  loaded when needed

    return base_cv.read(root, problems)


def _read_markdown(text: str, problems: Problems) -> Cv:
    from cv_action.cv import markdown  # noqa: PLC0415  loaded when needed

    return markdown.read_markdown(text, problems)


def _parse(text: str) -> tuple[SourceFormat, Node | None]:
    if text.lstrip()[:1] in ("{", "["):
        root = parse_json(text)
    elif _YAML.search(text):
        root = _parse_yaml(text)
    elif _HEADING.search(text):
        return SourceFormat.MARKDOWN, None
    else:
        raise broken("this is no CV that can be read", line=1, accepted=_ACCEPTED)
    return _format_of(root), root


def _parse_yaml(text: str) -> Node:
    from cv_action.cv.yaml_source import parse_yaml  # noqa: PLC0415  loaded when needed

    return parse_yaml(text)


def _format_of(root: Node) -> SourceFormat:
    keys = root.value if isinstance(root.value, Mapping) else {}
    for format_, telling in _KEYS.items():
        if telling & set(keys):
            return format_
    raise broken("this is data, but no CV that can be read", line=root.line, accepted=_ACCEPTED)


def _stamped(problems: tuple[Problem, ...], file: str) -> tuple[Problem, ...]:
    errors_first = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    return tuple(replace(problem, file=file) for problem in errors_first)
