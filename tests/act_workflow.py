"""The example workflow as act can run it without containers.

Derived, so that the example is what runs: the step that uses our action becomes a ``run:`` of its
entry point, with the inputs that the runner would pass, and the last step is its other door.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

ROOT: Final = Path(__file__).resolve().parents[1]
EXAMPLE: Final = ROOT / "examples" / "cv-enhancement.yml"
PREVIEW: Final = ROOT / "examples" / "cv-preview.yml"
ACTION: Final = YAML(typ="safe").load(ROOT / "action.yml")
OURS: Final = "OWNER/cv-action@"
Tree = dict[str, Any]


def workflow(path: Path) -> Tree:
    """A workflow as data."""
    found: Tree = YAML(typ="safe").load(path)
    return found


def our_step(found: Tree) -> Tree:
    """The one step that uses our action."""
    (job,) = found["jobs"].values()
    (step,) = (step for step in job["steps"] if step.get("uses", "").startswith(OURS))
    assert isinstance(step, dict)
    return step


def permissions(path: Path) -> Mapping[str, str]:
    """What the job's token may do: what the workflow names, and nothing else."""
    found = workflow(path)
    assert found["permissions"] == {}
    (job,) = found["jobs"].values()
    named: Mapping[str, str] = job["permissions"]
    return named


def on_host(path: Path, inputs: Mapping[str, str], *, python: str, result: Path) -> str:
    """The workflow without containers, in JSON, which is YAML.

    ``inputs`` go before those of the example. ``result`` is a folder that is given the number of
    each process in ``<entry point>.pid``, what the step after ours could read in ``outputs.json``,
    and the workspace.
    """
    found = workflow(path)
    (job,) = found["jobs"].values()
    step = our_step(found)
    environ = passed({**step["with"], **inputs})
    door = {"id": step["id"], "env": environ, "run": _door("entrypoint.py", python, result)}
    steps = [door if one is step else one for one in job["steps"]]
    settled = {
        "if": "always()",
        "env": environ | {"GITHUB_ACTION": step["id"]},
        "run": _door("settle.py", python, result),
    }
    job["steps"] = [*steps, _witness(step["id"], result), settled]
    return json.dumps(found)


def passed(given: Mapping[str, object]) -> dict[str, str]:
    """The inputs in the environment: each that action.yml declares, given or by its default.

    Source: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#inputs
    """
    assert set(given) <= set(ACTION["inputs"])
    return {
        f"INPUT_{name.upper()}": str(given.get(name, about["default"]))
        for name, about in ACTION["inputs"].items()
    }


def _door(name: str, python: str, result: Path) -> str:
    """Why ``exec``: the step's process is then the program itself, which a test can end."""
    return f'echo $$ > "{result}/{name}.pid"\nexec "{python}" -I "{ROOT / name}"\n'


def _witness(step: str, result: Path) -> Tree:
    return {
        "if": "always()",
        "env": {"OUTPUTS": f"${{{{ toJSON(steps.{step}.outputs) }}}}"},
        "run": f'printf %s "$OUTPUTS" > "{result}/outputs.json"\ncp -R . "{result}/workspace"\n',
    }
