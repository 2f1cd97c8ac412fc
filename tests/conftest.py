"""What holds for every test: no network, no runner's environment, no silent skip."""

from __future__ import annotations

import os
from collections.abc import Generator

import hypothesis
import pytest

LOOPBACK = ["127.0.0.1", "::1"]
RUNNERS_OWN = ("ACTIONS_", "GITHUB_", "INPUT_", "RUNNER_")
NO_SKIP = os.environ.get("CV_ACTION_NO_SKIP") == "1"

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("ci" if "CI" in os.environ else "here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let marked tests reach this machine; image tests share one worker and one container store."""
    for item in items:
        if any(item.get_closest_marker(name) for name in ("browser", "loopback")):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        if item.get_closest_marker("image"):
            item.add_marker(pytest.mark.xdist_group("image"))


@pytest.fixture(autouse=True)
def _no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(RUNNERS_OWN):
            monkeypatch.delenv(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Why: in CI a tool that is not there would take its tests away without a word."""
    if NO_SKIP and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though CV_ACTION_NO_SKIP=1: {report.longrepr}"
