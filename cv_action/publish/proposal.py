"""A pull request as the owner's answer: what was offered in it, and what they do not want.

Each offered fact is a task in the pull request's text, with its id in a comment behind it. A tick
is a no, so that doing nothing and merging is a yes to all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never
from urllib.parse import quote, unquote

LARGEST: Final = 65_536
"""Characters of a text that GitHub takes."""
WITHDRAWN: Final = "<!-- cv-action:withdrawn -->"
"""Says that it was closed by us, which is no answer of the owner's."""
_TASK: Final = re.compile(
    r"^(?P<box>[-*+] \[)(?P<tick>[ xX])"
    r"(?P<rest>\] .*<!-- cv-action:fact (?P<id>[!-~]{1,3000}) -->)(?P<end>[ \t]*)$",
    re.MULTILINE,
)


class State(StrEnum):
    """How a pull request stands."""

    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"
    """By the owner, unmerged."""
    WITHDRAWN = "withdrawn"
    """Closed by us, because nothing differed any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pull request of ours: its number, how it stands, its title and its text.

    ``head`` is the newest commit of what it brings, known even when its branch is gone.
    """

    number: int
    state: State
    title: str = ""
    body: str = ""
    head: str = ""

    @property
    def offered(self) -> frozenset[str]:
        """The ids of all facts that it has other words for."""
        return frozenset(ticks(self.body))

    @property
    def ticked(self) -> frozenset[str]:
        """The ids of the facts that are ticked."""
        return frozenset(id_ for id_, ticked in ticks(self.body).items() if ticked)

    @property
    def rejected(self) -> frozenset[str]:
        """The ids of the facts whose other words the owner does not want."""
        match self.state:
            case State.CLOSED:
                return self.offered
            case State.OPEN | State.MERGED | State.WITHDRAWN:
                return self.ticked
            case never:
                assert_never(never)


def refusals(proposals: Iterable[Proposal]) -> frozenset[str]:
    """The ids of the facts that the owner has refused, in pull requests with the newest first.

    Why no further back than the newest merged one: its overlay has all that was refused before.
    """
    found: set[str] = set()
    for proposal in proposals:
        found |= proposal.rejected
        if proposal.state is State.MERGED:
            break
    return frozenset(found)


def task(fact_id: str, text: str, *, ticked: bool = False) -> str:
    """The task by which a fact's words can be refused; the text is one line of Markdown."""
    return f"- [{'x' if ticked else ' '}] {text} <!-- cv-action:fact {_coded(fact_id)} -->"


def ticks(body: str) -> Mapping[str, bool]:
    """The facts that a text offers, and whether each is ticked; one tick of several is enough."""
    found: dict[str, bool] = {}
    for match in _TASK.finditer(_with_plain_lines(body)):
        id_ = unquote(match["id"])
        found[id_] = found.get(id_, False) or match["tick"] != " "
    return found


def with_ticks(body: str, rejected: Collection[str]) -> str:
    """The text with the tasks of these facts ticked, and those that are ticked in it."""

    def tick(match: re.Match[str]) -> str:
        mark = "x" if match["tick"] != " " or unquote(match["id"]) in rejected else " "
        return f"{match['box']}{mark}{match['rest']}{match['end']}"

    return _TASK.sub(tick, body)


def withdrawn(body: str) -> str:
    """The text of a pull request that we close."""
    told = "Nothing differs any more, so there is nothing left to merge."
    return f"{WITHDRAWN}\n{told}\n\n{body.replace(WITHDRAWN, '')}"[:LARGEST]


def _with_plain_lines(body: str) -> str:
    """Why: a browser sends the text back with other ends of lines."""
    return body.replace("\r\n", "\n")


def _coded(fact_id: str) -> str:
    """An id that no end of a comment can be in."""
    return quote(fact_id, safe="/.:").replace("-", "%2D")
