"""Runs that propose, a request at a time, and a small GitHub that watches each of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast
from urllib.parse import unquote

from github import Github
from greenlet import getcurrent

from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_pull import BRANCH, GithubPull
from cv_action.adapters.http import Session
from cv_action.errors import PublishError
from cv_action.publish.change import Change, File, Publication
from cv_action.publish.manifest import change_to, manifest_of, manifest_path
from cv_action.publish.moved import MovedError
from cv_action.publish.proposal import task, ticks
from tests.github_model import ABOUT_PULLS, Pull, Step
from tests.github_server import SOMEBODY, GithubServer
from tests.github_writers import Door
from tests.results_model import Answer, Asked

INPUT, OVERLAY = "cv.json", "cv.enhanced.json"
OUTPUTS = ("out/cv.md", "out/cv.txt")
FACTS = ("work/a/1", "work/b/2", "work/c/3", "work/d/4")
OURS = frozenset({OVERLAY, *OUTPUTS, manifest_path("out")})
TRIES = 3
Files = Mapping[str, bytes]


@dataclass
class Run:
    """A run that makes documents of what it read, without the words that were refused."""

    name: str
    server: WatchingGithub
    change: Change = field(default=Change(files=(), message=""))
    refused: frozenset[str] = frozenset()
    publication: Publication = field(default=Publication(new=False))
    error: PublishError | None = None
    again: int = 0

    def run(self) -> None:
        self.server.forget()
        with Session(sleep=_at_once) as session:
            door = cast("Github", Door(self.server))
            api = GithubApi(door, session=session, repository=self.server.repository)
            base = GithubBranch(api, branch="main", pause=_at_once)
            pull = GithubPull(api, base=base, folder="out", pause=_at_once)
            try:
                self._try(pull)
            except PublishError as error:
                self.error = error

    def _try(self, pull: GithubPull) -> None:
        while True:
            try:
                self.change = self._made(pull)
                self.publication = pull.publish(self.change)
            except MovedError:
                self.again += 1
                if self.again == TRIES:
                    raise
                pull.forget()
                self.server.forget()
            else:
                return

    def _made(self, pull: GithubPull) -> Change:
        entry = pull.base.start((INPUT, OVERLAY)).tree[INPUT]
        pull.base.saw(INPUT, entry)
        read = pull.base.reading.blob(entry.sha)
        taken = _refused(pull.base.current([OVERLAY]).get(OVERLAY))
        offered = pull.offered.read(OVERLAY) if pull.offered.present([OVERLAY]) else None
        self.refused = taken | _refused(offered) | pull.offered.refusals()
        files = documents(read, self.refused)
        overlay = File(OVERLAY, json.dumps(sorted(self.refused)).encode())
        produced = (*files, manifest_of("out", files), overlay)
        change = change_to(produced, pull, folder="out", message=self.name, kept=(INPUT, OVERLAY))
        if set(change.paths) == {OVERLAY}:
            return Change(files=(), message="")
        return replace(change, description=body(set(FACTS) - taken, self.refused))


def documents(read: bytes, refused: frozenset[str]) -> tuple[File, ...]:
    """What a run makes; the words that are refused are left out of one of them."""
    words = " ".join(sorted(set(FACTS) - refused)).encode()
    return (File(OUTPUTS[0], b"of %b with %b" % (read, words)), File(OUTPUTS[1], b"of " + read))


def body(facts: set[str], refused: frozenset[str]) -> str:
    """What a run says about its change."""
    tasks = [task(fact, f"words for {fact}", ticked=fact in refused) for fact in sorted(facts)]
    return "\n".join(["Some files differ.", "", *tasks, ""])


def _refused(overlay: bytes | None) -> frozenset[str]:
    return frozenset(json.loads(overlay)) if overlay else frozenset()


def _at_once(_: float) -> None: ...


@dataclass
class Knowledge:
    """What one run was told: our branch when it began, and the owner's answers a moment ago."""

    ours: Files | None = None
    answers: Mapping[int, frozenset[str]] | None = None


class WatchingGithub(GithubServer):
    """Holds each request, in the moment in which it takes effect, to what runs promise.

    ``refused`` are the facts that the owner has refused, apart from what was lost in the one moment
    in which GitHub lets it be lost. ``by_hand`` is what the owner has put into the open pull
    request, documents aside. ``happened`` counts what is rare.
    """

    def __init__(self) -> None:
        super().__init__()
        self.happened = Counter[str]()
        self.refused: set[str] = set()
        self.by_hand: dict[str, bytes] = {}
        self.pushed: set[tuple[str, bytes | None]] = set()
        self._known: dict[object, Knowledge] = {}

    def push(
        self, files: Mapping[str, bytes | None], *, branch: str = "", by: str = SOMEBODY
    ) -> str:
        """See ``GithubServer``; remembers who wrote what."""
        self.pushed |= files.items()
        return super().push(files, branch=branch, by=by)

    def forget(self) -> None:
        """Let whoever is asking begin again."""
        self._known.pop(getcurrent(), None)

    def ours(self) -> Files:
        """What stands on our branch; nothing where there is none."""
        return self.files(BRANCH) if BRANCH in self.branches else {}

    def opened(self) -> list[int]:
        """The pull requests that are open."""
        return [number for number, pull in self.pulls.items() if pull.state == "open"]

    def answers(self) -> Mapping[int, frozenset[str]]:
        """The facts that each pull request says are refused."""
        return {number: _answer_of(pull) for number, pull in self.pulls.items()}

    def _answer(self, step: Step, asked: Asked) -> Answer:
        knows = self._known.setdefault(getcurrent(), Knowledge())
        before, ours, main, said = (
            self.branches.get(BRANCH),
            self.ours(),
            self.head(),
            self.answers(),
        )
        answer = super()._answer(step, asked)
        assert self.head() == main, "the base is never written"
        assert len(self.opened()) <= 1
        if before and self.branches[BRANCH] != before:
            self._look_at_commit(knows, before, ours)
        self._look_at_answers(knows, said)
        self._remember(knows, step, asked)
        return answer

    def _look_at_commit(self, knows: Knowledge, before: str, ours: Files) -> None:
        """A commit of ours keeps what it follows, and replaces no document unseen."""
        now = self.ours()
        assert self.objects.leads_to(before, self.head(BRANCH))
        for path in ours.keys() | now.keys():
            old, new = ours.get(path), now.get(path)
            if path in OURS:
                assert old in {(knows.ours or {}).get(path), new}, f"{path} was replaced unseen"
            else:
                assert new in {old, None} or (path, new) in self.pushed, f"{path} is nobody's"
                self.happened["carried"] += new not in {old, None}
        for path, text in self.by_hand.items():
            assert now.get(path) == text, f"{path} was reverted"
            self.happened["kept by hand"] += 1

    def _look_at_answers(self, knows: Knowledge, before: Mapping[int, frozenset[str]]) -> None:
        """An answer goes only in the moment between reading the text and writing it.

        One to the newest is lost too where a newer one is opened that offers the same again.
        """
        now = self.answers()
        newest = max(before, default=0)
        opened = [number for number in now if number not in before]
        lost = {number: said - now[number] for number, said in before.items()}
        for number in opened:
            again = ticks(self.pulls[number].body or "").keys() - now[number]
            lost[newest] = before.get(newest, frozenset()) & again
        for number, gone in lost.items():
            assert not gone or knows.answers is not None, "what is written was not read"
            assert gone.isdisjoint((knows.answers or {}).get(number, ())), "an answer is lost"
            self.refused -= gone
            self.happened["lost in its moment"] += bool(gone)

    def _remember(self, knows: Knowledge, step: Step, asked: Asked) -> None:
        if step is Step.BRANCH and asked.path.endswith(BRANCH) and knows.ours is None:
            knows.ours = self.ours()
        if step in {Step.PULL, Step.PULLS}:
            knows.answers = self.answers()
        elif step not in ABOUT_PULLS:
            knows.answers = None


def _answer_of(pull: Pull) -> frozenset[str]:
    """Why not from ``Proposal``: that is what is tried here."""
    text = (pull.body or "").replace("\r", "")
    tasks = re.findall(r"^- \[(.)\] .*<!-- cv-action:fact (\S+) -->$", text, re.MULTILINE)
    by_owner = pull.state == "closed" and not pull.merged_at and "cv-action:withdrawn" not in text
    return frozenset(unquote(fact) for tick, fact in tasks if by_owner or tick == "x")
