"""A CV in another format, for its owner: nothing is left out."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from cv_action.cv.formats import SourceFormat, read_cv, write_cv
from cv_action.errors import ConfigurationError
from cv_action.render import markdown
from cv_action.render.compose import compose


class Target(StrEnum):
    """The formats that can be written."""

    JSON_RESUME = "json-resume"
    RENDERCV = "rendercv"
    MARKDOWN = "markdown"


def converted(data: bytes, file: str, to: str) -> bytes:
    """The CV in ``data``, written in another format; RenderCV as RenderCV is left as it is.

    Why: YAML has comments, and no model of a CV holds them.

    Raises:
        ConfigurationError: there is no such format.
        SourceError: the CV cannot be read.
    """
    if to not in tuple(Target):
        raise ConfigurationError(
            "There is no such format to convert to.", hint=f"Choose one of {', '.join(Target)}."
        )
    read = read_cv(data, file)
    cv = read.cv
    if (to, read.format) == (Target.RENDERCV, SourceFormat.RENDERCV):
        return data
    match Target(to):
        case Target.JSON_RESUME:
            return write_cv(cv, SourceFormat.JSON_RESUME)
        case Target.RENDERCV:
            return write_cv(cv, SourceFormat.RENDERCV)
        case Target.MARKDOWN:
            return markdown.render(compose(cv, locale="en"))
        case target:
            assert_never(target)
