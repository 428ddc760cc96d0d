"""What others measured orders accuracy where it speaks of the brief; where it is silent, claims have the say."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from by_night import only_by_night
from small_knowledge import ROOT, SOURCE, ContentFolder, brief, claim, rule, strength, strength_group
from whichml import Brief
from whichml.advise.ratings import Rating
from whichml.advise.recommendation import Advisor, Assessment
from whichml.knowledge.base import Knowledge
from whichml.model.statements.justification import Justification, Node

PLAIN = {"task": "binary-classification", "data.modality": "tabular", "data.features": 20}
MEASURED: Mapping[str, Mapping[str, Any]] = {
    "tables": PLAIN,
    "forecasting": {"task": "forecasting", "data.modality": "time-series"},
    "classification-of-series": {"task": "binary-classification", "data.modality": "time-series"},
    "regression-of-series": {"task": "regression", "data.modality": "time-series"},
    "outliers-in-tables": {"task": "outlier-detection", "data.modality": "tabular"},
    "outliers-in-series": {"task": "outlier-detection", "data.modality": "time-series"},
    "recommendation": {"task": "recommendation", "data.modality": "interactions"},
}
SILENT: Mapping[str, list[Mapping[str, Any]]] = {
    "tables": [
        {"data.arrival": "stream", "deployment.update_cadence": "per-event"},
        {"data.sparse": True},
        {"data.relation": "linear"},
        {"data.rows": 100, "data.features": 1000},
        {"task": "regression", "data.target": "count"},
        {"stakes.specification": "complete"},
        {"data.label_origin": "chosen-cases", "stakes.protected_groups": True},
        {"data.spatial": True},
    ],
    "forecasting": [{"data.series": 99}, {"data.intermittent": True}, {"data.exogenous": True}],
    "classification-of-series": [{"data.arrival": "stream"}, {"data.labelled_rows": 10_001}],
    "regression-of-series": [{"data.arrival": "stream"}, {"data.labelled_rows": 10_001}],
    "outliers-in-tables": [{"data.arrival": "stream"}],
    "outliers-in-series": [{"data.arrival": "stream"}],
    "recommendation": [
        {"data.cold_start": True},
        {"data.feedback": "partial"},
        {"data.drift": "fast"},
        {"data.items": 1_000_001},
        {"data.anonymous": True},
    ],
}
REGIMES = [(group, change) for group, changes in SILENT.items() for change in changes]
N_REGIMES = 22
N_ON_TABLES = 20
PROGRAM = """
import hashlib, sys
from whichml import Brief, KnowledgeBase, recommend
brief = Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular"})
answer = recommend(brief, KnowledgeBase.load())
print(hashlib.sha256(answer.to_json()).hexdigest())
print("loaded:", *sorted({"sklearn", "pandas", "scipy"} & set(sys.modules)) or ["nothing"])
"""


@pytest.fixture
def small(folder: ContentFolder) -> ContentFolder:
    """Return three algorithms: a reference, one that beats it on three of four data sets, and one not compared."""
    folder.algorithm("usual", claim("accuracy", "medium")).algorithm("better", claim("accuracy", "medium"))
    folder.algorithm("untried", claim("accuracy", "high"))
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}), pack="counting")
    return folder.strengths(strength_group(strength("usual", 0.0, between=0.0), strength("better", 1.1)))


@dataclass(frozen=True)
class Seen:
    """What one brief makes of the accuracy of an algorithm."""

    rating: Rating
    node: Node
    behind: tuple[Node, ...]

    @property
    def middle(self) -> float:
        return (self.rating.least + self.rating.most) / 2

    @property
    def width(self) -> float:
        return self.rating.high - self.rating.low


def assessment(advisor: Advisor, given: Mapping[str, Any], **more: Any) -> Assessment:
    return advisor.assess(Brief.from_mapping({**given, **{k.replace("__", "."): v for k, v in more.items()}}))


def small_answer(folder: ContentFolder, **fields: Any) -> Assessment:
    return Advisor.of(folder.knowledge()).assess(brief(**fields))


def seen(found: Assessment, algorithm: str) -> Seen:
    rating = found.rating(algorithm, "accuracy")
    assert rating is not None
    identity = found.graph.rating(algorithm, "accuracy", rating)
    graph = found.graph.graph()
    return Seen(rating, graph.node(identity), tuple(below(graph, graph.node(identity))))


def below(graph: Justification, node: Node) -> Iterator[Node]:
    """Yield a node and all that it stands on."""
    yield node
    for identity in node.because:
        yield from below(graph, graph.node(identity))


def compared_in(found: Assessment) -> set[str]:
    """Return the groups whose strengths rate a candidate."""
    ratings = [found.rating(algorithm, "accuracy") for algorithm in found.screening.candidates]
    return {rating.strength.group.id for rating in ratings if rating is not None and rating.strength is not None}


def reasons(found: Assessment, algorithm: str) -> list[str]:
    excluded = found.screening.exclusions.get(algorithm)
    return [reason.text for reason in excluded.reasons] if excluded else []


# -- who was compared, and who was not -------------------------------------------------------------------------------


def test_an_algorithm_that_was_compared_is_rated_by_its_chance_to_beat_the_reference(small: ContentFolder) -> None:
    found = seen(small_answer(small), "better")
    assert found.rating.level == "high", "75 % lies between 65 % and 85 %, whatever its claim says"
    assert found.middle == pytest.approx(3.0, abs=0.01)
    assert "it beats usual on 75% of such data sets" in found.node.text


def test_the_reference_is_in_the_middle_of_the_scale(small: ContentFolder) -> None:
    found = seen(small_answer(small), "usual")
    assert (found.rating.least, found.rating.most) == (2.0, 2.0)
    assert "it is what the others are compared with" in found.node.text


def test_a_compared_algorithm_cites_each_study_with_its_data_sets_and_the_share_of_pairs_won(
    small: ContentFolder,
) -> None:
    found = seen(small_answer(small), "better")
    cited = next(node for node in found.behind if node.id == "evidence:strength:better:small-group").sources
    assert [(c.ref, c.locator) for c in cited] == [
        (SOURCE, f"kb/facts/published/study-{n}.json, pairs of better") for n in (1, 2)
    ]
    assert {c.supports for c in cited} == {"wins 75% of its pairs with all rivals on 100 data sets"}
    assert "measured on 200 data sets of 2 studies" in found.node.text


def test_the_node_of_a_compared_algorithm_ends_in_the_studies_and_the_brief(small: ContentFolder) -> None:
    found = seen(small_answer(small), "better")
    ends = [node for node in found.behind if not node.because]
    assert {node.kind for node in ends} == {"brief"}
    assert [node.kind for node in found.behind if node.sources] == ["evidence"], "its claim has no say"


def test_an_algorithm_that_was_not_compared_is_rated_by_its_claims_on_the_same_scale(small: ContentFolder) -> None:
    found, better = (seen(small_answer(small), name) for name in ("untried", "better"))
    assert found.middle == pytest.approx(2.5 + (0.7311 - 0.65) / 0.2, abs=1e-3), "log-odds of 1"
    assert found.width > better.width, "a translated word is less sure than a comparison"
    assert found.node.because[0] == "claim:untried.accuracy"
    assert "by what is written of it; it beats usual on 73% of such data sets" in found.node.text


def test_what_others_measured_orders_before_what_is_written(small: ContentFolder) -> None:
    assert small_answer(small).ranked[0][0].algorithm == "better"
    assert small_answer(small.strengths()).ranked[0][0].algorithm == "untried"


def test_every_candidate_of_a_plain_table_is_rated_on_one_scale(advisor: Advisor) -> None:
    found = assessment(advisor, PLAIN, data__rows=5000)
    texts = [seen(found, algorithm).node.text for algorithm in found.screening.candidates]
    assert len(texts) > N_ON_TABLES
    assert all("as others measured it" in text or "by what is written of it" in text for text in texts)


# -- where strengths are silent --------------------------------------------------------------------------------------


def test_every_silent_regime_of_the_shipped_strengths_is_tried(knowledge: Knowledge) -> None:
    assert knowledge.strengths is not None
    stated = {group.id: len(group.unless) for group in knowledge.strengths.groups}
    assert stated == {group: len(changes) for group, changes in SILENT.items()}
    assert len(REGIMES) == N_REGIMES


@pytest.mark.parametrize("group", sorted(MEASURED))
def test_a_group_rates_its_tasks(advisor: Advisor, group: str) -> None:
    assert compared_in(assessment(advisor, MEASURED[group])) == {group}


@pytest.mark.parametrize(("group", "change"), REGIMES)
def test_a_silent_regime_leaves_claims_alone(advisor: Advisor, group: str, change: Mapping[str, Any]) -> None:
    found = assessment(advisor, {**MEASURED[group], **change})
    assert found.screening.candidates
    assert compared_in(found) == set()


def test_a_further_modality_leaves_claims_alone(advisor: Advisor) -> None:
    assert compared_in(assessment(advisor, {**PLAIN, "data.modality": ["tabular", "text"]})) == set()
    assert compared_in(assessment(advisor, {**PLAIN, "data.modality": ["tabular", "sensor-features"]})) == {"tables"}


def test_a_silent_regime_that_the_brief_leaves_open_silences_nothing(small: ContentFolder) -> None:
    small.strengths(strength_group(strength("usual", 0.0), strength("better", 1.1), unless=[{"data.sparse": True}]))
    assert compared_in(small_answer(small)) == {"small-group"}
    assert compared_in(small_answer(small, data__sparse=True)) == set()


# -- rules, musts and low accuracy -----------------------------------------------------------------------------------


def test_a_rule_moves_accuracy_on_the_scale_of_what_was_measured(small: ContentFolder) -> None:
    small.rules(rule("cut", {"rate": {"accuracy": "medium"}}, algorithm={"id": ["better", "untried"]}))
    small.strengths(strength_group(strength("usual", 0.0), strength("better", 1.1), written=[-3, -2, -1, 0, 1]))
    answer = small_answer(small)
    better, untried = seen(answer, "better"), seen(answer, "untried")
    for found in (better, untried):
        assert found.width == 0
        assert found.middle == pytest.approx(0.5 + (0.2689 - 0.15) / 0.2, abs=1e-3), "log-odds of -1"
        assert found.node.because[0] == "rule:cut"
    assert better.node.because[1] == "evidence:strength:better:small-group", "what was moved stays named"
    assert untried.node.because[1] == "claim:untried.accuracy"


def test_several_rules_reach_over_all_that_they_say(small: ContentFolder) -> None:
    small.rules(
        rule("cut", {"rate": {"accuracy": "medium"}}, algorithm={"id": ["better"]}),
        rule("grow", {"rate": {"accuracy": "very-high"}}, algorithm={"id": ["better"]}),
    )
    found = seen(small_answer(small), "better")
    assert (found.rating.low, found.rating.high) == pytest.approx((2.0, 3.5 + (0.8808 - 0.85) / 0.3), abs=1e-3)


def test_a_rule_that_says_medium_excludes_nobody_wherever_that_stands_on_the_scale(small: ContentFolder) -> None:
    small.rules(rule("cut", {"rate": {"accuracy": "medium"}}, algorithm={"id": ["better", "untried"]}))
    small.strengths(strength_group(strength("usual", 0.0), strength("better", 1.1), written=[-5, -4, -3, -2, -1]))
    answer = small_answer(small)
    assert seen(answer, "better").rating.level == "very-low"
    assert reasons(answer, "better") == reasons(answer, "untried") == []


def test_a_rule_that_says_low_excludes_also_who_was_compared(small: ContentFolder) -> None:
    small.rules(rule("cut", {"rate": {"accuracy": "low"}}, algorithm={"id": ["better"]}))
    assert reasons(small_answer(small), "better") == ["its accuracy is at best low here"]


def test_a_compared_algorithm_is_never_excluded_for_low_accuracy(small: ContentFolder) -> None:
    small.strengths(strength_group(strength("usual", 0.0), strength("better", -6.0)))
    answer = small_answer(small.algorithm("untried", claim("accuracy", "low")))
    assert seen(answer, "better").rating.level == "very-low"
    assert reasons(answer, "better") == []
    assert reasons(answer, "untried") == ["its accuracy is at best low here"]


def test_what_is_excluded_for_low_accuracy_is_rated_low_in_the_same_words(small: ContentFolder) -> None:
    small.strengths(strength_group(strength("usual", 0.0), strength("better", 1.1)))
    found = seen(small_answer(small.algorithm("untried", claim("accuracy", "low"))), "untried")
    assert "accuracy is low here, by what is written of it" in found.node.text
    assert f"on the scale of what others measured that is {found.rating.level}" in found.node.text


def test_a_rule_that_says_low_is_told_as_it_says_it(small: ContentFolder) -> None:
    small.rules(rule("cut", {"rate": {"accuracy": "low"}}, algorithm={"id": ["better"]}))
    assert "accuracy is low here" in seen(small_answer(small), "better").node.text


def test_a_level_short_of_a_must_on_accuracy_is_open_and_two_short_is_out(small: ContentFolder) -> None:
    answer = small_answer(small, requirements=[{"quality": "accuracy", "min": "very-high"}])
    assert reasons(answer, "better") == [], "high"
    assert [warning.text for warning in answer.screening.warnings["better"]] == [
        "Accuracy is high; whether it keeps at least very-high has to be measured."
    ]
    assert reasons(answer, "usual") == ["its accuracy is medium, and at least very-high is required"]


def test_what_a_rule_moved_is_held_against_a_must_as_leniently(small: ContentFolder) -> None:
    small.rules(rule("cut", {"rate": {"accuracy": "medium"}}, algorithm={"id": ["better"]}))
    small.strengths(strength_group(strength("usual", 0.0), strength("better", 1.1), written=[-3, -2, -1, 0, 1]))
    answer = small_answer(small, requirements=[{"quality": "accuracy", "min": "medium"}])
    assert seen(answer, "better").rating.level == "low"
    assert reasons(answer, "better") == []


# -- sizes -----------------------------------------------------------------------------------------------------------


def test_sizes_that_the_brief_leaves_out_widen_the_interval_and_the_node_says_so(advisor: Advisor) -> None:
    told, untold = (seen(assessment(advisor, {**PLAIN, **sizes}), "lightgbm") for sizes in ({"data.rows": 1470}, {}))
    assert untold.width > told.width
    assert "data.rows taken as usual, since the brief does not say" in untold.node.text
    assert "taken as usual" not in told.node.text


def test_ten_million_columns_give_a_wider_interval_and_a_sentence_that_says_so(advisor: Advisor) -> None:
    usual, wide = (
        seen(assessment(advisor, PLAIN, data__rows=10**8, data__features=n), "lightgbm") for n in (20, 10**7)
    )
    assert wide.width > usual.width
    inside = seen(assessment(advisor, PLAIN, data__rows=1000), "lightgbm")
    said = "times beyond what was measured, hence the width"
    assert [said in found.node.text for found in (wide, inside)] == [True, False]


def test_more_rows_turn_the_order(advisor: Advisor) -> None:
    gains = []
    for n_rows in (100, 100_000):
        answer = assessment(advisor, PLAIN, data__rows=n_rows)
        gains.append(seen(answer, "lightgbm").middle - seen(answer, "logistic-regression").middle)
    assert gains[0] < 0 < gains[1]


@pytest.mark.parametrize("n_rows", [500, 5_000, 50_000])
def test_a_plain_table_has_no_shortlist_of_one(advisor: Advisor, n_rows: int) -> None:
    shortlist, _ = assessment(advisor, PLAIN, data__rows=n_rows).ranked
    assert len(shortlist) >= 3


# -- the same everywhere ---------------------------------------------------------------------------------------------


@only_by_night
@pytest.mark.slow("starts processes")
def test_two_processes_give_the_same_bytes_and_load_neither_scikit_learn_nor_pandas(advisor: Advisor) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "kb")}, stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]  # fmt: skip
    told = [process.communicate()[0].splitlines() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    answer = advisor.recommend(brief())
    assert "evidence:strength:lightgbm:tables" in {node.id for node in answer.justification.nodes}
    assert told == [[hashlib.sha256(answer.to_json()).hexdigest(), "loaded: nothing"]] * 2
