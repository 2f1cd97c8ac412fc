"""What a run needs from outside, and what it is asked to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cv_action.claude.lane import Lane
from cv_action.claude.reply import Transport
from cv_action.enhance.creativity import Creativity
from cv_action.pipeline.books import Bookkeeping
from cv_action.pipeline.stages import Progress
from cv_action.publish.change import File, Publisher
from cv_action.publish.history import History
from cv_action.publish.message import DEFAULT as DEFAULT_MESSAGE
from cv_action.quota.budget import Limits
from cv_action.quota.defaults import THRESHOLDS
from cv_action.quota.ladder import Policy
from cv_action.quota.prices import PriceTable
from cv_action.render.options import RenderOptions
from cv_action.render.pdf import Typesetter
from cv_action.report.run import Mode


class Files(Protocol):
    """The owner's files, read by name."""

    def read(self, path: str) -> bytes:
        """A file's bytes.

        Raises:
            ConfigurationError: it is not there, is no file, or is not ours to read.
        """
        ...

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are files, in the order given."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The outside of a run; where no ``books`` are kept, nothing is remembered and spent.

    ``kept`` has what earlier runs made and the owner has not taken yet, and ``refusals`` gives the
    ids of the facts whose other words they have refused since. ``left`` have what a run that failed
    or only looked has not handed back. ``history`` is what was published before, where that is
    known. ``copies`` takes every file for the steps that follow. ``rescue`` keeps files that could
    not be handed back and ``staging`` those of a preview; both give the name of the artifact.
    """

    files: Files
    publisher: Publisher
    typesetter: Typesetter
    progress: Progress
    books: Bookkeeping | None = None
    lanes: Mapping[Lane, Transport] = field(default_factory=dict)
    kept: Files | None = None
    left: Sequence[Files] = ()
    history: History | None = None
    refusals: Callable[[], Collection[str]] = frozenset
    copies: Publisher | None = None
    rescue: Callable[[Sequence[File]], str] | None = None
    staging: Callable[[Sequence[File]], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a run may ask for better words.

    ``thresholds`` are the percentages of a limit at which its owner is told. ``again`` asks about
    every fact, whatever an earlier run has found.
    """

    policy: Policy
    limits: Limits
    prices: PriceTable
    creativity: Creativity = Creativity.BALANCED
    thresholds: tuple[int, ...] = THRESHOLDS
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run is asked to do.

    ``cv`` is a path, or empty to look for one by name; ``job_description`` is the path of an
    advertisement. ``variants`` get documents of their own. Without ``asking`` no model is asked.
    ``message`` is the template of a commit's. With ``manifest`` the output folder says what is
    ours, so that what is no longer made can go. ``offers`` says that new words are offered first,
    and only published when the owner takes them. ``anew`` ends what somebody went back to.
    """

    cv: str = ""
    job_description: str = ""
    variants: tuple[str, ...] = ()
    mode: Mode = Mode.ACTIVITY_ONLY
    output_dir: str = "cv-output"
    message: str = DEFAULT_MESSAGE
    manifest: bool = True
    offers: bool = False
    anew: bool = False
    options: RenderOptions = field(default_factory=RenderOptions)
    asking: Asking | None = None
