"""Names of tasks and of kinds of data as people write them: understood, settled by the data, or refused."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES
from whichml.model.words.task_names import NO_TASKS, TASK_BY_DATA, TASKS_BY_LABELS


def task_of(name: str, **data: object) -> str:
    return Brief.from_mapping({"task": name, "data": {"modality": "tabular", **data}}).task


def modalities_of(name: str) -> tuple[str, ...]:
    return Brief.from_mapping({"task": "regression", "data": {"modality": name}}).data.modality


def test_names_stand_for_names_of_the_format_and_each_for_one_or_for_several() -> None:
    for vocabulary, known in (("task", {*TASKS, BY_CLASSES}), ("modality", {*MODALITIES})):
        names, several = ALIASES[vocabulary], AMBIGUOUS[vocabulary]
        assert {*names.values()} <= known
        assert {each for choices in several.values() for each in choices} <= known
        assert not (names.keys() | several.keys()) & (known - {BY_CLASSES})
        assert not names.keys() & several.keys()
        assert all(len({*choices}) > 1 for choices in several.values())
    assert not NO_TASKS.keys() & (ALIASES["task"].keys() | AMBIGUOUS["task"].keys() | {*TASKS})
    assert AMBIGUOUS["task"].keys() >= TASKS_BY_LABELS
    assert all({*by.values()} <= {*TASKS, BY_CLASSES} and by.keys() <= {*MODALITIES} for by in TASK_BY_DATA.values())


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("CTR prediction", "binary-classification"), ("spam_filtering", "binary-classification"),
        ("Land cover mapping", "image-segmentation"), ("invoice extraction", "sequence-labelling"),
        ("next-item prediction", "recommendation"), ("soft sensor", "regression"),
        ("route optimization", "planning"), ("hate speech detection", "binary-classification"),
    ],
)  # fmt: skip
def test_a_name_that_means_one_thing_in_its_field_is_understood_and_told(name: str, task: str) -> None:
    brief = Brief.from_mapping({"task": name, "data.modality": "tabular"})
    assert brief.task == task
    assert [notice.message for notice in brief.readings] == [f"`task` says '{name}', which is read as `{task}`."]


@pytest.mark.parametrize("name", ["A/B testing", "ab-test analysis", "RCT", "split test"])
def test_a_test_by_its_name_is_one_by_lot_unless_something_else_is_told(name: str) -> None:
    brief = Brief.from_mapping({"task": name, "data.modality": "tabular"}, lenient=True)
    assert (brief.task, brief.data.assignment) == ("treatment-effect-estimation", "random")
    chosen = {"task": name, "data": {"modality": "tabular", "assignment": "chosen"}}
    assert Brief.from_mapping(chosen, lenient=True).data.assignment == "chosen"


@pytest.mark.parametrize(
    ("name", "modality", "task"),
    [
        ("segmentation", "image", "image-segmentation"), ("segmentation", "MRI", "image-segmentation"),
        ("segmentation", ["image"], "image-segmentation"), ("segmentation", "tabular", "clustering"),
        ("lung segmentation", "ct scans", "image-segmentation"), ("counting", "image", "object-detection"),
        ("image-segmentation", "tabular", "image-segmentation"), ("matching", "tabular", "record-linkage"),
    ],
)  # fmt: skip
def test_a_name_that_means_several_tasks_is_settled_by_the_kind_of_data(name: str, modality: object, task: str) -> None:
    assert task_of(name, modality=modality) == task


@pytest.mark.parametrize("modality", [["text", "image"], "mixed pictures and words", "event-stream", 7])
def test_a_name_that_the_data_do_not_settle_is_refused_with_what_it_may_mean(modality: object) -> None:
    with pytest.raises(BriefError, match="that could mean several things"):
        task_of("matching", modality=modality)


def test_whether_there_are_labels_settles_what_is_solved_with_them_or_without() -> None:
    assert task_of("defect detection", labelled_rows=400) == "binary-classification"
    assert task_of("defect detection", labelled_rows="1.2k", classes=5) == "multiclass-classification"
    assert task_of("defect detection", labelled_rows=0) == "outlier-detection"
    with pytest.raises(BriefError, match="binary-classification, object-detection, outlier-detection"):
        task_of("defect detection", rows=400)


def test_the_last_words_of_a_name_tell_what_it_could_be() -> None:
    with pytest.raises(BriefError, match="regression, binary-classification, multilabel-classification"):
        task_of("solubility property prediction")


@pytest.mark.parametrize("name", ["text to speech", "super_resolution", "Imputation", "causal discovery"])
def test_what_is_no_task_of_whichml_is_said_to_be_none(name: str) -> None:
    with pytest.raises(BriefError, match="whichml knows no algorithms that are made for it"):
        task_of(name)


@pytest.mark.parametrize("name", ["depth charge", "diarize", "bird call identification"])
def test_a_name_that_is_only_a_little_like_a_task_is_not_taken_for_a_misspelling(name: str) -> None:
    with pytest.raises(BriefError) as refusal:
        task_of(name)
    assert "Did you mean" not in str(refusal.value)


def test_kinds_of_data_are_understood_one_by_one_and_beside_one_another() -> None:
    assert modalities_of("satellite imagery") == ("image",)
    assert modalities_of("PDFs") == ("text",)
    assert modalities_of("text and images") == ("text", "image")
    assert modalities_of("lab results + X-ray") == ("tabular", "image")
    assert modalities_of("photos & pictures") == ("image",)
    with pytest.raises(BriefError, match="tabular, event-stream"):
        modalities_of("transactions")
    with pytest.raises(BriefError):
        modalities_of("text and bananas")


def test_read_leniently_a_name_of_several_is_taken_for_the_first_and_told() -> None:
    brief = Brief.from_mapping({"task": "remaining useful life", "data.modality": "transactions"}, lenient=True)
    assert (brief.task, brief.data.modality) == ("regression", ("tabular",))
    assert [notice.guessed for notice in brief.notices if notice.guessed] == [
        "`task` is taken as regression and could be survival-analysis",
        "`data.modality` is taken as tabular and could be event-stream",
    ]
    assert not any(notice.is_left_out for notice in brief.notices)


def test_read_leniently_a_description_is_taken_for_what_its_words_speak_for_most() -> None:
    brief = Brief.from_mapping({"task": "fraud ring detection", "data.modality": "graph"}, lenient=True)
    (guess,) = (notice.guessed for notice in brief.notices if notice.guessed)
    assert guess == "`task` is taken as binary-classification"
    brief = Brief.from_mapping({"task": "which customers leave", "data.modality": "tabular"}, lenient=True)
    (guess,) = (notice.guessed for notice in brief.notices if notice.guessed)
    assert guess.startswith(f"`task` is taken as {brief.task} and could be ")


def test_what_suggests_nothing_is_refused_leniently_too() -> None:
    for task, modality in (("banana", "tabular"), ("regression", "banana"), ("text to speech", "audio")):
        with pytest.raises(BriefError):
            Brief.from_mapping({"task": task, "data.modality": modality}, lenient=True)


def test_what_stands_in_brackets_behind_a_name_is_no_part_of_it() -> None:
    assert modalities_of("volumetric microscopy (FIB-SEM)") == ("image",)
    assert task_of("Churn prediction (30 days)") == "binary-classification"


def test_a_time_until_something_that_has_not_happened_to_all_is_a_matter_of_survival() -> None:
    assert task_of("remaining useful life", censored_share=0.89) == "survival-analysis"
    assert task_of("predictive maintenance", events=71) == "survival-analysis"
    with pytest.raises(BriefError, match="regression, survival-analysis"):
        task_of("remaining useful life", rows=600)


def test_effects_of_single_cases_tell_that_each_case_gets_one() -> None:
    brief = Brief.from_mapping({"task": "CATE estimation", "data.modality": "tabular"})
    assert (brief.task, brief.deployment.prediction_unit) == ("treatment-effect-estimation", "row")


@pytest.mark.parametrize(
    "task",
    ["voucher uplift", "decide who should get the voucher", "which pupils benefit most from tutoring, found by lot"],
)
def test_whoever_asks_whom_to_treat_asks_for_the_effect_on_each(task: str) -> None:
    brief = Brief.from_mapping({"task": task, "data.modality": "tabular"}, lenient=True)
    assert brief.task == "treatment-effect-estimation"
    assert brief.facts()["deployment.prediction_unit"] == "row"


def test_what_a_campaign_changed_on_the_whole_tells_no_unit() -> None:
    brief = Brief.from_mapping({"task": "did the campaign change sales", "data.modality": "tabular"}, lenient=True)
    assert brief.task == "treatment-effect-estimation"
    assert "deployment.prediction_unit" not in brief.facts()


def test_whoever_learns_while_something_runs_sees_what_was_tried_alone() -> None:
    live = Brief.from_mapping(
        {"task": "try out prices and learn while it runs", "data.modality": "tabular"}, lenient=True
    )
    assert (live.task, live.facts().get("data.feedback")) == ("sequential-decision", "partial")
    rewarded = Brief.from_mapping(
        {
            "task": "sequential-decision",
            "data": {"modality": "tabular", "reward": "bought within a day", "CTR": "2-6 %"},
        },
        lenient=True,
    )
    assert rewarded.facts()["data.feedback"] == "partial"
    other = Brief.from_mapping({"task": "regression", "data": {"modality": "tabular", "reward": "money"}}, lenient=True)
    assert "data.feedback" not in other.facts()


@pytest.mark.parametrize(
    ("name", "title", "task"),
    [
        (
            "pricing",
            "price of a parking space that changes every two hours, nothing tried so far",
            "sequential-decision",
        ),
        ("pricing", "what is a used tractor worth", "regression"),
        ("defect detection", "only good lids at hand, faults that nobody has seen", "outlier-detection"),
        ("matching", "the same customer twice in two registers", "record-linkage"),
    ],
)
def test_a_name_that_may_stand_for_several_is_taken_for_what_the_title_speaks_of(
    name: str, title: str, task: str
) -> None:
    given = {"task": name, "title": title, "data.modality": "tabular"}
    assert Brief.from_mapping(given, lenient=True).task == task


@pytest.mark.parametrize(
    ("task", "words", "modality"),
    [
        ("control of a dryer", "controller logs", "time-series"),
        ("recommendation", "watch logs", "interactions"),
        ("question-answering", "logs", "text"),
        ("outlier-detection", "server logs", "text"),
    ],
)
def test_logs_are_what_a_task_usually_learns_from(task: str, words: str, modality: str) -> None:
    brief = Brief.from_mapping({"task": task, "data": {"modality": words}}, lenient=True)
    assert brief.data.modality == (modality,)


def test_a_ranking_from_comparisons_of_two_rates_what_was_compared() -> None:
    def task_with(words: str, task: str = "ranking from tastings") -> str:
        return Brief.from_mapping({"task": task, "data": {"modality": words}}, lenient=True).task

    assert task_with("pairwise comparisons") == task_with("head-to-head votes") == "paired-comparison-rating"
    assert task_with("tabular", "ranking from pairwise comparisons") == "paired-comparison-rating"
    assert task_with("tabular") == task_with("pairwise comparisons", "ranking") == "ranking"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("x", "Write `planning`, if that is meant."),
        ("foo bar", "Write one of probabilistic-regression, planning."),
    ],
)
def test_a_single_task_that_may_be_meant_is_no_list_to_choose_from(name: str, hint: str) -> None:
    with pytest.raises(BriefError) as refusal:
        task_of(name)
    assert refusal.value.problems[0].hint == hint
