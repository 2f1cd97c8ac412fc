from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.actions.commands import Commands, Place, command, printable, quiet

NAMES = (
    "error",
    "warning",
    "notice",
    "group",
    "endgroup",
    "add-mask",
    "set-output",
    "stop-commands",
)
INVISIBLE = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u034f", "\u3164", "\u202e", "\x00", "\u0301"]
REPLACED = {"\x00", "\u202e", "\u0085", "\u2028"}
SPACES = [" ", "\t", "\u00a0", "\u2003", "\u3000", "\u0085", "\u2028"]
PIECES = [
    ":",
    "::",
    "##[",
    "#",
    "[",
    "error",
    "add-mask]",
    "\r",
    "\n",
    "\x0b",
    "x",
    "%0A",
    "\uff1a",
]
hostile = st.lists(st.sampled_from(PIECES + INVISIBLE + SPACES)).map("".join)


def weighed(line: str) -> str:
    """The line as a comparison by culture may see it."""
    seen = (c for c in line if unicodedata.category(c)[0] not in "CM" and c != "\u3164")
    return unicodedata.normalize("NFKC", "".join(seen))


def printed(say: str, *arguments: object, **options: object) -> str:
    stream = io.StringIO()
    getattr(Commands(stream), say)(*arguments, **options)
    return stream.getvalue()


@pytest.mark.parametrize("say", ["error", "warning", "notice"])
def test_an_annotation_has_its_place_and_title(say: str) -> None:
    place = Place(file="cv.json", line=12, column=5)
    assert printed(say, "No date.", title="CV", place=place) == (
        f"::{say} title=CV,file=cv.json,line=12,col=5::No date.\n"
    )


def test_an_annotation_without_a_place_has_no_properties() -> None:
    assert printed("error", "Gone.") == "::error::Gone.\n"


def test_data_is_escaped_as_the_toolkit_does() -> None:
    assert command("error", "100%\r\nof: a, b\n") == "::error::100%25%0D%0Aof: a, b%0A"


def test_properties_are_escaped_as_the_toolkit_does() -> None:
    said = command("error", "x", {"file": "C:\\a,b%\r\n.json", "line": 3})
    assert said == "::error file=C%3A\\a%2Cb%25%0D%0A.json,line=3::x"


def test_a_group_is_opened_and_closed() -> None:
    assert printed("group", "Read\nthe CV") == "::group::Read%0Athe CV\n"
    assert printed("end_group") == "::endgroup::\n"


def test_each_line_of_a_secret_is_masked_and_an_empty_one_is_not() -> None:
    assert printed("mask", "one\n\n \r\ntwo%\n") == "::add-mask::one\n::add-mask::two%25\n"


@given(hostile, st.sampled_from(["error", "warning", "notice"]))
def test_hostile_text_cannot_leave_its_annotation(text: str, say: str) -> None:
    place = Place(file=text, line=1)
    line = printed(say, text, title=text, place=place)
    assert line.count("\n") == 1
    assert "\r" not in line
    head, _, data = line.removeprefix("::").partition("::")
    assert head.split(" ")[0] == say
    assert data.rstrip("\n").replace("%0A", "\n").replace("%25", "%") == printable(text)


@given(hostile)
def test_no_line_of_foreign_text_is_a_command(text: str) -> None:
    lines = quiet(text).split("\n")
    assert lines
    for line in lines:
        assert "\r" not in line
        assert not weighed(line).strip().startswith(":")
        assert "##[" not in weighed(line)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "before", ["", " ", "\t", "\u00a0", "\u200b", "\ufeff", "\x1b", "ok\r", "ok\n"]
)
def test_a_command_in_foreign_text_is_shown_and_not_obeyed(name: str, before: str) -> None:
    shown = printed("text", f"{before}::{name}::x")
    assert f"::{name}::x" in shown
    assert not any(
        line.lstrip("\u200b\ufeff \t\u00a0").startswith("::") for line in shown.split("\n")
    )


@pytest.mark.parametrize("unseen", sorted({*INVISIBLE, *SPACES, "\u115f", "\uffa0"} - REPLACED))
def test_no_invisible_character_hides_a_command_from_us(unseen: str) -> None:
    assert "| " in quiet(f"{unseen}:{unseen}:error::x")
    assert "## [error]" in quiet(f"{unseen}##[error]x")
    assert "##[" not in weighed(quiet(f"#{unseen}#{unseen}[error]x"))


@pytest.mark.parametrize(
    "text", ["std::vector and C++", "Größe: 5 %", "#hashtag", "日本語: はい", "a\n\nb", ""]
)
def test_honest_text_is_printed_as_it_is(text: str) -> None:
    assert printed("text", text) == f"{text}\n"


def test_what_steers_a_terminal_is_replaced() -> None:
    assert printable("a\x1b[2Jb\x00c\ud800d\u202ee\tf") == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\tf"
    assert printable("a\r\nb\rc\x85d\u2028e") == "a\nb\nc\nd\ne"


@given(st.text(st.characters()))
def test_whatever_is_printed_can_be_encoded(text: str) -> None:
    assert quiet(text).encode().decode() == quiet(text)
