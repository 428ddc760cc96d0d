"""The task and the kind of data of a brief that tells them under other names than `task` and `data.modality`."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError


@pytest.mark.parametrize(
    ("fields", "modality"),
    [
        ({"data": {"kind": "tabular", "rows": 500}}, "tabular"),
        ({"data": {"type": "time series"}}, "time-series"),
        ({"data": {"input": "thermal images"}}, "image"),
        ({"data": {"rows": 50}, "input": "audio"}, "audio"),
        ({"kind": "text"}, "text"),
    ],
)
def test_a_kind_of_data_under_another_name_is_read_and_told(fields: dict[str, object], modality: str) -> None:
    brief = Brief.from_mapping({"task": "clustering", **fields})
    assert brief.data.modality == (modality,)
    assert any("is read as `data.modality`" in notice.message for notice in brief.readings)


def test_what_stands_behind_a_kind_of_data_is_read_with_the_notes() -> None:
    brief = Brief.from_mapping({"task": "clustering", "input": "text, Dutch", "notes": "Letters."})
    assert (brief.data.modality, brief.notes) == (("text",), "Letters. input: text, Dutch")


def test_a_kind_of_data_that_is_told_already_or_is_none_is_left_as_it_is() -> None:
    both = {"task": "clustering", "data": {"modality": "tabular", "kind": "text"}}
    assert Brief.from_mapping(both, lenient=True).data.modality == ("tabular",)
    for kind in ("secret", "confidential"):
        with pytest.raises(BriefError, match=r"`data.modality` is missing"):
            Brief.from_mapping({"task": "clustering", "data": {"kind": kind}}, lenient=True)


def test_the_place_of_a_kind_of_data_is_the_one_where_it_is_told() -> None:
    brief = Brief.parse(b"task: clustering\ndata:\n  rows: 90\n  kind: photos of shops\n", "a.yaml", lenient=True)
    place = brief.place_of("data.modality")
    assert place is not None
    assert place.line == 4


@pytest.mark.parametrize(
    ("fields", "task"),
    [
        ({"what": "write a draft reply to a letter"}, "text-generation"),
        ({"predict": "whether a customer cancels"}, "binary-classification"),
        ({"goal": "match duplicate addresses"}, "record-linkage"),
        ({"title": "Churn prediction"}, "binary-classification"),
        ({"title": "Customer groups", "notes": "Cluster the clinics, find groups of alike ones."}, "clustering"),
        ({"title": "Customer groups", "notes": "We sell to clinics."}, "clustering"),
    ],
)
def test_a_missing_task_is_guessed_where_other_words_tell_it(fields: dict[str, object], task: str) -> None:
    brief = Brief.from_mapping({"data.modality": "tabular", **fields}, lenient=True)
    assert brief.task == task
    assert next(notice.guessed for notice in brief.notices if notice.guessed).startswith(f"`task` is taken as {task}")
    assert not [notice for notice in brief.notices if notice.is_left_out]
    with pytest.raises(BriefError, match="`task` is missing"):
        Brief.from_mapping({"data.modality": "tabular", **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"goal": "reduce costs"},
        {"title": "tensile strength of printed brackets"},  # a title alone says what it is about, not what is wanted
        {"what": ["a", "b"]},
    ],
)
def test_a_task_that_no_words_tell_stays_missing(fields: dict[str, object]) -> None:
    with pytest.raises(BriefError, match="`task` is missing"):
        Brief.from_mapping({"data.modality": "tabular", **fields}, lenient=True)


def test_classes_in_words_tell_one_classification_from_the_other() -> None:
    for classes, task in (
        ("8 power tools + nothing", "multi"),
        ("2, good and bad", "binary"),
        (["a", "b", "c"], "multi"),
    ):
        given = {"task": "time series classification", "data": {"modality": "time-series", "classes": classes}}
        assert Brief.from_mapping(given, lenient=True).task == (
            "multiclass-classification" if task == "multi" else "binary-classification"
        )


def test_a_sentence_that_ends_in_a_kind_of_data_tells_the_task_itself() -> None:
    given = {"data.modality": "graph", "notes": "Salts are linked to records of other labs, duplicates as well."}
    wanted = "predict 3 toxicity values per molecule"
    assert Brief.from_mapping({"task": wanted, **given}, lenient=True).task == "regression"


@pytest.mark.parametrize(
    ("task", "data", "modality", "said"),
    [
        ("forecasting", {"type": "sales history per week", "weeks": 208}, "time-series", "`data.type`"),
        ("demand forecasting for spare parts", {"skus": 41_000}, "time-series", "the brief"),
        ("survival-analysis", {"rows": 900}, "tabular", "the brief"),
        ("treatment-effect-estimation", {"source": "diaries of the nurses, free text"}, "text", "`data.source`"),
    ],
)
def test_a_kind_of_data_that_is_not_told_is_guessed_by_words_or_by_the_task(
    task: str, data: dict[str, object], modality: str, said: str
) -> None:
    brief = Brief.from_mapping({"task": task, "data": data}, lenient=True)
    assert brief.data.modality == (modality,)
    (guess,) = [each for each in brief.notices if "`data.modality` is missing" in each.message]
    assert said in guess.message
    assert f"taken as `{modality}`" in guess.message
    with pytest.raises(BriefError, match="modality"):
        Brief.from_mapping({"task": task, "data": data})


@pytest.mark.parametrize("data", [{"rows": 900}, {}])
def test_a_kind_of_data_that_nothing_tells_is_asked_for(data: dict[str, object]) -> None:
    with pytest.raises(BriefError, match="modality"):
        Brief.from_mapping({"task": "clustering", "data": data}, lenient=True)


@pytest.mark.parametrize(
    ("told", "modality", "by"),
    [
        ({"task": "time series classification", "title": "which machine was switched on"}, "time-series", "task"),
        ({"task": "clustering", "title": "groups of customers by age and spending"}, "tabular", "title"),
        ({"task": "clustering", "notes": "Recordings of frogs at 40 ponds."}, "audio", "notes"),
    ],
)
def test_a_kind_of_data_is_guessed_by_what_the_task_begins_with_or_by_title_and_notes(
    told: dict[str, object], modality: str, by: str
) -> None:
    brief = Brief.from_mapping(told, lenient=True)
    assert brief.data.modality == (modality,)
    assert any(f"by the words of `{by}` taken as `{modality}`" in each.message for each in brief.notices)
    with pytest.raises(BriefError, match="modality"):
        Brief.from_mapping(told)
