"""Where a ledger lies: a folder of this machine, or the artifacts of a repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cv_action.adapters.clock import wall_clock
from cv_action.adapters.directory_store import DirectoryStore
from cv_action.cli.spinner import Spinner
from cv_action.errors import ConfigurationError
from cv_action.ledger.store import LedgerStore
from cv_action.report.problem import shown

SHELF: Final = "ledger"
"""The folder of the segments, in the folder of the program."""
PROGRAM: Final = ".cv-action"
_REPOSITORY: Final = re.compile(r"(?!\.+/)[\w.-]{1,100}/(?!\.+$)[\w.-]{1,100}", re.ASCII)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_HOW: Final = """\
Set GITHUB_TOKEN to a token that may read the repository's actions; `gh auth token` prints one, and
in a workflow it is

permissions:
  actions: read
env:
  GITHUB_TOKEN: ${{ github.token }}"""


@dataclass(frozen=True, slots=True)
class Place:
    """What was said on the command line; ``repository`` is empty for a folder."""

    folder: Path | None
    repository: str = ""
    api_url: str = ""

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.repository or str(self.folder or PROGRAM)


@contextmanager
def shelf(place: Place) -> Iterator[LedgerStore]:
    """The segments of a place, to be read; whoever watches sees that they are being read.

    Raises:
        ConfigurationError: there is no ledger, or nothing to open it with.
        StoreError: GitHub does not tell the repository's number.
    """
    with Spinner().step("Reading the ledger"):
        if place.repository:
            with _artifacts(place) as store:
                yield store
        else:
            yield _folder(folder_of(place))


def folder_of(place: Place) -> Path:
    """The folder with the segments; journals lie beside it.

    It can be named by itself, by the program's folder around it, or by the folder around that.

    Raises:
        ConfigurationError: there is no ledger.
    """
    named = (place.folder or Path(PROGRAM)).absolute()
    for folder in (named / PROGRAM / SHELF, named / SHELF):
        if folder.is_dir():
            return folder
    if named.is_dir() and (named.name == SHELF or any(named.glob("*.segment"))):
        return named
    raise ConfigurationError(
        f"There is no ledger in {shown(place.name)}.",
        hint="`cv-action run` begins one in .cv-action of its folder; name that with --ledger, or "
        "a repository with --repository.",
    )


def _folder(folder: Path) -> LedgerStore:
    """A folder's segments, at this machine's time or at that of the newest, if it is ahead.

    Why ahead: a simulated ledger may be of a month that has not come yet.
    """
    now = wall_clock()
    listing = DirectoryStore(folder=folder, run=0, clock=lambda: now).listed(None)
    latest = max((entry.created_at for entry in listing.entries), default=now)
    return DirectoryStore(folder=folder, run=0, clock=lambda: max(now, latest))


@contextmanager
def _artifacts(place: Place) -> Iterator[LedgerStore]:
    _check(place)
    token = _token(os.environ)
    from cv_action.adapters.artifact_listing import (  # noqa: PLC0415  slow, and no folder needs it
        ArtifactListing,
        github_client,
    )
    from cv_action.adapters.artifact_reading import (  # noqa: PLC0415  the same
        ReadOnlyArtifacts,
        repository_number,
    )
    from cv_action.adapters.http import Session  # noqa: PLC0415  the same

    with closing(github_client(token=token, api_url=place.api_url)) as github, Session() as session:
        yield ReadOnlyArtifacts(
            ArtifactListing(
                github,
                repository=place.repository,
                repository_id=repository_number(github, session, place.repository),
                session=session,
                mask=_nobody_logs,
            )
        )


def _nobody_logs(_: str) -> None:
    """Why nothing: at a terminal there is no log, and no message ever holds a signature."""


def _check(place: Place) -> None:
    if place.folder is not None:
        raise ConfigurationError(
            "A ledger lies in a folder or in a repository.",
            hint="Give --ledger or --repository, and not both.",
        )
    if _REPOSITORY.fullmatch(place.repository) is None:
        raise ConfigurationError(
            f"--repository does not take {shown(place.repository)}.",
            hint="Name it as owner/name, such as maren/cv.",
        )
    if not _is_safe(place.api_url):
        raise ConfigurationError(
            "--api-url is no address that a token can be sent to.",
            hint="Name an https address, such as https://github.example/api/v3.",
        )


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    loopback = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return loopback or (parts.scheme == "https" and bool(parts.hostname))


def _token(environ: Mapping[str, str]) -> str:
    token = environ.get("GITHUB_TOKEN", "").strip()
    if not token:
        raise ConfigurationError("There is no token to read the artifacts with.", hint=_HOW)
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError("What GITHUB_TOKEN holds is no token.", hint=_HOW)
    return token
