"""What entries of a brief tell by their names and words together."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief


def told(task: str = "binary-classification", **groups: Any) -> dict[str, object]:
    """Return the facts of a brief besides its modality."""
    brief = Brief.from_mapping({"task": task, "data.modality": "tabular", **groups}, lenient=True)
    return {name: each for name, each in brief.facts().items() if name != "data.modality"}


OF_ENTRIES = [
    ({"project": {"team": "2 glaciologists and a programmer"}}, "project.domain_experts", True),
    ({"people": "one brewer, one developer"}, "project.domain_experts", True),
    ({"project": {"team": "3 web developers, no ML"}}, "project.team_ml_skill", "very-low"),
    ({"stakes": {"human": "nurse always decides"}}, "project.human_review", True),
    ({"stakes": {"law": "no fully automated decisions"}}, "project.human_review", True),
    ({"deployment": {"on_prem": True}}, "deployment.target", "on-premises"),
    ({"deployment": {"where": "museum server in the cellar"}}, "deployment.target", "on-premises"),
    ({"deployment": {"cloud": "Azure"}}, "deployment.target", "cloud"),
    ({"deployment": "none, one report"}, "deployment.target", "none"),
    ({"deployment": {"no_cloud": True}}, "data.residency", "stays-in-organisation"),
    ({"stakes": {"ip": "formulas must not go to external APIs"}}, "data.residency", "no-hosted-models"),
    ({"deployment": {"batch": "every night"}}, "deployment.interaction", "batch"),
    ({"stakes": {"wrong_dose": "patient may die"}}, "stakes.safety_critical", True),
    ({"stakes": {"wrong": "somebody is annoyed"}}, "stakes.cost_of_mistakes", "low"),
    ({"stakes": {"explanation": "guests must be able to recompute it"}}, "stakes.explanation", "full"),
    ({"explain": "picture of the crack"}, "stakes.explanation", "post-hoc"),
    ({"stakes": {"gmp": True}}, "stakes.regulation", ("gxp",)),
    ({"law": "working time act"}, "stakes.regulation", ("labour-law",)),
    ({"data": {"labels": "by 4 keepers, kappa 0.7"}}, "data.label_quality", "medium"),
    ({"data": {"labels": "only inspected bridges"}}, "data.label_origin", "chosen-cases"),
    ({"simulator": "calibrated last spring"}, "project.simulator", True),
]


@pytest.mark.parametrize(("entry", "field", "value"), OF_ENTRIES)
def test_an_entry_tells_a_fact_by_its_name_and_its_words(entry: dict[str, Any], field: str, value: object) -> None:
    assert told(**entry).get(field) == value


NEAR_MISSES = [
    ({"project": {"team": "3 web developers"}}, "project.domain_experts"),
    ({"project": {"team": "a former chemist who writes our Java"}}, "project.domain_experts"),
    ({"data": {"columns": "age, nurse, ward"}}, "project.domain_experts"),
    ({"project": {"team": "4 ML engineers, no database people"}}, "project.team_ml_skill"),
    ({"stakes": {"human": "nobody checks"}}, "project.human_review"),
    ({"deployment": {"on_prem": False}}, "deployment.target"),
    ({"deployment": {"target": "one server"}}, "deployment.target"),
    ({"deployment": {"cloud": False}}, "deployment.target"),
    ({"deployment": {"cloud": "preferred"}}, "data.residency"),
    ({"deployment": {"update": "nightly"}}, "deployment.interaction"),
    ({"stakes": {"wrong": "battery life gets shorter"}}, "stakes.safety_critical"),
    ({"stakes": {"false_merge": "annoying"}}, "stakes.cost_of_mistakes"),
    ({"stakes": {"explanation": "contour is enough"}}, "stakes.explanation"),
    ({"stakes": {"gmp": False}}, "stakes.regulation"),
    ({"data": {"labels": "by 4 keepers"}}, "data.label_quality"),
    ({"data": {"labels": "of all bridges"}}, "data.label_origin"),
    ({"data": {"label": "answer right or wrong"}}, "data.label_quality"),
    ({"data": {"scenes": "summer, no cloud above 10 %"}}, "data.residency"),
    ({"stakes": {"human_baseline": "experts reach 92 %"}}, "project.human_review"),
    ({"project": {"task": "draw a map"}}, "deployment.interaction"),
]


@pytest.mark.parametrize(("entry", "field"), NEAR_MISSES)
def test_an_entry_that_only_sounds_so_tells_nothing(entry: dict[str, Any], field: str) -> None:
    assert told(**entry).get(field) is None


def test_a_field_that_is_told_stays_as_it_is_told() -> None:
    facts = told(project={"team": "2 chemists", "domain_experts": False}, stakes={"explanation": "none"})
    assert facts["project.domain_experts"] is False
    assert facts["stakes.explanation"] == "none"


def test_it_is_told_which_entry_is_read_and_as_what() -> None:
    given = {"task": "clustering", "data": {"modality": "tabular"}, "project": {"team": "2 chemists"}}
    brief = Brief.from_mapping(given, lenient=True)
    assert "`project.team` says '2 chemists', which is read as `project.domain_experts: true` too." in [
        each.message for each in brief.readings
    ]


def test_what_is_read_of_an_entry_is_written_with_the_brief() -> None:
    given = {"task": "clustering", "data": {"modality": "tabular"}, "project": {"team": "2 chemists"}}
    brief = Brief.from_mapping(given, lenient=True)
    again = Brief.from_mapping(brief.normalised())
    assert again == brief
    assert again.readings == ()


NAMED = [f"{group}.{name}" for entry, _, _ in OF_ENTRIES for group, each in entry.items() if isinstance(each, dict)
         for name in each if name != "wrong_dose"]  # fmt: skip
"""Names of entries, without one that tells by itself what may happen."""


@pytest.mark.parametrize("field", NAMED)
def test_a_blank_field_says_nothing(field: str) -> None:
    group, _, name = field.partition(".")
    assert told(**{group: {name: None}}) == told()


def test_a_brief_without_its_prose_does_not_read_what_was_taken_out() -> None:
    brief = Brief.from_mapping(
        {"task": "control", "data.modality": "tabular", "notes": "A simulator runs 4000 robots in parallel."}
    )
    assert brief.facts()["project.simulator"] is True
    assert "project.simulator" not in brief.as_stated().facts()
