from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from inspect import signature
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from cv_action.claude.lane import Lane
from cv_action.cli import work
from cv_action.cli.commands import run_command
from cv_action.enhance.creativity import Creativity
from cv_action.errors import ConfigurationError, ExitCode
from cv_action.pipeline.ports import Job
from cv_action.publish.way import Way
from cv_action.render.options import DEFAULT_CONTACT, ContactField, Design, Format, PageSize
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import Mode
from cv_action.settings import Settings, SettingsError, load_settings, settings_from, unknown_inputs
from cv_action.step import job_of


def problems_of(environ: dict[str, str]) -> dict[str, Problem]:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ)
    return {problem.path: problem for problem in caught.value.problems}


def test_without_any_input_everything_has_its_default() -> None:
    assert load_settings({}).model_dump() == {
        "cv": None,
        "mode": Mode.COMPREHENSIVE,
        "creativity": Creativity.BALANCED,
        "force_refresh": False,
        "claude_oauth_token": SecretStr(""),
        "anthropic_api_key": SecretStr(""),
        "github_token": SecretStr(""),
        "lanes": (Lane.SUBSCRIPTION, Lane.API, Lane.OFFLINE),
        "model": "sonnet",
        "economy_model": "haiku",
        "run_budget_usd": Decimal("0.50"),
        "day_budget_usd": Decimal("1.00"),
        "month_budget_usd": Decimal("10.00"),
        "alert_thresholds": (50, 75, 90, 95),
        "max_window_utilization": 0.8,
        "max_week_utilization": 0.9,
        "allow_overage": False,
        "allowed_actors": (),
        "anthropic_base_url": "https://api.anthropic.com",
        "claude_cli_path": None,
        "prices": None,
        "job_description": None,
        "variants": (),
        "output_dir": PurePosixPath("cv-output"),
        "formats": tuple(Format),
        "design": Design.MODERN,
        "page_size": PageSize.A4,
        "locale": "en",
        "fonts": None,
        "publish_contact": DEFAULT_CONTACT,
        "publish_photo": False,
        "publish": Way.COMMIT,
        "branch": "",
        "create_branch": False,
        "commit_message": "Update the CV from {source}",
        "retention_days": 90,
    }


GIVEN: Mapping[str, tuple[str, object, str]] = {
    "cv": ("docs/cv.yaml", PurePosixPath("docs/cv.yaml"), "/etc/passwd"),
    "mode": ("preview", Mode.PREVIEW, "fast"),
    "creativity": ("creative", Creativity.CREATIVE, "wild"),
    "force_refresh": ("true", True, "perhaps"),
    "claude_oauth_token": (
        "sk-ant-oat01-made-up",
        SecretStr("sk-ant-oat01-made-up"),
        "sk-ant-api03-made-up",
    ),
    "anthropic_api_key": (
        "sk-ant-api03-made-up",
        SecretStr("sk-ant-api03-made-up"),
        "sk-ant-oat01-made-up",
    ),
    "github_token": ("ghs_made_up", SecretStr("ghs_made_up"), "two words"),
    "lanes": ("api,offline", (Lane.API, Lane.OFFLINE), "telephone"),
    "model": ("claude-opus-4-7", "claude-opus-4-7", "../model"),
    "economy_model": ("sonnet", "sonnet", "a model"),
    "run_budget_usd": ("0.25", Decimal("0.25"), "-1"),
    "day_budget_usd": ("2", Decimal(2), "a dollar"),
    "month_budget_usd": ("0", Decimal(0), "10001"),
    "alert_thresholds": ("90, 50", (50, 90), "50,101"),
    "max_window_utilization": ("0.5", 0.5, "80"),
    "max_week_utilization": ("1", 1.0, "much"),
    "allow_overage": ("true", True, "1"),
    "allowed_actors": ("Maren-Solbakken", ("maren-solbakken",), "-someone"),
    "anthropic_base_url": (
        "http://127.0.0.1:8080/",
        "http://127.0.0.1:8080",
        "http://models.example",
    ),
    "claude_cli_path": ("/opt/claude", PurePosixPath("/opt/claude"), "bin/claude"),
    "prices": ("prices.toml", PurePosixPath("prices.toml"), "../prices.toml"),
    "job_description": ("jobs/a.md", PurePosixPath("jobs/a.md"), "../a.md"),
    "variants": ("Backend, research,backend", ("backend", "research"), "back/end"),
    "output_dir": ("public", PurePosixPath("public"), "../elsewhere"),
    "formats": ("pdf,html", (Format.PDF, Format.HTML), "rtf,odt"),
    "design": ("plain", Design.PLAIN, "baroque"),
    "page_size": ("letter", PageSize.LETTER, "a0"),
    "locale": ("de", "de", "tlh"),
    "fonts": ("assets/fonts", PurePosixPath("assets/fonts"), ".git/fonts"),
    "publish_contact": ("email", (ContactField.EMAIL,), "shoe size"),
    "publish_photo": ("true", True, "maybe"),
    "publish": ("pull-request", Way.PULL_REQUEST, "fax"),
    "branch": ("gh-pages", "gh-pages", "refs/heads/main"),
    "create_branch": ("true", True, "now"),
    "commit_message": ("{words} better words [skip ci]",) * 2 + ("Update {token}",),
    "retention_days": ("30", 30, "401"),
}
"""For each input what fits, what is made of it, and what does not fit."""


def test_every_input_is_read() -> None:
    settings = load_settings({f"INPUT_{name.upper()}": text for name, (text, *_) in GIVEN.items()})
    assert settings.model_dump() == {name: value for name, (_, value, _) in GIVEN.items()}
    assert list(GIVEN) == list(Settings.model_fields)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_input_counts_as_not_given(name: str, text: str) -> None:
    assert load_settings({f"INPUT_{name.upper()}": text}) == load_settings({})


def test_settings_cannot_be_changed() -> None:
    settings = load_settings({})
    with pytest.raises(ValidationError):
        setattr(settings, "design", Design.PLAIN)  # noqa: B010  mypy refuses the plain assignment


def test_the_processes_own_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        for spelling in (name, name.upper(), f"INPUT_{name.upper()}"):
            monkeypatch.setitem(os.environ, spelling, "plain")
    assert load_settings({}) == settings_from() == Settings()


def test_a_dotenv_file_has_no_say(
    tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open(".env", "w", encoding="utf-8") as file:  # noqa: PTH123  found by name in the folder
        file.write("INPUT_DESIGN=plain\n")
    assert load_settings({}).design is Design.MODERN


def test_every_misfit_is_told_at_once_and_once_each() -> None:
    problems = problems_of({f"INPUT_{name.upper()}": text for name, (*_, text) in GIVEN.items()})
    assert list(problems) == list(Settings.model_fields)
    assert all(problem.accepted for problem in problems.values())


def test_a_misfit_says_what_would_fit_and_what_was_probably_meant() -> None:
    problems = problems_of({"INPUT_MODE": "emergency_updates", "INPUT_FORMATS": "pdf markdwn"})
    assert problems["mode"].sentence == (
        "mode: it is none of the choices; perhaps emergency-update was meant."
        " Accepted: comprehensive, ai-only, activity-only, emergency-update, preview, rollback."
    )
    assert problems["formats"].sentence == (
        "formats: entry 2 is none of them; perhaps markdown was meant."
        " Accepted: html, pdf, markdown, text, docx, json."
    )


def test_a_misfit_is_a_configuration_error_with_a_hint() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"INPUT_DESIGN": "baroque"})
    assert caught.value.exit_code is ExitCode.CONFIGURATION
    assert caught.value.message == "The configuration does not fit: design."
    assert caught.value.hint


def test_a_secret_may_come_by_its_own_name_and_the_input_goes_first() -> None:
    environ = {"GITHUB_TOKEN": "ghs_of_the_environment"}
    assert load_settings(environ).github_token == SecretStr("ghs_of_the_environment")
    assert load_settings(environ | {"INPUT_GITHUB_TOKEN": "ghs_given"}).github_token == SecretStr(
        "ghs_given"
    )
    assert load_settings({"RETENTION_DAYS": "3", "CV": "x.json"}) == Settings()


def test_a_secret_is_shown_nowhere() -> None:
    settings = load_settings({"INPUT_GITHUB_TOKEN": "ghs_made_up"})
    assert "ghs_made_up" not in f"{settings!r} {settings} {settings.model_dump_json()}"


@given(st.sampled_from(sorted(Settings.model_fields)), st.text("klmqvxz0123456789", min_size=8))
def test_no_error_repeats_the_value_that_did_not_fit(name: str, text: str) -> None:
    secret = f"sk-ant-/../{text}"
    with pytest.raises(SettingsError) as caught:
        load_settings({f"INPUT_{name.upper()}": secret})
    told = "".join(map(repr, (caught.value, caught.value.__context__, caught.value.problems)))
    assert caught.value.problems
    assert text not in told


def test_options_of_the_command_line_make_the_same_settings() -> None:
    given_here = settings_from(cv="cv.json", formats=[Format.PDF], publish_photo=True, design=None)
    assert given_here == load_settings(
        {"INPUT_CV": "cv.json", "INPUT_FORMATS": "pdf", "INPUT_PUBLISH_PHOTO": "true"}
    )


def test_an_option_that_is_not_there_is_refused() -> None:
    with pytest.raises(SettingsError) as caught:
        settings_from(colour="red")
    assert [problem.path for problem in caught.value.problems] == ["colour"]


def test_an_unknown_input_is_a_warning_that_names_the_one_that_was_meant() -> None:
    (problem,) = unknown_inputs(
        {"INPUT_PUBLISH-CONTACTS": "secret", "INPUT_CV": "", "PATH": "/bin"}
    )
    assert problem.severity is Severity.WARNING
    assert problem.sentence == (
        "publish-contacts: this action has no such input; perhaps publish_contact was meant."
    )


def test_an_unknown_input_near_to_nothing_lists_what_there_is() -> None:
    (problem,) = unknown_inputs({"INPUT_ZZZ\n::ERROR::": ""})
    assert problem.accepted == ", ".join(Settings.model_fields)
    assert problem.path.isprintable()


def test_what_the_runner_adds_itself_is_no_unknown_input() -> None:
    assert unknown_inputs({"INPUT_ARGS": "x", "INPUT_ENTRYPOINT": "y"}) == ()


def test_the_command_line_has_the_same_defaults() -> None:
    here, there = work.job("", None), job_of(Settings())
    assert (here.cv, here.mode, here.output_dir) == (there.cv, there.mode, there.output_dir)
    assert here.options == there.options
    assert (here.job_description, here.variants) == (there.job_description, there.variants)
    assert work.job("", None, contact="none").options.contact == ()
    assert signature(run_command).parameters["mode"].default is Settings().mode


def test_the_command_line_and_the_inputs_name_variants_in_the_same_way() -> None:
    settings = load_settings(
        {"INPUT_VARIANTS": "Backend, research", "INPUT_JOB_DESCRIPTION": "a.md"}
    )
    here = work.aimed(Job(), job_description="a.md", variants="Backend, research")
    assert here.variants == job_of(settings).variants == ("backend", "research")
    assert here.job_description == job_of(settings).job_description == "a.md"


def test_the_command_line_lists_what_fits() -> None:
    with pytest.raises(ConfigurationError) as caught:
        work.job("", None, formats="html,word")
    assert "docx" in caught.value.hint
    with pytest.raises(ConfigurationError, match="locale"):
        work.job("", None, look=work.Look(locale="xx"))
