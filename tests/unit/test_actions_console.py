from __future__ import annotations

import io
import logging

import pytest

from cv_action.actions.commands import Commands
from cv_action.actions.console import RunnerHandler, annotate, step
from cv_action.report.problem import Problem, Severity


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(stream: io.StringIO) -> logging.Logger:
    logger = logging.Logger("test", logging.DEBUG)  # noqa: LOG001  one of its own for each test
    logger.addHandler(RunnerHandler(Commands(stream)))
    return logger


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (logging.DEBUG, ""),
        (logging.INFO, "5 files\n"),
        (logging.WARNING, "::warning::5 files\n"),
        (logging.ERROR, "::error::5 files\n"),
        (logging.CRITICAL, "::error::5 files\n"),
    ],
)
def test_each_level_is_said_in_its_way(
    log: logging.Logger, stream: io.StringIO, level: int, expected: str
) -> None:
    log.log(level, "%d files", 5)
    assert stream.getvalue() == expected


def test_foreign_text_in_the_log_is_no_command(log: logging.Logger, stream: io.StringIO) -> None:
    log.info("%s", "::set-output name=x::y")
    assert stream.getvalue() == "| ::set-output name=x::y\n"


def test_a_step_is_a_fold_that_is_closed_whatever_happens(stream: io.StringIO) -> None:
    with pytest.raises(KeyError), step(Commands(stream), "Read the CV"):
        raise KeyError
    assert stream.getvalue() == "::group::Read the CV\n::endgroup::\n"


def test_a_problem_is_shown_at_its_place(stream: io.StringIO) -> None:
    problem = Problem("no such date", file="cv.json", line=3, column=7, path="work[0].startDate")
    annotate(Commands(stream), [problem])
    assert stream.getvalue() == (
        "::error file=cv.json,line=3,col=7::cv.json:3:7: work[0].startDate: no such date.\n"
    )


def test_a_problem_without_a_place_is_shown_alone(stream: io.StringIO) -> None:
    annotate(Commands(stream), [Problem("it is odd", severity=Severity.WARNING, path="fonts")])
    assert stream.getvalue() == "::warning::fonts: it is odd.\n"
