"""What is odd about a CV, with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cv_action.cv.formats import check, read_cv
from cv_action.cv.source import SourceError
from cv_action.report.problem import Problem, Severity


def odd(data: dict[str, Any]) -> dict[str, Problem]:
    text = json.dumps({"basics": {"name": "T"}} | data, indent=1)
    return {problem.path: problem for problem in check(text.encode(), "cv.json")}


def test_a_sound_cv_has_no_problems() -> None:
    assert (
        odd({"basics": {"name": "T", "email": "t@example.org", "url": "https://x.example"}}) == {}
    )


@pytest.mark.parametrize("name", ["", " ", None])
def test_a_cv_without_a_name_is_an_error(name: str | None) -> None:
    with pytest.raises(SourceError, match="names nobody"):
        read_cv(json.dumps({"basics": {"name": name}}).encode())


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        "not an address",
    ],
)
def test_addresses_that_are_shown_as_text_are_warned_of(address: str) -> None:
    found = odd({"projects": [{"name": "P", "url": address}]})["projects[0].url"]
    assert found.severity is Severity.WARNING
    assert found.line == 8
    assert found.accepted == "an http or https address"
    assert "shown as text" in found.message


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/a?b#c",
        "http://localhost:8080",
        "mailto:t@example.org",
        "tel:+461",
        "x.example/p",
        "x.example:8080/p",
    ],
)
def test_usual_addresses_are_fine(address: str) -> None:
    assert odd({"projects": [{"name": "P", "url": address}]}) == {}


def test_addresses_of_the_person_and_of_profiles_are_looked_at() -> None:
    basics = {
        "name": "T",
        "url": "javascript:1",
        "image": "javascript:2",
        "profiles": [{"network": "N", "url": "javascript:3"}],
    }
    found = odd({"basics": basics})
    assert set(found) == {"basics.url", "basics.image", "basics.profiles[0].url"}


@pytest.mark.parametrize("email", ["nobody", "a@b", "a b@example.org", "@example.org", "a@@b.org"])
def test_a_malformed_email_is_a_warning(email: str) -> None:
    found = odd({"basics": {"name": "T", "email": email}})
    assert set(found) == {"basics.email"}
    assert found["basics.email"].severity is Severity.WARNING
    assert email in found["basics.email"].value


def test_an_exact_repetition_in_a_role_is_a_warning_at_the_second_line() -> None:
    text = '{"basics": {"name": "T"}, "work": [{"name": "N", "highlights": [\n"A",\n"B",\n"A"]}]}'
    (found,) = check(text.encode())
    assert (found.severity, found.line) == (Severity.WARNING, 4)
    assert found.path == "work[0].highlights[2]"


def test_the_same_line_in_two_roles_is_fine() -> None:
    roles = [{"name": "N", "highlights": ["A"]}, {"name": "M", "highlights": ["A"]}]
    assert odd({"work": roles}) == {}


def test_overlapping_roles_are_fine() -> None:
    roles = [
        {"name": "N", "startDate": "2019", "endDate": "2021"},
        {"name": "M", "startDate": "2020", "endDate": "Present"},
    ]
    assert odd({"work": roles}) == {}


@pytest.mark.parametrize("period", ["2021 – 2019", "2020-13", "2020-13 – 2021"])
def test_a_period_in_words_that_cannot_be_is_an_error(period: str) -> None:
    text = f"cv:\n  name: T\n  sections:\n    a:\n      - company: N\n        date: {period}\n"
    (found,) = check(text.encode())
    assert (found.severity, found.line) == (Severity.ERROR, 6)


def test_an_entry_without_a_title_is_an_error() -> None:
    found = odd({"work": [{"location": "U"}], "skills": [{}], "languages": [{"fluency": "x"}]})
    assert set(found) == {"work[0]", "skills[0]", "languages[0]"}
    assert found["work[0]"].accepted == "a text under name or position"


def test_all_problems_come_at_once_errors_before_warnings_with_the_file() -> None:
    data = {
        "basics": {"name": "T", "email": "x", "phone": ["1"]},
        "work": [{"name": 3, "postion": "P"}, {"name": "N", "endDate": "2020-02-31"}],
    }
    found = check(json.dumps(data).encode(), "my/cv.json")
    assert [problem.severity for problem in found] == [Severity.ERROR] * 2 + [Severity.WARNING] * 2
    assert {problem.file for problem in found} == {"my/cv.json"}
    with pytest.raises(SourceError) as caught:
        read_cv(json.dumps(data).encode(), "my/cv.json")
    assert caught.value.problems == found


def test_markdown_problems_have_lines_too() -> None:
    text = "# T\n\n- Email: nobody\n\n## Projects\n\n### [P](javascript:x)\n\nIt is.\n\n## Work\n"
    found = check(text.encode(), "cv.md")
    assert [(problem.line, problem.severity) for problem in found] == [
        (11, Severity.WARNING),
        (3, Severity.WARNING),
        (7, Severity.WARNING),
    ]


def test_problems_without_end_are_cut_off() -> None:
    found = check(json.dumps({"basics": {"name": "T"}, "work": [{}] * 5000}).encode())
    assert len(found) == 501
    assert found[-1].message == "there are more problems than these"


def test_keys_are_guessed_at_only_so_often() -> None:
    strange = {f"zzzz{i}": 1 for i in range(2_000)}
    basics = {"name": "T", **strange, "emial": "x"}
    assert odd({"basics": basics}) == {}
    assert set(odd({"basics": {"name": "T", "emial": "x"}})) == {"basics.emial"}
