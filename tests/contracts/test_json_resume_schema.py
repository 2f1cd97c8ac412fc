"""What we write is what JSON Resume's own schema calls a résumé."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cv_action.cv import json_resume
from cv_action.cv.model import Cv
from tests.strategies import cvs

SCHEMA: Final = Path(__file__).parent / "schemas" / "json-resume-1.3.1.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema)


def test_the_schema_refuses_what_is_wrong(validator: jsonschema.Draft7Validator) -> None:
    wrong = {"work": [{"endDate": "Present"}], "basics": {"name": 3}}
    assert len(list(validator.iter_errors(wrong))) == 2


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(cv=cvs())
def test_every_cv_is_written_as_the_schema_wants_it(
    validator: jsonschema.Draft7Validator, cv: Cv
) -> None:
    errors = [error.message for error in validator.iter_errors(json_resume.as_data(cv))]
    assert errors == []
