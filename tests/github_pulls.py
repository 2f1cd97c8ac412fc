"""The pull requests of the small GitHub.

Source: https://docs.github.com/rest/pulls/pulls
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests import github_json as show
from tests.github_model import Access, Pull, RefusalError
from tests.results_model import Answer, Asked, json_answer, stamp

if TYPE_CHECKING:
    from tests.github_server import GithubServer

FORBIDDEN = "GitHub Actions is not permitted to create or approve pull requests."
LARGEST = 65_536


def compare(server: GithubServer, _: Asked, basehead: str) -> Answer:
    """How far one branch or commit has gone from another."""
    names = basehead.split("...")
    base, head = (server.branches.get(name, name) for name in names)
    if not (server.objects.commit(base) and server.objects.commit(head)):
        raise RefusalError(404, "Not Found")
    fork = server.objects.fork_point(base, head)
    ahead, behind = (_beyond(server, fork, end) for end in (head, base))
    url = f"{server.api_url}/compare/{base}...{head}"
    kinds = {(True, True): "diverged", (True, False): "ahead", (False, True): "behind"}
    told = {
        **dict.fromkeys(("url", "html_url", "permalink_url", "diff_url", "patch_url"), url),
        "base_commit": show.commit(server, base),
        "merge_base_commit": show.commit(server, fork),
        "status": kinds.get((bool(ahead), bool(behind)), "identical"),
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [show.commit(server, sha) for sha in ahead[:250]],
        "files": _differences(server, fork, head)[:300],
    }
    return json_answer(200, told)


def _beyond(server: GithubServer, fork: str, end: str) -> list[str]:
    known = set(server.objects.history(fork))
    return [sha for sha in server.objects.history(end) if sha not in known]


def _differences(server: GithubServer, fork: str, head: str) -> list[dict[str, Any]]:
    old, new = server.objects.files(fork), server.objects.files(head)
    url = f"{server.api_url}/blob"
    counts = dict.fromkeys(("additions", "deletions", "changes"), 0)
    return [
        {
            "sha": server.objects.blob(new.get(path, old.get(path, b""))),
            "filename": path,
            "status": "removed" if path not in new else "modified" if path in old else "added",
            "blob_url": url,
            "raw_url": url,
            "contents_url": url,
            **counts,
        }
        for path in sorted(old.keys() | new.keys())
        if old.get(path) != new.get(path)
    ]


def listed(server: GithubServer, asked: Asked, _: str) -> Answer:
    """The pull requests that are asked for, the newest first."""
    query = asked.query
    owner = server.repository.split("/")[0]
    found = [
        pull
        for pull in reversed(server.pulls.values())
        if query.get("state", "open") in {pull.state, "all"}
        and query.get("head", f"{owner}:{pull.head}") == f"{owner}:{pull.head}"
        and query.get("base", pull.base) == pull.base
    ]
    return json_answer(200, [short(server, pull) for pull in found[: int(query["per_page"])]])


def one(server: GithubServer, _: Asked, number: str) -> Answer:
    """A pull request by its number."""
    return json_answer(200, whole(server, _pull(server, number)))


def make(server: GithubServer, asked: Asked, _: str) -> Answer:
    """A new pull request."""
    _refuse_access(server)
    if not server.opens_pulls:
        raise RefusalError(403, FORBIDDEN)
    body: dict[str, Any] = json.loads(asked.body)
    _refuse_long(body)
    head, base = body["head"], body["base"]
    if any(one.state == "open" and (one.head, one.base) == (head, base) for one in _all(server)):
        raise _invalid(f"A pull request already exists for maren:{head}.")
    if not {head, base} <= server.branches.keys():
        raise _invalid("head is invalid")
    if server.objects.leads_to(server.branches[head], server.branches[base]):
        raise _invalid(f"No commits between {base} and {head}")
    pull = Pull(
        number=len(server.pulls) + 1,
        head=head,
        base=base,
        title=body["title"],
        body=body.get("body"),
        author=server.login,
        at=server.head(head),
    )
    server.pulls[pull.number] = pull
    told = whole(server, pull)
    return json_answer(201, told, Location=told["url"])


def edit(server: GithubServer, asked: Asked, number: str) -> Answer:
    """Other words, or another state."""
    _refuse_access(server)
    pull = _pull(server, number)
    body: dict[str, Any] = json.loads(asked.body)
    _refuse_long(body)
    for name in ("title", "body", "state"):
        setattr(pull, name, body.get(name, getattr(pull, name)))
    return json_answer(200, whole(server, pull))


def short(server: GithubServer, pull: Pull) -> dict[str, Any]:
    """A pull request as the list shows it."""
    url = f"{server.api_url}/repos/{server.repository}/pulls/{pull.number}"
    links = ("self", "html", "issue", "comments", "review_comments", "review_comment")
    moment = stamp(server.now)
    return {
        "url": url,
        "id": pull.number,
        "node_id": f"PR_{pull.number}",
        **{
            f"{name}_url": url for name in ("html", "diff", "patch", "issue", "commits", "statuses")
        },
        **{f"{name}_url": url for name in ("comments", "review_comments", "review_comment")},
        "number": pull.number,
        "state": pull.state,
        "locked": False,
        "title": pull.title,
        "user": show.user(server, pull.author),
        "body": pull.body,
        "labels": [],
        "milestone": None,
        "created_at": moment,
        "updated_at": moment,
        "closed_at": None if pull.state == "open" else moment,
        "merged_at": stamp(pull.merged_at) if pull.merged_at else None,
        "merge_commit_sha": None,
        "assignee": None,
        "head": _end(server, pull.head, pull.at),
        "base": _end(server, pull.base, server.branches.get(pull.base, "0" * 40)),
        "_links": {name: {"href": url} for name in (*links, "commits", "statuses")},
        "author_association": "NONE",
        "auto_merge": None,
    }


def whole(server: GithubServer, pull: Pull) -> dict[str, Any]:
    """A pull request with all that GitHub counts."""
    counts = ("comments", "review_comments", "commits", "additions", "deletions", "changed_files")
    return short(server, pull) | {
        "merged": pull.merged_at is not None,
        "mergeable": None,
        "mergeable_state": "unknown",
        "merged_by": None,
        "maintainer_can_modify": False,
        **dict.fromkeys(counts, 0),
    }


def merge(server: GithubServer, pull: Pull) -> str:
    """Let the owner merge a pull request, in one commit of its own; the branch stays."""
    mine, theirs = server.files(pull.base), server.files(pull.head)
    fork = server.objects.files(
        server.objects.fork_point(server.head(pull.base), server.head(pull.head))
    )
    moved = {path for path in fork.keys() | theirs.keys() if fork.get(path) != theirs.get(path)}
    assert all(mine.get(path) in {fork.get(path), theirs.get(path)} for path in moved), "conflict"
    pull.state, pull.merged_at = "closed", server.now
    return server.push(
        {path: theirs.get(path) for path in moved if mine.get(path) != theirs.get(path)},
        branch=pull.base,
        by="maren",
    )


def _end(server: GithubServer, branch: str, sha: str) -> dict[str, Any]:
    owner = server.repository.split("/")[0]
    return {
        "label": f"{owner}:{branch}",
        "ref": branch,
        "sha": sha,
        "repo": show.ends_repository(server),
        "user": show.user(server, owner),
    }


def _all(server: GithubServer) -> list[Pull]:
    return list(server.pulls.values())


def _pull(server: GithubServer, number: str) -> Pull:
    if int(number) not in server.pulls:
        raise RefusalError(404, "Not Found")
    return server.pulls[int(number)]


def _refuse_access(server: GithubServer) -> None:
    if server.pull_requests is not Access.WRITE:
        raise RefusalError(403, "Resource not accessible by integration")


def _invalid(detail: str) -> RefusalError:
    return RefusalError(422, "Validation Failed", detail=detail)


def _refuse_long(body: dict[str, Any]) -> None:
    if len(body.get("body") or "") > LARGEST:
        raise _invalid(f"body is too long (maximum is {LARGEST} characters)")
