"""Requirements that set no bound, and what becomes of them where a brief is read leniently."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError


def read(requirements: object, *, lenient: bool = True, **told: object) -> Brief:
    given = {"task": "regression", "data": {"modality": "tabular"}, "requirements": requirements, **told}
    return Brief.from_mapping(given, lenient=lenient)


@pytest.mark.parametrize(
    ("requirements", "notes"),
    [
        (["precision over recall"], "precision over recall"),
        (["say so when the bread is unknown"], "say so when the bread is unknown"),
        (["a new loaf sold within 10 min"], "a new loaf sold within 10 min"),
        ([{"quality": "traceability", "priority": "must"}], "must traceability"),
        ([{"quality": "refuse", "note": "odd loaves go to the baker, at most 5 %"}],
         "refuse, odd loaves go to the baker, at most 5 %"),
        ([{"quality": "mae", "direction": "down", "priority": "should"}], "mae"),
        ([{"quality": "latency", "max": "as fast as the belt"}], "latency, as fast as the belt"),
        ({"traceability": "must"}, "must traceability"), ({"refuse": "when unsure"}, "refuse, when unsure"),
        ({"quality": "traceability", "priority": "must"}, "must traceability"),
        ("no invented loaves", "no invented loaves"),
    ],
)  # fmt: skip
def test_a_requirement_without_a_bound_is_read_with_the_notes_and_told(requirements: object, notes: str) -> None:
    brief = read(requirements)
    assert (brief.requirements, brief.notes, brief.priorities) == ((), f"requirement: {notes}", ())
    assert f"the requirement '{notes}' sets no bound: it is read with the notes." in map(str, brief.notices)
    assert not any(each.left_out for each in brief.notices)
    with pytest.raises(BriefError):
        read(requirements, lenient=False)


@pytest.mark.parametrize(
    ("entry", "notes"),
    [
        ({"quality": "field error rate", "max": "0.2 %", "on": "forms without a clerk", "priority": "must"},
         "must field error rate at most 0.2 %, forms without a clerk"),
        ({"quality": "return temp", "max": "52 C"}, "return temp at most 52 C"),
        ({"name": "calibration time", "max": "2 min", "priority": "must"}, "must calibration time at most 2 min"),
        ({"quality": "share kept", "min": 0.4, "max": 0.6}, "share kept at least 0.4 and at most 0.6"),
    ],
)  # fmt: skip
def test_a_bound_on_a_quality_of_its_own_is_read_with_the_notes_and_told(entry: object, notes: str) -> None:
    brief = read([entry, {"quality": "inference-latency", "max": "1 s"}])
    assert [each.quality for each in brief.requirements] == ["inference-latency"]
    assert notes in str(brief.notes)
    assert any("bounds no quality that is known" in each.message for each in brief.notices)
    with pytest.raises(BriefError):
        read([entry], lenient=False)


@pytest.mark.parametrize("name", ["inferance latency", "infrence latencyy", "model sizes", "frobnication", "mae"])
def test_a_bound_on_what_may_be_a_known_quality_is_never_put_into_the_notes(name: str) -> None:
    assert read([{"quality": name, "max": "3 s"}]).notes is None


def test_requirements_with_bounds_stay_beside_those_without() -> None:
    brief = read(["two bakers sign", "rmse below 3", {"quality": "traceability"}, {"quality": "calibration"}])
    assert [each.metric or each.quality for each in brief.requirements] == ["rmse", "calibration"]
    assert brief.notes == "requirement: two bakers sign. requirement: traceability"


def test_a_requirement_in_words_is_told_where_it_stands_beside_a_bound_that_is_told_as_a_fact() -> None:
    text = b"""task: regression
data: {modality: tabular}
deployment: {latency_ms: 40}
requirements:
  - {quality: training-time, max: 5 s}
  - two bakers sign each loaf
"""
    brief = Brief.parse(text, "a.yaml", lenient=True)
    assert [each.quality for each in brief.requirements] == ["training-time", "inference-latency"]
    (told,) = (str(each.where) for each in brief.notices if "two bakers" in each.message and "bound" in each.message)
    assert told == "a.yaml:6:5"
    assert str(brief.place_of("requirements.1.max")) == "a.yaml:3:26"


@pytest.mark.parametrize(
    "entry",
    [
        {"quality": "mae", "priority": "must"}, {"metric": "RMSE", "priority": "first"},
        {"name": "R2", "direction": "up", "priority": "must"},
    ],
)  # fmt: skip
def test_a_metric_without_a_bound_that_must_be_good_puts_accuracy_first(entry: object) -> None:
    brief = read([entry])
    assert (brief.priorities, brief.requirements) == ((("accuracy",),), ())
    assert any("`accuracy`, which it measures, as what counts most" in str(each) for each in brief.notices)
    assert read([entry], priorities=["privacy"]).priorities == (("privacy",),)


@pytest.mark.parametrize(
    "entry",
    [
        {"quality": "mae", "priority": "should"}, {"quality": "coverage", "priority": "must"},
        {"quality": "traceability", "priority": "must"}, "mae", {"quality": "mae"},
    ],
)  # fmt: skip
def test_nothing_is_put_first_by_what_may_be_no_measure_of_accuracy_or_is_no_must(entry: object) -> None:
    assert read([entry]).priorities == ()


@pytest.mark.parametrize(
    ("name", "quality"),
    [
        ("explainable", "explainability"),
        ("fairness", "fairness-control"),
        ("uncertainty", "uncertainty-quantification"),
    ],
)
def test_a_quality_of_levels_under_another_name_is_asked_for_at_a_high_one(name: str, quality: str) -> None:
    (found,) = read([{"quality": name, "priority": "must"}], lenient=False).requirements
    assert (found.quality, found.min) == (quality, "high")


@pytest.mark.parametrize(
    "entry",
    [
        {"quality": "interpretabilty", "priority": "must"}, {"quality": "speed", "priority": "must"}, "acuracy", "fast",
        "latency below 40 furlongs", {"quality": "calibration", "min": "hihg"}, {"traceability": 5}, 5,
    ],
)  # fmt: skip
def test_what_may_be_a_misspelt_or_doubtful_bound_is_left_out_and_told(entry: object) -> None:
    brief = read([entry])
    assert (brief.requirements, brief.notes) == ((), None)
    assert any(each.left_out for each in brief.notices)
