"""The subscription lane: the official command line, unmodified, as a child that knows nothing else.

Why so bare: a checkout can be hostile, and its settings could lead the CLI, with the owner's token,
to another server. An empty folder, an empty home, an environment built from nothing and the flags
below are the profile that was tested against that.
"""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec
from pydantic import SecretStr

from cv_action.adapters.claude_binary import ClaudeBinary, Unusable, quiet_environment
from cv_action.adapters.claude_process import Child, workplace
from cv_action.adapters.claude_wheel import pinned
from cv_action.claude.failure import Failure
from cv_action.claude.messages import most_tokens
from cv_action.claude.messages_access import checked_base
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed
from cv_action.claude.stream import Stream
from cv_action.claude.stream_outcome import outcome, stranger
from cv_action.errors import ConfigurationError

PATIENCE: Final = timedelta(minutes=10)
"""What an answer of 16,000 tokens takes, with its attempts, and more."""
_FLAGS: Final = (
    *("-p", "--restricted", "--tools", "", "--strict-mcp-config", "--setting-sources", ""),
    *("--disable-slash-commands", "--no-session-persistence"),
    *("--output-format", "stream-json", "--verbose"),
)
_RETRIES: Final = "2"
"""How often the CLI asks again after an error, and for an answer that fits the schema."""
_OWN_WORDS: Final = 4_000
"""Tokens of what the CLI adds: 2,300 bytes in recorded requests, and the API's words on tools."""


class ClaudeCli:
    """A ``Transport`` that spends the owner's plan and no money, unless overage is in use.

    ``token`` is what ``claude setup-token`` printed; one child process sees it, and no other.
    ``base_url`` replaces the official address, if it is given. One ``ask`` takes ``patience`` at
    most, and nothing that it started outlives it. It can make several requests: two where an
    answer does not fit, four where it does not end within ``max_output``.

    Raises:
        ConfigurationError: there is no token, or the address is none that one can be sent to.
    """

    def __init__(
        self,
        token: SecretStr,
        *,
        binary: ClaudeBinary,
        base_url: str = "",
        patience: timedelta = PATIENCE,
    ) -> None:
        if not token.get_secret_value():
            raise ConfigurationError(
                "`claude_oauth_token` is empty.", hint="Put in what `claude setup-token` prints."
            )
        self._token = token
        self._binary = binary
        self._base_url = checked_base(base_url) if base_url else ""
        self._patience = patience

    def ask(self, prompt: Prompt, model: str) -> Answered | Failed:
        """Ask a model by its id or alias; whatever goes wrong is a ``Failed``."""
        program = self._binary.path()
        if isinstance(program, Unusable):
            return Failed(failure=Failure.NO_PROGRAM, detail=program.reason)
        try:
            came = self._run(program, prompt, model)
        except OSError as error:
            return _not_started(error)
        return came if self._token.get_secret_value() not in repr(came) else _LEAK

    def prompt_tokens(self, prompt: Prompt, model: str) -> int:
        """Tokens that the prompt has at most, by its bytes; counting would need a key."""
        del model
        return most_tokens(prompt) + _OWN_WORDS

    def _run(self, program: Path, prompt: Prompt, model: str) -> Answered | Failed:
        version = pinned()
        stream = Stream()

        def heard(chunk: bytes) -> bool:
            stream.feed(chunk)
            return stream.overflowed or stranger(stream.transcript, version) is not None

        with workplace() as here:
            child = Child(
                arguments=(str(program), *_FLAGS, *_question(prompt, model)),
                folder=here.empty("empty"),
                environment=self._environment(here.empty("home"), prompt),
                given=_said(prompt),
            )
            ended = here.run(child, patience=self._patience, heard=heard)
        return outcome(stream.close(), version=version, end=ended.end, code=ended.code)

    def _environment(self, home: Path, prompt: Prompt) -> dict[str, str]:
        address = {"ANTHROPIC_BASE_URL": self._base_url} if self._base_url else {}
        return {
            **quiet_environment(home),
            **address,
            "CLAUDE_CODE_OAUTH_TOKEN": self._token.get_secret_value(),
            "CLAUDE_CODE_MAX_RETRIES": _RETRIES,
            "CLAUDE_CODE_MAX_OUTPUT_TOKENS": str(prompt.max_output),
            "MAX_STRUCTURED_OUTPUT_RETRIES": _RETRIES,
        }


_LEAK: Final = Failed(
    failure=Failure.MALFORMED_REPLY,
    detail="the answer held the subscription's token and was thrown away",
    measured=False,
)


def _said(prompt: Prompt) -> bytes:
    """Why on standard input: a command has a limit, and everybody on the machine can read it.

    Why the first line is empty: a text that begins with a slash would be a command of the CLI.
    """
    return f"\n\n{prompt.context}\n\n{prompt.request}".encode(errors="replace")


def _question(prompt: Prompt, model: str) -> tuple[str, ...]:
    return (
        *("--system-prompt", prompt.system, "--model", model, "--effort", prompt.effort),
        *("--json-schema", msgspec.json.encode(prompt.schema).decode()),
    )


def _not_started(error: OSError) -> Failed:
    """Why a size is told apart: instructions and schema stand in the command, which has a limit."""
    if error.errno == errno.E2BIG:
        return Failed(
            failure=Failure.TOO_LARGE, detail="instructions or schema are too long for a command"
        )
    why = os.strerror(error.errno) if error.errno else type(error).__name__
    return Failed(failure=Failure.NO_PROGRAM, detail=f"the Claude CLI could not be started: {why}")
