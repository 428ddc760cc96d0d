"""What holds of the baseline of any brief: it keeps the bounds, is in no doubt and needs no labels that are missing."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import pytest

from by_night import IS_NIGHT
from small_knowledge import ROOT
from whichml import Brief, Recommendation
from whichml.advise.assessment import Assessment
from whichml.advise.baselines import DOUBTED_BASELINE
from whichml.advise.recommendation import Advisor
from whichml.advise.requirements import UnitBound
from whichml.export.todays_solution import and_what_is_kept
from whichml.knowledge.base import Knowledge

pytestmark = pytest.mark.slow("answers some hundred briefs")

PATHS: Final = sorted((ROOT / "tests/panel/briefs").glob("*.yaml"))[:: 40 if IS_NIGHT else 260]
WITHOUT_LABELS: Final = {"hand-written-rules", "hosted-large-language-model", "local-language-model"}


@cache
def answered(advisor: Advisor) -> tuple[tuple[Recommendation, Assessment], ...]:
    """Return the answers to some briefs of the panel, with the steps towards them."""
    found = tuple(advisor.recommend_with_steps(Brief.load(path)) for path in PATHS)
    assert sum(answer.baseline is not None for answer, _ in found) > len(PATHS) / 2
    return found


def test_no_baseline_misses_a_bound_in_a_unit(advisor: Advisor) -> None:
    for answer, steps in answered(advisor):
        if answer.baseline is not None:
            kept = answer.baseline.algorithm
            assert kept not in steps.exclusions
            short = steps.screening.shortfalls.get(kept, ())
            assert not any(isinstance(each.constraint.bound, UnitBound) for each in short)


def test_a_baseline_in_doubt_is_kept_only_where_nothing_else_of_the_task_is_left(advisor: Advisor) -> None:
    n_doubted = 0
    for answer, steps in answered(advisor):
        kept = answer.baseline
        if kept is None or steps.chance_of_mistake(kept.algorithm) < DOUBTED_BASELINE:
            continue
        if kept.algorithm == answer.brief.get("project", {}).get("existing_algorithm"):
            continue  # what is in use today goes first, whatever is said of it
        n_doubted += 1
        listed = [choice for choice, *_ in steps.evaluation.baselines()]
        leads = {answer.candidates[0].algorithm, *answer.candidates[0].equivalents}
        if leads.isdisjoint(choice.algorithm for choice in listed):
            ranked = (*answer.candidates, *answer.outclassed)
            usable = {name for each in ranked for name in (each.algorithm, *each.equivalents)}
            usable |= {each.algorithm for each in answer.references if each.serves}
            usable -= {kept.algorithm}
            others = [choice for choice in listed if choice.algorithm in usable and not choice.is_last]
            for other in others:
                is_as_it_is = not steps.screening.applicability.get(other.algorithm) or other.by_reduction
                warned = any(each.constraint for each in steps.screening.warnings.get(other.algorithm, ()))
                if is_as_it_is and not warned and other.algorithm not in steps.screening.shortfalls:
                    assert steps.chance_of_mistake(other.algorithm) >= DOUBTED_BASELINE, (answer.brief, other)
    assert n_doubted


@pytest.mark.parametrize(
    ("task", "modality"),
    [
        ("binary-classification", "tabular"), ("multiclass-classification", "text"), ("regression", "tabular"),
        ("binary-classification", "image"), ("sequence-labelling", "text"), ("probabilistic-regression", "tabular"),
    ],
)  # fmt: skip
def test_without_a_label_no_baseline_learns(advisor: Advisor, task: str, modality: str) -> None:
    told = {"task": task, "data.modality": modality, "data.rows": 5_000, "data.labelled_rows": 0}
    answer = advisor.recommend(Brief.from_mapping(told))
    kept = answer.baseline
    assert kept is None or kept.algorithm in WITHOUT_LABELS


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"project.existing_algorithm": "decision-tree"}, "decision tree beside it"),
        ({"project.existing_algorithm": "arima"}, "what runs today (ARIMA)"),
        ({"project.existing_plateaued": True}, "what is in use today"),
        ({"stakes.specification": "partial"}, "the rules that are written down so far"),
        ({"data.label_origin": "chosen-cases", "project.human_review": True}, "those who choose the cases today"),
        ({"data.label_origin": "chosen-cases", "deployment.top_k": 40}, "those who choose the cases today"),
        ({"notes": "A spreadsheet is in use, and is often late."}, "what runs today (a spreadsheet)"),
        ({"notes": "Two colleagues type it now."}, "who does it today (two colleagues)"),
        ({"stakes.specification": "partial", "notes": "140 rules are in use."}, "what runs today (140 rules)"),
    ],
)
def test_what_is_in_use_by_any_field_goes_first(
    advisor: Advisor, knowledge: Knowledge, told: dict[str, Any], named: str
) -> None:
    brief = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 60_000, **told}
    answer = advisor.recommend(Brief.from_mapping(brief))
    said = and_what_is_kept("Start.", answer, knowledge, lambda text: text)
    assert said.startswith(f"Start. Keep {named}")


def test_where_nothing_tells_of_today_only_a_baseline_is_kept(advisor: Advisor, knowledge: Knowledge) -> None:
    told = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 60_000}
    answer = advisor.recommend(Brief.from_mapping({**told, "stakes.specification": "none"}))
    assert answer.in_use is None
    assert "today" not in and_what_is_kept("", answer, knowledge, lambda text: text)


def test_a_fallback_is_the_bar_only_where_there_is_no_other(advisor: Advisor) -> None:
    told = {"stakes.fallback_possible": True, "data.rows": 5_000}
    tabular = advisor.recommend(
        Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular", **told})
    )
    texts = advisor.recommend(Brief.from_mapping({"task": "translation", "data.modality": "text", **told}))
    assert tabular.in_use is None
    assert texts.baseline is not None or (texts.in_use is not None and texts.in_use.named == "the fallback")


def test_what_is_in_use_is_justified_down_to_a_source(advisor: Advisor) -> None:
    told = {"task": "binary-classification", "data.modality": "tabular", "stakes.specification": "partial"}
    answer = advisor.recommend(Brief.from_mapping(told))
    assert answer.in_use is not None
    node = answer.justification.node(answer.in_use.because[0])
    assert node.text.startswith("What is in use today: the rules that are written down so far")
    assert all(each.ref in answer.sources for each in node.sources)
    assert node.sources


def kept_for(advisor: Advisor, task: str, modality: str, **fields: Any) -> str:
    """Return what is kept beside the leader of such a brief, as it is called there."""
    dotted = {name.replace("__", "."): value for name, value in fields.items()}
    answer = advisor.recommend(Brief.from_mapping({"task": task, "data.modality": modality, **dotted}))
    assert answer.baseline is not None
    return answer.baseline.form or answer.baseline.algorithm


@pytest.mark.parametrize("drift", ["fast", "none"])
def test_what_is_still_measured_and_drifts_is_held_against_its_last_values(advisor: Advisor, drift: str) -> None:
    kept = kept_for(
        advisor, "probabilistic-regression", "tabular", data__labelled_rows=38_600, data__features=46, data__groups=57,
        data__feedback="partial", data__drift=drift,
    )  # fmt: skip
    assert (kept == "the unit's last measured values") is (drift == "fast")


@pytest.mark.parametrize("is_cut_off", [True, False])
def test_what_is_not_asked_for_while_the_shelf_is_empty_is_held_against_the_mean_in_stock(
    advisor: Advisor, is_cut_off: bool
) -> None:
    kept = kept_for(
        advisor, "forecasting", "time-series", data__series=40_000, data__history="30 months", data__intermittent=True,
        data__sampling_interval="1 month", data__cut_off=is_cut_off,
    )  # fmt: skip
    assert (kept == "the mean use per period in stock") is is_cut_off


def test_spans_in_scans_are_held_against_patterns(advisor: Advisor) -> None:
    fields = {"data__labelled_rows": 6_300, "data__rows": 410_000}
    assert kept_for(advisor, "sequence-labelling", "text", **fields) == "conditional-random-field"
    assert kept_for(advisor, "sequence-labelling", ["image", "text"], **fields) == "patterns and word lists"


def test_rates_of_survival_are_held_against_those_of_groups(advisor: Advisor) -> None:
    fields = {"data__rows": 41_000, "data__events": 4_200, "data__features": 6, "stakes__explanation": "full"}
    kept = kept_for(advisor, "survival-analysis", "tabular", **fields)
    assert kept == "Kaplan-Meier curves by group"


@pytest.mark.parametrize("is_exact", [True, False])
def test_a_look_up_is_no_bar_where_it_is_part_of_the_search(advisor: Advisor, is_exact: bool) -> None:
    told = {"task": "retrieval", "data.modality": "text", "data.items": 50_000, "data.exact_match": is_exact}
    steps = advisor.assess(Brief.from_mapping({**told, "deployment.interaction": "online"}))
    assert steps.ranked[0][0].algorithm == "lexical-search" or not is_exact
    named = {choice.algorithm for choice, *_ in steps.evaluation.baselines()}
    if steps.ranked[0][0].algorithm == "lexical-search":
        assert ("hand-written-rules" in named) is not is_exact


def test_people_and_not_a_constant_stand_beside_a_table_of_rules(advisor: Advisor) -> None:
    told = {"stakes.specification": "complete", "data.rows": 2_400_000, "data.labelled_rows": 2_400_000}
    answer = advisor.recommend(
        Brief.from_mapping({"task": "multiclass-classification", "data.modality": "tabular", **told})
    )
    assert answer.candidates[0].algorithm == "hand-written-rules"
    assert answer.baseline is None
    assert answer.in_use is not None
    assert answer.in_use.named == "today's decisions on past cases"
