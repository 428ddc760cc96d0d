"""No body, however odd, makes the server fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from by_night import examples
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import LEVELS, MODALITIES, TASKS

pytestmark = pytest.mark.slow("sends bodies by the hundred")

Post = Callable[..., TestResponse]
FORMS = st.sampled_from(["application/json", "application/yaml"])
WORDS = (
    st.sampled_from([*TASKS, *MODALITIES, *QUALITIES, *LEVELS, "40 ms", "1 MB", "3 USD", "20 %", "1e400 s"]) | st.text()
)
FIELDS = st.sampled_from([*BRIEF_FIELDS, *(name.rpartition(".")[2] for name in BRIEF_FIELDS), "data", "stakes", "max"])
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS | WORDS, inner, max_size=4),
    max_leaves=12,
)


def near_briefs() -> st.SearchStrategy[dict[str, Any]]:
    """Return mappings that are briefs but for a few fields."""
    sound = st.fixed_dictionaries({"task": st.sampled_from(TASKS), "data.modality": st.sampled_from(MODALITIES)})
    return st.builds(lambda one, two: {**one, **two}, sound, st.dictionaries(FIELDS, VALUES, max_size=3))


def check(response: TestResponse) -> None:
    assert response.status_code in (201, 400, 422), response.text
    assert "Traceback" not in response.text
    if response.status_code != 201:
        assert response.content_type == "application/problem+json"
        assert response.json["errors"]


@settings(max_examples=examples(200), deadline=None)
@given(body=st.binary(max_size=300), form=FORMS)
def test_arbitrary_bytes_are_refused_as_bytes(post: Post, body: bytes, form: str) -> None:
    check(post(body, form))


@settings(max_examples=examples(200), deadline=None)
@given(body=st.text(st.sampled_from("{}[]:,-#&*!|>'\"%@`\n\t abct019.~?\\é\u2028"), max_size=60), form=FORMS)
def test_arbitrary_punctuation_is_refused_as_a_text(post: Post, body: str, form: str) -> None:
    check(post(body.encode(), form))


@settings(max_examples=examples(200), deadline=None)
@given(value=VALUES, form=FORMS)
def test_arbitrary_json_is_refused_as_a_brief(post: Post, value: Any, form: str) -> None:
    check(post(json.dumps(value).encode(), form))


@settings(max_examples=examples(200), deadline=None)
@given(brief=near_briefs(), form=FORMS)
def test_what_is_nearly_a_brief_is_answered_or_refused(post: Post, brief: dict[str, Any], form: str) -> None:
    check(post(json.dumps(brief).encode(), form))
