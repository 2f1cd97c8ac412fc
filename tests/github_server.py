"""A small GitHub: one repository in memory, with real git objects behind it.

``handle`` is all of it, and pure of any network; ``github_plugs`` lets clients in. What it
accepts and how it refuses is what GitHub's documentation and answers of GitHub itself show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.github_git import FILE, FOLDER, Objects
from tests.github_graphql import graphql
from tests.github_model import Access, Fault, Protection, Pull, RefusalError, Step
from tests.github_rest import rest, step_of
from tests.results_model import Answer, Asked, LostAnswerError

SOMEBODY = "noor"
"""Who else commits here."""


class GithubServer:
    """One repository, and whatever a test wants to go wrong.

    ``login`` is whose token it is. ``most_entries`` is how many entries a tree shows before it is
    cut. ``turn`` is called before each request is dealt with and again before it is answered.
    ``after`` happens once after a step, before its answer: somebody else's push, say.
    """

    def __init__(self, *, repository: str = "maren/cv", branch: str = "main") -> None:
        self.repository = repository
        self.repository_id = 4711
        self.default_branch = branch
        self.api_url = "https://api.example"
        self.token = "made-up-token"  # noqa: S105  made up
        self.login = "github-actions[bot]"
        self.known = {self.login, SOMEBODY}
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        self.contents = Access.WRITE
        self.pull_requests = Access.WRITE
        self.opens_pulls = True
        self.pulls: dict[int, Pull] = {}
        self.archived = False
        self.private = False
        self.graphql = True
        self.most_entries = 100_000
        self.objects = Objects()
        self.branches: dict[str, str] = {}
        self.protected: dict[str, Protection] = {}
        self.faults: list[Fault] = []
        self.after: dict[Step, Callable[[], object]] = {}
        self.asked: list[tuple[Step, Asked]] = []
        self.turn: Callable[[], None] = lambda: None

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request.

        Raises:
            LostAnswerError: the connection dies, as planned.
        """
        lower = {name.lower(): value for name, value in headers.items()}
        asked = Asked(method, url, lower, body)
        step = Step.GRAPHQL if asked.path == "/graphql" else step_of(self, asked)
        self.asked.append((step, asked))
        self.turn()
        answer = self._faulty(step, asked)
        self.turn()
        if answer is None:
            raise LostAnswerError
        status, told, content = answer
        return status, {"Date": format_datetime(self.now, usegmt=True)} | told, content

    def plan(
        self, step: Step, answer: Answer | None, *, done: bool = False, times: int = 1
    ) -> None:
        """Let the next so many requests of a step end in this answer, or in none."""
        self.faults += [Fault(step=step, answer=answer, done=done)] * times

    def push(
        self, files: Mapping[str, bytes | None], *, branch: str = "", by: str = SOMEBODY
    ) -> str:
        """Let somebody commit files (None takes one away), on a new branch if need be."""
        name = branch or self.default_branch
        if name not in self.branches and self.branches:
            self.branches[name] = self.branches[self.default_branch]
        changes = [
            (path, FILE, None if data is None else self.objects.blob(data))
            for path, data in files.items()
        ]
        return self.commit_on(name, changes, "Edit by hand", by=by)

    def commit_on(
        self,
        branch: str,
        changes: Iterable[tuple[str, int, str | None]],
        message: str,
        *,
        by: str = "",
    ) -> str:
        """One commit more on a branch; each has a moment of its own."""
        head = self.branches.get(branch)
        commit = self.objects.commit(head) if head else None
        tree = self.objects.tree(commit.tree.decode() if commit else None, changes)
        self.now += timedelta(seconds=1)
        parents = [head] if head else []
        sha = self.objects.make_commit(tree, parents, message, author=by or self.login, at=self.now)
        self.move(branch, sha)
        return sha

    def move(self, branch: str, sha: str) -> None:
        """Point a branch to a commit; a pull request goes with it as long as it is open."""
        self.branches[branch] = sha
        for pull in self.pulls.values():
            if pull.state == "open" and pull.head == branch:
                pull.at = sha

    def head(self, branch: str = "") -> str:
        """Where a branch points."""
        return self.branches[branch or self.default_branch]

    def files(self, branch: str = "") -> Mapping[str, bytes]:
        """What is on a branch."""
        return self.objects.files(self.head(branch))

    def paths(self, commit: str) -> frozenset[str]:
        """The paths of a commit's files."""
        found = self.objects.commit(commit)
        assert found
        entries = self.objects.entries(found.tree.decode(), recursive=True)
        return frozenset(entry.path for entry in entries if entry.mode != FOLDER)

    def messages(self, branch: str = "") -> list[str]:
        """The messages of a branch's commits, the newest first."""
        commits = map(self.objects.commit, self.objects.history(self.head(branch)))
        return [commit.message.decode() for commit in commits if commit]

    def steps(self) -> list[Step]:
        """What was asked for, in order."""
        return [step for step, _ in self.asked]

    def refuse_access(self, *, writing: bool) -> None:
        """Refuse what the token may not do.

        Raises:
            RefusalError: it may not.
        """
        if self.contents is Access.NONE:
            raise RefusalError(404, "Not Found")
        if writing and self.contents is Access.READ:
            raise RefusalError(403, "Resource not accessible by integration")
        if writing and self.archived:
            raise RefusalError(403, "Repository was archived so is read-only.")

    def _faulty(self, step: Step, asked: Asked) -> Answer | None:
        fault = next((fault for fault in self.faults if fault.step is step), None)
        if fault:
            self.faults.remove(fault)
        answer = self._answer(step, asked) if fault is None or fault.done else None
        self.after.pop(step, lambda: None)()
        return answer if fault is None else fault.answer

    def _answer(self, step: Step, asked: Asked) -> Answer:
        scheme, _, token = asked.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() not in {"token", "bearer"} or token != self.token:
                raise RefusalError(401, "Bad credentials")  # noqa: TRY301  answered like the others
            if step is Step.GRAPHQL and self.graphql:
                return graphql(self, asked)
            return rest(self, step, asked)
        except RefusalError as error:
            return error.answer
