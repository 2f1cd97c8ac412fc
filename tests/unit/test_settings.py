from __future__ import annotations

import os
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from cv_action.cli import work
from cv_action.errors import ConfigurationError, ExitCode
from cv_action.render.locale import LOCALES
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
    assert load_settings({}) == Settings(
        cv=None,
        mode=Mode.ACTIVITY_ONLY,
        output_dir=PurePosixPath("cv-output"),
        formats=tuple(Format),
        design=Design.MODERN,
        page_size=PageSize.A4,
        locale="en",
        fonts=None,
        publish_contact=DEFAULT_CONTACT,
        publish_photo=False,
    )


def test_every_input_is_read() -> None:
    settings = load_settings(
        {
            "INPUT_CV": "docs/cv.yaml",
            "INPUT_MODE": "preview",
            "INPUT_OUTPUT_DIR": "public",
            "INPUT_FORMATS": "pdf,html",
            "INPUT_DESIGN": "plain",
            "INPUT_PAGE_SIZE": "letter",
            "INPUT_LOCALE": "de",
            "INPUT_FONTS": "assets/fonts",
            "INPUT_PUBLISH_CONTACT": "email",
            "INPUT_PUBLISH_PHOTO": "true",
            "INPUT_GITHUB_TOKEN": "ghs_made_up",
            "INPUT_RETENTION_DAYS": "30",
        }
    )
    assert settings.model_dump() == {
        "cv": PurePosixPath("docs/cv.yaml"),
        "mode": Mode.PREVIEW,
        "output_dir": PurePosixPath("public"),
        "formats": (Format.PDF, Format.HTML),
        "design": Design.PLAIN,
        "page_size": PageSize.LETTER,
        "locale": "de",
        "fonts": PurePosixPath("assets/fonts"),
        "publish_contact": (ContactField.EMAIL,),
        "publish_photo": True,
        "github_token": SecretStr("ghs_made_up"),
        "retention_days": 30,
    }


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_input_counts_as_not_given(name: str, text: str) -> None:
    assert load_settings({f"INPUT_{name.upper()}": text}) == load_settings({})


def test_settings_cannot_be_changed() -> None:
    settings = load_settings({})
    with pytest.raises(ValidationError):
        setattr(settings, "design", Design.PLAIN)  # noqa: B010  mypy refuses the plain assignment


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
    problems = problems_of(
        {
            "INPUT_CV": "/etc/passwd",
            "INPUT_MODE": "fast",
            "INPUT_OUTPUT_DIR": "../elsewhere",
            "INPUT_FORMATS": "rtf,odt",
            "INPUT_DESIGN": "baroque",
            "INPUT_PAGE_SIZE": "a0",
            "INPUT_LOCALE": "tlh",
            "INPUT_FONTS": ".git/fonts",
            "INPUT_PUBLISH_CONTACT": "shoe size",
            "INPUT_PUBLISH_PHOTO": "maybe",
            "INPUT_GITHUB_TOKEN": "two words",
            "INPUT_RETENTION_DAYS": "401",
        }
    )
    assert list(problems) == list(Settings.model_fields)
    assert all(problem.accepted for problem in problems.values())


def test_a_misfit_says_what_would_fit_and_what_was_probably_meant() -> None:
    problems = problems_of({"INPUT_MODE": "emergency_updates", "INPUT_FORMATS": "pdf markdwn"})
    assert problems["mode"].sentence == (
        "mode: it is none of the choices; perhaps emergency-update was meant."
        " Accepted: activity-only, emergency-update, preview."
    )
    assert problems["formats"].sentence == (
        "formats: entry 2 is none of them; perhaps markdown was meant."
        " Accepted: html, pdf, markdown, text, docx, json."
    )


def test_a_locale_that_nobody_wrote_is_answered_with_those_that_are_there() -> None:
    assert problems_of({"INPUT_LOCALE": "xx"})["locale"].accepted == ", ".join(LOCALES)


def test_a_misfit_is_a_configuration_error_with_a_hint() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"INPUT_DESIGN": "baroque"})
    assert caught.value.exit_code is ExitCode.CONFIGURATION
    assert caught.value.message == "The configuration does not fit: design."
    assert caught.value.hint


@pytest.mark.parametrize("text", ["0", "401", "-3", "a month", "9" * 30, "4e1", "\uff11\uff12"])
def test_a_number_of_days_is_one_that_github_can_keep_to(text: str) -> None:
    assert problems_of({"INPUT_RETENTION_DAYS": text})["retention_days"].accepted == "1 to 400"


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


def test_a_key_in_the_wrong_input_is_told_as_what_it_is() -> None:
    problem = problems_of({"INPUT_GITHUB_TOKEN": "sk-ant-oat01-made-up"})["github_token"]
    assert problem.message == "it is a key for Claude"
    assert "made-up" not in problem.sentence


@given(st.sampled_from(sorted(Settings.model_fields)), st.text("klmqvxz0123456789", min_size=8))
def test_no_error_repeats_the_value_that_did_not_fit(name: str, text: str) -> None:
    secret = f"sk-ant-/../{text}"
    with pytest.raises(SettingsError) as caught:
        load_settings({f"INPUT_{name.upper()}": secret})
    told = "".join(map(repr, (caught.value, caught.value.__context__, caught.value.problems)))
    assert caught.value.problems
    assert text not in told


@pytest.mark.parametrize(
    "path", ["/cv.json", "../cv.json", "a/../../cv.json", ".git/config", "a/.GIT/b", "a\nb", "a\0b"]
)
@pytest.mark.parametrize("name", ["cv", "output_dir", "fonts"])
def test_a_path_stays_inside_the_repository_and_out_of_git(name: str, path: str) -> None:
    assert set(problems_of({f"INPUT_{name.upper()}": path})) == {name}


@pytest.mark.parametrize("path", ["cv.json", "./cv.json", "data/base-cv.json", ".github/cv.json"])
def test_a_path_below_the_root_fits(path: str) -> None:
    assert load_settings({"INPUT_CV": path}).cv == PurePosixPath(path)


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
    assert work.job("", None) == job_of(Settings())
    assert work.job("", None, contact="none").options.contact == ()


def test_the_command_line_lists_what_fits() -> None:
    with pytest.raises(ConfigurationError) as caught:
        work.job("", None, formats="html,word")
    assert "docx" in caught.value.hint
    with pytest.raises(ConfigurationError, match="locale"):
        work.job("", None, look=work.Look(locale="xx"))
