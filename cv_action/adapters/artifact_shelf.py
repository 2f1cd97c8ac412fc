"""What is handed back as a workflow artifact, and what earlier runs have left as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cv_action.adapters.artifact_listing import ArtifactListing
from cv_action.adapters.artifact_refusal import LATER
from cv_action.adapters.artifact_service import ArtifactService
from cv_action.errors import ConfigurationError, PublishError
from cv_action.ledger.store import Listed, NotPlaced, Obstacle, Placed, SegmentError, StoreError
from cv_action.publish.archive import packed, unpacked
from cv_action.publish.change import Change, File, Publication
from cv_action.report.problem import Problem, Severity

NAMES: Final = 16
"""Artifacts of one run: its second attempts and parallel jobs cannot use a name again."""
FAILURES: Final = 2
"""Uploads that may fail on the way: each uses up a name, and behind two nobody would look."""
LOOKS: Final = 3
"""Artifacts that are downloaded to find one that is whole."""
_DEFAULT_DAYS: Final = 90
"""How long GitHub keeps an artifact where nobody says otherwise.

Source: https://docs.github.com/actions/managing-workflow-runs/removing-workflow-artifacts
"""
_ROOM: Final = (
    "Delete artifacts that nobody needs, or wait: GitHub counts the room anew every 6 to 12 hours."
)
_ANEW: Final = "Start the workflow anew instead of running this run's jobs again."


@dataclass(frozen=True, slots=True)
class _Left:
    """What stands; ``ending`` when GitHub is soon to delete it."""

    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    ending: bool = False


class ArtifactShelf:
    """The artifacts of one name, of which the newest holds all that stands.

    It is ``Files`` for what earlier runs have left, and a ``Publisher``. Of two runs at the same
    time, the upload that comes last counts. ``retention_days`` is how long artifacts are kept, no
    longer than the repository allows; 0 is the repository's default. ``clock`` gives the time in
    UTC.

    Why ``name-2`` and so on: a run can use a name once, whether the upload came through or not. So
    a reader asks for ``name`` and ``name-2``, and goes on for as long as there is something. What
    it does not find all the same costs little, because each upload is all that stands.
    """

    def __init__(
        self,
        *,
        service: ArtifactService,
        listing: ArtifactListing,
        name: str,
        retention_days: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._service = service
        self._listing = listing
        self._name = name
        self._kept = timedelta(days=retention_days)
        self._clock = clock
        self._seen: _Left | None = None
        self._problems: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Artifacts that were passed over because they cannot be read."""
        return self._problems

    def read(self, path: str) -> bytes:
        """A file's bytes, as the newest artifact has them.

        Raises:
            ConfigurationError: it has no such file.
            PublishError: GitHub cannot be asked or refuses.
        """
        files = self._left().files
        if path not in files:
            raise ConfigurationError(
                f"{path} is in no artifact of the name {self._name}.", hint="Check the path."
            )
        return files[path]

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are in the newest artifact, in the order given.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        return tuple(path for path in paths if path in self._left().files)

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What the newest artifact has under these paths; an absent file is an absent key.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        return {path: self.read(path) for path in self.present(paths)}

    def publish(self, change: Change) -> Publication:
        """Upload all that is to stand.

        An empty change uploads nothing, unless what stands is within a third of its time of being
        deleted; then it is uploaded again as it is.

        Raises:
            PublishError: it could not be uploaded; what stood before still stands.
        """
        left = self._left()
        if not change and not left.ending:
            return Publication(new=False)
        brought = {file.path: file.data for file in change.files}
        files = {
            path: data
            for path, data in {**left.files, **brought}.items()
            if path not in change.deletions
        }
        name = self.save(File(path, data) for path, data in files.items())
        self._seen = _Left(files)
        return Publication(artifact=name, new=bool(change))

    def forget(self) -> None:
        """Forget what was seen, so that the next look is a fresh one."""
        self._seen = None

    def save(self, files: Iterable[File]) -> str:
        """Upload exactly these files as one artifact, and give its name.

        Raises:
            PublishError: it could not be uploaded, or the files are too many or too large.
        """
        data = packed(files)
        failures = 0
        for name in self._names():
            match self._upload(name, data):
                case Placed():
                    return name
                case NotPlaced(obstacle=Obstacle.TAKEN):
                    continue
                case NotPlaced(obstacle=Obstacle.BURNT) if failures + 1 < FAILURES:
                    failures += 1
                case NotPlaced(obstacle=Obstacle.FULL) as refusal:
                    raise PublishError(f"No room for artifacts: {refusal.reason}.", hint=_ROOM)
                case NotPlaced() as refusal:
                    told = f"The artifact {self._name} could not be uploaded: {refusal.reason}."
                    raise PublishError(told, hint=LATER)
        raise PublishError(f"This run has {NAMES} artifacts {self._name} already.", hint=_ANEW)

    def _upload(self, name: str, data: bytes) -> Placed | NotPlaced:
        expires_at = self._clock() + self._kept if self._kept else None
        return self._service.upload(name, data, expires_at=expires_at)

    def _names(self) -> Iterator[str]:
        yield self._name
        yield from (f"{self._name}-{number}" for number in range(2, NAMES + 1))

    def _left(self) -> _Left:
        if self._seen is None:
            try:
                self._seen = self._look()
            except StoreError as error:
                raise PublishError(error.message, hint=error.hint) from error
        return self._seen

    def _look(self) -> _Left:
        """The newest artifact that is whole; GitHub lists in no order that it promises."""
        self._problems = ()
        found = sorted(self._listed(), key=lambda one: (one[0].created_at, one[0].id), reverse=True)
        for artifact, now in found[:LOOKS]:
            try:
                files = unpacked(self._listing.fetch(artifact))
            except (SegmentError, PublishError) as error:
                self._problems += (_passed_over(artifact, error.message),)
            else:
                return _Left(files, self._is_ending(now - artifact.created_at))
        return _Left()

    def _listed(self) -> Iterator[tuple[Listed, datetime]]:
        """All that can be had, with the server's time."""
        for name in self._names():
            listing = self._listing.listed(name)
            yield from ((one, listing.now) for one in listing.entries if not one.expired)
            if not listing.entries and name != self._name:
                return

    def _is_ending(self, age: timedelta) -> bool:
        kept = self._kept or timedelta(days=_DEFAULT_DAYS)
        return kept - age <= kept / 3


def _passed_over(artifact: Listed, reason: str) -> Problem:
    return Problem(
        f"What an earlier run left in artifact {artifact.id} cannot be used: {reason}",
        Severity.WARNING,
    )
