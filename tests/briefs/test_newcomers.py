"""Briefs as people write them who have seen the example of the README alone: read where they can be, and told.

`newcomers/` holds 378, written so by language models in several roles. `a` and `b` up to 15 suggested what is
understood, the others did not. First runs, leniently: of `c` 26 of 30 were answered, of `d` 27 of 36, of `e`, after `d`
had suggested more, 23 of 30, of `f` 29 of 42, with 188 facts left out, and of `g`, after `f`, 35 of 36, with 120 left
out;
the version before `f` answered 33 of these and left out 176. `f` and `g` have suggested more since. Of `j` 32 of 36
were answered, with 102 facts left out, and of `k`, after `j` had suggested more, 35 of 36, with 109 left out; the
version before `j` answered 34 of these and left out 113.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError

NEWCOMERS = sorted((Path(__file__).parent / "newcomers").glob("*.yaml"))
N_NEWCOMERS = 378
SLOW = pytest.mark.slow("reads hundreds of briefs, each in both ways")
TRIED = [path if place % 5 == 0 else pytest.param(path, marks=SLOW) for place, path in enumerate(NEWCOMERS)]
UNCLEAR = {
    "a24", "a26", "b18", "c22", "c26", "d24", "e11", "e15", "e30", "f01", "f05", "f06", "f09", "f10", "f12", "f13",
    "f15", "f16", "f17", "f19", "f20", "f22", "f24", "f25", "f27", "f30", "f31", "f32", "f35", "f37", "f40", "f42",
    "g10", "g13", "g14", "g18", "g19", "g21", "g26", "g27", "g33", "g34", "h01", "h02", "h04", "h06", "h07", "h08",
    "h09", "h10", "h11", "h12", "h13", "h14", "h15", "h16", "h17", "h18", "h19", "h20", "h22", "h24", "h26", "h27",
    "h28", "h30", "h31", "h32", "h34", "h35", "h36", "i01", "i04", "i05", "i07", "i08", "i10", "i11", "i12", "i13",
    "i14", "i15", "i17", "i19", "i21", "i22", "i23", "i25", "i27", "i28", "i29", "i30", "i32", "i33", "i34", "i35",
    "i36", "j01", "j02", "j05", "j07", "j11", "j17", "j22", "j23", "j25", "j28", "j30", "j31", "j32", "j33", "j34",
    "j36", "k06", "k08", "k11", "k13", "k16", "k17", "k20", "k21", "k22", "k23", "k24", "k31", "k33",
}  # fmt: skip
"""Whose task or kind of data could be several, such as `optimization` and `simulation output`."""
SMALLEST: dict[str, object] = {"task": "regression", "data": {"modality": "tabular"}}


def given(**groups: object) -> Brief:
    data = groups.pop("data", {})
    assert isinstance(data, dict)
    return Brief.from_mapping({**SMALLEST, "data": {"modality": "tabular", **data}, **groups})


def required(requirements: object) -> list[tuple[str, object, object, str]]:
    fields = {"task": "binary-classification", "data.modality": "tabular", "requirements": requirements}
    brief = Brief.from_mapping(fields)
    return [
        (each.metric or each.quality, each.side, getattr(each.bound, "text", each.bound), each.priority)
        for each in brief.requirements
    ]


def whole(pointer: str) -> str:
    """Return what is left out as a whole where something in it cannot be read: a requirement, or a field."""
    return "/".join(pointer.split("/")[:3])


def test_all_briefs_of_newcomers_are_collected() -> None:
    assert len(NEWCOMERS) == N_NEWCOMERS


@pytest.mark.parametrize("path", TRIED, ids=[path.stem for path in NEWCOMERS])
def test_a_newcomers_brief_is_answered_leniently_and_tells_what_is_left_out_or_guessed(path: Path) -> None:
    brief = Brief.load(path, lenient=True)
    guesses = [notice for notice in brief.notices if notice.guessed]
    assert bool(guesses) == (path.stem in UNCLEAR)
    if guesses:
        with pytest.raises(BriefError):  # which tells no more than that where a word is not quoted
            Brief.load(path)
        return
    left_out = [notice for notice in brief.notices if notice.is_left_out]
    assert all(notice.where is not None and notice.pointer for notice in left_out)
    noted = tuple(each.pointer for each in brief.notices if each.pointer and "with the notes" in each.message)
    try:
        assert Brief.load(path) == brief
    except BriefError as refusal:
        strict = {whole(each.pointer or "") for each in refusal.problems if not (each.pointer or "").startswith(noted)}
        assert len(strict) <= len(left_out) + 1  # what stands behind an unquoted `yes` is told once that can be read
    else:
        assert not left_out


@pytest.mark.parametrize(
    ("group", "name", "value", "field", "fact"),
    [
        ("data", "n_samples", 500, "data.rows", 500),
        ("data", "Number of classes", 7, "data.classes", 7),
        ("data", "labeled_images", 40, "data.labelled_rows", 40),
        ("data", "imbalance", "1:19", "data.minority_share", 0.05),
        ("data", "rows", "2.5M", "data.rows", 2_500_000),
        ("data", "languages", ["en", "de"], "data.languages", 2),
        ("data", "language", "fr", "data.languages", 1),
        ("data", "image_size", "1920x1080", "data.image_side", 1920),
        ("data", "avg_words", "120 words", "data.text_length", 120),
        ("data", "text_length", "400 tokens", "data.text_length", 300),
        ("data", "frequency", "hourly", "data.sampling_interval", 3600.0),
        ("data", "frequency", "16 kHz", "data.sampling_rate", 16_000.0),
        ("data", "seasonality", ["weekly", "yearly"], "data.seasonality", "several"),
        ("data", "label_noise", "8 %", "data.label_quality", "medium"),
        ("data", "n_clusters", 5, "data.group_count", "known"),
        ("data", "randomized", False, "data.assignment", "chosen"),
        ("data", "logged_propensities", True, "data.label_origin", "logged-propensities"),
        ("data", "labels", "clicks", "data.clicks", True),
        ("data", "design", "observational", "data.assignment", "chosen"),
        ("data", "state_dim", 17, "data.features", 17),
        ("data", "data_sharing", "not allowed", "data.residency", "stays-in-organisation"),
        ("deployment", "traffic", "500 qps", "deployment.peak_requests_per_second", 500),
        ("deployment", "hardware", {"gpu": True}, "deployment.accelerator", "gpu"),
        ("deployment", "gpu", False, "deployment.accelerator", "none"),
        ("deployment", "gpus", "4x A100", "deployment.accelerator", "gpu"),
        ("deployment", "offline", True, "deployment.connectivity", "never"),
        ("deployment", "ram_kb", 256, "deployment.memory", 256_000),
        ("deployment", "requests_per_second", 50, "deployment.peak_requests_per_second", 50),
        ("deployment", "control_frequency", "100 Hz", "deployment.control_period", 0.01),
        ("deployment", "external_api_allowed", False, "data.residency", "no-hosted-models"),
        ("deployment", "target", "edge", "deployment.target", "edge-device"),
        ("project", "deadline_weeks", 6, "project.deadline", 6 * 7 * 86_400.0),
        ("project", "budget", "$500", "project.budget", 500.0),
        ("project", "ml_experience", "beginner", "project.team_ml_skill", "low"),
        ("stakes", "privacy", "strict", "data.privacy", "sensitive"),
        ("stakes", "human_in_the_loop", "required", "project.human_review", True),
        ("stakes", "sensitive_attributes", ["sex", "age"], "stakes.protected_groups", True),
        ("stakes", "false_negative_cost", "400 USD", "stakes.cost_false_negative", 400.0),
        ("stakes", "explanation", "partial", "stakes.explanation", "post-hoc"),
    ],
)  # fmt: skip
def test_a_fact_under_another_name_or_in_other_words_is_read_and_told(
    group: str, name: str, value: object, field: str, fact: object
) -> None:
    brief = given(**{group: {name: value}})
    assert brief.facts()[field] == fact
    assert any(f"`{group}.{name}" in notice.message or f"`{field}" in notice.message for notice in brief.notices)
    assert not brief.notices[0].is_left_out


@pytest.mark.parametrize(
    ("group", "name", "value"),
    [
        ("data", "nozzles", 3), ("data", "frequency", "5 GB"), ("data", "imbalance", "severe"),
        ("data", "image_size", "10 m"), ("deployment", "users", 500), ("deployment", "hardware", "old"),
        ("project", "budget", "2000 USD/month"), ("stakes", "hallucination", "some"),
        ("data", "languages", "R"), ("data", "labels", "few"), ("project", "human_review", "some cases"),
    ],
)  # fmt: skip
def test_what_no_field_says_or_cannot_be_read_is_refused_and_left_out_where_that_is_asked_for(
    group: str, name: str, value: object
) -> None:
    written = {
        **SMALLEST,
        **({"data": {"modality": "tabular", name: value}} if group == "data" else {group: {name: value}}),
    }
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping(written)
    assert len(refusal.value.problems) == 1
    brief = Brief.from_mapping(written, lenient=True)
    assert brief == Brief.from_mapping(SMALLEST)
    assert [notice.is_left_out for notice in brief.notices] == [True]


def test_a_name_means_what_it_does_for_the_data_of_the_brief() -> None:
    table = Brief.from_mapping({"task": "survival-analysis", "data": {"modality": "tabular", "patients": 80}})
    signal = Brief.from_mapping({"task": "survival-analysis", "data": {"modality": "time-series", "patients": 80}})
    assert (table.facts().get("data.rows"), table.facts().get("data.groups")) == (80, None)
    assert (signal.facts().get("data.rows"), signal.facts().get("data.groups")) == (None, 80)


@pytest.mark.parametrize(("written", "seconds"), [("96 steps", 86_400.0), (28, 25_200.0), ("2 days", 172_800.0)])
def test_a_horizon_may_be_counted_in_steps_of_a_series(written: object, seconds: float) -> None:
    data = {"modality": "time-series", "sampling_interval": "15 min", "horizon": written}
    brief = Brief.from_mapping({"task": "forecasting", "data": data})
    assert brief.facts()["data.horizon"] == seconds


def test_what_is_wrong_with_a_fact_is_told_under_the_name_that_the_brief_gives_it() -> None:
    with pytest.raises(BriefError) as refusal:
        given(data={"annotations": "few"}, stakes={"privacy": "odd"})
    assert [problem.message.partition(" takes")[0].partition(" cannot")[0] for problem in refusal.value.problems] == [
        "`data.annotations`, read as `data.labelled_rows`,", "`stakes.privacy`, read as `data.privacy`,"
    ]  # fmt: skip


def test_of_requirements_given_by_names_only_the_one_that_cannot_be_read_is_left_out() -> None:
    text = b"""task: regression
data.modality: tabular
requirements:
  novelty: high
  max_latency: 40 ms
"""
    brief = Brief.parse(text, "a.yaml", lenient=True)
    assert [each.quality for each in brief.requirements] == ["inference-latency"]
    assert [(str(notice.where), notice.left_out) for notice in brief.notices if notice.is_left_out] == [
        ("a.yaml:4:12", "the requirement on novelty")
    ]


def test_what_is_left_out_is_named_as_a_person_would() -> None:
    requirements = [{"quality": "charm", "min": "high"}, {"quality": "training-time", "max": "5 s", "at": "p98"}]
    brief = Brief.from_mapping(
        {**SMALLEST, "weather": "sunny", "priorities": ["beauty"], "requirements": requirements}, lenient=True
    )
    assert [notice.left_out for notice in brief.notices if notice.is_left_out] == [
        "weather", "at", "priorities beauty", "the requirement on charm"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("visual anomaly detection", "outlier-detection"), ("hourly demand forecasting", "forecasting"),
        ("no forecast", ""), ("detection of anomalies that nobody has ever seen in any forecast", ""),
    ],
)  # fmt: skip
def test_a_task_is_read_by_its_last_words_unless_they_are_denied_or_part_of_a_description(
    written: str, read: str
) -> None:
    fields = {"task": written, "data.modality": "time-series"}
    if read:
        assert Brief.from_mapping(fields).task == read
    else:
        with pytest.raises(BriefError, match="`task` cannot be"):
            Brief.from_mapping(fields)


def test_a_bandit_is_told_to_learn_of_what_it_chose_alone() -> None:
    bandit = Brief.from_mapping({"task": "contextual-bandit", "data.modality": "tabular"})
    assert (bandit.task, bandit.facts()["data.feedback"]) == ("sequential-decision", "partial")
    told = Brief.from_mapping({"task": "bandit", "data.modality": "tabular", "data.feedback": "delayed"})
    assert told.facts()["data.feedback"] == "delayed"


def test_a_name_of_the_format_comes_before_another_name_of_the_same_field() -> None:
    with pytest.raises(BriefError, match=r"`data\.samples` is read as `data\.rows`, which is given twice"):
        given(data={"samples": 5, "rows": 6})
    lenient = Brief.from_mapping({**SMALLEST, "data": {"modality": "tabular", "samples": 5, "rows": 6}}, lenient=True)
    assert lenient.facts()["data.rows"] == 6


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"latency_p99_ms": 40}, [("inference-latency", "max", "40 ms", "must")]),
        ({"max_latency": "40 ms", "min_auc": 0.8},
         [("inference-latency", "max", "40 ms", "must"), ("roc-auc", "min", "0.8", "must")]),
        (["recall at least 0.8"], [("recall", "min", "0.8", "must")]),
        ([{"quality": "fairness"}], [("fairness-control", "min", "high", "must")]),
        ([{"quality": "training-time"}], [("training-time", "max", "low", "must")]),
        ([{"name": "latency", "limit": "2 s", "importance": "nice-to-have"}],
         [("inference-latency", "max", "2 s", "could")]),
        ([{"quality": "ndcg@10", "min": 0.3}], [("ndcg-at-10", "min", "0.3", "must")]),
        ([{"quality": "throughput", "min": "25 fps"}], [("inference-throughput", "min", "25/s", "must")]),
        ([{"quality": "accuracy", "min": "93 %"}], [("accuracy", "min", "93 %", "must")]),
        ({"quality": "calibration", "min": "high"}, [("calibration", "min", "high", "must")]),
        ({"explainability": "must", "max_latency": "500ms"},
         [("explainability", "min", "high", "must"), ("inference-latency", "max", "500ms", "must")]),
        ({"min_throughput": "50/s", "max_model_size": "64 MB"},
         [("inference-throughput", "min", "50/s", "must"), ("model-size", "max", "64 MB", "must")]),
        ([{"quality": "energy", "max": "2 mJ"}], [("inference-energy", "max", "2 mJ", "must")]),
        ([{"quality": "prediction-intervals", "level": "90 %"}],
         [("uncertainty-quantification", "min", "high", "must")]),
        ([{"quality": "calibration", "max": 0.02}], [("expected-calibration-error", "max", "0.02", "must")]),
        ([{"metric": "r2", "at_least": 0.8}], [("r2", "min", "0.8", "must")]),
    ],
)  # fmt: skip
def test_requirements_of_another_shape_are_read(written: object, read: list[tuple[str, object, object, str]]) -> None:
    assert required(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"accuracy": "high", "latency": "low"}, (("accuracy",), ("inference-latency",))),
        ({"accuracy": 0.5, "interpretability": 0.5}, (("accuracy", "interpretability"),)),
        (["recall", "latency"], (("accuracy",), ("inference-latency",))),
        (["accuracy", "recall"], (("accuracy",),)),
        ("accuracy > latency", (("accuracy",), ("inference-latency",))),
        (["accuracy", "cost"], (("accuracy",), ("cost-per-prediction", "training-cost", "development-cost"))),
    ],
)
def test_priorities_of_another_shape_are_read(written: object, read: object) -> None:
    assert given(priorities=written).priorities == read


def test_what_is_left_out_of_a_list_leaves_the_places_of_the_rest_as_they_are() -> None:
    text = b"""task: regression
data.modality: tabular
priorities: [accuracy, beauty, privacy]
requirements:
  - {quality: charm, min: high}
  - {quality: training-time, max: 5 s}
"""
    brief = Brief.parse(text, "a.yaml", lenient=True)
    assert [str(notice.where) for notice in brief.notices] == ["a.yaml:3:24", "a.yaml:5:15"]
    assert str(brief.place_of("requirements.0.max")) == "a.yaml:6:35"
    assert brief.priorities == (("accuracy",), ("privacy",))


def test_a_text_of_which_hardly_anything_can_be_read_is_refused_leniently_too() -> None:
    odd = {f"odd_{number}": number for number in range(1000)}
    with pytest.raises(BriefError, match="unknown field"):
        Brief.from_mapping({**SMALLEST, **odd}, lenient=True)
    some = {f"odd_{number}": number for number in range(60)}
    assert len(Brief.from_mapping({**SMALLEST, **some}, lenient=True).notices) == 60


def test_a_contradiction_is_never_left_out() -> None:
    contradicting = [{"quality": "training-time", "max": "5 s"}, {"quality": "training-time", "min": "9 s"}]
    with pytest.raises(BriefError, match="nothing can meet both"):
        Brief.from_mapping({**SMALLEST, "requirements": contradicting, "weather": "sunny"}, lenient=True)


def test_reading_leniently_changes_nothing_where_all_can_be_read() -> None:
    written = {**SMALLEST, "requirements": [{"quality": "latency", "max": "40 ms"}], "notes": "Few labels."}
    strict, lenient = Brief.from_mapping(written), Brief.from_mapping(written, lenient=True)
    assert (strict, strict.notices) == (lenient, lenient.notices)


@pytest.mark.parametrize(
    ("requirement", "read"),
    [
        ({"quality": "p99 latency", "max": "40 ms"}, ("inference-latency", "max", "40 ms", "p99")),
        ({"quality": "latency_ms", "max": 40}, ("inference-latency", "max", "40 ms", None)),
        ({"quality": "fps", "min": 30}, ("inference-throughput", "min", "30/s", None)),
        ({"quality": "recall", "min": 0.7, "at": "1 % FPR"}, ("recall-at-fixed-fpr", "min", "0.7", None)),
        ({"quality": "mAP50", "min": 0.7}, ("mean-average-precision", "min", "0.7", None)),
        ({"quality": "hallucination rate", "max": 0.02}, ("hallucination-rate", "max", "0.02", None)),
    ],
)
def test_a_name_that_tells_its_statistic_its_unit_or_its_rate_is_read_in_parts(
    requirement: dict[str, object], read: tuple[object, ...]
) -> None:
    brief = Brief.from_mapping(
        {"task": "binary-classification", "data.modality": "tabular", "requirements": [requirement]}
    )
    (found,) = brief.requirements
    assert (found.metric or found.quality, found.side, getattr(found.bound, "text", None), found.at) == read
    assert brief.readings


def test_a_statistic_in_the_name_that_contradicts_the_one_beside_it_is_not_dropped() -> None:
    requirement = {"quality": "latency_p95", "max": "40 ms", "at": "p99"}
    with pytest.raises(BriefError, match="unknown quality 'latency_p95'"):
        Brief.from_mapping({**SMALLEST, "requirements": [requirement]})


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("data cannot leave the hospital", {"data.residency": "stays-in-organisation"}),
        ("stays in-house", {"data.residency": "stays-in-organisation"}),
        ("PII", {"data.privacy": "personal"}), ("pseudonymised", {"data.privacy": "personal"}),
        ("must stay on device", {"data.privacy": "stays-on-device"}),
    ],
)  # fmt: skip
def test_privacy_that_tells_where_data_stay_is_read_as_that(said: str, read: dict[str, str]) -> None:
    brief = given(data={"privacy": said})
    facts = {name: each for name, each in brief.facts().items() if name.startswith("data.") and name != "data.modality"}
    assert facts == read
    assert said in brief.readings[0].message


def test_what_contradicts_under_another_name_than_its_own_is_left_out_leniently_and_else_refused() -> None:
    data = {"modality": "tabular", "sites": 25, "samples": 13}
    brief = Brief.from_mapping({"task": "binary-classification", "data": data}, lenient=True)
    assert (brief.data.rows, brief.data.groups) == (None, None)
    assert sorted(notice.left_out for notice in brief.notices if notice.left_out) == ["samples", "sites"]
    own = {"modality": "tabular", "groups": 25, "rows": 13}
    for given_data, lenient in ((data, False), (own, True)):
        with pytest.raises(BriefError, match=r"is more than `data\.rows`"):
            Brief.from_mapping({"task": "binary-classification", "data": given_data}, lenient=lenient)
