"""action.yml, the settings, the outputs and the README say the same, in both directions."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cv_action.actions.outputs import Output
from cv_action.claude.lane import Lane
from cv_action.enhance.creativity import Creativity
from cv_action.publish.way import Way
from cv_action.render.locale import LOCALES
from cv_action.render.options import ContactField, Design, Format, PageSize
from cv_action.report.run import Mode, Outcome
from cv_action.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
ACTION = YAML(typ="safe").load((ROOT / "action.yml").read_text("utf-8"))
INPUTS: Mapping[str, Mapping[str, str]] = ACTION["inputs"]
OUTPUTS: Mapping[str, Mapping[str, str]] = ACTION["outputs"]
README = (ROOT / "README.md").read_text("utf-8")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "mode": tuple(Mode),
    "creativity": tuple(Creativity),
    "force_refresh": ("true", "false"),
    "lanes": tuple(Lane),
    "allow_overage": ("true", "false"),
    "formats": tuple(Format),
    "design": tuple(Design),
    "page_size": tuple(PageSize),
    "locale": tuple(LOCALES),
    "publish_contact": (*ContactField, "none"),
    "publish_photo": ("true", "false"),
    "publish": tuple(Way),
    "create_branch": ("true", "false"),
}


def given(default: str) -> str:
    """What the runner makes of a default, where nobody is signed in."""
    return "" if default.startswith("${{") else default


def quoted(sentence: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", sentence))


def table(name: str) -> list[list[str]]:
    found = re.search(f"<!-- {name} -->\n(.*?)<!-- /{name} -->", README, re.DOTALL)
    assert found
    rows = [line for line in found[1].splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def test_action_declares_the_inputs_that_are_read_and_no_others() -> None:
    assert list(INPUTS) == list(Settings.model_fields)
    assert len(INPUTS) >= 10


def test_action_declares_the_outputs_that_are_written_and_no_others() -> None:
    assert list(OUTPUTS) == [str(name) for name in Output]
    assert len(OUTPUTS) >= 4


def test_each_default_is_spelled_out() -> None:
    assert all(isinstance(about["default"], str) for about in INPUTS.values())


def test_the_defaults_that_the_runner_passes_are_the_defaults_that_settings_have() -> None:
    environ = {f"INPUT_{name.upper()}": given(about["default"]) for name, about in INPUTS.items()}
    assert load_settings(environ) == load_settings({}) == Settings()


@pytest.mark.parametrize("name", [n for n in Settings.model_fields if given(INPUTS[n]["default"])])
def test_a_default_is_not_there_by_chance(name: str) -> None:
    value = getattr(Settings(), name)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    listed = ",".join(map(str, value)) if isinstance(value, tuple) else text
    assert INPUTS[name]["default"] == listed


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_an_input_lists_exactly_what_it_accepts(name: str) -> None:
    assert quoted(INPUTS[name]["description"]) == CHOICES[name]
    for choice in CHOICES[name]:
        load_settings({f"INPUT_{name.upper()}": choice})


def test_every_input_with_a_choice_is_among_those_compared() -> None:
    def chooses(name: str) -> bool:
        value = getattr(Settings(), name)
        first = next(iter(value), None) if isinstance(value, tuple) else value
        return isinstance(first, StrEnum | bool) or name == "locale"

    assert {name for name in Settings.model_fields if chooses(name)} == set(CHOICES)


def test_the_outcomes_are_those_that_a_run_can_have() -> None:
    assert quoted(OUTPUTS["outcome"]["description"]) == tuple(Outcome)


@pytest.mark.parametrize("about", [*INPUTS.values(), *OUTPUTS.values()])
def test_each_description_is_one_sentence(about: Mapping[str, str]) -> None:
    sentence = about["description"]
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert len(sentence) <= 160


def test_the_readme_has_every_input_with_its_meaning_and_default() -> None:
    assert table("inputs") == [
        [f"`{name}`", about["description"], f"`{about['default']}`" if about["default"] else ""]
        for name, about in INPUTS.items()
    ]


def test_the_readme_has_every_output_with_its_meaning() -> None:
    assert table("outputs") == [[f"`{n}`", about["description"]] for n, about in OUTPUTS.items()]


def test_the_tables_are_what_their_tool_writes() -> None:
    tool = [sys.executable, str(ROOT / "tools" / "readme_tables.py"), "--check"]
    assert subprocess.run(tool, check=False).returncode == 0


def test_the_action_is_this_container() -> None:
    assert ACTION["runs"] == {
        "using": "docker",
        "image": "Dockerfile",
        "post-entrypoint": "/app/settle.py",
    }
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    assert dockerfile.splitlines()[-1] == (
        'ENTRYPOINT ["/usr/local/bin/python", "-I", "/app/entrypoint.py"]'
    )
    assert not re.search(r"^(USER|WORKDIR)\b", dockerfile, re.MULTILINE)


@pytest.mark.parametrize("name", ["entrypoint.py", "settle.py"])
def test_each_entry_point_can_be_started_by_itself(name: str) -> None:
    path = ROOT / name
    assert path.read_text("utf-8").startswith("#!/usr/local/bin/python -I\n")
    assert path.stat().st_mode & 0o111 == 0o111
