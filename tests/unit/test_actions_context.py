from __future__ import annotations

from pathlib import Path

import pytest

from cv_action.actions.context import Context, Runtime, on_runner, read_context
from cv_action.errors import ConfigurationError

RUNNER = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_WORKSPACE": "/github/workspace",
    "GITHUB_REPOSITORY": "someone/cv",
    "GITHUB_REPOSITORY_OWNER": "someone",
    "GITHUB_EVENT_NAME": "schedule",
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_SHA": "a" * 40,
    "GITHUB_RUN_ID": "77",
    "GITHUB_RUN_ATTEMPT": "2",
    "GITHUB_JOB": "cv",
    "GITHUB_ACTOR": "someone",
    "GITHUB_TRIGGERING_ACTOR": "another",
    "GITHUB_API_URL": "https://api.example",
    "GITHUB_SERVER_URL": "https://example",
    "GITHUB_OUTPUT": "/github/file_commands/output",
    "GITHUB_STEP_SUMMARY": "/github/file_commands/summary",
    "RUNNER_TEMP": "/github/runner_temp",
    "GITHUB_REPOSITORY_ID": "815",
    "GITHUB_ACTION": "__someone_cv-action",
    "GITHUB_RETENTION_DAYS": "90",
    "ACTIONS_RESULTS_URL": "https://results.example/",
    "ACTIONS_RUNTIME_TOKEN": "made-up",
}


def test_the_context_is_what_the_runner_says() -> None:
    assert read_context(RUNNER) == Context(
        workspace=Path("/github/workspace"),
        repository="someone/cv",
        owner="someone",
        event_name="schedule",
        ref="refs/heads/main",
        sha="a" * 40,
        run_id=77,
        run_attempt=2,
        job="cv",
        actor="someone",
        triggering_actor="another",
        api_url="https://api.example",
        server_url="https://example",
        output_file=Path("/github/file_commands/output"),
        summary_file=Path("/github/file_commands/summary"),
        runner_temp=Path("/github/runner_temp"),
        repository_id=815,
        action="__someone_cv-action",
        retention_days=90,
        runtime=Runtime(results_url="https://results.example/", token="made-up"),  # noqa: S106  none
    )


def test_what_the_runner_leaves_out_is_empty() -> None:
    context = read_context({"GITHUB_WORKSPACE": "/w"})
    assert (context.repository, context.owner, context.run_id) == ("", "", 0)
    assert (context.output_file, context.summary_file, context.runner_temp) == (None, None, None)


@pytest.mark.parametrize("missing", ["ACTIONS_RESULTS_URL", "ACTIONS_RUNTIME_TOKEN"])
def test_half_a_way_to_artifacts_is_none(missing: str) -> None:
    assert read_context(RUNNER | {missing: ""}).runtime is None


def test_the_runners_token_is_not_shown() -> None:
    assert "made-up" not in repr(read_context(RUNNER))


def test_the_owner_is_the_repositorys_where_the_runner_does_not_name_one() -> None:
    assert read_context({"GITHUB_WORKSPACE": "/w", "GITHUB_REPOSITORY": "me/cv"}).owner == "me"


def test_a_number_that_is_none_counts_as_left_out() -> None:
    assert read_context({"GITHUB_WORKSPACE": "/w", "GITHUB_RUN_ID": "٣x"}).run_id == 0


def test_without_a_workspace_there_is_no_context() -> None:
    with pytest.raises(ConfigurationError, match="GITHUB_WORKSPACE") as caught:
        read_context({"GITHUB_WORKSPACE": ""})
    assert "cv-action" in caught.value.hint


@pytest.mark.parametrize(
    ("environ", "expected"),
    [(RUNNER, True), ({}, False), ({"GITHUB_ACTIONS": "false"}, False), ({"CI": "true"}, False)],
)
def test_the_runner_is_known_by_its_own_variable(environ: dict[str, str], expected: bool) -> None:
    assert on_runner(environ) is expected
