"""What a change would do is told for each file that it touches, once, and for no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cv_action.publish.archive import LARGEST as LARGEST_IN_ARCHIVE
from cv_action.publish.archive import packed, unpacked
from cv_action.publish.change import Change, File, change_between
from cv_action.publish.difference import CHANGES, LARGEST, MOST_LINES, differences, staging
from cv_action.publish.standing import Standing, blob_id
from cv_action.report.difference import Content, Difference, Effect

HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
NO_END = "\\ No newline at end of file"


def one(before: bytes | None, after: bytes | None, *, path: str = "out/cv.md") -> Difference:
    """What becomes of a single file."""
    files = () if after is None else (File(path, after),)
    gone = (path,) if after is None else ()
    change = Change(files=files, message="", deletions=gone)
    (found,) = differences(change, {} if before is None else {path: before})
    return found


def test_each_effect_is_told_with_its_sizes() -> None:
    change = Change(
        files=(File("b.pdf", b"12"), File("c.md", b"345\n")), message="", deletions=("a.txt",)
    )
    current = {"a.txt": b"old\n", "b.pdf": b"1", "d.md": b"not touched"}
    assert differences(change, current) == (
        Difference(
            path="a.txt", effect=Effect.REMOVED, content=Content.TEXT, before=4, after=0,
            lines=("@@ -1 +0,0 @@", "-old"),
        ),
        Difference(path="b.pdf", effect=Effect.CHANGED, content=Content.BINARY, before=1, after=2),
        Difference(
            path="c.md", effect=Effect.ADDED, content=Content.TEXT, before=0, after=4,
            lines=("@@ -0,0 +1 @@", "+345"),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "before", "after", "content"),
    [
        ("cv.MD", b"a", b"b", Content.TEXT),
        ("cv.txt", b"a", b"b", Content.TEXT),
        ("cv.json", b"a", b"b", Content.TEXT),
        ("a.b/cv.html", b"a", b"b", Content.TEXT),
        ("cv.docx", b"a", b"b", Content.BINARY),
        ("cv.pdf", b"a", None, Content.BINARY),
        ("md", b"a", b"b", Content.BINARY),
        ("cv.md", b"\xff", b"b", Content.BINARY),
        ("cv.md", b"a", b"\xed\xa0\x80", Content.BINARY),
        ("cv.md", b"a" * LARGEST, None, Content.TEXT),
        ("cv.md", b"a" * (LARGEST + 1), b"b", Content.LARGE),
        ("cv.md", b"a", b"b\n" * (MOST_LINES + 1), Content.LARGE),
        ("cv.md", None, b"b\n" * MOST_LINES, Content.TEXT),
    ],
)
def test_only_a_text_of_bearable_size_is_compared(
    path: str, before: bytes | None, after: bytes | None, content: Content
) -> None:
    found = one(before, after, path=path)
    assert found.content is content
    assert bool(found.lines) is (content is Content.TEXT)
    assert (found.before, found.after) == (len(before or b""), len(after or b""))


def test_lines_end_only_where_editors_end_them() -> None:
    assert one("a\u2028b\x0bc\r\n".encode(), "a\u2028b\x0bc\n".encode()).lines == (
        "@@ -1 +1 @@",
        "-a\u2028b\x0bc\r",
        "+a\u2028b\x0bc",
    )


def test_an_end_of_line_that_is_missing_is_told() -> None:
    assert one(b"a\nb", b"a\nb\n").lines == ("@@ -1,2 +1,2 @@", " a", "-b", NO_END, "+b")


def applied(text: str, lines: tuple[str, ...]) -> str:
    """A text with a unified diff applied to it, as its definition has it."""
    return "".join(_patched(text.split("\n"), iter(lines)))


def _patched(old: list[str], lines: Iterator[str]) -> Iterator[str]:
    new, at = [], 0
    for line in lines:
        hunk = HUNK.fullmatch(line)
        if hunk:
            start = int(hunk[1]) - (hunk[2] != "0")
            new += old[at:start]
            at = start
        elif line == NO_END:
            continue
        elif line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if not hunk and line[0] in " +":
            new.append(line[1:])
    ended = new + old[at:]
    yield "\n".join(ended)


WORDS = st.sampled_from(["", "a", "b", "-", "+a", "@@ -1 +1 @@", "--- a", "\\ No", "\r", "é"])
TEXTS = st.lists(WORDS, max_size=12).map(lambda lines: "".join(f"{line}\n" for line in lines))


@given(TEXTS, TEXTS)
@example("", "--- \n")
@example("+++ \n", "")
def test_the_lines_lead_from_the_one_text_to_the_other(before: str, after: str) -> None:
    found = one(before.encode(), after.encode())
    assert applied(before, found.lines) == after
    assert bool(found.lines) is (before != after)


PATHS = st.sampled_from(["a.md", "b.txt", "c.pdf", "d/e.json", "f.html", "g"])
FOLDERS = st.dictionaries(PATHS, st.binary(max_size=4) | TEXTS.map(str.encode))


@given(FOLDERS, FOLDERS, st.sets(PATHS))
def test_every_path_of_a_change_is_told_once_and_no_other(
    current: dict[str, bytes], made: dict[str, bytes], gone: set[str]
) -> None:
    produced = [File(path, data) for path, data in made.items()]
    change = change_between(produced, current, message="", deletions=sorted(gone - made.keys()))
    found = differences(change, current)
    assert [difference.path for difference in found] == sorted(change.paths)
    for difference in found:
        before, after = current.get(difference.path), made.get(difference.path)
        assert before != after
        assert (difference.effect is Effect.ADDED) is (before is None)
        assert (difference.effect is Effect.REMOVED) is (after is None)


def test_only_what_differs_is_fetched() -> None:
    fetched: list[str] = []
    old = {"a.md": b"a\n", "b.md": b"b\n"}

    def fetch(name: str) -> bytes:
        fetched.append(name)
        return next(data for data in old.values() if blob_id(data) == name)

    current = Standing({path: blob_id(data) for path, data in old.items()}, fetch)
    change = change_between([File("a.md", b"a\n"), File("b.md", b"c\n")], current, message="")
    (found,) = differences(change, current)
    assert found.lines == ("@@ -1 +1 @@", "-b", "+c")
    assert fetched == [blob_id(b"b\n")]


def test_everything_that_would_be_published_is_staged_with_all_that_differs() -> None:
    same, new = File("out/cv.pdf", b"%PDF"), File("out/cv.md", b"x\n" * 1_000)
    change = Change(files=(new,), message="Update [the](x) CV\n\n`", deletions=("out/old.md",))
    found = differences(change, {new.path: b"y\n" * 1_000, "out/old.md": b"gone\n"})
    staged = staging(change, [same, new], found)
    files = unpacked(packed(staged))
    assert files.keys() == {same.path, new.path, CHANGES}
    told = files[CHANGES].decode()
    assert told.startswith("# What would change\n\nUpdate \\[the\\]\\(x\\) CV \\`\n")
    assert (told.count("\n-y"), told.count("\n+x"), told.count("\n-gone")) == (1_000, 1_000, 1)


def test_what_is_staged_goes_into_an_archive_however_much_differs() -> None:
    line = b'"' + b"x" * 1_000 + b'"\n'
    files = tuple(File(f"{number}.json", line * 1_900) for number in range(12))
    change = Change(files=files, message="")
    staged = staging(change, files, differences(change, {}))
    assert len(staged[-1].data) < LARGEST_IN_ARCHIVE
    assert unpacked(packed(staged)).keys() == {CHANGES, *change.paths}
