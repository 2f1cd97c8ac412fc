"""The frozen inputs of a run: the only reader of ``INPUT_*``.

One class holds what can be set; the runner's environment and the command line both end in it.
A value that does not fit is never repeated back: a secret may have been put into the wrong input.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from cv_action.errors import ConfigurationError
from cv_action.render.locale import LOCALES
from cv_action.render.options import DEFAULT_CONTACT, ContactField, Design, Format, PageSize
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import Mode

Choice = TypeVar("Choice", bound=StrEnum)

PREFIX: Final = "INPUT_"
NOTHING: Final = "none"
ADDED_BY_RUNNER: Final = frozenset({"args", "entrypoint", "post-entrypoint", "pre-entrypoint"})
SHOWN_NAME: Final = 40
SECRETS: Final = ("github_token",)
"""Also taken from the environment by their upper-case names, as workflows often give them."""
LONGEST_KEPT: Final = 400
"""Days: the most that GitHub keeps an artifact of a private repository."""


class SettingsError(ConfigurationError):
    """Inputs do not fit; ``problems`` has one entry for each of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        names = ", ".join(problem.path for problem in problems)
        super().__init__(
            f"The configuration does not fit: {names}.",
            hint="Correct them, or leave them out to have their defaults.",
        )
        self.problems = problems


def _misfit(message: str, accepted: str) -> PydanticCustomError:
    """An error that carries our own words and nothing of the value."""
    return PydanticCustomError("misfit", "{message}", {"message": message, "accepted": accepted})


def _near(word: str, choices: tuple[str, ...]) -> str:
    """The choice that was probably meant, as the end of a sentence; empty when none is near."""
    close = get_close_matches(word.lower().replace("_", "-"), choices, n=1, cutoff=0.7)
    return f"; perhaps {close[0]} was meant" if close else ""


def _one_of(choices: tuple[str, ...]) -> BeforeValidator:
    """Accept one of the choices, in any case."""

    def check(value: object) -> object:
        word = str(value).strip().lower()
        if word in choices:
            return word
        raise _misfit(f"it is none of the choices{_near(word, choices)}", ", ".join(choices))

    return BeforeValidator(check)


def _some_of(kind: type[Choice], *, or_none: bool = False) -> BeforeValidator:
    """Accept text separated by commas, spaces or lines, or a sequence; repeats count once."""
    choices = tuple(kind)
    accepted = ", ".join((*choices, NOTHING) if or_none else choices)

    def check(value: object) -> tuple[str, ...]:
        words = tuple(_words(value))
        if or_none and words == (NOTHING,):
            return ()
        for place, word in enumerate(words, start=1):
            if word not in choices:
                raise _misfit(f"entry {place} is none of them{_near(word, choices)}", accepted)
        if not words:
            raise _misfit("it names nothing", accepted)
        return tuple(dict.fromkeys(words))

    return BeforeValidator(check)


def _words(value: object) -> Iterator[str]:
    """The entries of a list input, in lower case."""
    text = value if isinstance(value, str) else " ".join(map(str, _sequence(value)))
    yield from text.replace(",", " ").lower().split()


def _sequence(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def _inside(value: object) -> PurePosixPath:
    """Accept a path that stays inside the repository and outside its ``.git``."""
    path = PurePosixPath(str(value).strip())
    accepted = "a path below the repository's root, such as docs/cv.json"
    if path.is_absolute() or ".." in path.parts:
        raise _misfit("it leaves the repository", accepted)
    if any(part.lower() == ".git" for part in path.parts) or not str(path).isprintable():
        raise _misfit("it is not a place for a CV", accepted)
    return path


def _switch(value: object) -> object:
    """Accept what YAML calls true and false."""
    known: dict[str, bool] = {"true": True, "false": False}
    word = str(value).strip().lower()
    if word in known:
        return known[word]
    raise _misfit("it is neither true nor false", "true, false")


def _days(value: object) -> object:
    """Accept a number of days that GitHub can keep an artifact."""
    word = str(value).strip()
    if word.isascii() and word.isdigit() and 1 <= int(word[:4]) <= LONGEST_KEPT:
        return int(word)
    raise _misfit("it is no number of days", f"1 to {LONGEST_KEPT}")


def _github_token(value: object) -> SecretStr:
    """Accept what can be a token of GitHub's, and no key for something else."""
    word = (value.get_secret_value() if isinstance(value, SecretStr) else str(value)).strip()
    if not word.isascii() or not all(map(str.isprintable, word)) or " " in word:
        raise _misfit("it is no token", "a token of GitHub's, such as the job's own")
    if word.startswith("sk-ant-"):
        raise _misfit("it is a key for Claude", "a token of GitHub's, such as the job's own")
    return SecretStr(word)


Inside = Annotated[PurePosixPath, BeforeValidator(_inside)]


class Settings(BaseModel):
    """Everything an owner can choose; ``action.yml`` declares the same names and defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    cv: Inside | None = None
    mode: Annotated[Mode, _one_of(tuple(Mode))] = Mode.ACTIVITY_ONLY
    output_dir: Inside = PurePosixPath("cv-output")
    formats: Annotated[tuple[Format, ...], _some_of(Format)] = tuple(Format)
    design: Annotated[Design, _one_of(tuple(Design))] = Design.MODERN
    page_size: Annotated[PageSize, _one_of(tuple(PageSize))] = PageSize.A4
    locale: Annotated[str, _one_of(tuple(LOCALES))] = "en"
    fonts: Inside | None = None
    publish_contact: Annotated[tuple[ContactField, ...], _some_of(ContactField, or_none=True)] = (
        Field(default=DEFAULT_CONTACT)
    )
    publish_photo: Annotated[bool, BeforeValidator(_switch)] = False
    github_token: Annotated[SecretStr, BeforeValidator(_github_token)] = SecretStr("")
    retention_days: Annotated[int, BeforeValidator(_days)] = 90


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
