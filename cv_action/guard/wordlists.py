"""Our own tables of words: who means what, and what weighs how much."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _tables() -> Mapping[str, str]:
    text = resources.files("cv_action.guard").joinpath("data/words.toml").read_text("utf-8")
    tables: dict[str, str] = tomllib.loads(text)
    return tables


def lines(name: str) -> tuple[str, ...]:
    """The lines of a file of ours among the data, comments left out."""
    text = resources.files("cv_action.guard").joinpath("data", name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if not line.startswith("#"))


@cache
def listed(table: str) -> frozenset[str]:
    """The words of one table; a hyphen may stand for the space of a phrase."""
    return frozenset(_tables()[table].split())


@cache
def tiers() -> Mapping[str, int]:
    """How much of the work each verb claims, from 0 upwards."""
    lines = _tables()["ownership"].strip().splitlines()
    return {verb: tier for tier, line in enumerate(lines) for verb in line.split()}


@cache
def _groups(table: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _tables()[table].strip().splitlines():
        for word in line.split():
            found[word].update(line.split())
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _sides() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _tables()["opposed"].strip().splitlines():
        left, _, right = line.partition("|")
        for mine, others in ((left, right), (right, left)):
            for word in mine.split():
                found[word].update(others.split())
    return {word: frozenset(others) for word, others in found.items()}


def alike(before: frozenset[str], after: frozenset[str]) -> bool:
    """Whether one of our groups of one meaning holds a base form of both."""
    return any(after & _groups("alike").get(word, frozenset()) for word in before)


def kindred(before: frozenset[str], after: frozenset[str]) -> bool:
    """Whether one of our groups of one kind holds a base form of both."""
    return any(after & _groups("kinds").get(word, frozenset()) for word in before)


def opposed(before: frozenset[str], after: frozenset[str]) -> bool:
    """Whether one of our pairs of sides has a base form of each."""
    return any(after & _sides().get(word, frozenset()) for word in before)
