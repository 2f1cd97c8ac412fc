"""What the inputs accept: one check for each kind, whose misfits never repeat the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Final, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, SecretStr
from pydantic_core import PydanticCustomError

_CLAUDE: Final = "sk-ant-"
_OAUTH: Final = "sk-ant-oat"
_API_KEY: Final = "sk-ant-api"
_OAUTH_TOKEN: Final = re.compile(r"sk-ant-oat[A-Za-z0-9_-]+", re.ASCII)
_KEY: Final = re.compile(r"sk-ant-[A-Za-z0-9_-]+", re.ASCII)
Choice = TypeVar("Choice", bound=StrEnum)

NOTHING: Final = "none"
LONGEST_KEPT: Final = 400
"""Days: the most that GitHub keeps an artifact of a private repository."""
LARGEST_BUDGET: Final = Decimal(10_000)
"""USD: a limit above it is a mistake in the decimal point."""
_WHOLE: Final = re.compile(r"[0-9]{1,3}")
_LOGIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?", re.ASCII)
_MODEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)
_LOCAL: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def misfit(message: str, accepted: str) -> PydanticCustomError:
    """An error that carries our own words and nothing of the value."""
    return PydanticCustomError("misfit", "{message}", {"message": message, "accepted": accepted})


def _near(word: str, choices: tuple[str, ...]) -> str:
    """The choice that was probably meant, as the end of a sentence; empty when none is near."""
    close = get_close_matches(word.lower().replace("_", "-"), choices, n=1, cutoff=0.7)
    return f"; perhaps {close[0]} was meant" if close else ""


def one_of(choices: tuple[str, ...]) -> BeforeValidator:
    """Accept one of the choices, in any case."""

    def check(value: object) -> object:
        word = str(value).strip().lower()
        if word in choices:
            return word
        raise misfit(f"it is none of the choices{_near(word, choices)}", ", ".join(choices))

    return BeforeValidator(check)


def some_of(kind: type[Choice], *, or_none: bool = False) -> BeforeValidator:
    """Accept text separated by commas, spaces or lines, or a sequence; repeats count once."""
    choices = tuple(kind)
    accepted = ", ".join((*choices, NOTHING) if or_none else choices)

    def check(value: object) -> tuple[str, ...]:
        listed = tuple(words(value))
        if or_none and listed == (NOTHING,):
            return ()
        for place, word in enumerate(listed, start=1):
            if word not in choices:
                raise misfit(f"entry {place} is none of them{_near(word, choices)}", accepted)
        if not listed:
            raise misfit("it names nothing", accepted)
        return tuple(dict.fromkeys(listed))

    return BeforeValidator(check)


def words(value: object) -> Iterator[str]:
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
        raise misfit("it leaves the repository", accepted)
    if any(part.lower() == ".git" for part in path.parts) or not str(path).isprintable():
        raise misfit("it is not a place for a CV", accepted)
    return path


def _switch(value: object) -> object:
    """Accept what YAML calls true and false."""
    known: dict[str, bool] = {"true": True, "false": False}
    word = str(value).strip().lower()
    if word in known:
        return known[word]
    raise misfit("it is neither true nor false", "true, false")


def _days(value: object) -> object:
    """Accept a number of days that GitHub can keep an artifact."""
    word = str(value).strip()
    if _WHOLE.fullmatch(word) and 1 <= int(word) <= LONGEST_KEPT:
        return int(word)
    raise misfit("it is no number of days", f"1 to {LONGEST_KEPT}")


def _secret(value: object, accepted: str) -> str:
    """The word of a secret, which has no blanks inside; blanks around it are a slip of copying."""
    word = (value.get_secret_value() if isinstance(value, SecretStr) else str(value)).strip()
    if not word.isascii() or not word.isprintable() or " " in word:
        raise misfit("it is no token", accepted)
    return word


def _github_token(value: object) -> SecretStr:
    """Accept what can be a token of GitHub's, and no key for something else."""
    accepted = "a token of GitHub's, such as the job's own"
    word = _secret(value, accepted)
    if word.startswith(_CLAUDE):
        raise misfit("it is a key for Claude", accepted)
    return SecretStr(word)


def _oauth_token(value: object) -> SecretStr:
    """Accept a token of a Claude plan, and no key of the API."""
    accepted = "what `claude setup-token` prints, which begins with sk-ant-oat"
    word = _secret(value, accepted)
    if word.startswith(_API_KEY):
        raise misfit("it is a key of the API, which belongs into anthropic_api_key", accepted)
    if word and not _OAUTH_TOKEN.fullmatch(word):
        raise misfit("it is no token of a Claude plan", accepted)
    return SecretStr(word)


def _api_key(value: object) -> SecretStr:
    """Accept a key of the API, and no token of a plan.

    Why so strict: the API refuses a plan's token, and using it so is against the plan's terms.
    """
    accepted = "a key of the Anthropic API, which begins with sk-ant-api"
    word = _secret(value, accepted)
    if word.startswith(_OAUTH):
        raise misfit("it is the token of a plan, which belongs into claude_oauth_token", accepted)
    if word and not _KEY.fullmatch(word):
        raise misfit("it is no key of the Anthropic API", accepted)
    return SecretStr(word)


def _dollars(value: object) -> Decimal:
    """Accept an amount of US dollars, to the cent or finer."""
    accepted = f"US dollars from 0 to {LARGEST_BUDGET:,}, such as 0.50"
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation:
        raise misfit("it is no amount", accepted) from None
    if not amount.is_finite() or not 0 <= amount <= LARGEST_BUDGET:
        raise misfit("it is no amount that can be a limit", accepted)
    return amount


def _share(value: object) -> float:
    """Accept a share of a window, as a fraction."""
    accepted = "a fraction from 0 to 1, such as 0.8"
    try:
        share = Decimal(str(value).strip())
    except InvalidOperation:
        raise misfit("it is no fraction", accepted) from None
    if not share.is_finite() or not 0 <= share <= 1:
        raise misfit("it is no fraction", accepted)
    return float(share)


def _percents(value: object) -> tuple[int, ...]:
    """Accept percentages; they are used in rising order, each once."""
    accepted = "percentages from 1 to 100, such as 50,75,90,95"
    listed = list(words(value))
    if not all(_WHOLE.fullmatch(word) and 1 <= int(word) <= 100 for word in listed):  # noqa: PLR2004  percent
        raise misfit("an entry is no percentage", accepted)
    return tuple(sorted({int(word) for word in listed}))


def _logins(value: object) -> tuple[str, ...]:
    """Accept names of GitHub accounts."""
    listed = tuple(dict.fromkeys(words(value)))
    if not all(map(_LOGIN.fullmatch, listed)):
        raise misfit("an entry is no name of an account", "names of GitHub accounts")
    return listed


def _model(value: object) -> str:
    """Accept what can be the id of a model; whether it has a price is looked up later."""
    word = str(value).strip()
    if not _MODEL.fullmatch(word):
        raise misfit("it is no model's id", "an id such as claude-sonnet-5-5")
    return word


def _address(value: object) -> str:
    """Accept an address of the API: HTTPS, this machine aside, and with no credentials in it."""
    word = str(value).strip().rstrip("/")
    accepted = "an address that begins with https://"
    try:
        parts = urlsplit(word)
        host, credentials = parts.hostname or "", parts.username or parts.password
    except ValueError:
        raise misfit("it is no address", accepted) from None
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)
    if not host or not safe or credentials or parts.query or parts.fragment:
        raise misfit("it is no address that a key may be sent to", accepted)
    return word


def _absolute(value: object) -> PurePosixPath:
    """Accept a path from the root of the machine."""
    path = PurePosixPath(str(value).strip())
    if not path.is_absolute() or ".." in path.parts or not str(path).isprintable():
        raise misfit("it is no absolute path", "a path that begins with /")
    return path


Inside = Annotated[PurePosixPath, BeforeValidator(_inside)]
Switch = Annotated[bool, BeforeValidator(_switch)]
Days = Annotated[int, BeforeValidator(_days)]
GithubToken = Annotated[SecretStr, BeforeValidator(_github_token)]
OauthToken = Annotated[SecretStr, BeforeValidator(_oauth_token)]
ApiKey = Annotated[SecretStr, BeforeValidator(_api_key)]
Dollars = Annotated[Decimal, BeforeValidator(_dollars)]
Share = Annotated[float, BeforeValidator(_share)]
Percents = Annotated[tuple[int, ...], BeforeValidator(_percents)]
Logins = Annotated[tuple[str, ...], BeforeValidator(_logins)]
Model = Annotated[str, BeforeValidator(_model)]
Address = Annotated[str, BeforeValidator(_address)]
Absolute = Annotated[PurePosixPath, BeforeValidator(_absolute)]
