"""Cases in, verdicts out, line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from cv_action.errors import ConfigurationError, ExitCode
from cv_action.guard.finding import Decision
from cv_action.guard.verdict import Verdict, judge
from cv_action.guard.wire import Item, LineError, decode, encode, encode_error

LONGEST: Final = 4_000_000
"""Bytes of a line; a CV has some thousands, and one line must not take the machine's memory."""
FORGET_AFTER: Final = 250_000
"""Bytes of cases between which analysed texts are kept: neighbours share evidence, files do not."""
GUARD: Final = "cv_action.guard"

Tell = Callable[[Item, Verdict], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many cases were judged, how many of them blocked, and how many lines were no case."""

    judged: int = 0
    blocked: int = 0
    bad: int = 0

    def exit_code(self, *, fail_on_block: bool) -> ExitCode:
        """What the process tells its caller."""
        failed = self.bad or (fail_on_block and self.blocked)
        return ExitCode.FAILED if failed else ExitCode.DONE


def guard(path: Path | None, *, pretty: bool) -> Outcome:
    """Judge every case of a file, or of what is piped in.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    with _opened(path) as source:
        return _judged(source, _pretty() if pretty else _write)


def _judged(source: BinaryIO, tell: Tell) -> Outcome:
    judged = blocked = bad = remembered = 0
    for number, line in enumerate(_lines(source), start=1):
        if not line.strip():
            continue
        try:
            item = _item(line)
        except LineError as error:
            bad += 1
            _complain(number, str(error))
            continue
        verdict = judge(item.evidence, item.rewrite)
        tell(item, verdict)
        judged += 1
        blocked += verdict.decision is Decision.BLOCK
        remembered += len(line)
        if remembered > FORGET_AFTER:
            remembered = 0
            _forget()
    return Outcome(judged, blocked, bad)


def _forget() -> None:
    """Empty the guard's caches of texts; those without a limit hold its word lists and stay."""
    rooms = [module for name, module in sys.modules.items() if name.startswith(GUARD)]
    for value in (value for room in rooms for value in vars(room).values()):
        parameters = getattr(value, "cache_parameters", None)
        if parameters and parameters()["maxsize"] is not None:
            value.cache_clear()


def _item(line: bytes) -> Item:
    if len(line) > LONGEST:
        raise LineError(f"It is longer than {LONGEST:,} bytes.")
    return decode(line)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines, each as soon as it is there; of one that is too long only the beginning."""
    while line := source.readline(LONGEST + 1):
        rest = line
        while len(rest) > LONGEST and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST + 1)
        yield line


def _write(item: Item, verdict: Verdict) -> None:
    sys.stdout.buffer.write(encode(item.id, verdict))
    sys.stdout.buffer.flush()


def _complain(number: int, reason: str) -> None:
    sys.stderr.buffer.write(encode_error(number, reason))
    sys.stderr.buffer.flush()


def _pretty() -> Tell:
    from cv_action.cli.showing import Show  # noqa: PLC0415  a script needs no colours

    return Show().verdict


def _opened(path: Path | None) -> AbstractContextManager[BinaryIO]:
    if path is None or str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open("rb")
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}.", hint="Name a file of cases, one a line."
        ) from error
