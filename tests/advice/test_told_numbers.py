"""Numbers of an answer are told to as many digits as mean something, and its parts in a stated order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from small_knowledge import ContentFolder, brief, claim, rule, strength, strength_group
from whichml import Recommendation
from whichml.advise.recommendation import Advisor


def numbers_in(part: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Yield the numbers with a fraction in an answer's part, each with the name of what holds it."""
    if isinstance(part, float):
        yield name, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from numbers_in(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from numbers_in(value, name)


@pytest.fixture(scope="module")
def told(scenario_answers: Mapping[str, Recommendation]) -> list[tuple[str, float]]:
    """Return the numbers of all places and weights in the answers to the scenarios."""
    found = []
    for answer in scenario_answers.values():
        whole = answer.model_dump(mode="json", include={"candidates", "outclassed", "priorities"})
        found += list(numbers_in(whole))
    assert len(found) > 1000
    return found


def test_places_and_weights_are_told_to_four_digits(told: list[tuple[str, float]]) -> None:
    assert [(name, value) for name, value in told if round(value, 4) != value] == []
    three = {name for name, value in told if round(value, 3) != value}
    assert three >= {"mean", "low", "high", "weight", "goodness", "mistake"}


def test_goodness_is_told_to_four_digits_of_who_is_out_as_well(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("out", solves=["regression"])
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    folder.strengths(strength_group(strength("one", 0.0), strength("out", 1.1)))
    assessment = Advisor.of(folder.knowledge()).assess(brief())
    for algorithm in ("one", "out"):
        (rated,) = assessment.rated(algorithm)
        assert (rated.low, rated.high) == (round(rated.low, 4), round(rated.high, 4))
        assert rated.weight == 1.0
    assert assessment.rated("out")[0].low != round(assessment.rated("out")[0].low, 3)


def test_an_answer_has_an_id_of_thirty_two_digits(folder: ContentFolder) -> None:
    identity = folder.algorithm("one").answer().id
    assert len(identity) == 32
    assert set(identity) <= set("0123456789abcdef")


def test_patterns_unsupported_and_tensions_stand_in_the_order_of_their_ids(folder: ContentFolder) -> None:
    for name in ("c", "a", "b"):
        folder.algorithm(name, claim("accuracy", "high", {"data.modality": "text"})).pattern(f"pattern-{name}")
    advised = [rule(f"advises-{name}", {"advise": f"pattern-{name}"}) for name in ("c", "a", "b")]
    answer = folder.rules(*advised).answer()
    assert [each.algorithm for each in answer.unsupported] == ["a", "b", "c"]
    assert [each.pattern for each in answer.patterns] == ["pattern-a", "pattern-b", "pattern-c"]


def test_exclusions_and_sources_stand_in_the_order_of_their_ids(folder: ContentFolder) -> None:
    for name in ("c", "a", "b"):
        folder.algorithm(name, solves=["regression"])
    answer = folder.answer()
    assert [each.algorithm for each in answer.excluded] == ["a", "b", "c"]
    assert list(answer.sources) == sorted(answer.sources)


# -- components ------------------------------------------------------------------------------------------------------


def test_components_stand_in_the_order_of_their_ids_with_the_concerns_that_are_known_to_hold(
    folder: ContentFolder,
) -> None:
    for name in ("monitoring", "data-management", "ml-pipeline"):
        folder.component(name, {}, {"data.drift": "fast"}, {"data.drift": "slow"})
    told = folder.algorithm("one").answer(data__drift="fast").components
    assert [each.component for each in told] == ["data-management", "ml-pipeline", "monitoring"]
    assert [[concern.text for concern in each.concerns] for each in told] == [["Mind 0.", "Mind 1."]] * 3
    assert told[0].concerns[1].because == ("evidence:component:data-management", "brief:data.drift")
    assert [concern.text for concern in folder.answer().components[0].concerns] == ["Mind 0."], "drift is not known"


def test_a_component_names_those_of_its_decisions_that_the_answer_makes_in_its_own_order(
    folder: ContentFolder,
) -> None:
    folder.decision("training-mode", ["one-off", "incremental"], "one-off")
    folder.decision("fallback", ["human", "safe-stop"], "human").decision("human-role", ["automate", "prompt"])
    folder.component("monitoring", decisions=["training-mode", "human-role", "fallback"])
    (told,) = folder.algorithm("one").answer().components
    assert (told.decisions, told.concerns) == (("training-mode", "fallback"), ())


# -- what to measure -------------------------------------------------------------------------------------------------


def planned(answer: Recommendation) -> list[tuple[str, str]]:
    return [(each.quality, each.bound) for each in answer.measurements]


def test_musts_that_are_open_are_measured_first_then_other_musts_then_wishes_then_priorities(
    folder: ContentFolder,
) -> None:
    folder.algorithm("one", claim("privacy", "high"), claim("security", "high"), claim("robustness", "medium"))
    asked = [
        {"quality": "security", "min": "high", "priority": "could"}, {"quality": "privacy", "min": "high"},
        {"quality": "interpretability", "min": "high", "priority": "should"},
        {"quality": "explainability", "min": "low"},
    ]  # fmt: skip
    answer = folder.rules(rule("counts", {"prioritise": {"robustness": "high"}})).answer(requirements=asked)
    assert planned(answer) == [
        ("explainability", "at least low"), ("privacy", "at least high"), ("security", "at least high"),
        ("interpretability", "at least high"), ("robustness", "as good as the candidates allow"),
    ]  # fmt: skip


def test_five_priorities_are_measured_at_most_and_none_that_a_requirement_covers(folder: ContentFolder) -> None:
    qualities = ["privacy", "security", "robustness", "interpretability", "explainability", "calibration", "accuracy"]
    asked = [{"quality": "privacy", "min": "low", "priority": "could"}]
    answer = folder.algorithm("one").answer(priorities=qualities, requirements=asked)
    by_priority = [quality for quality, bound in planned(answer) if bound == "as good as the candidates allow"]
    first = [each.quality for each in answer.priorities if each.quality in qualities and each.quality != "privacy"]
    assert by_priority == first[:5]
    assert [each.because for each in answer.measurements][1] == (f"priority:{first[0]}",)


def test_how_a_quality_is_measured_is_told_with_its_metric_and_unit(folder: ContentFolder) -> None:
    folder.quality("privacy", metrics=[{"name": "leaked rows", "unit": "%"}, {"name": "other"}], procedure="Attack it.")
    folder.quality("security")
    answer = folder.algorithm("one").answer(priorities=["privacy", "security", "robustness"])
    told = {each.quality: (each.metric, each.procedure) for each in answer.measurements}
    assert told["privacy"] == ("leaked rows (%)", "Attack it.")
    assert told["security"] == ("a number", "Measure it.")
    assert told["robustness"] == ("Robustness", "")


def test_a_metric_of_the_brief_goes_before_those_of_the_quality(folder: ContentFolder) -> None:
    folder.quality("accuracy")
    asked = [{"quality": "accuracy", "metric": "recall", "min": 0.9}]
    (told,) = folder.algorithm("one").answer(requirements=asked).measurements
    assert (told.metric, told.bound, told.because) == ("recall", "recall at least 0.9", ("brief:requirements.0",))
