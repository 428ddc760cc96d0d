"""Who becomes a candidate: the task, the data, what is known of accuracy, and references that are asked in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answer_parts import why_out
from small_knowledge import ContentFolder, claim, rule
from whichml import Brief, BriefError, recommend
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation


def standing(answer: Recommendation) -> dict[str, str]:
    """Return where each algorithm of the answer stands; asserts that it stands in one place."""
    found: list[tuple[str, str]] = []
    for candidate in answer.candidates:
        found += [(name, "candidate") for name in (candidate.algorithm, *candidate.equivalents)]
    found += [(reference.algorithm, "reference") for reference in answer.references]
    found += [(unsupported.algorithm, "unsupported") for unsupported in answer.unsupported]
    found += [(exclusion.algorithm, "excluded") for exclusion in answer.excluded]
    assert len(found) == len(dict(found)), "an algorithm stands in two places"
    return dict(found)


def test_an_algorithm_that_does_not_solve_the_task_is_excluded_for_that(folder: ContentFolder) -> None:
    answer = folder.algorithm("other", solves=["regression"]).answer()
    assert why_out(answer, "other") == ["it does not solve binary-classification"]


def test_an_algorithm_that_does_not_read_the_data_is_excluded_for_that(folder: ContentFolder) -> None:
    answer = folder.algorithm("other", accepts={"text": "raw"}).answer()
    assert why_out(answer, "other") == ["it does not read tabular"]


def test_one_of_several_modalities_is_enough(folder: ContentFolder) -> None:
    folder.algorithm("tables").algorithm("texts", accepts={"text": "raw"}).algorithm("images", accepts={"image": "raw"})
    found = standing(folder.answer(data__modality=["tabular", "text"]))
    assert found == {"tables": "candidate", "texts": "candidate", "images": "excluded"}


def test_an_algorithm_that_reads_no_data_at_all_is_not_excluded_for_the_data(folder: ContentFolder) -> None:
    assert standing(folder.algorithm("solver", accepts={}).answer()) == {"solver": "candidate"}


def test_without_a_claim_of_accuracy_in_scope_an_algorithm_is_unsupported_and_says_what_is_missing(
    folder: ContentFolder,
) -> None:
    folder.algorithm("elsewhere", claim("accuracy", "high", {"data.modality": "text"}))
    answer = folder.algorithm("here").answer()
    assert standing(answer) == {"elsewhere": "unsupported", "here": "candidate"}
    (unsupported,) = answer.unsupported
    assert "accuracy" in unsupported.missing
    assert "binary-classification" in unsupported.missing
    assert "tabular" in unsupported.missing


def test_an_unsupported_algorithm_is_not_excluded_by_rules_as_well(folder: ContentFolder) -> None:
    folder.algorithm("elsewhere", claim("accuracy", "high", {"data.modality": "text"}))
    answer = folder.rules(rule("all", {"exclude": "it is there"})).answer()
    assert standing(answer) == {"elsewhere": "unsupported"}


@pytest.mark.parametrize(
    ("level", "where"),
    [
        ("very-low", "excluded"),
        ("low", "excluded"),
        ({"low": "low", "high": "medium"}, "candidate"),
        ("medium", "candidate"),
    ],
)
def test_an_accuracy_at_best_low_excludes(folder: ContentFolder, level: object, where: str) -> None:
    assert standing(folder.algorithm("one", claim("accuracy", level)).answer()) == {"one": where}


def test_what_is_too_inaccurate_is_held_against_nothing_else(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("accuracy", "low"), claim("inference-latency", {"from": "1 h", "to": "2 h"}))
    answer = folder.answer(requirements=[{"quality": "inference-latency", "max": "1 ms"}])
    assert why_out(answer, "one") == ["its accuracy is at best low here"]


def test_a_baseline_of_low_accuracy_is_a_reference_and_no_candidate(folder: ContentFolder) -> None:
    folder.algorithm("constant", claim("accuracy", "very-low"), family="baseline", role="reference").algorithm("one")
    assert standing(folder.answer()) == {"constant": "reference", "one": "candidate"}


def test_a_helper_is_nowhere_in_the_answer(folder: ContentFolder) -> None:
    assert standing(folder.algorithm("scaler", role="helper").algorithm("one").answer()) == {"one": "candidate"}


def test_hand_written_rules_become_a_candidate_when_the_specification_is_complete(folder: ContentFolder) -> None:
    folder.algorithm(
        "by-hand", family="symbolic", role="reference", candidate_when={"stakes.specification": "complete"}
    )
    assert standing(folder.answer()) == {"by-hand": "reference"}
    assert standing(folder.answer(stakes__specification="partial")) == {"by-hand": "reference"}
    assert standing(folder.answer(stakes__specification="complete")) == {"by-hand": "candidate"}


@pytest.mark.parametrize(("specification", "first"), [("complete", True), ("none", False)])
def test_but_for_practice_shipped_hand_written_rules_lead_only_where_behaviour_can_be_written_down(
    knowledge: Knowledge, specification: str, first: bool
) -> None:
    given = {"task": "deterministic-computation", "data.modality": "tabular", "stakes.specification": specification}
    answer = recommend(Brief.from_mapping(given), replace(knowledge, practice=None))
    assert ("hand-written-rules" in answer.top(3)) is first


def test_practice_would_compute_what_can_be_computed_by_hand_written_rules_without_a_specification_too(
    knowledge: Knowledge,
) -> None:
    given = {"task": "deterministic-computation", "data.modality": "tabular", "stakes.specification": "none"}
    answer = recommend(Brief.from_mapping(given), knowledge)
    assert answer.top(1) == ("hand-written-rules",)
    assert "hand-written-rules" not in {reference.algorithm for reference in answer.references}


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ({"data.rows": 60_000, "deployment.prediction_unit": "user"}, "causal-forest"),
        (
            {"data.rows": 60_000, "deployment.prediction_unit": "user", "stakes.explanation": "full"},
            "uplift-meta-learner",
        ),
        ({"data.rows": 60_000, "stakes.explanation": "full"}, "average-effect-difference"),
    ],
)
def test_an_average_leads_where_one_effect_is_asked_for_and_stands_beside_what_chooses_cases(
    knowledge: Knowledge, given: dict[str, object], first: str
) -> None:
    test = {"task": "treatment-effect-estimation", "data.modality": "tabular", "data.assignment": "random"}
    answer = recommend(Brief.from_mapping(test | given), knowledge)
    assert answer.top(1) == (first,)
    assert ("average-effect-difference" in answer.top(9)) is (first == "average-effect-difference")
    assert "average-effect-difference" in {*answer.top(1), *(each.algorithm for each in answer.references)}


def test_practice_may_still_put_a_plain_reference_first_however_inaccurate(knowledge: Knowledge) -> None:
    given = {"task": "ranking", "data.modality": "tabular", "data.items": 620, "data.labelled_rows": 0}
    answer = recommend(Brief.from_mapping(given | {"data.clicks": True, "data.item_features": True}), knowledge)
    assert "popularity-ranking" in answer.top(3)


def test_an_algorithm_is_excluded_with_every_reason(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "low"), claim("privacy", "low"))
    folder.rules(rule("r", {"exclude": "it is out"}), rule("s", {"exclude": "it is out again"}))
    answer = folder.answer(
        requirements=[{"quality": "robustness", "min": "high"}, {"quality": "privacy", "min": "high"}]
    )
    assert len(why_out(answer, "one")) == 4
    assert len({node for e in answer.excluded for r in e.reasons for node in r.because}) == 4


def test_the_order_of_the_answer_does_not_depend_on_the_order_of_files(folder: ContentFolder) -> None:
    for name in ("c", "a", "b"):
        folder.algorithm(name)
    answer = folder.answer()
    assert [answer.candidates[0].algorithm, *answer.candidates[0].equivalents] == ["a", "b", "c"]


def test_a_brief_that_names_an_unknown_algorithm_is_refused(knowledge: Knowledge) -> None:
    given = {"task": "ranking", "data.modality": "tabular", "project.existing_algorithm": "random-forrest"}
    with pytest.raises(BriefError, match="random-forest"):
        recommend(Brief.from_mapping(given), knowledge)


def test_texts_in_their_order_are_cut_at_change_points(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping({"task": "change-point-detection", "data": {"modality": "text"}}))
    assert standing(answer)["change-point-segmentation"] == "candidate"
