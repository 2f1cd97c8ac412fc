"""What GitHub means when it does not let us publish, and what the owner can do about it.

Sources: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api and
https://docs.github.com/actions/reference/security/secure-use#permissions-for-the-github_token
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from cv_action.adapters.artifact_refusal import LATER
from cv_action.adapters.github_api import MutationError
from cv_action.adapters.github_limits import is_limit, told_by, until
from cv_action.adapters.http_message import Reply
from cv_action.errors import PublishError

PERMISSION: Final = """\
Let the job's token write:

permissions:
  contents: write

A person's fine-grained token needs Contents: read and write. In a run for a pull request from a \
fork, no token may write."""
PULLS: Final = """\
Let the job's token open pull requests:

permissions:
  contents: write
  pull-requests: write

A person's fine-grained token needs Pull requests: read and write."""
_ALLOW: Final = """\
Allow it (Settings, Actions, General, Workflow permissions: "Allow GitHub Actions to create and \
approve pull requests"; in an organization, first in its own settings), or open one by hand: the \
branch is there."""
PULL_REQUEST: Final = """\
Let a pull request bring the changes:

with:
  publish: pull-request

Or publish to a branch of its own (branch: cv, create_branch: true), or let the token's owner \
bypass the rule, or leave the branch out of it (Settings, Rules; for an older rule: Settings, \
Branches)."""
_PROTECTED: Final = (
    "rule violations",
    "protected branch",
    "must be made through a pull request",
    "required status check",
    "approving review",
    "signed commits",
    "linear history",
    "push declined",
)
_LONGEST: Final = 200


def refused(reply: Reply, *, repository: str, branch: str) -> PublishError:
    """The error that a reply of the REST API stands for; ``branch`` is the one published to."""
    if is_limit(reply):
        return PublishError(
            "GitHub has had enough requests for now.", hint=f"Try again {until(reply)}."
        )
    told = told_by(reply)
    if known := _known(told, repository=repository, branch=branch):
        return known
    match reply.status:
        case HTTPStatus.UNAUTHORIZED:
            return PublishError(
                "GitHub did not accept the token.",
                hint="Leave github_token out, so that it is the job's own, or give a valid one.",
            )
        case HTTPStatus.FORBIDDEN:
            return PublishError(f"GitHub does not let us publish: {plain(told)}", hint=PERMISSION)
        case HTTPStatus.NOT_FOUND:
            return PublishError(
                f"GitHub shows us no such thing in {repository}.",
                hint=f"Check that the token belongs to this repository. {PERMISSION}",
            )
        case status:
            return PublishError(f"GitHub answered {status}: {plain(told)}", hint=LATER)


def pull_refused(reply: Reply, *, repository: str, branch: str) -> PublishError:
    """The error that a refusal to open or change a pull request stands for."""
    told = told_by(reply)
    if "not permitted to create or approve" in told:
        return PublishError("GitHub Actions may not open pull requests here.", hint=_ALLOW)
    if reply.status == HTTPStatus.FORBIDDEN and "not accessible" in told:
        return PublishError(f"The pull request is not ours to write: {plain(told)}", hint=PULLS)
    return refused(reply, repository=repository, branch=branch)


def mutation_refused(error: MutationError, *, repository: str, branch: str) -> PublishError:
    """The error that GraphQL's stands for."""
    if known := _known(error.message, repository=repository, branch=branch):
        return known
    match error.type:
        case "BRANCH_PROTECTION_RULE_VIOLATION":
            return _protected(error.message, branch)
        case "NOT_FOUND":
            return missing_branch(branch, repository=repository)
        case "FORBIDDEN":
            return PublishError(
                f"GitHub does not let us publish: {plain(error.message)}", hint=PERMISSION
            )
        case _:
            return PublishError(f"GitHub refused the commit: {plain(error.message)}", hint=LATER)


def missing_branch(branch: str, *, repository: str) -> PublishError:
    """The error of a branch that is not there, or is not there any more."""
    return PublishError(
        f"{repository} has no branch {branch!r}.",
        hint=f"Create it (git push origin HEAD:{branch}), have it begun with nothing else on it "
        "(create_branch: true), or name another one:\n\nwith:\n  branch: main",
    )


def empty_repository(repository: str) -> PublishError:
    """The error of a repository without a commit."""
    return PublishError(
        f"{repository} is empty, so there is no branch to publish to.",
        hint="Commit your CV to it first.",
    )


def plain(text: str) -> str:
    """Foreign words in one printable line, shortened."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    short = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    return short if short.endswith((".", "…")) else f"{short or 'no reason given'}."


def _known(told: str, *, repository: str, branch: str) -> PublishError | None:
    """What GitHub says in the same words everywhere."""
    words = told.lower()
    if "archived" in words:
        return PublishError(
            f"{repository} is archived, so nothing can be written to it.",
            hint="Unarchive it (Settings, General, Danger Zone), or switch the workflow off.",
        )
    if "repository is empty" in words:
        return empty_repository(repository)
    if any(rule in words for rule in _PROTECTED):
        return _protected(told, branch)
    return None


def _protected(told: str, branch: str) -> PublishError:
    return PublishError(f"A rule protects {branch!r}: {plain(told)}", hint=PULL_REQUEST)
