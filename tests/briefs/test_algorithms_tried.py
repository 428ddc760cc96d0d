"""What was tried and did not do: named as people name algorithms, out of the answer, and told in words where it is."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

import pytest

from whichml import Brief, BriefError, KnowledgeBase, recommend
from whichml.advise.recommendation import Advisor
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.format.brief_algorithms import MOST_NAMED
from whichml.model.replies.typed_answer import value_of

CHURN: Mapping[str, object] = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000}
TRIED = "it was tried here and did not do"


def having_tried(given: object, knowledge: KnowledgeBase, **more: object) -> Brief:
    return Brief.from_mapping({**CHURN, "project.tried": given, **more}, known_names(knowledge))


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("xgboost", ("xgboost",)), (["xgboost"], ("xgboost",)), ("xgb", ("xgboost",)), (["rf"], ("random-forest",)),
        ("Random Forest", ("random-forest",)), ("xgboost classifier", ("xgboost",)),
        (["xgb", "Random Forest"], ("random-forest", "xgboost")), ("xgb and rf", ("random-forest", "xgboost")),
        (["xgb", "xgboost"], ("xgboost",)), ("bm25, svm", ("kernel-svm", "lexical-search")),
    ],
)  # fmt: skip
def test_what_was_tried_is_named_by_ids_or_by_any_name(
    knowledge: KnowledgeBase, given: object, meant: tuple[str, ...]
) -> None:
    assert having_tried(given, knowledge).project.tried == meant


def test_a_name_that_is_no_id_is_told_with_how_it_is_read(knowledge: KnowledgeBase) -> None:
    told = [each.message for each in having_tried("xgboost classifier", knowledge).readings]
    assert "`project.tried: xgboost-classifier` is read as `xgboost`." in told
    assert having_tried(["xgboost", "random-forest"], knowledge).readings == ()


@pytest.mark.parametrize("name", ["tried", "already_tried", "tried_algorithms", "attempted", "project.failed_models"])
def test_the_field_has_other_names(knowledge: KnowledgeBase, name: str) -> None:
    brief = Brief.from_mapping({**CHURN, name: ["xgb", "rf"]}, known_names(knowledge))
    assert brief.project.tried == ("random-forest", "xgboost")


@pytest.mark.parametrize(
    ("given", "pointer", "hint"),
    [
        (["xgboost", "random-forrest"], "/project.tried/1", "Did you mean 'random-forest'?"),
        (["lda", "xgboost"], "/project.tried/0", "Did you mean 'linear-discriminant-analysis' or 'topic-model'?"),
        (["lasso", "xgb", "frobnicate"], "/project.tried/2", "Leave it out if the algorithm is none of the known."),
        ("frobnicate", "/project.tried", "Leave it out if the algorithm is none of the known."),
    ],
)
def test_a_name_of_none_or_of_several_is_refused_with_its_place(
    knowledge: KnowledgeBase, given: object, pointer: str, hint: str
) -> None:
    with pytest.raises(BriefError) as refusal:
        having_tried(given, knowledge)
    (problem,) = refusal.value.problems
    assert (problem.pointer, problem.hint) == (pointer, hint)
    assert problem.message.startswith("unknown algorithm ")


def test_the_place_of_a_name_that_is_unknown_is_its_line(knowledge: KnowledgeBase) -> None:
    text = "task: regression\ndata: {modality: tabular}\nproject:\n  tried:\n    - xgboost\n    - lassoo\n"
    with pytest.raises(BriefError) as refusal:
        Brief.parse(text.encode(), "brief.yaml", names=known_names(knowledge))
    (problem,) = refusal.value.problems
    assert problem.where is not None
    assert (problem.where.line, problem.hint) == (6, "Did you mean 'lasso'?")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "`project.tried` is an empty list."),
        (["xgboost", "xgboost"], "`project.tried` names 'xgboost' twice."),
        ([f"a{n}" for n in range(MOST_NAMED + 1)], f"`project.tried` names {MOST_NAMED + 1} algorithms."),
        ([3], "`project.tried` takes an id, not 3."),
        ("1e400²", "`project.tried` takes an id, not the text '1e400²'."),
        (True, "`project.tried` takes an id, not true."),
    ],
)
def test_what_is_no_list_of_some_algorithms_is_refused(knowledge: KnowledgeBase, given: object, message: str) -> None:
    with pytest.raises(BriefError) as refusal:
        having_tried(given, knowledge)
    assert [problem.message for problem in refusal.value.problems] == [message]


@pytest.mark.parametrize("name", ["tried", "project.tried", "previous_attempts", "did_not_work"])
@pytest.mark.parametrize(
    "words", ["random forest, R2 fine but no use to anybody", "word cloud. useless", "140 keyword rules, right in 71 %"]
)
def test_a_sentence_on_what_was_tried_is_read_with_the_notes(knowledge: KnowledgeBase, name: str, words: str) -> None:
    brief = Brief.from_mapping({**CHURN, name: words}, known_names(knowledge))
    assert brief.project.tried is None
    assert words in (brief.notes or "")


def test_read_leniently_a_name_that_is_unknown_is_left_out_alone(knowledge: KnowledgeBase) -> None:
    given = {**CHURN, "project.tried": ["xgboost", "frobnicate"]}
    brief = Brief.from_mapping(given, known_names(knowledge), lenient=True)
    assert brief.project.tried == ("xgboost",)
    assert [each.message for each in brief.notices if each.is_left_out] == [
        "not read, and left out: unknown algorithm 'frobnicate'."
    ]


def test_what_is_in_use_may_be_what_was_tried(knowledge: KnowledgeBase) -> None:
    brief = having_tried(["lasso", "xgboost"], knowledge, **{"project.existing_algorithm": "xgboost"})
    assert (brief.project.existing_algorithm, brief.project.tried) == ("xgboost", ("lasso", "xgboost"))


@pytest.mark.parametrize("order", [*permutations(("xgboost", "lightgbm", "random-forest"))])
def test_the_order_of_the_list_changes_no_answer(
    advisor: Advisor, knowledge: KnowledgeBase, order: tuple[str, ...]
) -> None:
    usual = advisor.recommend(having_tried(["lightgbm", "random-forest", "xgboost"], knowledge))
    assert advisor.recommend(having_tried([*order], knowledge)).id == usual.id
    assert recommend(Brief.from_mapping({**CHURN, "project.tried": [*order]}), knowledge).id == usual.id


@pytest.mark.parametrize("order", [*permutations(("xgb", "Random Forest", "lgbm"))])
def test_names_in_any_order_are_one_brief(knowledge: KnowledgeBase, order: tuple[str, ...]) -> None:
    assert having_tried([*order], knowledge) == having_tried(["lightgbm", "random-forest", "xgboost"], knowledge)


def test_what_was_tried_is_out_with_that_reason_and_the_rest_with_a_caution(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    first = advisor.recommend(Brief.from_mapping(CHURN)).candidates[0].algorithm
    answer = advisor.recommend(having_tried([first, "logistic-regression"], knowledge))
    shown = {name for each in (*answer.candidates, *answer.outclassed) for name in (each.algorithm, *each.equivalents)}
    reasons = {each.algorithm: [reason.text for reason in each.reasons] for each in answer.excluded}
    assert shown.isdisjoint({first, "logistic-regression"})
    assert TRIED in reasons[first]
    assert TRIED in reasons["logistic-regression"]
    cautions = [each.text for each in answer.candidates[0].cautions]
    assert any(text.startswith("Find out first why what was tried did not do") for text in cautions)


def test_where_all_that_leads_was_tried_something_else_is_named(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    usual = advisor.recommend(Brief.from_mapping(CHURN))
    tried = [each.algorithm for each in usual.candidates][:MOST_NAMED]
    answer = advisor.recommend(having_tried(tried, knowledge))
    assert answer.candidates
    assert {each.algorithm for each in answer.candidates}.isdisjoint(tried)


def test_nobody_is_asked_what_was_tried(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping(CHURN))
    assert "project.tried" not in {each.field for each in answer.open_questions}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("xgboost", ["xgboost"]), ("XGBoost and random forest", ["xgboost", "random-forest"]),
        ("lasso, lasso; ridge", ["lasso", "ridge"]),
    ],
)  # fmt: skip
def test_several_are_typed_as_a_list(typed: str, value: list[str]) -> None:
    assert value_of("project.tried", typed) == value
