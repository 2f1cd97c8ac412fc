"""Who is asked from a terminal: a person's own credentials, from their environment."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cv_action.adapters.workspace import Workspace
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Transport
from cv_action.pipeline.ports import Asking

CREDENTIALS: Final = ("CLAUDE_OAUTH_TOKEN", "ANTHROPIC_API_KEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The rules of asking and the lanes; nothing without a credential."""

    asking: Asking | None = None
    lanes: Mapping[Lane, Transport] = field(default_factory=dict)


@contextmanager
def asked(chosen: Mapping[str, object], workspace: Workspace) -> Iterator[Around]:
    """The lanes for the credentials in the environment, which are taken out of it.

    Nothing slow is loaded where there is none.

    Raises:
        ConfigurationError: what was chosen or a credential does not fit.
    """
    given = credentials()
    if not given:
        yield Around()
        return
    from cv_action.settings import settings_from  # noqa: PLC0415  as the docstring says
    from cv_action.step.asking import asking_of, lanes_of  # noqa: PLC0415  as above

    settings = settings_from(**chosen, **given)
    asking = asking_of(settings, workspace)
    with lanes_of(settings, asking, workspace=workspace.root, cache=_cache()) as lanes:
        yield Around(asking=asking, lanes=lanes)


def credentials() -> dict[str, str]:
    """The credentials that are given, by the names of the settings; none stays behind."""
    given = {name.lower(): os.environ.pop(name, "") for name in CREDENTIALS}
    return {name: text for name, text in given.items() if text.strip()}


def _cache() -> Path:
    """A folder of the person's own, by the XDG base directory specification."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "cv-action"
