"""The owner of a repository, who answers proposals and edits by hand, at any moment."""

from __future__ import annotations

import random
from dataclasses import dataclass

from cv_action.adapters.github_pull import BRANCH
from cv_action.publish.proposal import ticks, with_ticks
from tests.github_git import FILE
from tests.github_model import Pull
from tests.pull_runs import INPUT, OURS, Files, WatchingGithub

ON_BASE = (INPUT, INPUT, "out/cv.md", "notes.txt", "base.txt")
ON_OURS = ("out/cv.md", "notes.txt", "ours.txt", "ours.txt")
OWNER = "maren"


@dataclass
class Owner:
    """Does up to so many things, each in one moment."""

    server: WatchingGithub
    random: random.Random
    count: int = 5

    def run(self) -> None:
        for _ in range(self.random.randint(1, self.count)):
            for _ in range(self.random.randint(1, 20)):
                self.server.turn()
            deeds = (self._tick, self._tick, self._edit, self._edit_ours, self._merge, self._close)
            self.random.choice(deeds)()

    def _open(self) -> Pull | None:
        return next((pull for pull in self.server.pulls.values() if pull.state == "open"), None)

    def _tick(self) -> None:
        pull = self._open()
        offered = sorted(ticks(pull.body or "")) if pull else []
        if pull and offered:
            fact = self.random.choice(offered)
            text = with_ticks((pull.body or "").replace("\r", ""), {fact})
            pull.body = text.replace("\n", "\r\n")
            self.server.refused.add(fact)
            self.server.happened["ticked"] += 1

    def _edit(self) -> None:
        self.server.push({self.random.choice(ON_BASE): self._text()}, by=OWNER)

    def _edit_ours(self) -> None:
        if BRANCH not in self.server.branches:
            return
        path, text = self.random.choice(ON_OURS), self._text()
        self.server.push({path: text}, branch=BRANCH, by=OWNER)
        if self._open() and path not in OURS:
            self.server.by_hand[path] = text

    def _merge(self) -> None:
        pull = self._open()
        wanted = merged(self.server) if pull else None
        if not pull or wanted is None:
            return
        changed = wanted.items() - self.server.files().items()
        gone = self.server.files().keys() - wanted.keys()
        if self.random.random() < 0.5:
            self.server.push({**dict(changed), **dict.fromkeys(gone)}, by=OWNER)
        else:
            self._merge_both(changed, gone)
        pull.state, pull.merged_at = "closed", self.server.now
        self.server.by_hand.clear()
        self.server.happened["merged"] += 1

    def _merge_both(self, changed: set[tuple[str, bytes]], gone: set[str]) -> None:
        """A commit with both parents."""
        server, objects = self.server, self.server.objects
        entries = [(path, FILE, objects.blob(data)) for path, data in changed]
        main = objects.commit(server.head())
        assert main
        tree = objects.tree(main.tree.decode(), [*entries, *((path, FILE, None) for path in gone)])
        parents = [server.head(), server.head(BRANCH)]
        made = objects.make_commit(tree, parents, "Merge", author=OWNER, at=server.now)
        server.branches["main"] = made

    def _close(self) -> None:
        pull = self._open()
        if pull:
            pull.state = "closed"
            self.server.by_hand.clear()
            self.server.refused |= ticks(pull.body or "").keys()
            self.server.happened["closed"] += 1

    def _text(self) -> bytes:
        return f"{self.random.random()}".encode()


def merged(server: WatchingGithub) -> Files | None:
    """What the base would have if our branch were merged; None where they are in conflict."""
    base, ours = server.files(), server.ours()
    fork = server.objects.files(server.objects.fork_point(server.head(), server.head(BRANCH)))
    found = dict(base)
    for path in fork.keys() | base.keys() | ours.keys():
        old, here, there = fork.get(path), base.get(path), ours.get(path)
        if there in {old, here}:
            continue
        if here != old:
            return None
        if there is None:
            found.pop(path)
        else:
            found[path] = there
    return found
