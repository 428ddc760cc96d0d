"""What a brief states stands in some answer as what something rests on: a caution, a pattern, a decision, a rating.

`test_fields_are_read.py` asks that something reads each field; one that is read to no effect, such as by an `unless`
alone, passes there. Here an answer to a brief that states it has to name it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from small_knowledge import ROOT
from whichml.advise.recommendation import Advisor
from whichml.authoring.cases import CaseText, brief_of_case, cases_file_of
from whichml.knowledge.base import Knowledge
from whichml.knowledge.packs import read_coded, read_limited
from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml.model.statements.rule import Rule

pytestmark = pytest.mark.slow("answers more than a hundred briefs")

MOST_TRIED = 8
LEAVES_SOMETHING_OUT = {"project.no_circumstances"}
"""What says that something does not hold: an answer is silent on it, which cases of circumstances expect."""
READ_AS_COMPUTED = {
    "stakes.cost_too_high": "stakes.cost_quantile", "stakes.cost_too_low": "stakes.cost_quantile",
    "stakes.cost_ratio": "stakes.cost_threshold", "project.trials_left": "project.rounds_left",
}  # fmt: skip
_TABLE, _TEXT = {"data.modality": "tabular"}, {"data.modality": "text"}
_DEVICE = {"task": "binary-classification", "data.modality": "image", "deployment.target": "edge-device"}
STATED_AND_UNHEEDED: Mapping[str, Mapping[str, Any]] = {
    # Of these projects an answer once named neither the fact, which stands last, nor what follows from it.
    "unit budget": {**_DEVICE, "project.unit_budget": "200 USD"},
    "spellings in a table": {"task": "regression", **_TABLE, "data.spelling_varies": True},
    "spellings in texts": {"task": "sequence-labelling", **_TEXT, "data.spelling_varies": True},
    "single items that are priced": {"task": "regression", **_TABLE, "data.single_items": True},
    "places of a survival": {"task": "survival-analysis", **_TABLE, "data.spatial": True},
    "administrative law": {"task": "binary-classification", **_TABLE, "stakes.regulation": ["administrative-law"]},
    "the cost of a missed span": {"task": "sequence-labelling", **_TEXT, "stakes.cost_false_negative": "800 USD"},
    "the cost of a false find": {"task": "retrieval", **_TEXT, "stakes.cost_false_positive": "5 USD"},
    "open cases of classes": {"task": "binary-classification", **_TABLE, "data.open_cases": True},
    "a known change": {"task": "forecasting", "data.modality": "time-series", "data.known_change": True},
}  # fmt: skip


@pytest.fixture(scope="module")
def cases_by_field(knowledge: Knowledge) -> Mapping[str, list[CaseText]]:
    """Return the cases that state a field on which a rule of theirs stands, those of rules that say something first.

    Their briefs stay as they are written: of ten thousand, some two hundred are asked about.
    """
    rules = {rule.id: rule for rule in knowledge.rules}
    found: defaultdict[str, list[tuple[bool, CaseText]]] = defaultdict(list)
    for pack in sorted((ROOT / "rules").glob("*.yaml")):
        if pack.name.endswith(".test.yaml"):
            continue
        written = read_coded(read_limited(cases_file_of(pack), pack.name), pack.name, "list")
        for case in map(CaseText.model_validate, written.entries):
            for field, only_concludes in fields_behind(case, rules):
                found[field].append((only_concludes, case))
    return {field: [case for _, case in sorted(each, key=lambda pair: pair[0])] for field, each in found.items()}


def fields_behind(case: CaseText, rules: Mapping[str, Rule]) -> Iterator[tuple[str, bool]]:
    """Yield the fields of rules that a case expects to fire, and whether the rule does no more than conclude.

    So does the application that a case names and expects, and a circumstance, which points stand on and no rule, and
    what else a case asks for.
    """
    project = case.brief.get("project", {})
    if "project.further_tasks" in case.brief:
        yield "project.further_tasks", False
    if case.expect.circumstances and "circumstances" in project:
        yield "project.circumstances", False
    if case.expect.application is not None and ("project.application" in case.brief or "application" in project):
        yield "project.application", False
    for rule in (rules[each] for each in case.expect.fires if each in rules):
        for condition in rule.when:
            yield condition.field, rule.effect.kind == "conclude"


def named_by_answer(advisor: Advisor, brief: Brief) -> frozenset[str]:
    answer = advisor.recommend(brief)
    return frozenset(node.about for node in answer.justification.nodes if node.kind in ("brief", "computed", "derived"))


def test_each_field_is_named_by_some_answer_to_a_brief_that_states_it(
    advisor: Advisor, cases_by_field: Mapping[str, list[CaseText]]
) -> None:
    def leaves_a_trace(field: str) -> bool:
        read_as = READ_AS_COMPUTED.get(field, field)
        return any(
            read_as in named_by_answer(advisor, brief_of_case(case.brief))
            for case in cases_by_field.get(read_as, ())[:MOST_TRIED]
        )

    assert len(FACT_FIELDS) > 90
    asked = [field for field in FACT_FIELDS if field not in LEAVES_SOMETHING_OUT]
    assert [field for field in asked if not leaves_a_trace(field)] == []


@pytest.mark.parametrize("stated", STATED_AND_UNHEEDED.values(), ids=list(STATED_AND_UNHEEDED))
def test_a_fact_that_an_answer_once_passed_over_is_heeded(advisor: Advisor, stated: Mapping[str, Any]) -> None:
    field = list(stated)[-1]
    without = {name: value for name, value in stated.items() if name != field}
    said, unsaid = (cautions_of_the_leader(advisor, Brief.from_mapping(each)) for each in (stated, without))
    assert field in named_by_answer(advisor, Brief.from_mapping(stated))
    assert said - unsaid


def cautions_of_the_leader(advisor: Advisor, brief: Brief) -> frozenset[str]:
    return frozenset(caution.text for caution in advisor.recommend(brief).candidates[0].cautions)
