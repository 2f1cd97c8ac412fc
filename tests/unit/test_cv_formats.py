"""Formats are told by content; bad files are refused quickly, with their place."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from cv_action.cv.formats import SourceFormat, check, detect, read_cv, write_cv
from cv_action.cv.json_source import parse_json
from cv_action.cv.model import Basics, Cv
from cv_action.cv.source import SourceError
from cv_action.cv.yaml_source import parse_yaml
from cv_action.report.problem import Severity

RENDERCV = "# a comment\ncv:\n  name: T\n"
BOMB = "basics: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{key}: &{key} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, key in zip("abcdefg", "bcdefgh", strict=True)
)
STAIRS = "basics:\n" + "".join(" " * i + "a:\n" for i in range(1, 300))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"basics": {"name": "T"}}', SourceFormat.JSON_RESUME),
        ('{"work": []}', SourceFormat.JSON_RESUME),
        ("basics:\n  name: T\n", SourceFormat.JSON_RESUME),
        ("# my resume\n\nbasics:\n  name: T\n", SourceFormat.JSON_RESUME),
        (RENDERCV, SourceFormat.RENDERCV),
        ("---\n" + RENDERCV, SourceFormat.RENDERCV),
        ('design: {theme: classic}\n"cv":\n  name: T\n', SourceFormat.RENDERCV),
        ('{"cv": {"name": "T"}}', SourceFormat.RENDERCV),
        ('{"personal_info": {"name": "T"}, "skills": []}', SourceFormat.BASE_CV),
        ("personal_info:\n  name: T\nskills: []\n", SourceFormat.BASE_CV),
        ("# T\n\nEngineer\n", SourceFormat.MARKDOWN),
        ("# T\n\nEducation: school\nskills: many\n", SourceFormat.MARKDOWN),
        ("---\ntitle: CV\n---\n# T\n", SourceFormat.MARKDOWN),
        ("T\n===\n\nEngineer\n", SourceFormat.MARKDOWN),
    ],
)
def test_a_format_is_told_by_what_stands_in_the_file(text: str, expected: SourceFormat) -> None:
    assert detect(text) is expected
    assert read_cv(text.encode()).format is expected if "name" in text else True


@pytest.mark.parametrize(
    "text", ["hello", "a: 1\nb: 2\n", "[]", "{}", '{"a": 1}', "7", "name: T\n"]
)
def test_what_is_no_cv_is_refused_with_what_would_be_one(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        detect(text)
    assert "RenderCV" in caught.value.problems[0].accepted


def test_a_byte_order_mark_and_windows_lines_are_no_matter() -> None:
    read = read_cv(b"\xef\xbb\xbf# T\r\n\r\nEngineer\r\n")
    assert (read.cv.basics.name, read.cv.basics.label) == ("T", "Engineer")
    assert read_cv(b'\xef\xbb\xbf{"basics":\r\n{"name": "T"}}').cv.basics.name == "T"


def test_warnings_do_not_stop_reading_and_name_the_file() -> None:
    read = read_cv(b'{"basics": {"name": "T", "emial": "x"}}', "me.json")
    (problem,) = read.problems
    assert (problem.severity, problem.place) == (Severity.WARNING, "me.json:1:35")


@pytest.mark.parametrize("target", [SourceFormat.JSON_RESUME, SourceFormat.RENDERCV])
def test_a_cv_is_written_in_formats_that_hold_all_of_it(target: SourceFormat) -> None:
    cv = read_cv(RENDERCV.encode()).cv
    read = read_cv(write_cv(cv, target))
    assert (read.format, read.cv) == (target, cv)


@pytest.mark.parametrize("target", [SourceFormat.BASE_CV, SourceFormat.MARKDOWN])
def test_formats_that_are_only_read_are_not_written(target: SourceFormat) -> None:
    with pytest.raises(ValueError, match="only read"):
        write_cv(Cv(basics=Basics(name="T")), target)


HOSTILE: dict[str, tuple[bytes, str, int]] = {
    "empty": (b"", "empty", 0),
    "blank": (b" \n\t", "empty", 0),
    "latin-1": (b'{"basics":\n{"name": "\xe9"}}', "not UTF-8", 2),
    "utf-16": ("{}".encode("utf-16"), "UTF-16", 0),
    "binary": (b"basics:\n\x00\x01\x02", "binary", 2),
    "control character": (b'{"basics":\n{"name": "\x07"}}', "U+0007", 2),
    "escaped control character": (b'{"basics":\n{"name": "\\u0007"}}', "U+0007", 2),
    "yaml control character": (b'basics:\n  name: "\\a"\n', "U+0007", 2),
    "half a character": (b'{"basics":\n{"name": "\\ud800"}}', "surrogate", 2),
    "truncated json": (b'{"basics":\n{"name": "T", ', "expected", 2),
    "truncated string": (b'{"basics":\n{"name": "T', "unterminated", 2),
    "truncated yaml": (b"basics:\n  name: 'T\n", "scanning", 3),
    "too large": (b"x" * 50_000_000, "50,000,000 bytes", 0),
    "large yaml": (b"work:\n" + b"- name: x\n" * 50_000, "500,006 characters", 0),
    "large markdown": (b"# T\n" + b"*a _b " * 60_000, "360,004 characters", 0),
    "many values": (b'{"work": [' + b"1," * 400_000 + b"1]}", "200,000 values", 1),
    "deep list": (b"[" * 100_000, "levels deep", 1),
    "deep mapping": (b'{"basics":' * 100_000, "levels deep", 1),
    "deep yaml flow": (b"basics:\n  " + b"[" * 190_000, "levels deep", 2),
    "deep yaml mapping": (b"basics: " + b"{a: " * 40_000, "levels deep", 1),
    "deep yaml blocks": (
        b"basics:\n" + b"".join(b" " * i + b"a:\n" for i in range(1, 300)),
        "levels deep",
        51,
    ),
    "deep yaml items": (b"work:\n" + b"- " * 90_000 + b"a\n", "levels deep", 2),
    "alias bomb": (BOMB.encode(), "200,000 values", 1),
    "key twice": (b'{"basics":\n{"name": "T", "name": "U"}}', "twice", 2),
    "yaml key twice": (b"basics:\n  name: T\n  name: U\n", "twice", 3),
    "tab": (b"basics:\n\tname: T\n", "cannot start", 2),
    "object tag": (b"basics:\n  name: !!python/object/apply:os.system ['id']\n", "tag", 2),
    "scalar tag": (b"basics:\n  name: !secret T\n", "tag", 2),
    "mapping tag": (b"basics: !!omap\n  name: T\n", "tag", 1),
    "merge key": (b"basics: &a\n  name: T\nwork:\n  - <<: *a\n", "merge", 4),
    "list as key": (b"basics:\n  ? [a]\n  : b\n", "key must be text", 2),
    "two documents": (b"basics:\n  name: T\n---\nbasics: {}\n", "document", 3),
    "infinity": (b'{"basics":\n{"name": 1e999}}', "measure", 2),
    "trailing comma": (b'{"basics":\n{"name": "T",}}', "comma too many", 2),
    "not a number": (b'{"basics":\n{"name": NaN}}', "unexpected", 2),
    "text after the end": (b'{"basics": {}}\nx', "follows", 2),
    "undefined alias": (b"basics:\n  name: *nobody\n", "alias", 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_place(name: str) -> None:
    data, message, line = HOSTILE[name]
    with pytest.raises(SourceError) as caught:
        read_cv(data, "cv")
    first = caught.value.problems[0]
    assert message in first.message
    assert (first.file, first.line) == ("cv", line)
    assert first.accepted


LONG: dict[str, Callable[[int], str]] = {
    "headings": lambda n: "# T\n## Experience\n" + "### X\n" * (n // 6),
    "emphasis": lambda n: "# " + "_a " * (n // 3),
    "spaces": lambda n: "# T" + " " * n + "x",
    "wide gaps": lambda n: "# T\n\na" + " " * (n - 20) + "|b",
    "brackets": lambda n: "# T\n\n" + "[" * (n - 10),
    "open links": lambda n: "# T\n\n" + "[a](" * (n // 4 - 10),
    "commas": lambda n: "# T\n## Work\n### " + ", a" * (n // 3 - 20),
    "pipes": lambda n: "# T\n\n" + "|" * (n - 10),
    "stars": lambda n: "# T\n## Work\n" + "**" * (n // 2 - 20),
    "comments": lambda n: "# T\n" + "<!--" * (n // 4 - 10),
    "levels": lambda n: "# T\n" + "".join("#" * (i % 5 + 2) + " x\n" for i in range(n // 8)),
    "quotes": lambda n: "# T\n## References\n" + "> a\n" * (n // 4 - 20),
    "indents": lambda n: (
        "# T\n## Work\n" + "".join(" " * (i % 60) + "- a\n" for i in range(n // 40))
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_no_markdown_has_no_end(name: str) -> None:
    text = LONG[name](200_000)
    assert len(text) > 100_000
    check(text.encode())


@pytest.mark.parametrize(
    "data", [b"\xff", b"", b"{", b"cv:\n  - a", b'{"basics": []}', bytes(range(256))]
)
def test_checking_never_raises(data: bytes) -> None:
    assert check(data, "x")


def test_yaml_texts_may_begin_with_an_asterisk() -> None:
    data = parse_yaml(
        "a:\n  - *Jane Roe*, J. Doe\n  - **bold** text\n  - *it*\nb: &x 1\nc: [*x, *x]\n"
    )
    assert data.plain() == {
        "a": ["*Jane Roe*, J. Doe", "**bold** text", "*it*"],
        "b": 1,
        "c": [1, 1],
    }


def test_yaml_dates_and_odd_numbers_stay_as_they_are_written() -> None:
    data = parse_yaml(
        "a: 2020-01-01\nb: 2020-01\nc: 2020\nd: 1.50\ne: 1_000\nf: no\ng: .inf\nh: ~\n"
    )
    assert data.plain() == {
        "a": "2020-01-01",
        "b": "2020-01",
        "c": 2020,
        "d": 1.5,
        "e": "1_000",
        "f": "no",
        "g": ".inf",
        "h": None,
    }


def test_every_value_has_its_line_and_column() -> None:
    for parse in (parse_json, parse_yaml):
        root = parse('{"a":\n  {"b": [1,\n 2]}}')
        assert isinstance(root.value, dict)
        inner = root.value["a"]
        assert (inner.line, inner.column) == (2, 3)
        assert isinstance(inner.value, dict)
        items = inner.value["b"].value
        assert isinstance(items, tuple)
        assert [(item.line, item.column) for item in items] == [(2, 10), (3, 2)]


def test_reading_json_loads_no_yaml_and_no_other_format() -> None:
    code = (
        "import sys\nfrom cv_action.cv.formats import read_cv\n"
        'read_cv(b\'{"basics": {"name": "T"}}\')\n'
        "print([m for m in sys.modules if 'yaml' in m or 'markdown' in m or 'rendercv' in m])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_json_of_every_kind_means_what_it_says() -> None:
    text = ' {"a": [1, -2.5e3, true, false, null, "\\u00e9\\n"], "b": {}, "c": []}\n'
    assert parse_json(text).plain() == json.loads(text)
