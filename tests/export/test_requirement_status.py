"""Which requirements a leader meets, which stay open, and by which numbers that is told."""

from __future__ import annotations

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.answer_sections import AnswerSections
from whichml.export.arguments import arguments_of
from whichml.export.brief_sums import sums_of
from whichml.export.comparison import compare_in_answer
from whichml.export.decision_record import to_full_markdown, to_markdown
from whichml.export.first_screen import first_screen
from whichml.export.naming import Naming
from whichml.export.requirement_status import RequirementStatus, statuses_of
from whichml.model.statements.recommendation import Candidate, Measurement, Priority, Recommendation
from whichml.model.statements.stated_requirement import StatedRequirement


def test_a_requirement_is_met_where_the_leader_keeps_it_and_open_where_nothing_is_known(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    found = {each.bound: each.status for each in statuses_of(answer, answer.candidates[0])}
    assert found == {
        "at most 0.001 USD": "met", "at most 3 s (p99)": "met", "at least 100/s": "met", "recall at least 0.8": "open",
    }  # fmt: skip


def test_a_bound_is_told_with_the_numbers_by_which_it_is_met(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    told = {"task": "summarisation", "data": {"modality": "text", "text_length": 400, "rows": 5000},
            "deployment": {"interaction": "batch", "requests_per_day": 1500},
            "requirements": [{"quality": "cost-per-prediction", "max": "0.02 USD"}]}  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told))
    assert answer.candidates[0].algorithm == "hosted-large-language-model"
    (met,) = answer.candidates[0].met
    (row,) = statuses_of(answer, answer.candidates[0])
    assert (row.status, met.amount.startswith(row.estimate)) == ("met", True)
    told = " ".join(printed(first_screen(answer, knowledge)).split())
    assert row.estimate.partition(" by ")[0] in told


@pytest.mark.parametrize(("recall", "status"), [(0.8, "at risk"), (0.1, "open")])
def test_a_recall_that_people_have_no_time_for_is_at_risk_whatever_the_model_is(
    advisor: Advisor, knowledge: KnowledgeBase, recall: float, status: str
) -> None:
    told = {"task": "binary-classification",
            "data": {"modality": "tabular", "rows": 200_000, "features": 40, "minority_share": 0.02},
            "deployment": {"requests_per_day": 26_000}, "project": {"cases_per_day": 60},
            "requirements": [{"quality": "accuracy", "metric": "recall", "min": recall}]}  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told))
    assert {row.status for each in answer.candidates for row in statuses_of(answer, each)} == {status}
    sum_of_it = f"Recall must be at least {recall}; people can see 12 % at most"
    assert (sum_of_it in " ".join(printed(first_screen(answer, knowledge)).split())) is (status == "at risk")
    compared = compare_in_answer(answer, knowledge, (answer.candidates[0].algorithm, answer.excluded[0].algorithm))
    assert [each.statuses for each in compared.requirements] == [(status, status)]


def test_the_full_record_tells_all_that_the_numbers_come_to(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    told = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000, "data.labelled_rows": 900,
            "data.minority_share": 0.05, "project.cases_per_day": 60, "deployment.requests_per_day": 26_000,
            "stakes.false_alarms_per_day": 25}  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told))
    assert len(sums_of(answer)) > 3
    record = to_full_markdown(answer, knowledge)
    assert all(each in record for each in sums_of(answer))


ENCODED = {"task": "multiclass-classification", "data": {"modality": "text", "labelled_rows": 80_000, "classes": 30},
           "deployment": {"accelerator": "gpu"}}  # fmt: skip
ENCODER = "fine-tuned-language-encoder"


def bounded(advisor: Advisor, quality: str, priority: str, **bound: str) -> tuple[Recommendation, Candidate]:
    asked = [{"quality": quality, "priority": priority, **bound}]
    answer = advisor.recommend(Brief.from_mapping({**ENCODED, "requirements": asked}))
    return answer, next(each for each in (*answer.candidates, *answer.outclassed) if each.algorithm == ENCODER)


@pytest.mark.parametrize("priority", ["must", "should"])
@pytest.mark.parametrize(("bound", "status"), [("200 ms", "open"), ("700 ms", "met"), ("900 ms", "met")])
def test_a_bound_is_met_only_where_the_whole_range_keeps_it_however_urgent_it_is(
    advisor: Advisor, priority: str, bound: str, status: str
) -> None:
    """The levels of the range and of the bound may be the same all the same."""
    answer, encoder = bounded(advisor, "inference-latency", priority, max=bound)
    (row,) = statuses_of(answer, encoder)
    assert (row.status, row.priority) == (status, priority)
    assert row.estimate in ("5 ms to 700 ms", "")


@pytest.mark.parametrize(
    ("must", "should"),
    [
        ({"quality": "interpretability", "min": "very-high"}, {"quality": "interpretability", "min": "low"}),
        ({"quality": "tuning-effort", "max": "very-low"}, {"quality": "tuning-effort", "max": "high"}),
    ],
)
def test_a_bound_that_is_met_is_not_at_risk_where_a_tighter_one_on_its_quality_is(
    advisor: Advisor, knowledge: KnowledgeBase, must: dict[str, str], should: dict[str, str]
) -> None:
    asked = [{**must, "priority": "must"}, {**should, "priority": "should"}]
    told = {"task": "regression", "data": {"modality": "tabular", "rows": 5000}, "requirements": asked}
    answer = advisor.recommend(Brief.from_mapping(told))
    rows = [statuses_of(answer, each) for each in (*answer.candidates, *answer.outclassed) if each.risks]
    assert {row[0].status for row in rows} == {"at risk"}
    assert "met" in {row[1].status for row in rows}


def test_what_lies_beyond_a_bound_as_a_whole_is_at_risk_where_it_should_be_kept(advisor: Advisor) -> None:
    answer, encoder = bounded(advisor, "inference-latency", "should", max="4 ms")
    (row,) = statuses_of(answer, encoder)
    assert (row.status, row.estimate) == ("at risk", "5 ms to 700 ms")


@pytest.mark.parametrize(("bound", "side"), [("900 ms", "good"), ("200 ms", "middling"), ("4 ms", "bad")])
def test_a_bound_speaks_for_a_candidate_only_where_it_is_met(advisor: Advisor, bound: str, side: str) -> None:
    _, encoder = bounded(advisor, "inference-latency", "should", max=bound)
    found = {each.quality for each in getattr(arguments_of(encoder), side)}
    assert f"inference-latency at most {bound}" in found


def test_the_full_answer_tells_the_range_that_is_held_against_a_bound(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer, encoder = bounded(advisor, "inference-latency", "should", max="900 ms")
    (rated,) = (each for each in encoder.qualities if each.verdict)
    said = str(AnswerSections(answer, knowledge).rated(rated))
    assert "Inference latency, asked for at most 900 ms, is 5 ms to 700 ms".lower() in said.lower()


def weighed(quality: str, bound: StatedRequirement) -> Priority:
    return Priority(quality=f"{quality} {bound.text}", requirement=bound.id, weight=0.1, tier="bound")


@pytest.mark.parametrize(
    ("metric", "said"),
    [("roc-auc", "ROC AUC"), ("macro-f1", "Macro F1"), ("ndcg-at-10", "NDCG at 10"), ("accuracy", "Accuracy"),
     ("false-positive-rate", "False-positive rate"), ("mean-average-precision", "Mean average precision"),
     ("brier-score", "Brier score"), ("top-5-accuracy", "Top-5 accuracy"), ("rouge-l", "ROUGE-L"), ("r2", "R2")],
)  # fmt: skip
def test_a_bound_on_a_metric_is_told_as_the_metric_itself(knowledge: KnowledgeBase, metric: str, said: str) -> None:
    bound = StatedRequirement(
        id="requirements.0", quality="accuracy", metric=metric, priority="must", bound="at least 0.5", why="people wait"
    )
    names = Naming(knowledge, {bound.id: bound})
    assert names.required(bound) + bound.reason == f"{said} must be at least 0.5, because people wait"
    assert names.criterion(weighed("accuracy", bound)) == f"{said} at least 0.5"


def test_a_bound_without_a_metric_is_told_of_its_quality(knowledge: KnowledgeBase) -> None:
    bound = StatedRequirement(id="requirements.0", quality="accuracy", priority="should", bound="at least high")
    memory = StatedRequirement(
        id="deployment.memory", quality="inference-memory", priority="must", bound="at most 8 GB", from_device=True
    )
    names = Naming(knowledge, {each.id: each for each in (bound, memory)})
    assert names.required(bound) == "Accuracy should be at least high"
    assert names.criterion(weighed("inference-memory", memory)) == "Inference memory at most 8 GB (deployment.memory)"
    plan = Measurement(quality="accuracy", requirement=bound.id, metric="macro-f1", procedure="", bound="at least high")
    assert names.measured(plan) == "Accuracy: macro-f1, at least high"


def test_all_documents_tell_a_metric_alike(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    bound = {"quality": "accuracy", "metric": "false-positive-rate", "max": 0.01, "priority": "should"}
    answer = advisor.recommend(Brief.from_mapping({**ENCODED, "requirements": [bound]}))
    asked = "False-positive rate should be at most 0.01"
    assert f"? open: {asked}; to be measured" in printed(first_screen(answer, knowledge))
    assert f"* Requirement: {asked}" in to_markdown(answer, knowledge).replace("\\_", "_")
    assert "| False-positive rate at most 0.01 | open |" in to_markdown(answer, knowledge)
    sections = AnswerSections(answer, knowledge)
    assert [each.words for each in sections.requirements()] == [asked]
    assert "False-positive rate at most 0.01" in [each.words for each in sections.measurements()]


@pytest.mark.parametrize(("memory", "is_asked"), [("7 GB", True), ("8 GB", False), ("16 GB", False)])
def test_of_plenty_of_memory_nothing_is_asked_that_is_no_large_network(
    advisor: Advisor, memory: str, is_asked: bool
) -> None:
    told = {"data.modality": "tabular", "deployment.target": "edge-server", "deployment.memory": memory}
    answer = advisor.recommend(Brief.from_mapping({"task": "clustering", **told}))
    groups = (*answer.candidates, *answer.outclassed)
    unknown = next(each for each in groups if each.algorithm == "k-means")
    statuses = statuses_of(answer, unknown)
    assert [each.status for each in statuses] == ["open"] * is_asked
    assert any("(deployment.memory)" in each.text for each in unknown.cautions) is is_asked


def test_whether_a_large_network_fits_is_asked_of_plenty_of_memory_too(advisor: Advisor) -> None:
    told = {"data.modality": "text", "data.residency": "stays-in-organisation", "deployment.memory": "16 GB"}
    answer = advisor.recommend(
        Brief.from_mapping({"task": "summarisation", "deployment.target": "on-premises", **told})
    )
    model = next(e for e in (*answer.candidates, *answer.outclassed) if e.algorithm == "local-language-model")
    assert any("(deployment.memory)" in each.text for each in model.cautions)


def test_what_a_device_holds_is_told_where_it_has_to_be_measured_though_nothing_compares_it(advisor: Advisor) -> None:
    told = {
        "data.modality": "audio", "data.rows": 30_000, "deployment.target": "microcontroller",
        "deployment.memory": "128 kB", "deployment.energy_limited": True,
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping({"task": "multiclass-classification", **told}))
    leader = answer.candidates[0]
    assert any("(deployment.memory) has to be measured" in each.text for each in leader.cautions)
    statuses = statuses_of(answer, leader)
    assert [(each.bound, each.status) for each in statuses if each.quality == "inference-memory"] == [
        ("at most 128 kB", "open")
    ]


@pytest.mark.parametrize(("period", "status"), [("5 ms", "met"), ("2 us", "open")])
def test_how_soon_an_action_is_due_is_told_as_a_requirement_with_the_field_that_says_it(
    advisor: Advisor, knowledge: KnowledgeBase, period: str, status: str
) -> None:
    drive = {"task": "control", "data.modality": "sensor-features", "deployment.target": "edge-device"}
    answer = advisor.recommend(Brief.from_mapping({**drive, "deployment.control_period": period}))
    asked = f"Inference latency must be at most {period} (p99), by control_period"
    assert f"{status}: {asked}" in " ".join(printed(first_screen(answer, knowledge)).split())
    assert f"* Requirement: {asked}" in to_markdown(answer, knowledge).replace("\\_", "_")


def test_a_bound_that_all_that_is_known_keeps_is_likely_met_and_told_with_the_estimate(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["sidewalk-robot"])
    detector = next(each for each in answer.candidates if each.algorithm == "one-stage-object-detector")
    rows = {each.quality: each for each in statuses_of(answer, detector)}
    memory = rows["inference-memory"]
    assert (memory.status, memory.is_kept, memory.said) == ("open", True, "likely met")
    asked = "Inference memory must be at most 2 GB"
    assert memory.beside(asked) == (
        f"likely met: {asked}; {memory.estimate} (inferred, low confidence), to be measured",
        f"likely met: {asked}; {memory.estimate} (inferred, low confidence)",
        f"likely met: {asked}; {memory.estimate}, inferred",
        f"likely met: Inference memory at most 2 GB; {memory.estimate}, inferred",
        f"likely met: {asked}",
    )
    broad = rows["inference-latency"]  # which reaches over its bound
    assert (broad.status, broad.is_kept, broad.said) == ("open", False, "open")


def test_an_estimate_of_usual_times_is_told_as_usual() -> None:
    required = StatedRequirement(id="r", quality="inference-latency", priority="must", bound="at most 2 ms (p99)")
    status = RequirementStatus(required, "1 us to 1 ms", "open", "usual times, not p99; low confidence", is_kept=True)
    assert (
        status.beside("It must be at most 2 ms (p99)")[3] == "likely met: It at most 2 ms (p99); usually 1 us to 1 ms"
    )


def test_a_requirement_is_told_with_the_reason_that_the_brief_gives(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    """A recall for one kind of find is another goal than the same for all."""
    asked = {"quality": "accuracy", "metric": "recall", "min": 0.9, "priority": "should"}
    for why, said in (
        ("deep lesions", "Recall should be at least 0.9 (deep lesions); to be measured"),
        ("", "0.9; to"),
    ):
        told = {**ENCODED, "requirements": [{**asked, **({"why": why} if why else {})}]}
        answer = advisor.recommend(Brief.from_mapping(told))
        assert said in " ".join(printed(first_screen(answer, knowledge)).split())
