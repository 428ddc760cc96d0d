"""What is one thing under two names has one place: boosting through lagged regression is boosted trees on lags."""

from __future__ import annotations

import pytest

from small_knowledge import ROOT, ContentFolder, brief, claim, rule
from whichml import Brief, KnowledgeBase
from whichml.advise.other_names import other_names, under_one_name, with_other_names
from whichml.advise.ranking import RankedAlternative, ScoredAlternative
from whichml.advise.recommendation import Advisor
from whichml.model.documents.errors import KnowledgeError

FORECASTS = [
    path for path in sorted((ROOT / "tests/panel/briefs").glob("1*.yaml")) if "task: forecasting" in path.read_text()
][:40]


def merged(*candidates: tuple[str, float]) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    all_scored = [ScoredAlternative(name, mean, mean, mean, 0.0, True) for name, mean in candidates]
    left, told = under_one_name(all_scored, {"booster": "lags", "other-booster": "lags"})
    return [scored.algorithm for scored in left], told


def test_a_thing_has_the_best_place_among_its_names() -> None:
    found = merged(("booster", 0.7), ("arima", 0.68), ("lags", 0.66))
    assert found == (["lags", "arima"], {"lags": ("booster",)})


def test_a_name_that_does_worse_is_left_out() -> None:
    assert merged(("lags", 0.7), ("arima", 0.68), ("booster", 0.66)) == (["lags", "arima"], {})


def test_a_name_far_ahead_of_the_thing_lends_it_no_place() -> None:
    found = merged(("booster", 0.8), ("arima", 0.75), ("lags", 0.7))
    assert found == (["arima", "lags"], {"lags": ("booster",)})


def test_names_of_what_is_out_stand_for_themselves() -> None:
    assert merged(("booster", 0.7), ("other-booster", 0.6)) == (["booster", "other-booster"], {})


def test_other_names_are_told_among_the_equivalents() -> None:
    scored = ScoredAlternative("lags", 0.7, 0.7, 0.7, 1.0, True)
    ranks = (RankedAlternative(1, scored, False, ("next",), False),)
    assert with_other_names(ranks, {"lags": ("booster", "next")})[0].equivalents == ("next", "booster")


@pytest.mark.slow("answers many briefs")
def test_no_forecast_names_boosted_trees_on_lags_twice(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    n_merged = 0
    assert len(FORECASTS) == 40
    for path in FORECASTS:
        assessment = advisor.assess(Brief.load(path))
        names = other_names(knowledge, "forecasting", assessment.screening.candidates, assessment.screening)
        answer = advisor.recommend(Brief.load(path))
        placed = {each.algorithm for each in (*answer.candidates, *answer.outclassed)}
        n_merged += bool(names)
        assert placed.isdisjoint(names), path.name
    assert n_merged > 10


def test_a_name_that_is_left_out_is_excluded_with_what_it_is(folder: ContentFolder) -> None:
    folder.algorithm("own", same_as=[{"of": ["other"]}]).algorithm("other", claim("accuracy", "medium"))
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    answer = folder.answer()
    assert [(each.algorithm, each.equivalents) for each in answer.candidates] == [("own", ())]
    (out,) = answer.excluded
    (reason,) = out.reasons
    assert (out.algorithm, reason.text) == ("other", "here it is own, which the answer tells by that name")
    assert answer.justification.node(reason.because[0]).because == ("evidence:other", "evidence:own")


@pytest.mark.parametrize("of", [["one"], ["three"]], ids=["each names the other", "a chain"])
def test_another_name_that_has_other_names_itself_is_refused(folder: ContentFolder, of: list[str]) -> None:
    folder.algorithm("one", same_as=[{"of": ["two"]}]).algorithm("two", same_as=[{"of": of}]).algorithm("three")
    with pytest.raises(KnowledgeError, match="'two' has other names in its own `same_as`"):
        folder.knowledge()


def test_what_is_the_same_as_an_unknown_reduction_or_family_is_refused(folder: ContentFolder) -> None:
    folder.algorithm("one", same_as=[{"of": ["nobody"], "reduction": "no-way"}])
    with pytest.raises(KnowledgeError) as refusal:
        folder.knowledge()
    assert "nobody" in str(refusal.value)
    assert "no-way" in str(refusal.value)


def test_what_is_out_is_the_same_before_and_after_anybody_asks_for_the_ranking(folder: ContentFolder) -> None:
    folder.algorithm("own", same_as=[{"of": ["other"]}]).algorithm("other", claim("accuracy", "medium"))
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    steps = Advisor.of(folder.knowledge()).assess(brief())
    before = dict(steps.exclusions)
    assert [each.kind for each in before["other"].reasons] == ["other-name"]
    assert steps.ranked[0][0].algorithm == "own"
    assert steps.exclusions == before
    assert "other" not in steps.screening.exclusions  # which is about the brief, not about the answer


def test_a_linear_model_on_embeddings_is_the_embedding_with_its_head(advisor: Advisor) -> None:
    answer = advisor.recommend(brief(data__modality="image", data__rows=3000, data__minority_share=0.04))
    placed = {each.algorithm for each in (*answer.candidates, *answer.outclassed)}
    assert "pretrained-vision-embedding" in placed
    assert placed.isdisjoint({"logistic-regression", "linear-svm"})
