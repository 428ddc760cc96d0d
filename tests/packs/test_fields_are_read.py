"""Every field of a brief can change an answer: some rule, scope or computation reads it."""

from __future__ import annotations

from whichml.advise.computed import computed_facts
from whichml.advise.constraints import BUDGETS
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.format.brief_tasks import FURTHER_TASKS

READ_BY_RUNNING_COSTS = {
    "data.text_length", "data.image_side", "data.clip_length", "data.languages", "data.mixed_languages",
}  # fmt: skip
READ_BY_THE_ADVICE = {
    "task",
    "data.modality",
    "project.existing_algorithm",
    "project.application",
    FURTHER_TASKS,
    *CIRCUMSTANCE_LISTS,
    *READ_BY_RUNNING_COSTS,
    *BUDGETS,
}


def fields_of_conditions(knowledge: Knowledge) -> set[str]:
    conditions = [c for rule in knowledge.rules for c in (*rule.when, *rule.unless)]
    conditions += [c for claim in knowledge.claims.values() for c in claim.scope]
    conditions += [c for algorithm in knowledge.algorithms.values() for c in algorithm.candidate_when]
    conditions += [c for concerns in knowledge.concern_conditions.values() for concern in concerns for c in concern]
    nowhere = (*knowledge.absent_where.values(), *knowledge.nothing_to_decide.values())
    conditions += [c for cases in nowhere for case in cases for c in case]
    return {condition.field for condition in conditions}


def test_every_field_of_a_brief_is_read_by_something(knowledge: Knowledge) -> None:
    read = fields_of_conditions(knowledge)
    numbers: dict[str, str | float] = {name: 1.0 for name, kind in BRIEF_FIELDS.items() if kind.is_number}
    for task in ("regression", "clustering"):
        for without in (
            (), ("data.labelled_rows",), ("deployment.peak_requests_per_second",),
            ("stakes.cost_too_low", "stakes.cost_false_positive"),
        ):  # fmt: skip
            given = {name: value for name, value in numbers.items() if name not in without}
            for name, computed in computed_facts({**given, "task": task}).items():
                read |= set(computed.from_fields) if name in read else set()
    assert [field for field in FACT_FIELDS if field not in read | READ_BY_THE_ADVICE] == []


def test_every_field_that_a_rule_reads_can_be_known(knowledge: Knowledge) -> None:
    concluded = {c[0] for rule in knowledge.rules if (c := rule.concluded()) is not None}
    derived = {field for field in fields_of_conditions(knowledge) if field.startswith("derived.")}
    assert sorted(derived - concluded) == []


def test_every_derived_fact_is_read_by_something(knowledge: Knowledge) -> None:
    assert sorted(set(knowledge.declared) - fields_of_conditions(knowledge)) == []
