"""Situations that briefs share: single conditions on what they say, and a few pairs that turn answers together.

Each situation is written as rules write conditions, so that whoever reads a point sees where it holds.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY
from whichml.model.format.brief_algorithms import ALGORITHM_LISTS
from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.statements.conditions import Facts, FactValue, FieldShape, all_hold, parse_conditions
from whichml.model.values.units import SECONDS_PER_DAY as DAY

When = Mapping[str, Any]
TASK: Final = "task"
MODALITY: Final = "data.modality"

CUTS: Final[Mapping[str, Sequence[float]]] = {
    "data.training_rows": (100, 300, 1000, 3000, 10_000, 30_000, 100_000, 1e6, 1e7, 1e8, 1e9),
    "data.labelled_rows": (0, 30, 100, 300, 1000, 10_000, 100_000),
    "data.features": (5, 10, 30, 100, 1000, 10_000),
    "data.classes": (5, 20, 100, 1000),
    "data.minority_share": (0.001, 0.01, 0.05, 0.2),
    "data.minority_rows": (50, 500),
    "data.missing_share": (0.05, 0.2),
    "data.series": (1, 20, 200, 2000, 20_000),
    "data.users": (10_000, 1e6),
    "data.items": (20, 100, 1000, 10_000, 100_000, 1e6),
    "data.categorical_features": (5, 20),
    "data.categorical_cardinality": (100, 1000, 10_000, 100_000),
    "data.rows_per_feature": (1, 3, 10, 100, 1000),
    "data.rows_per_series": (30, 100, 1000),
    "data.groups": (20,),
    "data.horizon": (3600, 2 * DAY, 30 * DAY, 200 * DAY),
    "data.label_delay": (7 * DAY, 60 * DAY),
    "data.label_cost": (1, 10, 100),
    "data.languages": (1, 5),
    "data.text_length": (30, 300, 3000),
    "data.decision_variables": (10, 100, 10_000),
    "data.sampling_interval": (60, 2 * 3600, 2 * DAY),
    "data.history": (400 * DAY, 1200 * DAY),
    "deployment.control_period": (0.01, 1),
    "deployment.memory": (1e4, 1e5, 3e5, 1e6, 1e7, 1e8, 1e9),
    "deployment.storage": (1e6, 1e8),
    "deployment.requests_per_second": (1, 100, 10_000),
    "deployment.devices": (100, 100_000),
    "project.team_size": (1, 3, 10),
    "project.deadline": (8 * DAY, 32 * DAY, 100 * DAY),
    "project.budget": (300, 2000, 20_000, 200_000),
    "project.unit_budget": (5, 50),
    "requirement.inference-latency.max": (1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1),
    "requirement.inference-energy.max": (1e-5, 1e-3, 0.1, 1),
    "requirement.cost-per-prediction.max": (1e-6, 1e-4, 1e-2),
    "requirement.model-size.max": (1e5, 1e6, 1e7, 1e8, 1e9),
    "requirement.inference-memory.max": (1e4, 1e5, 1e6, 1e8, 1e9),
    "requirement.update-latency.max": (1, 60, 3600, 86_400),
    "requirement.training-time.max": (60, 3600),
}
"""Numbers at which answers may turn, in base units; a number says that it lies above one, or does not."""
UNSTATED: Final = ("data.training_rows", "data.features", "deployment.target", "data.labelled_rows")
"""Fields whose absence is a situation."""
SIZES: Final = ((None, 300.0), (300.0, 3000.0), (3000.0, 1e5), (1e5, 1e7), (1e7, None))
"""Classes of size that pair with tasks and modalities."""
LABELLED: Final = ((None, 100.0), (100.0, 1000.0), (1000.0, 10_000.0), (10_000.0, None))
"""Classes of labelled rows that pair with the task: outliers with thousands of labels are sought as a class is."""
_PAIRED: Final = (
    "data.target", "data.arrival", "data.feedback", "deployment.target", "deployment.interaction", "stakes.explanation",
    "data.privacy", "stakes.specification", "deployment.experiments_possible", "deployment.connectivity",
    "data.relation", "deployment.accelerator", "data.label_origin", "data.residency", "data.hard_constraints",
    "data.actions", "data.exact_match", "project.simulator",
)  # fmt: skip
"""Fields that pair with the task."""
_NOT_ALONE: Final = frozenset({
    "data.rows", "deployment.peak_requests_per_second", "deployment.requests_per_day", *ALGORITHM_LISTS,
    *CIRCUMSTANCE_LISTS, FURTHER_TASKS,
})  # fmt: skip
"""Fields that are no situation: told by another number, or what somebody tried or wants, no fact of the work itself."""
_MOST_WORDS: Final = 40
_FEWEST_OF_TASK: Final = 3
"""How many briefs have to have a task for it to be a situation of its own."""


def situations_of(facts: Facts, shapes: Mapping[str, FieldShape]) -> Iterator[When]:
    """Yield the situations that a brief with these facts is in, each as a mapping of conditions."""
    for field in sorted(facts):
        if field in CUTS or field not in _NOT_ALONE:
            yield from _alone(field, facts[field], shapes.get(field))
    for field in UNSTATED:
        if field not in facts:
            yield {field: {"known": False}}
    yield from _pairs(facts, shapes)


def _alone(field: str, value: FactValue, shape: FieldShape | None) -> Iterator[When]:
    if shape is None or field in (LEADER, LEADER_FAMILY):
        return
    if isinstance(value, bool):
        yield {field: value}
    elif isinstance(value, int | float):
        for cut in CUTS.get(field, ()):
            yield {field: {"above": _operand(shape, cut)} if value > cut else {"between": [None, _operand(shape, cut)]}}
    elif shape.ordered and isinstance(value, str):
        place = shape.words.index(value)
        for number, word in enumerate(shape.words[1:], start=1):
            yield {field: {"between": [word, None]} if place >= number else {"below": word}}
    elif len(shape.words) <= _MOST_WORDS:
        for each in _words(value):
            yield {field: each}


def _pairs(facts: Facts, shapes: Mapping[str, FieldShape]) -> Iterator[When]:
    """Yield the task with one more fact, and with the modality, the class of size and that of labelled rows."""
    task = {TASK: facts[TASK]}
    size = _class_of("data.training_rows", SIZES, facts, shapes)
    if size:
        yield {**task, **size}
    labelled = _class_of("data.labelled_rows", LABELLED, facts, shapes)
    yield {**task, **(labelled or {"data.labelled_rows": {"known": False}})}
    for modality in _words(facts[MODALITY]):
        yield {**task, MODALITY: modality}
        if size:
            yield {**task, MODALITY: modality, **size}
    for field in _PAIRED:
        for word in _words(facts.get(field, ())):
            yield {**task, field: word}
    for field in sorted(facts):
        if field.startswith("asked."):
            for word in _words(facts[field]):
                yield {**task, field: word}
    if isinstance(skill := facts.get("project.team_ml_skill"), str):
        low = skill in ("very-low", "low")
        yield {**task, "project.team_ml_skill": {"below": "medium"} if low else {"between": ["medium", None]}}


def leader_situations(leaders: Iterable[str], families: Iterable[str]) -> Iterator[When]:
    """Yield the situations that decisions may look at once it is known who leads, with what that specialises."""
    for leader in leaders:
        yield {LEADER: leader}
    for family in families:
        yield {LEADER_FAMILY: family}


def _class_of(
    field: str, classes: Sequence[tuple[float | None, float | None]], facts: Facts, shapes: Mapping[str, FieldShape]
) -> When:
    """Return the class that a number is in as a condition, nothing where it is not told."""
    number = facts.get(field)
    if not isinstance(number, int | float) or isinstance(number, bool):
        return {}
    for low, high in classes:
        when = {field: {"between": [low, high]}}
        if all_hold(parse_conditions(when, shapes), facts):
            return when
    return {}


def _words(value: FactValue) -> tuple[FactValue, ...]:
    return value if isinstance(value, tuple) else (value,)


def _operand(shape: FieldShape, number: float) -> float | str:
    """Return a number as conditions write it: a duration, money or energy with its unit, anything else plain."""
    plain = int(number) if float(number).is_integer() else number
    if shape.to_number is None:
        return plain
    for unit in ("s", "USD", "J"):
        try:
            if shape.to_number(f"{plain} {unit}") == number:
                return f"{plain} {unit}"
        except ValueError:
            continue
    return plain


def key_of(when: When) -> str:
    """Return the same text for the same situation."""
    return json.dumps(when, sort_keys=True)


def common(found: Mapping[str, Iterable[When]], at_least: int) -> list[When]:
    """Return the situations that so many briefs are in and at least one is not, in the order of their texts.

    A task alone takes fewer: tasks that were asked about lately are known from a few briefs each, and nothing else says
    as much of them.

    Parameters
    ----------
    found : situations by brief
    """
    by_key: dict[str, When] = {}
    counts: Counter[str] = Counter()
    for situations in found.values():
        keys = {key_of(when): when for when in situations}
        by_key.update(keys)
        counts.update(keys.keys())
    return [by_key[key] for key in sorted(counts) if _enough(by_key[key], at_least) <= counts[key] < len(found)]


def _enough(when: When, at_least: int) -> int:
    return min(at_least, _FEWEST_OF_TASK) if set(when) == {TASK} else at_least
