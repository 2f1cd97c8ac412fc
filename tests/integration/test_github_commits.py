"""Documents come back to a branch as one commit, and a run that changes nothing asks little."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cv_action.adapters.github_commit import GithubBranch
from cv_action.errors import PublishError
from cv_action.publish.change import File, change_between
from tests.github_clients import branch, change, new_server
from tests.github_git import LINK, SUBMODULE
from tests.github_model import Step
from tests.github_server import GithubServer

NEW = File("cv-output/index.html", b"<p>new</p>\n")
PDF = File("cv-output/cv.pdf", b"%PDF-1.7\0\xff\xfe")
OLD = File("cv-output/cv.md", b"# old\r\n")
TEXTS = ("cv.md", "cv.txt", "cv.json", ".cv-action.json", "cv.enhanced.json")
EIGHT = (
    NEW,
    PDF,
    File("cv-output/cv.docx", b"PK\3\4\0\xff"),
    *(File(f"cv-output/{name}", f"{name} ü\r\n".encode()) for name in TEXTS),
)


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({"cv.json": b"{}", OLD.path: OLD.data, "notes.txt": b"mine"}, by="maren")
    return server


@pytest.fixture(params=["graphql", "objects"])
def publisher(server: GithubServer, request: pytest.FixtureRequest) -> Iterator[GithubBranch]:
    """A branch at a GitHub with the mutation, and at one without."""
    server.graphql = request.param == "graphql"
    with branch(server) as publisher:
        yield publisher


def test_what_stands_there_is_known_without_a_download(
    server: GithubServer, publisher: GithubBranch
) -> None:
    current = publisher.current([OLD.path, NEW.path])
    assert set(current) == {OLD.path}
    assert not change_between([OLD], current, message="")
    assert server.steps() == [Step.BRANCH, Step.TREE]


def test_bytes_are_fetched_once_when_they_are_looked_at(
    server: GithubServer, publisher: GithubBranch
) -> None:
    current = publisher.current([OLD.path])
    assert current[OLD.path] == current[OLD.path] == OLD.data
    assert server.steps() == [Step.BRANCH, Step.TREE, Step.BLOB]


def test_a_change_is_one_commit_and_touches_nothing_else(
    server: GithubServer, publisher: GithubBranch
) -> None:
    first = server.head()
    wanted = change(NEW, PDF, deletions=(OLD.path,), message="Update\n\nBecause.")
    publication = publisher.publish(wanted)
    assert publication.commit_sha == server.head()
    assert server.files() == {
        "cv.json": b"{}",
        "notes.txt": b"mine",
        NEW.path: NEW.data,
        PDF.path: PDF.data,
    }
    assert server.messages() == ["Update\n\nBecause.", "Edit by hand"]
    commit = server.objects.commit(server.head())
    assert commit
    assert [parent.decode() for parent in commit.parents] == [first]


def test_the_requests_for_eight_files_are_few(
    server: GithubServer, publisher: GithubBranch
) -> None:
    current = publisher.current([file.path for file in EIGHT])
    wanted = change_between(EIGHT, current, message="Update")
    assert len(wanted.files) == 8
    publisher.publish(wanted)
    objects = [Step.MAKE_BLOB] * 2 + [Step.MAKE_TREE, Step.MAKE_COMMIT, Step.MOVE_REF]
    made = [Step.GRAPHQL, *([] if server.graphql else objects), Step.TREE]
    assert server.steps() == [Step.BRANCH, Step.TREE, *made]
    assert all(server.files()[file.path] == file.data for file in EIGHT)


def test_publishing_twice_leaves_nothing_to_change(
    server: GithubServer, publisher: GithubBranch
) -> None:
    publisher.publish(change(*EIGHT))
    with branch(server) as again:
        current = again.current([file.path for file in EIGHT])
        assert not change_between(EIGHT, current, message="")


def test_files_that_are_gone_already_need_no_deletion(
    server: GithubServer, publisher: GithubBranch
) -> None:
    publisher.publish(change(NEW, deletions=("cv-output/never.txt",)))
    assert NEW.path in server.files()


@pytest.mark.parametrize(
    ("path", "mode", "told"),
    [
        ("cv-output", LINK, "symbolic link"),
        ("cv-output", SUBMODULE, "submodule"),
        ("cv-output", 0o100644, "a file"),
        (NEW.path, LINK, "symbolic link"),
        (f"{NEW.path}/x", 0o100644, "a folder"),
    ],
)
def test_nothing_is_written_through_or_over_what_is_no_file(
    publisher: GithubBranch, server: GithubServer, path: str, mode: int, told: str
) -> None:
    server.push({OLD.path: None})
    blob = server.objects.blob(b"elsewhere")
    head = server.commit_on("main", [(path, mode, blob)], "In the way")
    with pytest.raises(PublishError, match=told):
        publisher.publish(change(NEW))
    assert server.head() == head


@pytest.mark.parametrize("name", ["feature/cv", "a#b", "100%", "ümlaut+x", "docs/index.html"])
def test_a_branch_may_have_any_name_that_git_takes(server: GithubServer, name: str) -> None:
    server.push({}, branch=name)
    for server.graphql in (True, False):
        with branch(server, name) as publisher:
            file = File("out/cv.md", str(server.graphql).encode())
            assert publisher.publish(change(file)).commit_sha == server.head(name)
    assert server.files()["cv.json"] == b"{}"
    assert "out/cv.md" not in server.files()


@pytest.mark.parametrize("most", [0, 1, 4])
def test_a_repository_of_any_size_is_read_by_the_folders_that_matter(
    server: GithubServer, publisher: GithubBranch, most: int
) -> None:
    server.most_entries = most
    server.push({f"other/deep/{n}.txt": b"" for n in range(5)})
    current = publisher.current([OLD.path, NEW.path])
    assert set(current) == {OLD.path}
    assert len(server.asked) == 4
    publisher.publish(change(NEW, deletions=(OLD.path,)))
    assert OLD.path not in server.files()
    assert server.files()["other/deep/4.txt"] == b""
