"""The regime of a brief in which others measured: its sizes, what is taken as usual, and how far it lies beyond."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from small_knowledge import MODALITY, TASK, ContentFolder, brief, claim, strength, strength_group
from whichml.advise.doubts import doubt_about
from whichml.advise.recommendation import Advisor
from whichml.advise.strength_evidence import StrengthEvidence
from whichml.advise.strength_ratings import RegimeStrengths, StrengthIndex
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import LogOddsInterval, StrengthGroup
from whichml.model.statements.conditions import FactValue

AXES = {
    "rows": {"low": 2.0, "high": 4.0, "centre": 3.0, "spread": 0.5},
    "features": {"low": 0.0, "high": 2.0, "centre": 1.0, "spread": 0.5},
    "classes": {"low": 0.0, "high": 1.0, "centre": 0.5, "spread": 0.5},
}
FACTS: Mapping[str, FactValue] = {"task": TASK, "data.modality": (MODALITY,)}


def group(*axes: str, **more: Any) -> StrengthGroup:
    terms = ["one", *axes]
    slopes = [1.0 for _ in axes]
    told = strength_group(
        strength("usual", 0.0, *(0.0 for _ in axes), between=0.0), strength("better", 1.1, *slopes),
        terms=terms, axes={axis: AXES[axis] for axis in axes}, **more,
    )  # fmt: skip
    return StrengthGroup.model_validate(told)


def regime(*axes: str, **fields: FactValue) -> RegimeStrengths:
    facts = {name.replace("__", "."): value for name, value in fields.items()}
    return RegimeStrengths(group(*axes), {**FACTS, **facts})


# -- sizes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "fields", "assumed"),
    [
        ({"data__training_rows": 500.0, "data__rows": 900.0}, ("task", "data.training_rows"), ()),
        ({"data__labelled_rows": 400, "data__rows": 900.0}, ("task", "data.labelled_rows"), ()),
        ({"data__rows": 900.0}, ("task", "data.rows"), ()),
        ({"data__rows": 1}, ("task", "data.rows"), ()),
        ({"data__rows": 0}, ("task",), ("data.rows",)),
        ({"data__rows": True}, ("task",), ("data.rows",)),
        ({"data__rows": "many"}, ("task",), ("data.rows",)),
        ({}, ("task",), ("data.rows",)),
    ],
)
def test_rows_are_those_that_are_learnt_from_and_unknown_where_no_number_above_nothing_tells(
    told: dict[str, FactValue], fields: tuple[str, ...], assumed: tuple[str, ...]
) -> None:
    found = regime("rows", **told)
    assert (found.fields, found.assumed) == (fields, assumed)


def test_a_binary_task_has_two_classes_without_saying_so_and_others_have_to_be_counted() -> None:
    assert regime("classes").assumed == ()
    assert regime("classes", task="multiclass-classification").assumed == ("data.classes",)
    counted = regime("classes", task="multiclass-classification", data__classes=7)
    assert (counted.assumed, counted.fields) == ((), ("task", "data.classes"))
    two, seven = (found.rating("better", None) for found in (regime("classes"), counted))
    assert two is not None
    assert seven is not None
    assert two.low < seven.low


def test_two_classes_are_those_of_a_task_of_two_classes() -> None:
    binary, told = regime("classes").rating("better", None), regime("classes", data__classes=2).rating("better", None)
    regression = regime("classes", task="regression").rating("better", None)
    assert binary is not None
    assert told is not None
    assert regression is not None
    assert (binary.low, binary.high) == (told.low, told.high) == (regression.low, regression.high)


def test_what_is_taken_as_usual_widens_the_interval_around_the_usual_place() -> None:
    known, unknown = (found.rating("better", None) for found in (regime("rows", data__rows=1000.0), regime("rows")))
    assert known is not None
    assert unknown is not None
    assert unknown.high - unknown.low > known.high - known.low
    assert (unknown.least + unknown.most) / 2 == pytest.approx((known.least + known.most) / 2)


def test_draws_reach_as_far_as_the_interval_around_the_expected_place_and_never_off_the_scale() -> None:
    inside = regime().rating("better", None)
    assert inside is not None
    assert inside.most - inside.least == pytest.approx(inside.high - inside.low)
    sure = RegimeStrengths(StrengthGroup.model_validate(
        strength_group(strength("usual", 0.0, between=0.0), strength("better", 3.0, between=2.0))
    ), FACTS).rating("better", None)  # fmt: skip
    assert sure is not None
    assert (sure.least + sure.most) / 2 == pytest.approx(3.84, abs=0.01), "a chance of 95 in 100"
    assert sure.most == pytest.approx(4.0)


@pytest.mark.parametrize(("rows", "beyond"), [(100.0, 0.0), (10_000.0, 0.0), (100_000.0, 1.0), (10.0, 1.0)])
def test_a_regime_lies_beyond_what_was_measured_by_factors_of_ten(rows: float, beyond: float) -> None:
    assert regime("rows", data__rows=rows).beyond == pytest.approx(beyond)


# -- which group speaks ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return two groups: one for tables that is silent where data drift fast, one for tables and texts."""
    folder = ContentFolder(tmp_path_factory.mktemp("regimes"))
    folder.algorithm("usual").algorithm("better").algorithm("untried", claim("accuracy", "medium"))
    pair = strength("usual", 0.0, between=0.0), strength("better", 1.1)
    folder.strengths(
        strength_group(*pair, unless=[{"data.drift": "fast"}, {"data.sparse": True, "data.growth": "fast"}]),
        strength_group(*pair, id="second", modalities=[MODALITY, "text"], tasks=[TASK, "regression"]),
    )
    return folder.knowledge()


@pytest.mark.parametrize(
    ("facts", "speaks"),
    [
        ({}, "small-group"),
        ({"data.modality": (MODALITY, "text")}, "second"),
        ({"data.modality": ("text",)}, "second"),
        ({"data.modality": ("text", "image")}, None),
        ({"data.modality": ()}, None),
        ({"task": "regression"}, "second"),
        ({"task": "clustering"}, None),
        ({"data.drift": "fast"}, None),
        ({"data.drift": "slow"}, "small-group"),
        ({"data.sparse": True}, "small-group"),
        ({"data.sparse": True, "data.growth": "fast"}, None),
        ({"data.drift": "fast", "task": "regression"}, "second"),
    ],
)
def test_the_first_group_of_the_task_and_all_modalities_speaks_unless_it_is_silent_there(
    knowledge: Knowledge, facts: dict[str, FactValue], speaks: str | None
) -> None:
    found = StrengthIndex(knowledge).in_regime({**FACTS, **facts})
    assert (found.group.id if found else None) == speaks


def test_strengths_rate_accuracy_and_nothing_else(knowledge: Knowledge) -> None:
    found = StrengthIndex(knowledge).in_regime(FACTS)
    assert found is not None
    assert found.rates(("better", "accuracy"))
    assert not found.rates(("accuracy", "privacy"))


def test_who_was_neither_compared_nor_written_of_has_no_rating_and_what_does_not_apply_stays_so(
    knowledge: Knowledge,
) -> None:
    found = StrengthIndex(knowledge).in_regime(FACTS)
    assert found is not None
    assert found.rating("nobody", None) is None
    rating = Advisor.of(knowledge).assess(brief()).rating("untried", "accuracy")
    assert rating is not None
    assert [c.subject for c in rating.claims] == ["untried"]
    compared = Advisor.of(knowledge).assess(brief()).rating("better", "accuracy")
    assert compared is not None
    assert compared.claims == (), "its claims have no say"


# -- what is told ----------------------------------------------------------------------------------------------------


def figure(beyond: float = 0.0, algorithm: str = "better", assumed: tuple[str, ...] = ()) -> StrengthEvidence:
    found = group()
    odds = LogOddsInterval(0.0, 1.0986, 2.0, beyond)
    return StrengthEvidence(found, algorithm, found.by_algorithm.get(algorithm), odds, ("task",), assumed)


@pytest.mark.parametrize(("beyond", "told"), [(0.0, None), (0.05, None), (0.06, "1.1"), (1.0, "10"), (3.2, "1,600")])
def test_a_regime_that_lies_clearly_beyond_is_told_with_its_factor(beyond: float, told: str | None) -> None:
    text = figure(beyond).text("Usual")
    said = f"; the regime lies {told} times beyond what was measured, hence the width"
    assert text.endswith(said) if told else "times beyond" not in text


def test_a_strength_is_told_with_its_interval_data_sets_and_studies() -> None:
    assert figure().text("Usual") == (
        "it beats usual on 75% of such data sets (50% to 88%), measured on 200 data sets of 2 studies"
    )
    assert (
        figure(assumed=("data.rows", "data.features"))
        .text("Usual")
        .endswith("; data.rows and data.features taken as usual, since the brief does not say")
    )
    assert figure(algorithm="usual").text("Usual") == (
        "it is what the others are compared with, measured on 200 data sets of 2 studies"
    )
    assert figure(algorithm="untried").text("Usual") == "it beats usual on 75% of such data sets (50% to 88%)"


@pytest.mark.parametrize(("span", "told"), [((1.1, 1.2), "high"), ((-2.0, 2.0), "medium")])
def test_a_strength_that_spans_several_levels_is_less_sure(span: tuple[float, float], told: str) -> None:
    backing = [{"source": source, "study": source, "sets": 100, "wins": 0.75} for source in ("made-up", "other")]
    found = StrengthGroup.model_validate(
        strength_group(strength("usual", 0.0), strength("better", 1.1, backing=backing))
    )
    odds = LogOddsInterval(span[0], sum(span) / 2, span[1], 0.0)
    evidence = StrengthEvidence(found, "better", found.by_algorithm["better"], odds, ("task",), ())
    assert evidence.confidence == told
    assert StrengthEvidence(found, "untried", None, odds, ("task",), ()).confidence == "low"


def test_in_few_words_it_is_told_how_often_it_won_and_on_how_many_data_sets() -> None:
    assert figure().basis("Usual") == "beats usual on 75% of such data sets (50% to 88%); 200 data sets of 2 studies"
    assert figure(algorithm="usual").basis("Usual") == "the others are told against it; 200 data sets of 2 studies"
    assert figure(algorithm="untried").basis("Usual") == ""
    assert figure(assumed=("data.rows",)).basis("Usual").endswith(" of 2 studies; data.rows taken as usual")
    assert figure(beyond=3.2).basis("Usual") == (
        "beats usual on 75% of data sets (50% to 88%), extrapolated 1,600 times beyond 200 data sets of 2 studies, "
        "the largest of which it won in 75% of its pairs"
    ), "no data set of the studies is like this"
    lone = StrengthGroup.model_validate(
        strength_group(strength("usual", 0.0), strength("better", 1.1, backing=[
            {"source": "made-up", "study": "own-study", "sets": 30, "wins": 0.6}
        ]))
    )  # fmt: skip
    told = StrengthEvidence(lone, "better", lone.by_algorithm["better"], figure().odds, ("task",), ())
    assert told.basis("Usual").endswith("; 30 data sets of 1 study")
    assert [(c.locator, c.supports) for c in told.citations] == [
        ("kb/facts/probes/study.json, pairs of better", "wins 60% of its pairs with all rivals on 30 data sets")
    ]


def test_what_was_fitted_is_cited_before_the_studies_and_these_the_largest_first() -> None:
    backing = [{"source": name, "study": name, "sets": sets, "wins": 0.6} for name, sets in (("few", 30), ("many", 90))]
    rows = strength("usual", 0.0), strength("better", 1.1, backing=backing)
    found = StrengthGroup.model_validate({**strength_group(*rows), "source": "fitted"})
    told = StrengthEvidence(found, "better", found.by_algorithm["better"], figure().odds, ("task",), ())
    assert [each.ref for each in told.citations] == ["fitted", "many", "few"]
    assert told.citations[0].supports == "chance to beat usual, fitted to all pairs of 2 studies"


@pytest.mark.parametrize(("metrics", "said"), [((), "ranked lists"), (("recall",), "ranked lists"),
                                               (("recall", "rmse"), "ranked lists, not RMSE")])  # fmt: skip
def test_a_strength_says_by_what_it_was_scored_and_that_a_brief_asks_for_something_else(
    metrics: tuple[str, ...], said: str
) -> None:
    rows = strength("usual", 0.0), strength("better", 1.1)
    found = StrengthGroup.model_validate({**strength_group(*rows), "scored_by": "ranked lists", "not_by": ["rmse"]})
    rating = RegimeStrengths(found, FACTS, metrics).rating("better", None)
    assert rating is not None
    assert rating.strength is not None
    assert f" by {said}; 200 data sets of 2 studies" in rating.strength.basis("Usual")
    assert f" by {said}, measured on" in rating.strength.text("Usual")
    assert doubt_about(rating) == (f"of {said}" if "rmse" in metrics else "")


def test_unlike_chances_in_a_study_are_told_with_what_rests_on_it_and_with_no_other_study() -> None:
    rows = strength("usual", 0.0), strength("better", 1.1)
    found = StrengthGroup.model_validate({**strength_group(*rows), "caveats": {"study-2": "some were tuned longer"}})
    rating = RegimeStrengths(found, FACTS, ()).rating("better", None)
    assert rating is not None
    assert rating.strength is not None
    assert rating.strength.basis("Usual").endswith("; in study-2 some were tuned longer")
    assert rating.strength.text("Usual").endswith("; in study-2 some were tuned longer")
    supported = {each.locator: each.supports for each in rating.strength.citations}
    assert supported["kb/facts/published/study-2.json, pairs of better"].endswith("; some were tuned longer")
    assert "tuned" not in supported["kb/facts/published/study-1.json, pairs of better"]


def test_a_caveat_on_a_study_that_nothing_rests_on_is_refused() -> None:
    rows = strength("usual", 0.0), strength("better", 1.1)
    with pytest.raises(ValidationError, match="a caveat is on 'study-9'"):
        StrengthGroup.model_validate({**strength_group(*rows), "caveats": {"study-9": "some were tuned longer"}})


def test_what_was_compared_cites_each_study_and_what_was_not_cites_none() -> None:
    assert [c.locator for c in figure().citations] == [
        "kb/facts/published/study-1.json, pairs of better", "kb/facts/published/study-2.json, pairs of better",
    ]  # fmt: skip
    assert figure(algorithm="untried").citations == ()
    assert figure(algorithm="untried").confidence == "low"
