"""Checks one case of the live workflow: ``python -m tools.live CASE``, in the repository.

What the case is about stands in the environment (``scene.py``). The findings go into the job's
summary and into ``live-report.json`` in the runner's temporary folder; the exit code is 1 when
one of them does not hold.
"""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final

from cv_action.errors import CvActionError
from tools.live import artifacts, commits, money, pulls, racing
from tools.live.finding import Finding, finding, keep, rows
from tools.live.scene import Scene, UnseenError, scene

REPORT: Final = "live-report.json"


def push(seen: Scene, path: str) -> str:
    """Commit something new to a path of the scene's branch, and give the commit.

    Raises:
        UnseenError: GitHub does not take it.
    """
    there = seen.files(seen.head()["sha"]).get(path)
    sent = {
        "message": "Be faster",
        "branch": seen.branch,
        "content": base64.b64encode(os.urandom(9)).decode(),
        **({"sha": there} if there else {}),
    }
    reply = seen.api.ask("PUT", f"/contents/{path}", sent=sent)
    if reply.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
        raise UnseenError(f"PUT {path} was answered {reply.status}")
    sha: str = seen.head()["sha"]
    return sha


CASES: Final[Mapping[str, Callable[[Scene], Iterator[Finding]]]] = {
    "asked": money.asked,
    "between": lambda seen: racing.between(seen, partial(push, seen)),
    "committed": commits.committed,
    "handed-over": artifacts.handed_over,
    "kept": artifacts.kept,
    "merged": pulls.merged,
    "nothing": commits.nothing,
    "planned": money.planned,
    "proposed": pulls.proposed,
    "refused": pulls.refused,
    "remembered": money.remembered,
    "respected": pulls.respected,
    "restored": commits.restored,
}


def check(case: str, seen: Scene) -> tuple[Finding, ...]:
    """The findings of a case; what cannot be seen is a claim that does not hold."""
    found: list[Finding] = []
    try:
        for one in CASES[case](seen):
            found.append(one)  # noqa: PERF402  what was found before trouble stays found
    except (UnseenError, CvActionError, LookupError, TypeError) as error:
        told = f"{type(error).__name__}: {error}"
        found.append(finding("what the case is about can be seen", told, holds=False))
    return tuple(found)


def main(case: str, environ: Mapping[str, str]) -> int:
    """Check a case and write down what was seen."""
    with scene(environ) as seen:
        found = check(case, seen)
    keep(Path(environ["RUNNER_TEMP"]) / REPORT, case, found)
    with Path(environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as summary:
        summary.write("\n".join(rows(case, found)) + "\n\n")
    for one in found:
        print(f"{'holds' if one.holds else 'FAILS'}: {one.claim} ({one.seen})")
    return 0 if found and all(one.holds for one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], os.environ))
