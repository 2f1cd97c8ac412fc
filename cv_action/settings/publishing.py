"""What the inputs about publishing accept."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from cv_action.errors import PublishError
from cv_action.publish.branch import target_branch
from cv_action.publish.message import NAMES
from cv_action.publish.message import misfit as misfit_of
from cv_action.settings.fields import misfit


def _branch(value: object) -> str:
    """Accept what can be the name of a branch."""
    word = str(value).strip()
    if not word:
        return ""
    try:
        return target_branch("", word)
    except PublishError as error:
        raise misfit("it cannot be the name of a branch", "a name such as main") from error


def _message(value: object) -> str:
    """Accept the template of a commit's message."""
    text = str(value).strip()
    if wrong := misfit_of(text):
        raise misfit(wrong, f"text, with {', '.join(f'{{{name}}}' for name in NAMES)} in it")
    return text


Branch = Annotated[str, BeforeValidator(_branch)]
Message = Annotated[str, BeforeValidator(_message)]
