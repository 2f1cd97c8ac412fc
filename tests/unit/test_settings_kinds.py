"""Each kind of input accepts what it means and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from cv_action.render.locale import LOCALES
from cv_action.render.options import Format
from cv_action.report.problem import Problem
from cv_action.report.run import Mode
from cv_action.settings import SettingsError, load_settings


def problems_of(environ: dict[str, str]) -> dict[str, Problem]:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ)
    return {problem.path: problem for problem in caught.value.problems}


@pytest.mark.parametrize(
    "text", ["pdf,docx", "pdf docx", "pdf\ndocx\n", " PDF ,\tDocx", "pdf,pdf,docx"]
)
def test_a_list_may_be_separated_by_commas_spaces_or_lines(text: str) -> None:
    assert load_settings({"INPUT_FORMATS": text}).formats == (Format.PDF, Format.DOCX)


def test_a_choice_is_read_in_any_case_and_between_blanks() -> None:
    assert load_settings({"INPUT_MODE": " Preview\n"}).mode is Mode.PREVIEW


def test_a_list_of_separators_alone_is_refused() -> None:
    assert problems_of({"INPUT_FORMATS": ", ,"})["formats"].message == "it names nothing"


def test_no_contact_detail_is_published_where_none_is_asked_for() -> None:
    assert load_settings({"INPUT_PUBLISH_CONTACT": "none"}).publish_contact == ()


def test_none_is_no_answer_where_something_must_be_named() -> None:
    assert set(problems_of({"INPUT_FORMATS": "none"})) == {"formats"}


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("TRUE", True), ("False", False)])
def test_a_switch_is_true_or_false_in_any_case(text: str, expected: bool) -> None:
    assert load_settings({"INPUT_PUBLISH_PHOTO": text}).publish_photo is expected


def test_a_locale_that_nobody_wrote_is_answered_with_those_that_are_there() -> None:
    assert problems_of({"INPUT_LOCALE": "xx"})["locale"].accepted == ", ".join(LOCALES)


@pytest.mark.parametrize(
    "text", ["0", "401", "-3", "a month", "9" * 30, "0100000", "4e1", "\uff11\uff12"]
)
def test_a_number_of_days_is_one_that_github_can_keep_to(text: str) -> None:
    assert problems_of({"INPUT_RETENTION_DAYS": text})["retention_days"].accepted == "1 to 400"


def test_a_key_in_the_wrong_input_is_told_as_what_it_is() -> None:
    problem = problems_of({"INPUT_GITHUB_TOKEN": "sk-ant-oat01-made-up"})["github_token"]
    assert problem.message == "it is a key for Claude"
    assert "made-up" not in problem.sentence


@pytest.mark.parametrize(
    "path", ["/cv.json", "../cv.json", "a/../../cv.json", ".git/config", "a/.GIT/b", "a\nb", "a\0b"]
)
@pytest.mark.parametrize("name", ["cv", "output_dir", "fonts", "prices"])
def test_a_path_stays_inside_the_repository_and_out_of_git(name: str, path: str) -> None:
    assert set(problems_of({f"INPUT_{name.upper()}": path})) == {name}


@pytest.mark.parametrize("path", ["cv.json", "./cv.json", "data/base-cv.json", ".github/cv.json"])
def test_a_path_below_the_root_fits(path: str) -> None:
    assert load_settings({"INPUT_CV": path}).cv == PurePosixPath(path)


BUDGETS = ("run_budget_usd", "day_budget_usd", "month_budget_usd")


@pytest.mark.parametrize("name", BUDGETS)
@pytest.mark.parametrize("text", ["0", "0.005", " 12.5 ", "1E1", "10000"])
def test_a_limit_is_an_exact_amount_of_dollars(name: str, text: str) -> None:
    assert getattr(load_settings({f"INPUT_{name.upper()}": text}), name) == Decimal(text.strip())


@pytest.mark.parametrize("name", BUDGETS)
@pytest.mark.parametrize("text", ["-0.01", "NaN", "Infinity", "sNaN", "10000.01", "$1", "1,50"])
def test_what_no_purse_holds_is_no_limit(name: str, text: str) -> None:
    assert set(problems_of({f"INPUT_{name.upper()}": text})) == {name}


@pytest.mark.parametrize("name", ["max_window_utilization", "max_week_utilization"])
@pytest.mark.parametrize("text", ["1.1", "-0.1", "nan", "inf", "80%", "half", "1e400"])
def test_a_share_lies_between_nothing_and_everything(name: str, text: str) -> None:
    assert set(problems_of({f"INPUT_{name.upper()}": text})) == {name}


@pytest.mark.parametrize("text", ["0", "101", "00501", "0" * 5000 + "50", "5.5", "-5", "\uff15"])
def test_a_threshold_is_a_whole_percentage(text: str) -> None:
    assert set(problems_of({"INPUT_ALERT_THRESHOLDS": text})) == {"alert_thresholds"}


def test_thresholds_rise_and_stand_once() -> None:
    assert load_settings({"INPUT_ALERT_THRESHOLDS": "95 50,75 050"}).alert_thresholds == (
        50,
        75,
        95,
    )


def test_a_plans_token_and_a_key_are_told_apart_in_both_directions() -> None:
    token, key = "sk-ant-oat01-made-up", "sk-ant-api03-made-up"
    problems = problems_of({"INPUT_CLAUDE_OAUTH_TOKEN": key, "INPUT_ANTHROPIC_API_KEY": token})
    assert "anthropic_api_key" in problems["claude_oauth_token"].message
    assert "claude_oauth_token" in problems["anthropic_api_key"].message
    assert not any("made-up" in problem.sentence for problem in problems.values())


@pytest.mark.parametrize("name", ["claude_oauth_token", "anthropic_api_key"])
@pytest.mark.parametrize(
    "text", ["made-up", "sk-ant-", "sk-ant-oat01-a\nb: c", "sk-ant-api03-\u00e9"]
)
def test_what_cannot_be_a_credential_is_refused(name: str, text: str) -> None:
    assert set(problems_of({f"INPUT_{name.upper()}": text})) == {name}


def test_a_credential_may_have_blanks_around_it() -> None:
    settings = load_settings({"INPUT_ANTHROPIC_API_KEY": " sk-ant-api03-made-up\n"})
    assert settings.anthropic_api_key.get_secret_value() == "sk-ant-api03-made-up"


@pytest.mark.parametrize(
    "text",
    [
        "http://models.example",
        "ftp://models.example",
        "https://",
        "https://me:secret@models.example",
        "https://models.example?key=1",
        "https://models.example#there",
        "https://[models",
        "http://127.0.0.1.models.example",
    ],
)
def test_a_key_is_sent_to_no_address_that_others_can_listen_at(text: str) -> None:
    assert set(problems_of({"INPUT_ANTHROPIC_BASE_URL": text})) == {"anthropic_base_url"}


@pytest.mark.parametrize(
    "text", ["https://models.example", "https://models.example/v2/", "http://localhost:9"]
)
def test_an_address_has_no_slash_at_its_end(text: str) -> None:
    found = load_settings({"INPUT_ANTHROPIC_BASE_URL": text}).anthropic_base_url
    assert found == text.rstrip("/")


@pytest.mark.parametrize("text", ["claude", "./claude", "/opt/../claude", "/opt/a\nb"])
def test_the_command_line_is_named_from_the_root(text: str) -> None:
    assert set(problems_of({"INPUT_CLAUDE_CLI_PATH": text})) == {"claude_cli_path"}


def test_accounts_are_names_that_github_gives() -> None:
    given = load_settings({"INPUT_ALLOWED_ACTORS": "Maren-S, dependabot[bot] maren-s"})
    assert given.allowed_actors == ("maren-s", "dependabot[bot]")
    for text in ("@maren", "a" * 40, "-maren", "m\u00e5ren"):
        assert set(problems_of({"INPUT_ALLOWED_ACTORS": text})) == {"allowed_actors"}
