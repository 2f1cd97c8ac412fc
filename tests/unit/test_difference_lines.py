"""Differences are shown so that nothing in them gets out of its block, and never too much."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cv_action.actions.summary import LIMIT
from cv_action.report.difference import (
    SUMMARY,
    Content,
    Difference,
    Effect,
    Room,
    difference_lines,
)

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def changed(*lines: str, path: str = "out/cv.md") -> Difference:
    return Difference(
        path=path, effect=Effect.CHANGED, content=Content.TEXT, before=1200, after=90, lines=lines
    )


def shown(*differences: Difference, room: Room = SUMMARY) -> str:
    return "\n".join(difference_lines(differences, room))


class Tags(HTMLParser):
    """Collects the tags and the text of a piece of HTML; there may be nothing else in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def blocks(markdown: str) -> list[Token]:
    return [token for token in READER.parse(markdown) if token.level == 0]


def test_a_file_is_a_folded_block_with_its_effect_and_sizes() -> None:
    assert shown(changed("@@ -1 +1 @@", "-a", "+b")) == (
        "<details><summary><code>out/cv.md</code> changed, 1,200 → 90 B</summary>\n\n"
        "```diff\n@@ -1 +1 @@\n-a\n+b\n```\n\n</details>\n"
    )


@pytest.mark.parametrize(
    ("effect", "content", "told"),
    [
        (Effect.ADDED, Content.BINARY, "added, 7 B, no text"),
        (Effect.REMOVED, Content.TEXT, "removed, 5 B"),
        (Effect.CHANGED, Content.LARGE, "changed, 5 → 7 B, too large to compare"),
    ],
)
def test_what_is_not_compared_is_told_by_its_size(
    effect: Effect, content: Content, told: str
) -> None:
    difference = Difference(path="cv", effect=effect, content=content, before=5, after=7)
    assert shown(difference) == f"<p><code>cv</code> {told}</p>\n"


def test_that_nothing_differs_is_told() -> None:
    assert shown() == "Nothing differs from what is published."


HOSTILE_LINES = [
    " ```",
    "+````````` x",
    " ~~~",
    "-</details></summary><script>alert(1)</script>",
    "+<!-- ",
    "+]]> ?> -->",
    " ::error::text",
    "+##[add-mask]text",
    "+@maren #1 https://cv.example",
    "+| a | b |",
    "+\u202e\u0000\x1b[31m\r\x0b\u2028",
    "",
    " ",
    "+\t# title",
    "    indented",
]
PIECES = st.sampled_from(
    ["`", "```", "~~~", "<", ">", "</details>", "<!--", "\n", " ", "a", "::", "\r", "\u2028"]
)
LINES = st.lists(PIECES, max_size=8).map("".join).map(lambda line: line.replace("\n", ""))
NAMES = st.lists(PIECES, max_size=8).map("".join)


@given(st.lists(LINES | st.sampled_from(HOSTILE_LINES), min_size=1, max_size=20), NAMES)
@example(HOSTILE_LINES, "</code></summary><img src=x>&amp;`*_[a](b)|@maren\n\n# title")
def test_nothing_gets_out_of_its_block(lines: list[str], path: str) -> None:
    markdown = shown(changed(*lines, path=path), changed("+the next", path="next"))
    first, fence, last, *rest = blocks(markdown)
    assert [token.type for token in (first, fence, last)] == ["html_block", "fence", "html_block"]
    assert [token.type for token in rest] == ["html_block", "fence", "html_block"]
    assert len(fence.content.split("\n")) == len(lines) + 1
    assert rest[1].content == "+the next\n"
    opened = Tags(first.content)
    assert opened.tags == ["details", "summary", "code", "/code", "/summary"]
    assert opened.text.endswith(" changed, 1,200 → 90 B\n")
    assert Tags(last.content).tags == ["/details"]


def test_what_cannot_be_seen_is_told_by_its_number() -> None:
    (_, fence, _) = blocks(shown(changed("+\u202ea\x1b[31m\r\u00a0\tb é 漢")))
    assert fence.content == "+\\u202ea\\x1b[31m\\r\\xa0\tb é 漢\n"


def test_of_a_long_file_and_a_long_line_the_rest_is_counted() -> None:
    room = Room(lines=2, characters=5, size=10_000)
    markdown = shown(changed("+123456789", "+2", "+3", "+4"), changed("+1", "+2", "+3"), room=room)
    assert "\n+1234… (5 more)\n+2\n```\n" in markdown
    assert "90 B; 2 lines are not shown here</summary>" in markdown
    assert "90 B; 1 line is not shown here</summary>" in markdown


def test_of_a_long_path_the_rest_is_counted() -> None:
    assert f"<code>{'p' * 300}… (100 more)</code>" in shown(changed("+a", path="p" * 400))


def test_a_file_without_room_for_its_lines_hides_no_other() -> None:
    room = Room(lines=99, characters=99, size=300)
    markdown = shown(changed(*["+" + "x" * 90] * 9), changed("+second", path="b"), room=room)
    assert (
        "<p><code>out/cv.md</code> changed, 1,200 → 90 B; 9 lines are not shown here</p>"
        in markdown
    )
    assert "+second" in markdown


def test_files_without_room_are_counted() -> None:
    many = [changed("+a", path=f"{number:04}") for number in range(1_000)]
    markdown = shown(*many, room=Room(lines=9, characters=9, size=5_000))
    told = markdown.count("<code>")
    assert 30 < told < 100
    assert markdown.endswith(f"\n{1_000 - told} more files are not shown here.")
    assert (
        shown(changed("+a"), room=Room(lines=9, characters=9, size=9))
        == "1 more file is not shown here."
    )


@pytest.mark.parametrize("character", ["x", "漢", "\U000e0001", "`", "<"])
def test_a_summary_stays_far_below_what_the_runner_takes(character: str) -> None:
    lines = tuple(f"+{character * 1_000}" for _ in range(500))
    many = [changed(*lines, path=f"{character * 400}{number}") for number in range(1_000)]
    assert len(shown(*many).encode()) < LIMIT / 4
