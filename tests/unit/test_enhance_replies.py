"""An answer says something about what was asked, once, or nothing at all."""

from __future__ import annotations

from collections import Counter
from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from cv_action.enhance.prompting import READINGS, REWRITES
from cv_action.enhance.replies import readings_in, rewrites_in

ASKED = ("f1", "f2", "f3", "f10")
REFS = st.sampled_from([*ASKED, "f4", "f01", "F1", "", " f1"])
REWRITE = st.fixed_dictionaries({"ref": REFS, "text": st.text(max_size=20)})
READING = st.fixed_dictionaries(
    {"ref": REFS, "follows": st.booleans(), "quote": st.text(max_size=9)}
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["statements", "ref", "text", "follows", "quote", "more"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(REWRITE, max_size=8))
def test_rewrites_are_of_what_was_asked_and_answered_once(said: list[dict[str, Any]]) -> None:
    reply = rewrites_in({"statements": said}, ASKED)
    assert reply is not None
    times = Counter(one["ref"] for one in said)
    once = {o["ref"]: o["text"].strip() for o in said if o["ref"] in ASKED and times[o["ref"]] == 1}
    assert dict(reply.said) == {ref: text for ref, text in once.items() if text}


@given(st.lists(READING, max_size=8))
def test_readings_are_of_what_was_asked_and_answered_once(said: list[dict[str, Any]]) -> None:
    reply = readings_in({"statements": said}, ASKED)
    assert reply is not None
    assert set(reply.said) <= set(ASKED)
    for ref, answer in reply.said.items():
        (one,) = [one for one in said if one["ref"] == ref]
        assert (answer.entailed, answer.quote) == (one["follows"], one["quote"])


@given(JSON)
def test_whatever_is_answered_is_understood_only_if_it_fits_the_schema(data: Any) -> None:  # noqa: ANN401  any JSON
    for schema, read in ((REWRITES, rewrites_in), (READINGS, readings_in)):
        reply = read(data, ASKED)
        fits = jsonschema.Draft202012Validator(schema).is_valid(data)
        assert reply is None or fits
        assert not fits or reply is not None
