"""What the input ``variants`` accepts; whether the CV has them is looked up when it is read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from cv_action.cv.tags import NAME
from cv_action.settings.fields import misfit, words


def _variants(value: object) -> tuple[str, ...]:
    """Accept names of variants; repeats count once."""
    listed = tuple(dict.fromkeys(words(value)))
    if not all(map(NAME.fullmatch, listed)):
        raise misfit("an entry is no variant's name", "names such as backend, research")
    return listed


Variants = Annotated[tuple[str, ...], BeforeValidator(_variants)]
