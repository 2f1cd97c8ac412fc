"""What can be written into the ledger: immutable events, merged by union.

No text of a CV and no secret is ever in one: anyone can download the artifacts of a public
repository. Texts, numbers and moments are bounded, because a segment is somebody else's file until
it has been read.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime
from decimal import Decimal
from typing import Annotated, Final, TypeAlias

import msgspec
from msgspec import Meta, Struct

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage

SCHEMA: Final = 1
LARGEST: Final = Decimal(1_000_000)
"""USD: more than any run can spend, so an amount above it is no amount of ours."""
SMALLEST: Final = Decimal("1E-15")
"""USD: an amount is a multiple of this. A token's price is one, and all sums of such are exact."""

ROOM: Final = 10_000
"""Bytes, as JSON, of the paths and hashes in one event: half of what a line may have."""

Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]
Word: TypeAlias = Annotated[str, Meta(max_length=200)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=10**12)]
Usd: TypeAlias = Decimal
Sha256: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Commit: TypeAlias = Annotated[str, Meta(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})\Z")]


class Writer(Struct, frozen=True, kw_only=True, gc=False):
    """The job that wrote an event. The legs of a matrix share everything but job and nonce."""

    run: Count
    attempt: Count
    job: Word
    nonce: Word


class Event(Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True, gc=False):
    """Something that happened once: ``id`` is unique, ``at`` is GitHub's time in UTC.

    Why no garbage collection: values cannot refer to themselves, and a hundred thousand of them
    are read three times as fast.
    """

    id: Word
    at: Moment
    by: Writer
    v: Annotated[int, Meta(ge=SCHEMA, le=SCHEMA)] = SCHEMA

    def __post_init__(self) -> None:
        """Refuse what is no moment."""
        _check_moment(self.at)

    def __hash__(self) -> int:
        """Hash what is unique; two events of one id are still told apart."""
        return hash(self.id)


def _check_moment(moment: datetime) -> None:
    """Why: at either end of the calendar another zone or a window's length has no place."""
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("a moment lies at the end of the calendar")


def _check_amount(amount: Decimal) -> None:
    if not amount.is_finite() or not 0 <= amount <= LARGEST or amount % SMALLEST:
        raise ValueError("an amount of money is none")


class Reserved(Event, frozen=True, kw_only=True, tag="reserved"):
    """A job wants to spend at most ``usd`` until ``until``, and has not begun to."""

    usd: Usd
    until: Moment

    def __post_init__(self) -> None:
        """Refuse what is no amount, and a span that ends before it begins."""
        super().__post_init__()
        _check_moment(self.until)
        _check_amount(self.usd)
        if self.until < self.at:
            raise ValueError("until is before at")


class Called(Event, frozen=True, kw_only=True, tag="called", omit_defaults=True):
    """One call to a model.

    ``usd`` is money that it cost, ``list_usd`` what it costs at list price. Without ``usage`` the
    answer never came, and both are the most that it can have cost. ``reservation`` is the id of
    the reservation that paid for it, empty where none was needed.
    """

    lane: Lane
    model: Word
    usd: Usd
    list_usd: Usd
    usage: Usage | None = None
    reservation: Word = ""

    def __post_init__(self) -> None:
        """Refuse what is no amount."""
        super().__post_init__()
        _check_amount(self.usd)
        _check_amount(self.list_usd)


class Settled(Event, frozen=True, kw_only=True, tag="settled"):
    """A reservation is over: its ``calls`` calls cost ``usd`` together, and no more will come."""

    reservation: Word
    calls: Count
    usd: Usd

    def __post_init__(self) -> None:
        """Refuse what is no amount."""
        super().__post_init__()
        _check_amount(self.usd)


class WindowSeen(Event, frozen=True, kw_only=True, tag="window-seen", omit_defaults=True):
    """What the server said about one quota window of the subscription.

    ``window`` and ``status`` are the server's words (``five_hour``, ``rejected`` …);
    ``utilization`` is a fraction and can be above 1.
    """

    window: Word
    status: Word
    resets_at: Moment | None = None
    utilization: Annotated[float, Meta(ge=0, le=1000)] | None = None
    overage: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no moment."""
        super().__post_init__()
        if self.resets_at is not None:
            _check_moment(self.resets_at)


class LaneFailed(Event, frozen=True, kw_only=True, tag="lane-failed", omit_defaults=True):
    """A lane gave no answer; it stays closed until ``closed_until``, if that is given."""

    lane: Lane
    failure: Failure
    closed_until: Moment | None = None

    def __post_init__(self) -> None:
        """Refuse what is no moment."""
        super().__post_init__()
        if self.closed_until is not None:
            _check_moment(self.closed_until)


class AlertRaised(Event, frozen=True, kw_only=True, tag="alert-raised"):
    """An alert was given: ``alert`` names it with its period and threshold."""

    alert: Word


class AlertCleared(Event, frozen=True, kw_only=True, tag="alert-cleared"):
    """The cause of an alert is gone."""

    alert: Word


class Published(Event, frozen=True, kw_only=True, tag="published", omit_defaults=True):
    """Files were handed back: a SHA-256 for each path.

    ``commit`` is None when it is none, ``pull_request`` 0. ``more`` counts the files that there
    was no room for.
    """

    files: dict[str, Sha256]
    commit: Commit | None = None
    pull_request: Count = 0
    more: Count = 0

    def __post_init__(self) -> None:
        """Refuse what would make the line too long."""
        super().__post_init__()
        if len(msgspec.json.encode(self.files)) > ROOM:
            raise ValueError("more files than there is room for")


class Held(Event, frozen=True, kw_only=True, tag="held"):
    """Somebody went back to what ``commit`` had published.

    It holds as long as the fingerprint of a run's inputs is ``inputs``.
    """

    commit: Commit
    inputs: Sha256


class RunFinished(Event, frozen=True, kw_only=True, tag="run-finished", omit_defaults=True):
    """A run came to its end; ``stages`` are milliseconds by name."""

    mode: Word
    outcome: Word
    stages: Annotated[dict[Word, Count], Meta(max_length=50)] = {}


class Carried(Struct, frozen=True, kw_only=True):
    """An event of a kind or version that this program does not know; ``raw`` is its line."""

    id: Word
    at: Moment
    raw: bytes


Known: TypeAlias = (
    Reserved
    | Called
    | Settled
    | WindowSeen
    | LaneFailed
    | AlertRaised
    | AlertCleared
    | Published
    | Held
    | RunFinished
)
Entry: TypeAlias = Known | Carried
"""An event as it lies in a segment."""
