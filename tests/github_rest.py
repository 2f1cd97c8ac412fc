"""The REST half of the small GitHub.

Sources: https://docs.github.com/rest/git, https://docs.github.com/rest/branches and
https://docs.github.com/rest/commits
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from tests import github_json as show
from tests import github_pulls as pulls
from tests.github_git import FILE, Entry
from tests.github_model import ABOUT_PULLS, READING, RefusalError, Step
from tests.results_model import Answer, Asked, json_answer

if TYPE_CHECKING:
    from tests.github_server import GithubServer

Handler = Callable[["GithubServer", Asked, str], Answer]


class Route(NamedTuple):
    """A request and who answers it; the pattern has one group at most."""

    step: Step
    method: str
    pattern: str
    handler: Handler


def rest(server: GithubServer, step: Step, asked: Asked) -> Answer:
    """Serve one request to the REST API.

    Raises:
        RefusalError: GitHub would not do it.
    """
    base = f"/repos/{server.repository}"
    if not asked.path.startswith(base):
        raise RefusalError(404, "Not Found")
    server.refuse_access(writing=step not in READING and step not in ABOUT_PULLS)
    for route in ROUTES:
        match = re.fullmatch(route.pattern, unquote(asked.path).removeprefix(base))
        if match and route.method == asked.method:
            return route.handler(server, asked, "".join(match.groups()))
    raise RefusalError(404, "Not Found")


def step_of(server: GithubServer, asked: Asked) -> Step:
    """Which step a request is."""
    rest_of_path = unquote(asked.path).removeprefix(f"/repos/{server.repository}")
    for route in ROUTES:
        if route.method == asked.method and re.fullmatch(route.pattern, rest_of_path):
            return route.step
    return Step.OTHER


def _repository(server: GithubServer, *_: object) -> Answer:
    return json_answer(200, show.repository(server))


def _branch(server: GithubServer, _: Asked, name: str) -> Answer:
    sha = server.branches.get(name)
    if sha is None:
        raise RefusalError(404, "Branch not found")
    return json_answer(200, show.branch(server, name, sha))


def _ref(server: GithubServer, _: Asked, name: str) -> Answer:
    _refuse_empty(server)
    sha = server.branches.get(name.removeprefix("heads/"))
    if sha is None or not name.startswith("heads/"):
        raise RefusalError(404, "Not Found")
    return json_answer(200, show.ref(server, f"refs/{name}", sha))


def _history(server: GithubServer, asked: Asked, _: str) -> Answer:
    _refuse_empty(server)
    head = asked.query.get("sha", server.default_branch)
    head = server.branches.get(head, head)
    if server.objects.commit(head) is None:
        raise RefusalError(404, "Not Found")
    shas = server.objects.history(head, asked.query.get("path"))
    count = int(asked.query.get("per_page", 30))
    begin = count * (int(asked.query.get("page", 1)) - 1)
    return json_answer(200, [show.commit(server, sha) for sha in shas[begin : begin + count]])


def _commit(server: GithubServer, _: Asked, sha: str) -> Answer:
    if server.objects.commit(sha) is None:
        raise RefusalError(404, "Not Found")
    return json_answer(200, show.git_commit(server, sha))


def _tree(server: GithubServer, asked: Asked, sha: str) -> Answer:
    """Why by a commit too: GitHub takes whatever leads to a tree."""
    _refuse_empty(server)
    commit = server.objects.commit(server.branches.get(sha, sha))
    found = commit.tree.decode() if commit else sha
    if not server.objects.is_tree(found):
        raise RefusalError(404, "Not Found")
    recursive = "recursive" in asked.query
    entries = list(server.objects.entries(found, recursive=recursive))
    most = server.most_entries
    cut = recursive and len(entries) > most
    shown = entries[:most] if cut else entries
    return json_answer(200, show.tree(server, sha, shown, truncated=cut))


def _blob(server: GithubServer, _: Asked, sha: str) -> Answer:
    data = server.objects.data(sha)
    if data is None:
        raise RefusalError(404, "Not Found")
    return json_answer(200, show.blob(server, sha, data))


def _contents(server: GithubServer, asked: Asked, path: str) -> Answer:
    head = asked.query.get("ref", server.default_branch)
    commit = server.objects.commit(server.branches.get(head, head))
    tree = commit.tree.decode() if commit else ""
    entries = server.objects.entries(tree, recursive=True) if tree else ()
    entry = next((e for e in entries if e.path == path and e.kind == "blob"), None)
    data = server.objects.data(entry.sha) if entry else None
    if entry is None or data is None:
        raise RefusalError(404, "Not Found")
    return json_answer(200, show.content(server, entry, data))


def _put_contents(server: GithubServer, asked: Asked, path: str) -> Answer:
    """One file, in one commit; what is replaced has to be named."""
    body = _body(asked)
    branch = body.get("branch", server.default_branch)
    if branch not in server.branches:
        raise RefusalError(404, f"Branch {branch} not found")
    known = server.paths(server.head(branch))
    old = server.objects.blob(server.files(branch)[path]) if path in known else None
    if body.get("sha") != old:
        raise RefusalError(409 if body.get("sha") else 422, f"{path} does not match")
    data = b64decode(body["content"])
    entry = Entry(path, FILE, server.objects.blob(data))
    made = server.commit_on(branch, [(path, FILE, entry.sha)], body["message"])
    shown = show.content(server, entry, data)
    told = {
        "content": {name: shown[name] for name in shown if name not in {"content", "encoding"}},
        "commit": show.git_commit(server, made),
    }
    return json_answer(200 if old else 201, told)


def _make_blob(server: GithubServer, asked: Asked, _: str) -> Answer:
    _refuse_empty(server)
    body = _body(asked)
    try:
        plain = body.get("encoding", "utf-8") != "base64"
        data = body["content"].encode() if plain else b64decode(body["content"], validate=True)
    except binascii.Error as error:
        raise RefusalError(422, "content is not valid Base64") from error
    sha = server.objects.blob(data)
    return _made({"sha": sha, "url": f"{server.api_url}/blobs/{sha}"})


def _make_tree(server: GithubServer, asked: Asked, _: str) -> Answer:
    _refuse_empty(server)
    body = _body(asked)
    changes = [_asked_entry(server, entry) for entry in body["tree"]]
    try:
        sha = server.objects.tree(body.get("base_tree"), changes)
    except (KeyError, AssertionError) as error:
        raise RefusalError(422, "GitRPC::BadObjectState") from error
    entries = list(server.objects.entries(sha, recursive=False))
    return _made(show.tree(server, sha, entries, truncated=False))


def _asked_entry(server: GithubServer, entry: dict[str, Any]) -> tuple[str, int, str | None]:
    sha = entry["sha"] if "sha" in entry else server.objects.blob(entry["content"].encode())
    if sha is not None and server.objects.data(sha) is None:
        raise RefusalError(422, "tree.sha is not a valid blob")
    return entry["path"], int(entry["mode"], 8), sha


def _make_commit(server: GithubServer, asked: Asked, _: str) -> Answer:
    _refuse_empty(server)
    body = _body(asked)
    if not server.objects.is_tree(body["tree"]) or "author" in body:
        raise RefusalError(422, "Tree SHA is not a tree object")
    parents = body.get("parents", [])
    sha = server.objects.make_commit(
        body["tree"], parents, body["message"], author=server.login, at=server.now
    )
    return _made(show.git_commit(server, sha))


def _make_ref(server: GithubServer, asked: Asked, _: str) -> Answer:
    body = _body(asked)
    name = body["ref"].removeprefix("refs/heads/")
    if server.objects.commit(body["sha"]) is None:
        raise RefusalError(422, "Object does not exist")
    if name in server.branches:
        raise RefusalError(422, "Reference already exists")
    if any(_crosses(name, other) for other in server.branches):
        raise RefusalError(422, "Reference update failed")
    server.branches[name] = body["sha"]
    return _made(show.ref(server, body["ref"], body["sha"]))


def _crosses(one: str, other: str) -> bool:
    """Whether git cannot have both: a name that is another's folder."""
    return one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _move_ref(server: GithubServer, asked: Asked, name: str) -> Answer:
    body = _body(asked)
    old = server.branches.get(name)
    if old is None:
        raise RefusalError(422, "Reference does not exist")
    if server.objects.commit(body["sha"]) is None:
        raise RefusalError(422, "Object does not exist")
    if not body.get("force") and not server.objects.leads_to(old, body["sha"]):
        raise RefusalError(422, "Update is not a fast forward")
    if server.protected.get(name):
        rule = "Changes must be made through a pull request."
        raise RefusalError(422, f"Repository rule violations found\n\n{rule}\n\n")
    server.move(name, body["sha"])
    return json_answer(200, show.ref(server, f"refs/heads/{name}", body["sha"]))


def _made(thing: dict[str, Any]) -> Answer:
    return json_answer(201, thing, Location=thing["url"])


def _refuse_empty(server: GithubServer) -> None:
    if not server.branches:
        raise RefusalError(409, "Git Repository is empty.")


def _body(asked: Asked) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(asked.body)
    return body


ROUTES = (
    Route(Step.REPOSITORY, "GET", r"", _repository),
    Route(Step.BRANCH, "GET", r"/branches/(.+)", _branch),
    Route(Step.REF, "GET", r"/git/ref/(.+)", _ref),
    Route(Step.HISTORY, "GET", r"/commits", _history),
    Route(Step.COMMIT, "GET", r"/git/commits/(.+)", _commit),
    Route(Step.TREE, "GET", r"/git/trees/(.+)", _tree),
    Route(Step.BLOB, "GET", r"/git/blobs/(.+)", _blob),
    Route(Step.CONTENTS, "GET", r"/contents/(.+)", _contents),
    Route(Step.PUT_CONTENTS, "PUT", r"/contents/(.+)", _put_contents),
    Route(Step.MAKE_BLOB, "POST", r"/git/blobs", _make_blob),
    Route(Step.MAKE_TREE, "POST", r"/git/trees", _make_tree),
    Route(Step.MAKE_COMMIT, "POST", r"/git/commits", _make_commit),
    Route(Step.MAKE_REF, "POST", r"/git/refs", _make_ref),
    Route(Step.COMPARE, "GET", r"/compare/(.+)", pulls.compare),
    Route(Step.PULLS, "GET", r"/pulls", pulls.listed),
    Route(Step.PULL, "GET", r"/pulls/(\d+)", pulls.one),
    Route(Step.MAKE_PULL, "POST", r"/pulls", pulls.make),
    Route(Step.EDIT_PULL, "PATCH", r"/pulls/(\d+)", pulls.edit),
    Route(Step.MOVE_REF, "PATCH", r"/git/refs/heads/(.+)", _move_ref),
)
