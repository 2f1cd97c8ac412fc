"""A folder and a checkout are changed wholly or not at all, and only where it was declared."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cv_action.adapters.git import GitCheckout, child_environment
from cv_action.adapters.workspace import Workspace
from cv_action.errors import ConfigurationError, PublishError
from cv_action.publish.change import Change, File
from tests.checkouts import WHO, git


@pytest.fixture
def checkout(tmp_path: Path) -> GitCheckout:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "cv.json").write_text("{}")
    git(tmp_path, "add", "cv.json")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    return GitCheckout(Workspace(tmp_path, confined=False), WHO)


def change(*files: File, deletions: tuple[str, ...] = ()) -> Change:
    return Change(files=files, message="Update the CV", deletions=deletions)


ONE = File("out/index.html", b"<p>one</p>")
TWO = File("out/deep/cv.md", b"two\r\n")


def test_a_change_is_one_commit_of_only_its_files(checkout: GitCheckout) -> None:
    root = checkout.workspace.root
    (root / "staged.txt").write_text("mine")
    (root / "cv.json").write_text('{"edited": true}')
    git(root, "add", "staged.txt")
    publication = checkout.publish(change(ONE))
    assert publication.commit_sha == git(root, "rev-parse", "HEAD")
    assert git(root, "show", "--name-only", "--format=%s").split("\n") == [
        "Update the CV",
        "",
        ONE.path,
    ]
    assert git(root, "status", "--porcelain").split("\n") == ["M cv.json", "A  staged.txt"]


def test_a_file_that_is_on_disk_but_not_committed_is_still_to_be_published(
    checkout: GitCheckout,
) -> None:
    checkout.workspace.write([ONE])
    assert checkout.current([ONE.path]) == {}
    assert checkout.publish(change(ONE)).commit_sha
    assert checkout.current([ONE.path]) == {ONE.path: ONE.data}


def test_a_file_changed_by_hand_is_put_back_without_an_empty_commit(checkout: GitCheckout) -> None:
    head = checkout.publish(change(ONE)).commit_sha
    (checkout.workspace.root / ONE.path).write_text("by hand")
    assert checkout.current([ONE.path]) == {}
    assert checkout.publish(change(ONE)).commit_sha == head
    assert (checkout.workspace.root / ONE.path).read_bytes() == ONE.data


def test_a_refused_commit_leaves_everything_as_it_was(checkout: GitCheckout) -> None:
    root = checkout.workspace.root
    checkout.publish(change(ONE))
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\necho 'no commits today' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(PublishError, match="no commits today"):
        checkout.publish(change(File(ONE.path, b"other"), TWO))
    assert (root / ONE.path).read_bytes() == ONE.data
    assert not (root / TWO.path).exists()
    assert git(root, "status", "--porcelain") == ""


def test_a_refused_commit_takes_nothing_away(checkout: GitCheckout) -> None:
    root = checkout.workspace.root
    checkout.publish(change(ONE, TWO))
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(PublishError):
        checkout.publish(change(File(ONE.path, b"other"), deletions=(TWO.path,)))
    assert (root / TWO.path).read_bytes() == TWO.data
    assert git(root, "status", "--porcelain") == ""


def test_a_file_that_cannot_be_removed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / TWO.path).mkdir(parents=True)
    with pytest.raises(PublishError, match="cannot be removed"):
        Workspace(tmp_path, confined=True).publish(change(deletions=(TWO.path,)))


def test_nobody_to_commit_as_is_said_before_anything_is_written(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.useConfigOnly", "true")
    nobody = {k: v for k, v in WHO.items() if not k.endswith(("_NAME", "_EMAIL"))}
    checkout = GitCheckout(Workspace(tmp_path, confined=False), nobody)
    with pytest.raises(PublishError) as caught:
        checkout.publish(change(ONE))
    assert "user.name" in caught.value.hint
    assert not (tmp_path / ONE.path).exists()


def test_git_is_used_where_the_output_can_be_committed(checkout: GitCheckout) -> None:
    root = checkout.workspace.root
    (root / ".gitignore").write_text("ignored/\n")
    assert checkout.usable("cv-output")
    assert not checkout.usable("ignored")
    assert not checkout.usable(str(root.parent / "elsewhere"))


def test_git_is_not_used_outside_a_checkout(tmp_path: Path) -> None:
    assert not GitCheckout(Workspace(tmp_path, confined=False), WHO).usable("cv-output")


def test_git_sees_no_secret_of_ours() -> None:
    environ = {"PATH": "/bin", "CLAUDE_OAUTH_TOKEN": "t", "INPUT_GITHUB_TOKEN": "g", "HOME": "/h"}
    assert set(child_environment(environ)) == {"PATH", "HOME", "GIT_TERMINAL_PROMPT"}


def test_a_failed_write_leaves_no_half_and_no_remains(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, confined=True)
    workspace.publish(change(ONE))
    (tmp_path / "out" / "deep").write_text("a file where a folder is needed")
    with pytest.raises(PublishError, match="cannot be written"):
        workspace.publish(change(File(ONE.path, b"other"), TWO))
    assert (tmp_path / ONE.path).read_bytes() == ONE.data
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["deep", "index.html"]


def test_a_folder_in_the_way_of_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ONE.path).mkdir(parents=True)
    with pytest.raises(PublishError):
        Workspace(tmp_path, confined=True).publish(change(TWO, ONE))
    assert not (tmp_path / TWO.path).exists()


def test_written_files_and_folders_belong_to_the_folders_owner(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(tmp_path, 1001, 1001)
    owner = tmp_path.stat().st_uid
    Workspace(tmp_path, confined=True).publish(change(TWO))
    found = [p.stat().st_uid for p in tmp_path.rglob("*")]
    assert found == [owner] * 3


@pytest.mark.parametrize(
    "path", ["../cv.json", "/etc/passwd", "a/../../b", ".git/config", "a/.GIT/config"]
)
def test_a_path_that_leaves_the_workspace_is_refused(tmp_path: Path, path: str) -> None:
    workspace = Workspace(tmp_path, confined=True)
    with pytest.raises(ConfigurationError):
        workspace.read(path)
    with pytest.raises(ConfigurationError):
        workspace.publish(change(File(path, b"")))


@pytest.mark.parametrize("path", ["link.json", "folder/cv.json"])
def test_nothing_is_read_or_written_through_a_symlink(tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "cv.json").write_text("{}")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.json").symlink_to(outside / "cv.json")
    (root / "folder").symlink_to(outside)
    workspace = Workspace(root, confined=True)
    with pytest.raises(ConfigurationError, match="symbolic link"):
        workspace.read(path)
    with pytest.raises(ConfigurationError, match="symbolic link"):
        workspace.publish(change(File(path, b"hacked")))
    assert (outside / "cv.json").read_text() == "{}"


def test_a_person_may_name_any_path_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "cv.json").write_text("{}")
    inner = tmp_path / "inner"
    inner.mkdir()
    workspace = Workspace(inner, confined=False)
    assert workspace.read("../cv.json") == b"{}"
    assert workspace.read(str(tmp_path / "cv.json")) == b"{}"


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "large"])
def test_what_is_no_readable_file_is_an_error_with_its_path(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "cv.json"
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "large":
        with place.open("wb") as file:
            file.truncate(50_000_000)
    with pytest.raises(ConfigurationError, match=r"cv\.json"):
        Workspace(tmp_path, confined=True).read("cv.json")
