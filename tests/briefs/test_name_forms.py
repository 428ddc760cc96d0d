"""Names of fields in other forms: their words in another order, shortened, in the plural."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.entries.field_calls import field_meant
from whichml.model.words.field_aliases import OTHER_NAMES
from whichml.model.words.name_forms import KnownForms, name_form

NAMES = sorted(name for name in OTHER_NAMES if "_" in name)


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_a_name_with_its_words_in_any_order_is_the_same_name(name: str, random: object) -> None:
    parts = [part.split("_") for part in name.split("_per_")]
    for words in parts:
        random.shuffle(words)  # type: ignore[attr-defined]
    other = "_per_".join("_".join(words) for words in parts)
    assert name_form(other) == name_form(name)
    meant = field_meant(other, "x", ())
    ends_are_names = not {other.split("_")[0], other.split("_")[-1]}.isdisjoint(OTHER_NAMES)  # `covariates_known`
    if (
        other not in OTHER_NAMES
        and not ends_are_names
        and meant is not None
        and len(KnownForms(NAMES).like(other)) == 1
    ):
        assert meant.field == OTHER_NAMES[name]


@pytest.mark.parametrize(
    ("told", "field", "value"),
    [
        ({"data": {"langs": 6}}, "data.languages", 6),
        ({"data": {"avg_doc_len": 300}}, "data.text_length", 300),
        ({"deployment": {"qps_peak": 1200}}, "deployment.peak_requests_per_second", 1200),
        ({"stakes": {"human_in_loop": True}}, "project.human_review", True),
        ({"data": {"docs_per_query": 200}}, "data.candidates", 200),
        ({"hw": "1x RTX 4090"}, "deployment.accelerator", "gpu"),
        ({"data": {"hours_labeled": 60, "window": "2.5 s"}}, "data.labelled_rows", 86_400),
        ({"infra": {"ram": "8 GB"}}, "deployment.memory", 8_000_000_000),
    ],
)
def test_a_known_name_in_another_form_is_read_and_told(told: dict[str, object], field: str, value: object) -> None:
    groups: dict[str, object] = {"task": "regression", **told}
    data = groups.pop("data", {})
    assert isinstance(data, dict)
    brief = Brief.from_mapping({"data": {"modality": "text", **data}, **groups})
    assert brief.facts()[field] == value
    assert brief.readings


@pytest.mark.parametrize("name", ["label", "train_hw", "classes_per_label", "sr", "lens", "mode_x"])
def test_half_a_name_or_other_words_are_no_form_of_it(name: str) -> None:
    with pytest.raises(BriefError, match="unknown field"):
        Brief.from_mapping({"task": "regression", "data": {"modality": "text", name: 17}})
