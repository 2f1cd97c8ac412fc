"""The frozen inputs of a run: the only reader of ``INPUT_*``.

One class holds what can be set; the runner's environment and the command line both end in it.
A value that does not fit is never repeated back: a secret may have been put into the wrong input.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from cv_action.claude.lane import Lane
from cv_action.enhance.creativity import Creativity
from cv_action.errors import ConfigurationError
from cv_action.publish.message import DEFAULT as DEFAULT_MESSAGE
from cv_action.publish.way import Way
from cv_action.quota.defaults import ECONOMY_MODEL, LIMITS, MODEL, THRESHOLDS
from cv_action.quota.windows import Room
from cv_action.render.locale import LOCALES
from cv_action.render.options import DEFAULT_CONTACT, ContactField, Design, Format, PageSize
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import Mode
from cv_action.settings.fields import (
    Absolute,
    Address,
    ApiKey,
    Days,
    Dollars,
    GithubToken,
    Inside,
    Logins,
    Model,
    OauthToken,
    Percents,
    Share,
    Switch,
    one_of,
    some_of,
)
from cv_action.settings.publishing import Branch, Message
from cv_action.settings.variants import Variants

PREFIX: Final = "INPUT_"
OFFICIAL: Final = "https://api.anthropic.com"
ADDED_BY_RUNNER: Final = frozenset({"args", "entrypoint", "post-entrypoint", "pre-entrypoint"})
SHOWN_NAME: Final = 40
SECRETS: Final = ("claude_oauth_token", "anthropic_api_key", "github_token")
"""Also taken from the environment by their upper-case names, as workflows often give them."""


class SettingsError(ConfigurationError):
    """Inputs do not fit; ``problems`` has one entry for each of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        names = ", ".join(problem.path for problem in problems)
        super().__init__(
            f"The configuration does not fit: {names}.",
            hint="Correct them, or leave them out to have their defaults.",
        )
        self.problems = problems


class Settings(BaseModel):
    """Everything an owner can choose; ``action.yml`` declares the same names and defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    cv: Inside | None = None
    mode: Annotated[Mode, one_of(tuple(Mode))] = Mode.COMPREHENSIVE
    creativity: Annotated[Creativity, one_of(tuple(Creativity))] = Creativity.BALANCED
    force_refresh: Switch = False
    claude_oauth_token: OauthToken = SecretStr("")
    anthropic_api_key: ApiKey = SecretStr("")
    github_token: GithubToken = SecretStr("")
    lanes: Annotated[tuple[Lane, ...], some_of(Lane)] = tuple(Lane)
    model: Model = MODEL
    economy_model: Model = ECONOMY_MODEL
    run_budget_usd: Dollars = LIMITS.run
    day_budget_usd: Dollars = LIMITS.day
    month_budget_usd: Dollars = LIMITS.month
    alert_thresholds: Percents = THRESHOLDS
    max_window_utilization: Share = Room().window
    max_week_utilization: Share = Room().week
    allow_overage: Switch = False
    allowed_actors: Logins = ()
    anthropic_base_url: Address = OFFICIAL
    claude_cli_path: Absolute | None = None
    prices: Inside | None = None
    job_description: Inside | None = None
    variants: Variants = ()
    output_dir: Inside = PurePosixPath("cv-output")
    formats: Annotated[tuple[Format, ...], some_of(Format)] = tuple(Format)
    design: Annotated[Design, one_of(tuple(Design))] = Design.MODERN
    page_size: Annotated[PageSize, one_of(tuple(PageSize))] = PageSize.A4
    locale: Annotated[str, one_of(tuple(LOCALES))] = "en"
    fonts: Inside | None = None
    publish_contact: Annotated[tuple[ContactField, ...], some_of(ContactField, or_none=True)] = (
        Field(default=DEFAULT_CONTACT)
    )
    publish_photo: Switch = False
    publish: Annotated[Way, one_of(tuple(Way))] = Way.COMMIT
    branch: Branch = ""
    create_branch: Switch = False
    commit_message: Message = DEFAULT_MESSAGE
    retention_days: Days = 90


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in the runner's environment; an empty input counts as not given.

    Secrets can also come by their own upper-case names. Nothing else has a say: the process's own
    environment and dotenv files belong to whoever wrote the workflow's other steps.

    Raises:
        SettingsError: inputs do not fit, all of them listed.
    """
    return settings_from(**_inputs(environ))


def _inputs(environ: Mapping[str, str]) -> dict[str, object]:
    """The inputs in an environment by name, as pydantic-settings reads them."""
    from pydantic_settings import (  # noqa: PLC0415  a terminal has no inputs, and it loads slowly
        BaseSettings,
        EnvSettingsSource,
        SettingsConfigDict,
    )

    class Inputs(Settings, BaseSettings):
        model_config = SettingsConfigDict(
            env_prefix=PREFIX, env_ignore_empty=True, enable_decoding=False
        )

    given = {name.lower(): text for name, text in environ.items() if text.strip()}
    by_name = {f"{PREFIX.lower()}{name}": given[name] for name in SECRETS if name in given}
    source = EnvSettingsSource(Inputs)
    source.env_vars = {**by_name, **given}
    return source()


def take_secrets(environ: MutableMapping[str, str]) -> None:
    """Take every secret out of an environment, once it has been read.

    Why: whatever this process starts later gets a copy of what is left, and so does whoever reads
    the environment of a process.
    """
    for name in SECRETS:
        for spelling in (name.upper(), f"{PREFIX}{name.upper()}"):
            environ.pop(spelling, None)
    environ.pop("ACTIONS_RUNTIME_TOKEN", None)


def settings_from(**options: object) -> Settings:
    """The settings made of named options; ``None`` counts as not given.

    Raises:
        SettingsError: options do not fit, all of them listed.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        raise SettingsError(tuple(map(_problem, details))) from None


def unknown_inputs(environ: Mapping[str, str]) -> tuple[Problem, ...]:
    """A warning for each input that the action does not have, with the one that was meant.

    Why: the runner passes unknown inputs on and only warns in the log; a misspelt
    ``publish_contacts`` would publish the default without a word.
    """
    given = (name.removeprefix(PREFIX).lower() for name in environ if name.startswith(PREFIX))
    unknown = sorted(set(given) - set(Settings.model_fields) - ADDED_BY_RUNNER)
    return tuple(_unknown(name) for name in unknown)


def _unknown(name: str) -> Problem:
    visible = "".join(c if c.isprintable() else " " for c in name)[:SHOWN_NAME]
    close = get_close_matches(name.replace("-", "_"), Settings.model_fields, n=1, cutoff=0.7)
    remedy = f"; perhaps {close[0]} was meant" if close else ""
    return Problem(
        f"this action has no such input{remedy}",
        severity=Severity.WARNING,
        path=visible,
        accepted="" if close else ", ".join(Settings.model_fields),
    )


def _problem(detail: ErrorDetails) -> Problem:
    context = detail.get("ctx", {})
    return Problem(
        str(context.get("message", detail["msg"])),
        path=str(detail["loc"][0]),
        accepted=str(context.get("accepted", "")),
    )
