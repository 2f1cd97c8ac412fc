"""The manifest says which documents are ours, and a hostile one takes nothing else away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.publish.change import Change, File
from cv_action.publish.manifest import change_to, declared, listed, manifest_of, manifest_path
from tests.fakes import MemoryFolder

PAGE = File("out/index.html", b"<p>")
DEEP = File("out/de/cv.md", b"# CV\n")
OVERLAY = File("cv.enhanced.json", b"{}")
SOURCE = "cv.json"


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def written(files: object) -> bytes:
    return json.dumps({"files": files}).encode()


def deletions(manifest: bytes, *, folder: str = "out", kept: tuple[str, ...] = ()) -> set[str]:
    """What a manifest would take away from a repository with some files."""
    there = {
        manifest_path(folder): manifest,
        SOURCE: b"{}",
        "out/old.html": b"old",
        "other/old.html": b"old",
        ".github/workflows/cv.yml": b"on: push",
    }
    made = (PAGE, manifest_of(folder, [PAGE]))
    change = change_to(made, MemoryFolder(there), folder=folder, message="", kept=kept)
    return set(change.deletions)


def test_a_manifest_lists_what_lies_in_its_folder() -> None:
    manifest = manifest_of("out", [PAGE, DEEP, OVERLAY])
    assert manifest.path == "out/.cv-action.json"
    assert listed(manifest.data, "out") == {
        PAGE.path: digest(PAGE.data),
        DEEP.path: digest(DEEP.data),
    }


def test_the_order_of_the_documents_changes_no_byte() -> None:
    assert manifest_of("out", [PAGE, DEEP]) == manifest_of("out", [DEEP, PAGE])


def test_the_root_can_be_the_folder() -> None:
    manifest = manifest_of(".", [OVERLAY])
    assert manifest.path == ".cv-action.json"
    assert set(listed(manifest.data, ".")) == {OVERLAY.path}


def test_what_we_made_and_make_no_longer_goes() -> None:
    assert deletions(written({"old.html": digest(b"old")})) == {"out/old.html"}


def test_what_the_owner_has_edited_stays() -> None:
    assert deletions(written({"old.html": digest(b"as we made it")})) == set()


def test_what_is_made_again_stays() -> None:
    there = {PAGE.path: PAGE.data, manifest_path("out"): manifest_of("out", [PAGE]).data}
    made = (PAGE, manifest_of("out", [PAGE]))
    assert not change_to(made, MemoryFolder(there), folder="out", message="")


def test_without_a_manifest_nothing_goes() -> None:
    change = change_to((PAGE,), MemoryFolder({"out/old.html": b"old"}), folder="out", message="m")
    assert change == Change(files=(PAGE,), message="m")


@pytest.mark.parametrize(
    "name",
    [
        "../cv.json",
        "../other/old.html",
        "a/../../other/old.html",
        "/out/old.html",
        "./old.html",
        "",
        ".",
        "..",
        ".git/config",
        ".cv-action.json",
        "..\\other\\old.html",
        "old\0.html",
    ],
)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    digests = [digest(data) for data in (b"old", b"{}", b"on: push")]
    assert all(listed(written({name: one}), "out") == {} for one in digests)
    assert all(deletions(written({name: one})) == set() for one in digests)


@given(name=st.text(st.sampled_from("./\\ab~ \0"), max_size=12))
def test_whatever_a_name_is_it_stays_inside(name: str) -> None:
    paths = listed(written({name: digest(b"")}), "out")
    assert all(path.startswith("out/") and ".." not in path.split("/") for path in paths)


def test_what_the_run_reads_never_goes() -> None:
    manifest = written({SOURCE: digest(b"{}"), "out/old.html": digest(b"old")})
    assert deletions(manifest, folder=".") == {SOURCE, "out/old.html"}
    assert deletions(manifest, folder=".", kept=(SOURCE,)) == {"out/old.html"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": {"old.html": 1}}',
        b'{"files": {"old.html": "short"}}',
        b'{"x": ' + b"[" * 100_000,
        b'{"files": {"old.html": "' + digest(b"old").encode() + b'"}}' + b" " * 1_000_000,
    ],
)
def test_what_is_no_manifest_lists_nothing(data: bytes) -> None:
    assert listed(data, "out") == {}
    assert deletions(data) == set()


MANY = {f"out/{number:03}.txt": b"old" for number in range(120)}
MADE = (PAGE, manifest_of("out", [PAGE]))


def published(names: Iterable[str]) -> MemoryFolder:
    """Many files, and a manifest that names these of them."""
    named = dict.fromkeys((name.removeprefix("out/") for name in names), digest(b"old"))
    return MemoryFolder({**MANY, manifest_path("out"): written(named)})


def run(folder: MemoryFolder) -> Change:
    change = change_to(MADE, folder, folder="out", message="")
    folder.publish(change)
    return change


def test_only_so_many_files_go_at_once_and_the_rest_in_the_next_runs() -> None:
    folder = published(MANY)
    assert [len(run(folder).deletions) for _ in range(4)] == [50, 50, 20, 0]
    assert folder.files == {file.path: file.data for file in MADE}
    assert not run(folder)


def test_what_is_left_to_go_is_no_document_of_the_publication() -> None:
    folder = published(MANY)
    run(folder)
    manifest = folder.files[manifest_path("out")]
    assert set(declared(manifest, "out")) == {PAGE.path}
    assert set(listed(manifest, "out")) == {PAGE.path, *sorted(MANY)[50:]}


def test_what_is_left_to_go_stays_where_the_owner_has_edited_it_meanwhile() -> None:
    folder = published(MANY)
    run(folder)
    folder.files["out/119.txt"] = b"mine"
    for _ in range(3):
        run(folder)
    assert folder.files == {"out/119.txt": b"mine"} | {file.path: file.data for file in MADE}


def test_what_is_left_to_go_and_is_made_again_is_a_document() -> None:
    folder = published(MANY)
    run(folder)
    again = (PAGE, File("out/119.txt", b"new"))
    made = (*again, manifest_of("out", again))
    for _ in range(4):
        folder.publish(change_to(made, folder, folder="out", message=""))
    assert folder.files == {file.path: file.data for file in made}


def test_names_under_which_nothing_stands_keep_nobody_busy() -> None:
    folder = published([*(f"out/{n}-gone.txt" for n in range(5_000)), *MANY])
    assert [len(run(folder).deletions) for _ in range(3)] == [50, 50, 20]


@pytest.mark.parametrize("name", ["../cv.json", ".cv-action.json", "/out/old.html"])
def test_no_name_of_what_is_left_leads_out_of_the_folder(name: str) -> None:
    digests = [digest(data) for data in (b"old", b"{}", b"on: push")]
    said = [json.dumps({"files": {}, "left": {name: one}}).encode() for one in digests]
    assert all(listed(one, "out") == {} for one in said)
    assert all(deletions(one) == set() for one in said)
