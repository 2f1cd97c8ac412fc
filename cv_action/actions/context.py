"""Where and for whom a run happens, as the runner says it.

Source: https://docs.github.com/actions/reference/workflows-and-actions/variables
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cv_action.errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The way to the service that takes artifacts; a container action has it, ``run:`` has not."""

    results_url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One job on the runner. A text that the runner left out is empty, a file is ``None``.

    Numbers are 0 where the runner gives none. ``action`` is unique among the steps of a job.
    ``retention_days`` is the most that artifacts are kept here.
    """

    workspace: Path
    repository: str
    owner: str
    event_name: str
    ref: str
    sha: str
    run_id: int
    run_attempt: int
    job: str
    actor: str
    triggering_actor: str
    api_url: str
    server_url: str
    output_file: Path | None
    summary_file: Path | None
    runner_temp: Path | None
    repository_id: int
    action: str
    retention_days: int
    runtime: Runtime | None


def on_runner(environ: Mapping[str, str]) -> bool:
    """Whether this process is a step of a workflow."""
    return environ.get("GITHUB_ACTIONS") == "true"


def read_context(environ: Mapping[str, str]) -> Context:
    """The context in the runner's environment.

    Raises:
        ConfigurationError: there is no workspace, so this is no step of a workflow.
    """
    workspace = _path(environ, "GITHUB_WORKSPACE")
    if workspace is None:
        raise ConfigurationError(
            "The runner names no workspace (GITHUB_WORKSPACE).",
            hint="Outside a workflow, use the cv-action command instead.",
        )
    repository = environ.get("GITHUB_REPOSITORY", "")
    return Context(
        workspace=workspace,
        repository=repository,
        owner=environ.get("GITHUB_REPOSITORY_OWNER") or repository.partition("/")[0],
        event_name=environ.get("GITHUB_EVENT_NAME", ""),
        ref=environ.get("GITHUB_REF", ""),
        sha=environ.get("GITHUB_SHA", ""),
        run_id=_number(environ, "GITHUB_RUN_ID"),
        run_attempt=_number(environ, "GITHUB_RUN_ATTEMPT"),
        job=environ.get("GITHUB_JOB", ""),
        actor=environ.get("GITHUB_ACTOR", ""),
        triggering_actor=environ.get("GITHUB_TRIGGERING_ACTOR", ""),
        api_url=environ.get("GITHUB_API_URL", ""),
        server_url=environ.get("GITHUB_SERVER_URL", ""),
        output_file=_path(environ, "GITHUB_OUTPUT"),
        summary_file=_path(environ, "GITHUB_STEP_SUMMARY"),
        runner_temp=_path(environ, "RUNNER_TEMP"),
        repository_id=_number(environ, "GITHUB_REPOSITORY_ID"),
        action=environ.get("GITHUB_ACTION", ""),
        retention_days=_number(environ, "GITHUB_RETENTION_DAYS"),
        runtime=_runtime(environ),
    )


def _runtime(environ: Mapping[str, str]) -> Runtime | None:
    url = environ.get("ACTIONS_RESULTS_URL", "")
    token = environ.get("ACTIONS_RUNTIME_TOKEN", "")
    return Runtime(results_url=url, token=token) if url and token else None


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    text = environ.get(name, "")
    return Path(text) if text else None


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 0
