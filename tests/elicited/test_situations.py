"""Situations are true of the briefs that they come from, and read as rules write conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from by_night import examples
from whichml.knowledge.base import Knowledge
from whichml.knowledge.loading import KnowledgeBase
from whichml.knowledge.practised_facts import (
    ASKED,
    LEADER,
    LEADER_FAMILY,
    TOLD,
    asked_facts,
    practised_shapes,
)
from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.statements.conditions import Facts, FactValue, FieldShape, NumberTest, all_hold, parse_conditions
from whichml.model.values.qualities import QUALITIES
from whichml_workshop.elicited.situations import (
    CUTS,
    LABELLED,
    SIZES,
    UNSTATED,
    When,
    common,
    key_of,
    leader_situations,
    situations_of,
)

TASK, MODALITY = "task", "data.modality"
UNLABELLED = {"data.labelled_rows": {"known": False}}
SMALLEST: dict[str, FactValue] = {TASK: "regression", MODALITY: ("tabular",)}


@cache
def _shapes() -> Mapping[str, FieldShape]:
    return practised_shapes(KnowledgeBase.load().shapes)


def _keys(facts: Facts) -> list[str]:
    return [key_of(when) for when in situations_of(facts, _shapes())]


def _in(**fields: FactValue) -> list[When]:
    """Return the situations of the smallest facts with further ones; two underscores stand for the dot."""
    facts = {**SMALLEST, **{name.replace("__", "."): value for name, value in fields.items()}}
    return list(situations_of(facts, _shapes()))


def _values(path: str, shape: FieldShape) -> st.SearchStrategy[FactValue]:
    if shape.kind == "flag":
        return st.booleans()
    if shape.kind == "number":
        at_cuts = st.sampled_from(CUTS[path]) if path in CUTS else st.nothing()
        return at_cuts | st.integers(0, 10**10) | st.floats(0, 1e10, allow_nan=False)
    words = st.sampled_from(shape.words or ("gdpr", "some-id"))
    is_many = path == MODALITY or path.startswith("asked.") or (path in BRIEF_FIELDS and BRIEF_FIELDS[path].many)
    return st.lists(words, min_size=1, max_size=3, unique=True).map(tuple) if is_many else words


@st.composite
def _made_up_facts(draw: st.DrawFn) -> dict[str, FactValue]:
    shapes = _shapes()
    fields = draw(st.lists(st.sampled_from(sorted(shapes)), unique=True, max_size=25))
    return {path: draw(_values(path, shapes[path])) for path in [*dict.fromkeys([TASK, MODALITY, *fields])]}


@pytest.mark.slow("makes up facts by the hundred")
@given(_made_up_facts())
@settings(max_examples=examples(150), deadline=None)
def test_every_situation_of_made_up_facts_holds_for_them_and_comes_once(facts: dict[str, FactValue]) -> None:
    found = list(situations_of(facts, _shapes()))
    assert [when for when in found if all_hold(parse_conditions(when, _shapes()), facts) is not True] == []
    assert len({key_of(when) for when in found}) == len(found)


@given(_made_up_facts(), st.randoms(use_true_random=False))
@settings(max_examples=examples(50), deadline=None)
def test_the_same_facts_in_another_order_are_in_the_same_situations(facts: dict[str, FactValue], random: Any) -> None:
    turned = list(facts.items())
    random.shuffle(turned)
    assert sorted(_keys(dict(turned))) == sorted(_keys(facts))


def _bounds(field: str, value: float) -> Iterator[tuple[float, bool]]:
    """Yield the cuts that a number is held against, each with whether it lies above."""
    for when in _in(**{field: value}):
        if set(when) == {field}:
            (condition,) = parse_conditions(when, _shapes())
            assert isinstance(condition.test, NumberTest)
            above = condition.test.low is not None
            cut = condition.test.low if above else condition.test.high
            assert cut is not None
            yield cut, above


@pytest.mark.parametrize("field", CUTS)
def test_an_operand_with_a_unit_reads_as_the_number_of_the_cut(field: str) -> None:
    cuts = [float(cut) for cut in CUTS[field]]
    paths = {field: 1e12}
    assert [cut for cut, above in _bounds(field, paths[field]) if above] == cuts
    assert [cut for cut, above in _bounds(field, -1.0) if not above] == cuts


@pytest.mark.parametrize("field", CUTS)
def test_a_number_at_a_cut_lies_not_above_it(field: str) -> None:
    for place, cut in enumerate(CUTS[field]):
        assert [above for _, above in _bounds(field, cut)] == [n < place for n in range(len(CUTS[field]))]


def test_operands_bear_the_unit_of_their_field() -> None:
    assert {"data.horizon": {"above": "172800 s"}} in _in(data__horizon=200_000.0)
    bound = "requirement.inference-latency.max"
    assert {bound: {"between": [None, "0.01 s"]}} in _in(**{bound: 0.01})
    assert {"project.budget": {"above": "300 USD"}} in _in(project__budget=500.0)
    assert {"data.training_rows": {"above": 100}} in _in(data__training_rows=101)


def test_a_number_without_cuts_and_a_field_that_another_stands_for_are_no_situations() -> None:
    assert _in(data__encoded_features=40, data__rows=1000, deployment__requests_per_day=5) == _in()


def test_an_ordered_word_is_held_against_every_step_of_its_order() -> None:
    field = "data.drift"
    alone = [when[field] for when in _in(data__drift="slow") if set(when) == {field}]
    assert alone == [{"between": ["slow", None]}, {"below": "fast"}]


def test_a_list_is_in_the_situations_of_each_of_its_words() -> None:
    found = _in(**{MODALITY: ("tabular", "text")})
    for word in ("tabular", "text"):
        assert {MODALITY: word} in found
        assert {TASK: "regression", MODALITY: word} in found


def test_a_field_whose_absence_tells_something_is_a_situation_until_it_is_stated() -> None:
    alone = [when for when in _in() if len(when) == 1]
    assert [when for when in alone if {"known": False} in when.values()] == [{f: {"known": False}} for f in UNSTATED]
    stated = [when for when in _in(**dict.fromkeys(UNSTATED[:2], 10), deployment__target="cloud") if len(when) == 1]
    assert [when for when in stated if {"known": False} in when.values()] == [{UNSTATED[3]: {"known": False}}]


def test_the_task_pairs_with_size_modality_and_what_turns_answers() -> None:
    found = _in(data__training_rows=1000, data__arrival="stream", project__team_ml_skill="low", data__groups=5)
    pairs = [when for when in found if len(when) > 1]
    size = {"data.training_rows": {"between": [300.0, 3000.0]}}
    task = {TASK: "regression"}
    assert pairs == [
        {**task, **size}, {**task, **UNLABELLED}, {**task, MODALITY: "tabular"}, {**task, MODALITY: "tabular", **size},
        {**task, "data.arrival": "stream"}, {**task, "project.team_ml_skill": {"below": "medium"}},
    ]  # fmt: skip


def test_without_a_number_of_rows_there_is_no_pair_of_size() -> None:
    task = {TASK: "regression"}
    assert [when for when in _in() if len(when) > 1] == [{**task, **UNLABELLED}, {**task, MODALITY: "tabular"}]


@pytest.mark.parametrize("labelled", [0, 100, 101, 1000, 10_000, 10_001, 10**9])
def test_every_number_of_labelled_rows_has_one_class_with_the_task(labelled: int) -> None:
    pairs = [when for when in _in(data__labelled_rows=labelled) if set(when) == {TASK, "data.labelled_rows"}]
    assert len(pairs) == 1
    low, high = pairs[0]["data.labelled_rows"]["between"]
    assert (low, high) in LABELLED
    assert (low or 0) <= labelled <= (high or labelled)


def test_what_is_asked_of_a_quality_is_a_situation_alone_and_with_the_task() -> None:
    found = _in(asked__accuracy=("must", "first"))
    for way in ("must", "first"):
        assert {"asked.accuracy": way} in found
        assert {TASK: "regression", "asked.accuracy": way} in found


@pytest.mark.parametrize("rows", [0, 299, 300, 301, 3000, 100_000, 10_000_000, 10**9])
def test_every_number_of_rows_has_one_class_of_size(rows: int) -> None:
    sizes = [when for when in _in(data__training_rows=rows) if set(when) == {TASK, "data.training_rows"}]
    assert len(sizes) == 1
    low, high = sizes[0]["data.training_rows"]["between"]
    assert (low, high) in SIZES
    assert (low or 0) <= rows <= (high or rows)


def test_who_leads_is_a_situation_of_its_own_and_of_its_families_and_never_of_a_brief() -> None:
    families = ("tree-ensemble", "tree")
    found = list(leader_situations(["random-forest"], families))
    assert found == [{LEADER: "random-forest"}, {LEADER_FAMILY: "tree-ensemble"}, {LEADER_FAMILY: "tree"}]
    led: dict[str, FactValue] = {LEADER: "random-forest", LEADER_FAMILY: families}
    assert [all_hold(parse_conditions(when, _shapes()), led) for when in found] == [True] * 3
    assert _in(**led) == _in()


def test_common_situations_are_those_of_enough_briefs_and_not_of_all() -> None:
    every, often, once = {"a": 1}, {"b": 1}, {"c": 1}
    found = {"1": [every, often, once, once], "2": [every, often], "3": [every]}
    assert common(found, 2) == [often]
    assert common(found, 1) == [often, once]
    assert common(found, 3) == []
    assert common({}, 1) == []


def test_common_situations_come_in_the_order_of_their_texts_whatever_the_order_of_briefs() -> None:
    found = {"1": [{"b": 1}, {"a": 1}], "2": [{"a": 1}, {"b": 1}], "3": []}
    assert common(found, 1) == common(dict(reversed(found.items())), 1) == [{"a": 1}, {"b": 1}]


def test_the_key_of_a_situation_does_not_hang_on_the_order_of_its_conditions() -> None:
    assert key_of({"a": 1, "b": {"below": "x"}}) == key_of({"b": {"below": "x"}, "a": 1})
    assert key_of({"a": True}) != key_of({"a": 1})


def test_situations_may_look_at_rules_fields_at_what_is_asked_and_at_who_leads(knowledge: Knowledge) -> None:
    shapes = practised_shapes(knowledge.shapes)
    asked = {f"asked.{quality}" for quality in QUALITIES}
    assert set(shapes) == {*knowledge.shapes, *asked, LEADER, LEADER_FAMILY, TOLD}
    assert set(FACT_FIELDS) < set(shapes)
    assert all(shapes[path].words == ASKED for path in asked)


def test_what_a_brief_asks_is_told_by_quality_once_for_each_way() -> None:
    brief = Brief.from_mapping({
        "task": "regression", "data.modality": "tabular", "priorities": [["accuracy", "privacy"], "training-time"],
        "requirements": [
            {"quality": "privacy", "min": "high", "kind": "problem", "priority": "must"},
            {"quality": "privacy", "min": "medium", "kind": "problem", "priority": "must"},
            {"quality": "stability", "min": "high", "kind": "problem", "priority": "could"},
        ],
    })  # fmt: skip
    assert asked_facts(brief.requirements, brief.priorities) == {
        "asked.privacy": ("must", "ordered", "first"), "asked.stability": ("could",),
        "asked.accuracy": ("ordered", "first"), "asked.training-time": ("ordered",),
    }  # fmt: skip


def test_a_brief_that_asks_nothing_has_no_asked_facts() -> None:
    assert asked_facts([], []) == {}


@pytest.mark.parametrize("field", ["project.tried", "project.proposed"])
def test_what_somebody_tried_or_proposes_is_no_situation(field: str) -> None:
    assert _in(**{field.replace(".", "__"): ("knn",)}) == _in()
