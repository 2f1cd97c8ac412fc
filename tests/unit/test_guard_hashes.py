"""A verdict that is kept says what it was made of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cv_action.guard
from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.edition import digest, rules_hash
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.verdict import Verdict, holds, judge
from tests.guard_texts import evidences, texts

BASE = Evidence(source="Led a team.", role=("One.",), rest=("Two.",))
OTHERS = [
    (replace(BASE, source="Led two teams."), "Headed a team.", (True, False, False)),
    (BASE, "Headed a team!", (False, True, False)),
    (replace(BASE, role=("One.", "More.")), "Headed a team.", (False, False, True)),
    (replace(BASE, rest=()), "Headed a team.", (False, False, True)),
    (replace(BASE, role=("Two.",), rest=("One.",)), "Headed a team.", (False, False, True)),
    (replace(BASE, role=(), rest=("One.", "Two.")), "Headed a team.", (False, False, True)),
    (replace(BASE, role=("One.", ""), rest=("Two.",)), "Headed a team.", (False, False, True)),
]


def _hashes(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.source_hash, verdict.text_hash, verdict.evidence_hash


@given(evidences(), texts(), st.sampled_from((Effect.PASS, Effect.ASK, Effect.BLOCK)))
def test_the_hashes_depend_on_nothing_but_the_texts(
    evidence: Evidence, rewrite: str, effect: Effect
) -> None:
    def always(case: Case) -> Iterator[Finding]:
        yield Finding(rule="x", effect=effect, start=0, end=0, text="", reason=case.rewrite)

    ours = judge(evidence, rewrite, rules={})
    assert _hashes(judge(evidence, rewrite, rules={"x": always})) == _hashes(ours)
    assert _hashes(judge(replace(evidence, job_ad="Rust"), rewrite, rules={})) == _hashes(ours)


@pytest.mark.parametrize(("evidence", "rewrite", "changed"), OTHERS)
def test_each_hash_changes_with_its_own_text(
    evidence: Evidence, rewrite: str, changed: tuple[bool, ...]
) -> None:
    ours = _hashes(judge(BASE, "Headed a team.", rules={}))
    theirs = _hashes(judge(evidence, rewrite, rules={}))
    assert tuple(a != b for a, b in zip(ours, theirs, strict=True)) == changed


@given(evidences(), evidences())
def test_two_bodies_of_evidence_have_two_hashes(one: Evidence, two: Evidence) -> None:
    same = all(sorted(a) == sorted(b) for a, b in ((one.role, two.role), (one.rest, two.rest)))
    ours, theirs = (judge(evidence, "x", rules={}).evidence_hash for evidence in (one, two))
    assert (ours == theirs) is same


def test_an_empty_text_belongs_where_it_stands() -> None:
    role, rest = Evidence(source="a", role=("",)), Evidence(source="a", rest=("",))
    assert judge(role, "b").evidence_hash != judge(rest, "b").evidence_hash


def test_a_kept_verdict_holds_for_the_same_texts_in_any_order() -> None:
    one, two = replace(BASE, rest=("Two.", "Three.")), replace(BASE, rest=("Three.", "Two."))
    assert holds(judge(one, "Headed a team."), two, "Headed a team.")


@pytest.mark.parametrize(("evidence", "rewrite", "changed"), OTHERS)
def test_a_kept_verdict_does_not_hold_for_other_texts(
    evidence: Evidence, rewrite: str, changed: tuple[bool, ...]
) -> None:
    assert any(changed)
    assert not holds(judge(BASE, "Headed a team."), evidence, rewrite)


def test_a_verdict_of_other_rules_does_not_hold() -> None:
    kept = judge(BASE, "Headed a team.")
    assert kept.rules_hash == rules_hash()
    assert holds(kept, BASE, "Headed a team.")
    assert not holds(replace(kept, rules_hash="0" * 64), BASE, "Headed a team.")


def test_the_rules_are_the_guards_own_sources_and_data(tmp_path: Path) -> None:
    (source,) = cv_action.guard.__path__
    copy = tmp_path / "guard"
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert digest(copy) == rules_hash()
    for name in ("verdict.py", "rules/reach.py", "data/words.toml", "data/wordnet.gz"):
        whole = (copy / name).read_bytes()
        (copy / name).write_bytes(whole + b" ")
        assert digest(copy) != rules_hash(), name
        (copy / name).write_bytes(whole)
    assert digest(copy) == rules_hash()


def test_a_rule_that_is_renamed_added_or_gone_is_another_edition(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "reach.py").write_text("a")
    first = digest(tmp_path)
    (tmp_path / "rules" / "reach.py").rename(tmp_path / "rules" / "rank.py")
    second = digest(tmp_path)
    (tmp_path / "rank.py").write_text("")
    assert len({first, second, digest(tmp_path)}) == 3


def test_explanations_and_compiled_files_are_no_rules(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text("a")
    before = digest(tmp_path)
    (tmp_path / "README.md").write_text("b")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "rules.cpython-311.pyc").write_text("c")
    assert digest(tmp_path) == before
