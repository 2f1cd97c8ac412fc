"""How the small GitHub shows its things: whole, as GitHub's description promises them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.github_git import FOLDER, Entry
from tests.results_model import stamp

if TYPE_CHECKING:
    from tests.github_server import GithubServer

JSON = dict[str, Any]
_USER_URLS = (
    *("url", "html_url", "followers_url", "following_url", "gists_url", "starred_url"),
    *("subscriptions_url", "organizations_url", "repos_url", "events_url", "received_events_url"),
)
_REPOSITORY_URLS = (
    *("archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits"),
    *("compare", "contents", "contributors", "deployments", "downloads", "events", "forks"),
    *("git_commits", "git_refs", "git_tags", "hooks", "html", "issue_comment", "issue_events"),
    *("issues", "keys", "labels", "languages", "merges", "milestones", "notifications", "pulls"),
    *("releases", "stargazers", "statuses", "subscribers", "subscription", "tags", "teams"),
    *("trees", "clone", "git", "ssh", "svn"),
)


def user(server: GithubServer, login: str) -> JSON:
    """A person or a bot, by the number of its letters."""
    return {
        "login": login,
        "id": len(login),
        "node_id": f"U_{login}",
        "avatar_url": f"{server.api_url}/u/{len(login)}",
        "gravatar_id": "",
        "type": "Bot" if login.endswith("[bot]") else "User",
        "site_admin": False,
    } | {name: f"{server.api_url}/users/{len(login)}" for name in _USER_URLS}


def repository(server: GithubServer) -> JSON:
    """The repository itself."""
    return _repository(server) | {"network_count": 0, "subscribers_count": 0}


def ends_repository(server: GithubServer) -> JSON:
    """The repository as an end of a pull request shows it."""
    return _repository(server) | {"has_downloads": False}


def _repository(server: GithubServer) -> JSON:
    owner, name = server.repository.split("/")
    counts = ("forks", "forks_count", "open_issues", "open_issues_count", "stargazers_count")
    more = ("watchers", "watchers_count")
    flags = ("has_issues", "has_projects", "has_wiki", "has_pages", "has_discussions")
    nothing = ("description", "homepage", "language", "mirror_url", "license")
    moments = ("pushed_at", "created_at", "updated_at")
    url = _api(server)
    return (
        {f"{name}_url": f"{url}/{name}" for name in _REPOSITORY_URLS}
        | dict.fromkeys((*counts, *more), 0)
        | dict.fromkeys(flags, True)
        | dict.fromkeys(nothing)
        | dict.fromkeys(moments, stamp(server.now))
        | {
            "id": server.repository_id,
            "node_id": "R_1",
            "name": name,
            "full_name": server.repository,
            "owner": user(server, owner),
            "private": server.private,
            "fork": False,
            "url": url,
            "default_branch": server.default_branch,
            "archived": server.archived,
            "disabled": False,
            "size": len(server.branches),
        }
    )


def branch(server: GithubServer, name: str, sha: str) -> JSON:
    """A branch with its head."""
    url = f"{_api(server)}/branches/{name}"
    return {
        "name": name,
        "commit": commit(server, sha),
        "_links": {"html": url, "self": url},
        "protected": name in server.protected,
        "protection": {"enabled": name in server.protected},
        "protection_url": f"{url}/protection",
    }


def commit(server: GithubServer, sha: str) -> JSON:
    """A commit as the lists of commits show it."""
    made = server.objects.commit(sha)
    assert made
    login = made.author.split(b" <")[0].decode()
    url = f"{_api(server)}/commits/{sha}"
    return {
        "url": url,
        "sha": sha,
        "node_id": f"C_{sha}",
        "html_url": url,
        "comments_url": f"{url}/comments",
        "commit": {
            "url": url,
            "author": _person(made.author, made.author_time),
            "committer": _person(made.committer, made.commit_time),
            "message": made.message.decode(),
            "comment_count": 0,
            "tree": {"sha": made.tree.decode(), "url": url},
            "verification": _verification(server, login),
        },
        "author": user(server, login) if login in server.known else None,
        "committer": None,
        "parents": [{"sha": p.decode(), "url": url, "html_url": url} for p in made.parents],
    }


def git_commit(server: GithubServer, sha: str) -> JSON:
    """A commit as git knows it."""
    made = server.objects.commit(sha)
    assert made
    url = f"{_api(server)}/git/commits/{sha}"
    return {
        "sha": sha,
        "node_id": f"C_{sha}",
        "url": url,
        "html_url": url,
        "author": _person(made.author, made.author_time),
        "committer": _person(made.committer, made.commit_time),
        "message": made.message.decode(),
        "tree": {"sha": made.tree.decode(), "url": url},
        "parents": [{"sha": p.decode(), "url": url, "html_url": url} for p in made.parents],
        "verification": _verification(server, made.author.split(b" <")[0].decode()),
    }


def _verification(server: GithubServer, login: str) -> JSON:
    """GitHub signs what it commits for a bot; whoever pushes signs for themselves, or not."""
    signed = login == server.login
    return {
        "verified": signed,
        "reason": "valid" if signed else "unsigned",
        "signature": "made up" if signed else None,
        "payload": "made up" if signed else None,
        "verified_at": stamp(server.now) if signed else None,
    }


def ref(server: GithubServer, name: str, sha: str) -> JSON:
    """A reference to a commit."""
    url = f"{_api(server)}/git/{name}"
    return {
        "ref": name,
        "node_id": f"REF_{name}",
        "url": url,
        "object": {"type": "commit", "sha": sha, "url": f"{_api(server)}/git/commits/{sha}"},
    }


def tree(server: GithubServer, sha: str, entries: list[Entry], *, truncated: bool) -> JSON:
    """What a tree holds."""
    url = f"{_api(server)}/git/trees/{sha}"
    shown = [
        {
            "path": entry.path,
            "mode": f"{entry.mode:06o}",
            "type": entry.kind,
            "sha": entry.sha,
            "url": f"{url}/{entry.sha}",
        }
        | ({} if entry.mode == FOLDER else {"size": len(server.objects.data(entry.sha) or b"")})
        for entry in entries
    ]
    return {"sha": sha, "url": url, "tree": shown, "truncated": truncated}


def blob(server: GithubServer, sha: str, data: bytes) -> JSON:
    """A blob with its bytes; GitHub breaks base64 into lines."""
    return {
        "content": base64.encodebytes(data).decode(),
        "encoding": "base64",
        "url": f"{_api(server)}/git/blobs/{sha}",
        "sha": sha,
        "size": len(data),
        "node_id": f"B_{sha}",
    }


def content(server: GithubServer, entry: Entry, data: bytes) -> JSON:
    """A file as the contents API shows it."""
    url = f"{_api(server)}/contents/{entry.path}"
    return {
        "type": "file",
        "encoding": "base64",
        "size": len(data),
        "name": entry.path.rpartition("/")[2],
        "path": entry.path,
        "content": base64.encodebytes(data).decode(),
        "sha": entry.sha,
        "url": url,
        "git_url": url,
        "html_url": url,
        "download_url": url,
        "_links": {"git": url, "html": url, "self": url},
    }


def _api(server: GithubServer) -> str:
    return f"{server.api_url}/repos/{server.repository}"


def _person(who: bytes, seconds: int) -> JSON:
    name, _, email = who.decode().rstrip(">").partition(" <")
    return {"name": name, "email": email, "date": stamp(datetime.fromtimestamp(seconds, UTC))}
