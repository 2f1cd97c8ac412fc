"""A change is compared, refused or found in conflict as a value, before anything is touched."""

from __future__ import annotations

import subprocess

import pytest

from cv_action.errors import PublishError
from cv_action.publish.branch import target_branch
from cv_action.publish.change import Change, File, change_between
from cv_action.publish.moved import MovedError, Movement
from cv_action.publish.paths import refuse_paths
from cv_action.publish.standing import Standing, blob_id
from cv_action.publish.tree import Entry, Kind, blobs, changed, conflicts, differing, holds

NEW = File("out/cv.md", b"# CV\n")
FILE = "100644"


def entry(data: bytes, mode: str = FILE) -> Entry:
    return Entry(mode, blob_id(data))


def change(*files: File, deletions: tuple[str, ...] = ()) -> Change:
    return Change(files=files, message="", deletions=deletions)


@pytest.mark.parametrize(
    "data", [b"", b"# CV\n", bytes(range(256)) * 300], ids=["empty", "text", "binary"]
)
def test_a_content_has_the_name_that_git_gives_it(data: bytes) -> None:
    command = ["git", "hash-object", "--stdin"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    assert blob_id(data) == done.stdout.decode().strip()


def test_a_standing_file_is_compared_without_being_fetched() -> None:
    fetched: list[str] = []

    def fetch(name: str) -> bytes:
        fetched.append(name)
        return NEW.data

    current = Standing({NEW.path: blob_id(NEW.data)}, fetch)
    assert not change_between([NEW], current, message="")
    other = File(NEW.path, b"other")
    assert change_between([other], current, message="").files == (other,)
    assert fetched == []
    assert dict(current) == {NEW.path: NEW.data}
    assert current[NEW.path] == NEW.data
    assert fetched == [blob_id(NEW.data)]


def test_only_what_is_there_has_to_go() -> None:
    found = change_between([], {"a": b""}, message="", deletions=["a", "b"])
    assert found.deletions == ("a",)
    assert found.paths == ("a",)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("100644", Kind.FILE),
        ("100755", Kind.FILE),
        ("040000", Kind.FOLDER),
        ("120000", Kind.LINK),
        ("160000", Kind.SUBMODULE),
        ("777777", Kind.LINK),
    ],
)
def test_a_mode_says_what_an_entry_is(mode: str, kind: Kind) -> None:
    assert Entry(mode, "").kind is kind
    assert bool(blobs({"a": Entry(mode, "x")}, ["a", "b"])) is (kind is Kind.FILE)


def test_a_tree_holds_a_change_when_all_of_it_is_done() -> None:
    tree = {NEW.path: entry(NEW.data), "old": entry(b"")}
    assert holds(tree, change(NEW))
    assert holds(tree, change(NEW, deletions=("gone",)))
    assert not holds(tree, change(NEW, deletions=("old",)))
    assert not holds(tree, change(NEW, File("other", b"")))
    assert not holds({NEW.path: entry(NEW.data, "120000")}, change(NEW))


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (entry(b"before"), ()),
        (entry(NEW.data), ()),
        (entry(b"by hand"), (NEW.path,)),
        (entry(b"before", "120000"), (NEW.path,)),
        (None, (NEW.path,)),
    ],
)
def test_neither_what_was_seen_nor_what_is_wanted_is_a_conflict(
    now: Entry | None, found: tuple[str, ...]
) -> None:
    tree = {NEW.path: now} if now else {}
    assert conflicts({NEW.path: entry(b"before")}, tree, change(NEW)) == found


def test_what_was_not_there_may_not_have_come() -> None:
    assert conflicts({"cv.json": None}, {}, change(NEW)) == ()
    assert conflicts({"cv.json": None}, {"cv.json": entry(b"")}, change(NEW)) == ("cv.json",)


def test_a_changed_tree_differs_in_nothing_else() -> None:
    before = {"old": entry(b"old"), "kept": entry(b"kept"), "out": Entry("040000", "x")}
    after = changed(before, change(NEW, deletions=("old",)))
    assert differing(before, after) == ("old", NEW.path)
    assert differing(after, {NEW.path: entry(NEW.data, "100755"), "kept": entry(b"kept")}) == ()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/x",
        "../x",
        "a/../x",
        "a//x",
        "./x",
        "a/",
        ".git/config",
        "a/.GIT/x",
        "a\\x",
        "a\nx",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(PublishError, match="no path inside"):
        refuse_paths([NEW.path, path])


@pytest.mark.parametrize("path", [".github/workflows/cv.yml", ".GitHub/Workflows/cv.yml"])
def test_workflows_are_refused_with_what_to_do(path: str) -> None:
    with pytest.raises(PublishError, match="workflows") as caught:
        refuse_paths([path])
    assert "output_dir: cv-output" in caught.value.hint


def test_plain_paths_are_fine() -> None:
    refuse_paths([NEW.path, ".github/cv/cv.md", "ümlaut/cv .md", ".gitignore"])


@pytest.mark.parametrize(
    ("ref", "asked", "branch"),
    [
        ("refs/heads/main", "", "main"),
        ("refs/heads/feature/cv", "", "feature/cv"),
        ("refs/heads/main", "cv", "cv"),
        ("refs/tags/v1", "docs/index.html", "docs/index.html"),
    ],
)
def test_a_run_publishes_to_its_own_branch_or_to_the_one_it_is_told(
    ref: str, asked: str, branch: str
) -> None:
    assert target_branch(ref, asked) == branch


@pytest.mark.parametrize(
    ("ref", "asked", "told"),
    [
        ("refs/tags/v1", "", "the tag 'v1'"),
        ("refs/pull/7/merge", "", "a pull request"),
        ("", "", "no branch"),
        ("refs/heads/main", "refs/heads/main", "a whole reference"),
        ("refs/heads/main", "a..b", "cannot be"),
        ("refs/heads/main", "a b", "cannot be"),
        ("refs/heads/main", "-x", "cannot be"),
        ("refs/heads/main", "a/", "cannot be"),
        ("refs/heads/main", "a.lock", "cannot be"),
        ("refs/heads/main", "a/.b", "cannot be"),
        ("refs/heads/main", "@{1}", "cannot be"),
        ("refs/heads/", "", "cannot be"),
    ],
)
def test_a_run_without_a_branch_is_told_to_name_one(ref: str, asked: str, told: str) -> None:
    with pytest.raises(PublishError, match=told) as caught:
        target_branch(ref, asked)
    assert "branch: main" in caught.value.hint


def test_a_movement_says_what_is_known() -> None:
    known = Movement(path="cv.json", by="noor", commit="0123456789")
    told = MovedError([known, Movement(path="cv.md")], more=2)
    assert told.message == (
        "cv.json was changed by noor in 0123456; cv.md was changed, and 2 more "
        "while this run was under way."
    )
